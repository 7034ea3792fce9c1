#!/usr/bin/env python3
"""lint.py - holds the tree to STYLE.md where a program can.

  lint.py [--log DIR] [--jobs N] [CHECK ...]

Checks: layers, headers, sizes, banner, banned, allocation, format, tidy,
cppcheck, shell. Each is one line of the sum that ends the output,
"N passed, N failed, N skipped"; a tool that is not there skips its check.
"""
import concurrent.futures
import fnmatch
import os
import re
import shutil
import subprocess
import sys
import time

LINES_MAX = 500
FUNCTION_LINES_MAX = 60
PARAMETERS_MAX = 5
LIBRARY_SIGNATURES = {  # given by whom we are called by
    "element_start": "libxml2's SAX2", "feed_connect": "SQLite's virtual tables", "feed_filter": "likewise",
}
ROOTS = ("src", "include", "tests")

BANNED = {
    "strcpy": "aq_arena_copy or a slice", "strcat": "aq_buffer_add", "sprintf": "aq_buffer_print or snprintf",
    "vsprintf": "vsnprintf", "strtok": "aq_slice_split", "strtok_r": "aq_slice_split", "gets": "a bounded reader",
    "atof": "aq_decimal_parse", "strtod": "aq_decimal_parse", "strtof": "aq_decimal_parse", "atoi": "a checked reader",
    "strtold": "aq_decimal_parse", "system": "nothing: acquit starts no programs", "popen": "nothing",
    "localtime": "clock.h", "localtime_r": "clock.h", "setlocale": "nothing: output has no locale", "tmpnam": "writer",
    "alloca": "an arena",
}
ALLOCATORS = re.compile(r"\b(malloc|calloc|realloc|reallocarray|strdup|strndup|asprintf|vasprintf)\s*\(")
FLOATS_ALLOWED = ("src/report/xlsx*",)  # the library that writes workbooks takes doubles


def tracked(*endings):
    """Files of the tree that end so, sorted; not what was built."""
    found = []
    for root in ROOTS:
        for folder, folders, names in os.walk(root):
            folders.sort()
            found += [os.path.join(folder, name) for name in sorted(names) if name.endswith(endings)]
    return found


def read(path):
    with open(path, encoding="utf-8") as text:
        return text.read()


def bare(text):
    """The text without comments and without what stands in quotes, line for line."""
    def blank(match):
        piece = match.group(0)
        kept = piece[0] + piece[-1] if piece[0] in "\"'" else ""
        return kept + "\n" * piece.count("\n")
    return re.sub(r'/\*.*?\*/|//[^\n]*|"(?:\\.|[^"\\\n])*"|\'(?:\\.|[^\'\\\n])*\'', blank, text, flags=re.S)


# --- layers ---

def read_layers(path):
    sections, section = {}, None
    for line in read(path).splitlines():
        if line.startswith("#") or not line.strip():
            continue
        if line.startswith("["):
            section = sections.setdefault(line.strip("[] "), [])
            continue
        key, value = re.split(r" = ?|: ", line, maxsplit=1)
        section.append((key.strip(), value.strip()))
    return sections


def room_of_header(layers):
    rooms = {}
    for room, headers in layers["rooms"]:
        for header in headers.split():
            rooms[header] = room
    return rooms


def room_of_file(path, header_rooms):
    parts = path.split("/")
    if parts[0] == "src":
        return parts[1]
    if path.startswith("include/acquit/codes/"):
        return "base"
    return header_rooms.get(re.sub(r"\.(h|def)$", "", path[len("include/acquit/"):]))


def include_fault(path, header, layers, header_rooms):
    """What is wrong with this include, or None."""
    room = room_of_file(path, header_rooms)
    if not header.startswith("acquit/"):
        whole = os.path.normpath(os.path.join(os.path.dirname(path), header))
        if not os.path.exists(whole):
            return "there is no %s" % header
        return None if whole.startswith("src/%s/" % room) else "%s is another room's private header" % header
    name = re.sub(r"\.(h|def)$", "", header[len("acquit/"):])
    if name.startswith("codes/"):
        return None
    owner = header_rooms.get(name)
    if owner is None:
        return "%s is in no room of scripts/layers.txt" % header
    if owner == room or owner in dict(layers["may"]).get(room, "").split():
        return None
    for exception, _ in layers["exceptions"]:
        allowed, what = exception.split()
        if what == name and fnmatch.fnmatch(path, allowed):
            return None
    return "%s may not include %s (%s)" % (room, header, owner)


def library_fault(path, header, layers):
    for library, allowed in layers["libraries"]:
        if header == library or header.startswith(library + "/"):
            if not any(path == one or one.endswith("/") and path.startswith(one) for one in allowed.split()):
                return "<%s> belongs to %s" % (header, allowed)
    return None


def check_layers(_):
    layers = read_layers("scripts/layers.txt")
    header_rooms = room_of_header(layers)
    for path in tracked(".c", ".h", ".def"):
        if path.startswith("tests/"):
            continue
        if room_of_file(path, header_rooms) is None:
            yield path, 1, "is in no room of scripts/layers.txt"
            continue
        for number, line in enumerate(read(path).splitlines(), 1):
            found = re.match(r'\s*#\s*include\s+(?:"([^"]+)"|<([^>]+)>)', line)
            if not found:
                continue
            fault = include_fault(path, found.group(1), layers, header_rooms) if found.group(1) \
                else library_fault(path, found.group(2), layers)
            if fault:
                yield path, number, fault


# --- headers compile alone ---

def check_headers(jobs):
    flags = subprocess.run(["pkg-config", "--cflags", "libxml-2.0", "sqlite3", "libutf8proc", "libpcre2-8"],
                           capture_output=True, text=True, check=False).stdout.split()

    def compile_one(path):
        done = subprocess.run(["gcc", "-std=gnu11", "-Iinclude", "-Isrc", "-D_GNU_SOURCE", "-Wall", "-Wextra", *flags,
                               "-fsyntax-only", "-x", "c", path], capture_output=True, text=True, check=False)
        return path, done.stderr
    headers = [path for path in tracked(".h") if not path.startswith("tests/")]
    with concurrent.futures.ThreadPoolExecutor(jobs) as pool:
        for path, said in pool.map(compile_one, headers):
            errors = [line for line in said.splitlines() if "error" in line or "warning" in line
                      and "pragma once" not in line]
            if errors:
                yield path, 1, "does not compile alone: " + errors[0]


# --- sizes ---

def functions(text):
    """(line, name, parameters, lines) of every function defined in a bare text."""
    lines = text.splitlines()
    for number, line in enumerate(lines):
        if line != "{":
            continue
        begin = number - 1
        while begin > 0 and lines[begin - 1].strip() and not lines[begin - 1].startswith(("}", "#", " *")) \
                and not lines[begin - 1].rstrip().endswith(";"):
            begin -= 1
        signature = " ".join(lines[begin:number])
        found = re.search(r"(\w+)\s*\((.*)\)[^()]*$", signature)
        end = next((index for index in range(number, len(lines)) if lines[index].startswith("}")), number)
        if found and not signature.startswith(("struct ", "enum ", "union ")) or found and "(" in signature:
            yield begin + 1, found.group(1), split_parameters(found.group(2)), end - number + 1


def split_parameters(text):
    parameters, depth, piece = [], 0, ""
    for letter in text + ",":
        depth += letter in "([" and 1 or letter in ")]" and -1 or 0
        if letter == "," and depth == 0:
            parameters.append(" ".join(piece.split()))
            piece = ""
        else:
            piece += letter
    return [one for one in parameters if one not in ("", "void")]


def count_parameters(parameters):
    """A list and its count are one; an err, and a message with its arguments, are none."""
    taken = 0
    for before, one in zip([""] + parameters, parameters):
        if re.match(r"struct aq_error \*", one) or one == "..." or parameters[-1] == "..." and one == parameters[-2]:
            continue
        if "*" in before and re.match(r"(size_t|uint32_t) (\*?)(count|found|\w+_count)$", one):
            continue
        taken += 1
    return taken


def check_sizes(_):
    for path in tracked(".c", ".h", ".def"):
        text = read(path)
        count = text.count("\n")
        if count > LINES_MAX:
            yield path, count, "has %d lines; at most %d" % (count, LINES_MAX)
        if path.endswith(".def"):
            continue
        for line, name, parameters, length in functions(bare(text)):
            if length > FUNCTION_LINES_MAX:
                yield path, line, "%s has %d lines; at most %d" % (name, length, FUNCTION_LINES_MAX)
            taken = count_parameters(parameters)
            if taken > PARAMETERS_MAX and name not in LIBRARY_SIGNATURES:
                yield path, line, "%s takes %d parameters besides err; at most %d" % (name, taken, PARAMETERS_MAX)


def check_banner(_):
    for path in tracked(".c", ".h", ".def"):
        if path.startswith("include/acquit/codes/"):
            continue  # pieces of codes.def, one for each room
        # the name, or the path below src or include where a name stands in several rooms
        first = re.match(r"/\*\n \* (\S+) - \S", read(path))
        if not first or not ("/" + path).endswith("/" + first.group(1)):
            yield path, 1, "does not begin with its own name: /* %s - one sentence. */" % os.path.basename(path)


# --- words ---

def check_banned(_):
    calls = re.compile(r"(?<![\w.>])(%s)\s*\(" % "|".join(BANNED))
    for path in tracked(".c", ".h"):
        text = bare(read(path))
        exempt = any(fnmatch.fnmatch(path, allowed) for allowed in FLOATS_ALLOWED)
        for number, line in enumerate(text.splitlines(), 1):
            for found in calls.finditer(line):
                if BANNED[found.group(1)] == "clock.h" and path == "src/base/clock.c":
                    continue
                yield path, number, "%s is banned; use %s" % (found.group(1), BANNED[found.group(1)])
            if not exempt and re.search(r"\b(float|double)\b", line):
                yield path, number, "floating point is banned"


def check_allocation(_):
    for path in tracked(".c"):
        if not path.startswith("src/") or path.startswith("src/base/"):
            continue
        text = bare(read(path))
        spans = [(line, line + length + 8, name) for line, name, _, length in functions(text)]
        for number, line in enumerate(text.splitlines(), 1):
            found = ALLOCATORS.search(line)
            if not found:
                continue
            inside = [name for begin, end, name in spans if begin <= number <= end]
            # a table that was opened may grow: that is the same memory under the same owner
            if not inside or not re.search(r"(^|_)(new|open|grow)$|^(new|open)_", inside[-1]):
                yield path, number, "%s outside of src/base and of _new, _open and _grow functions" % found.group(1)


# --- tools ---

def run_tool(command, paths, jobs, chunk):
    """Runs a command over paths in chunks side by side; yields its output lines."""
    chunks = [paths[at:at + chunk] for at in range(0, len(paths), chunk)]

    def run_one(some):
        done = subprocess.run(command(some), capture_output=True, text=True, check=False)
        return done.stdout + done.stderr
    with concurrent.futures.ThreadPoolExecutor(jobs) as pool:
        for said in pool.map(run_one, chunks):
            yield from said.splitlines()


def faults_of(lines, kinds):
    pattern = re.compile(r"^([^:\s]+):(\d+)(?::\d+)?: (?:%s): (.*)$" % kinds)
    seen = set()
    for line in lines:
        found = pattern.match(line)
        if found and found.groups() not in seen:
            seen.add(found.groups())
            path = os.path.relpath(found.group(1))
            yield path, int(found.group(2)), found.group(3)


def check_format(jobs):
    lines = run_tool(lambda some: ["clang-format", "--dry-run", "--ferror-limit=1", *some], tracked(".c", ".h"), jobs, 16)
    for path, number, _ in faults_of(lines, "warning|error"):
        yield path, number, "is not as clang-format lays it out"


def check_tidy(jobs):
    flags = subprocess.run(["pkg-config", "--cflags", "libxml-2.0", "sqlite3", "libutf8proc", "libpcre2-8"],
                           capture_output=True, text=True, check=False).stdout.split()
    sources = [path for path in tracked(".c") if path.startswith("src/")]
    lines = run_tool(lambda some: ["clang-tidy", "--quiet", *some, "--", "-std=gnu11", "-Iinclude", "-D_GNU_SOURCE",
                                   *flags], sources, jobs, 4)
    yield from faults_of(lines, "warning|error")


def check_cppcheck(jobs):
    lines = run_tool(lambda some: ["cppcheck", "--quiet", "--std=c11", "--language=c", "-j", str(jobs), "-Iinclude",
                                   "-D_GNU_SOURCE", "--enable=warning,performance,portability", "--inline-suppr",
                                   "--suppress=missingIncludeSystem", "--suppress=unknownMacro",
                                   # gcc and clang-tidy follow statuses better; C11's generic selection it cannot read
                                   "--suppress=uninitvar", "--suppress=internalAstError",
                                   "--template={file}:{line}: warning: {message} [{id}]", *some], ["src"], 1, 1)
    yield from faults_of(lines, "warning|error")


def check_shell(jobs):
    scripts = [".ci/run"]
    for folder in ("scripts", "tests"):
        for at, _, names in os.walk(folder):
            scripts += [os.path.join(at, name) for name in sorted(names)]
    scripts = [path for path in scripts if path.endswith(".sh") or is_shell(path)]
    lines = run_tool(lambda some: ["shellcheck", "--format=gcc", *some], scripts, jobs, 32)
    yield from faults_of(lines, "warning|error|note")


def is_shell(path):
    with open(path, "rb") as file:
        return re.match(rb"#!\s*(/bin/sh|/bin/bash|/usr/bin/env (ba)?sh)\b", file.readline()) is not None


CHECKS = [  # name, what runs it, the tool it needs
    ("layers", check_layers, None), ("headers", check_headers, "gcc"), ("sizes", check_sizes, None),
    ("banner", check_banner, None), ("banned", check_banned, None), ("allocation", check_allocation, None),
    ("format", check_format, "clang-format"), ("shell", check_shell, "shellcheck"),
    ("cppcheck", check_cppcheck, "cppcheck"), ("tidy", check_tidy, "clang-tidy"),
]


def main():
    words = sys.argv[1:]
    log, jobs = None, 2
    while words and words[0] in ("--log", "--jobs"):
        if words[0] == "--log":
            log = words[1]
        else:
            jobs = int(words[1])
        words = words[2:]
    totals = [0, 0, 0]
    for name, check, tool in CHECKS:
        if words and name not in words:
            continue
        began = time.monotonic()
        if tool and not shutil.which(tool):
            totals[2] += 1
            print("lint %-10s skipped: no %s" % (name, tool))
            continue
        faults = list(check(jobs))
        for path, line, what in faults:
            print("%s:%d: %s" % (path, line, what))
        totals[1 if faults else 0] += 1
        print("lint %-10s %s (%.1f s)" % (name, "%d faults" % len(faults) if faults else "ok",
                                          time.monotonic() - began), flush=True)
    if log:
        os.makedirs(log, exist_ok=True)
        with open(os.path.join(log, "totals"), "w", encoding="ascii") as out:
            out.write("%d %d %d\n" % tuple(totals))
    print("%d passed, %d failed, %d skipped" % tuple(totals))
    return 1 if totals[1] else 0


if __name__ == "__main__":
    sys.exit(main())
