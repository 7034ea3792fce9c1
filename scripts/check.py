#!/usr/bin/env python3
"""check.py - runs tests side by side, goes on past failures, and adds up.

  check.py --log DIR [--jobs N] { --section NAME [VAR=VALUE ...] TEST ... } ...
  check.py --add TOTALS STATUS [TOTALS STATUS ...]

A TEST is a cmocka program, or a script (.py, .sh) whose last line may be
"N passed, N failed, N skipped"; a script without such a line counts as one test.
A program that dies counts what it had proved, and one failure. DIR gets one
file of output a test, and `totals`. The last line printed is the sum, and the
exit status is 1 if anything failed. --add sums totals that were written
before; a STATUS other than 0 with no failure counted is itself a failure.
"""
import concurrent.futures
import os
import re
import subprocess
import sys
import time

TIMEOUT_SECONDS = int(os.environ.get("CHECK_TIMEOUT", "600"))
CLOSING = re.compile(r"^(\d+) passed, (\d+) failed(?:, (\d+) skipped)?$", re.M)


def count_cmocka(text):
    """Totals of a cmocka program, or None if it never began a group."""
    if not re.search(r"^\[=+\] Running ", text, re.M):
        return None
    passed = len(re.findall(r"^\[       OK \] ", text, re.M))
    failed = sum(map(int, re.findall(r"^\[  FAILED  \] (\d+) test\(s\)", text, re.M)))
    skipped = sum(map(int, re.findall(r"^\[  SKIPPED \] (\d+) test\(s\)", text, re.M)))
    finished = len(re.findall(r"^\[=+\] \d+ test\(s\) run", text, re.M))
    begun = len(re.findall(r"^\[=+\] Running ", text, re.M))
    return passed, failed + begun - finished, skipped


def count(path, text, status):
    """(passed, failed, skipped) of one test that ended with `status`."""
    totals = None
    if path.endswith((".py", ".sh")):
        closing = CLOSING.findall(text)
        if closing:
            totals = tuple(int(figure or 0) for figure in closing[-1])
    else:
        totals = count_cmocka(text)
    if totals is None:
        return (1, 0, 0) if status == 0 else (0, 1, 0)
    if status != 0 and totals[1] == 0:
        return totals[0], 1, totals[2]
    return totals


def command_of(path):
    if path.endswith(".py"):
        return [sys.executable, path]
    if path.endswith(".sh"):
        return ["sh", path]
    return [path]


def run(job):
    section, variables, path = job
    began = time.monotonic()
    try:
        done = subprocess.run(command_of(path), env=os.environ | variables, stdin=subprocess.DEVNULL,
                              stdout=subprocess.PIPE, stderr=subprocess.STDOUT, timeout=TIMEOUT_SECONDS)
        status, text = done.returncode, done.stdout.decode("utf-8", "replace")
    except subprocess.TimeoutExpired as late:
        status, text = -1, (late.stdout or b"").decode("utf-8", "replace") + "\nended after %d s\n" % TIMEOUT_SECONDS
    except OSError as error:
        status, text = -1, "%s: %s\n" % (path, error.strerror)
    return section, path, text, count(path, text, status), time.monotonic() - began


def show_failure(path, text):
    """What a person needs of a failing test: not the lines that say OK."""
    lines = [line for line in text.splitlines() if not re.match(r"\[( RUN|       OK)", line)]
    print("--- %s" % path)
    print("\n".join(lines[-60:]))


def read_arguments(words):
    log, workers, jobs, section, variables = None, 2, [], "", {}
    words = iter(words)
    for word in words:
        if word == "--log":
            log = next(words)
        elif word == "--jobs":
            workers = int(next(words))
        elif word == "--section":
            section, variables = next(words), {}
        elif re.match(r"[A-Z_]+=", word):
            variables = variables | dict([word.split("=", 1)])
        else:
            jobs.append((section, variables, word))
    return log, workers, jobs


def closing_line(totals):
    return "%d passed, %d failed, %d skipped" % tuple(totals)


def run_all(words):
    log, workers, jobs = read_arguments(words)
    os.makedirs(log, exist_ok=True)
    totals, sections = [0, 0, 0], {}
    with concurrent.futures.ThreadPoolExecutor(workers) as pool:
        for section, path, text, counts, seconds in pool.map(run, jobs):
            name = re.sub(r"[^A-Za-z0-9_.]+", "-", section + "-" + path).strip("-")
            with open(os.path.join(log, name + ".log"), "w", encoding="utf-8") as out:
                out.write(text)
            for index, figure in enumerate(counts):
                totals[index] += figure
                sections.setdefault(section, [0, 0, 0, 0.0])[index] += figure
            sections[section][3] += seconds
            if counts[1]:
                show_failure(path, text)
            elif not path.startswith("build") or counts[2]:
                print("%s: %s (%.1f s)" % (path, closing_line(counts), seconds))
            sys.stdout.flush()
    print()
    for section, figures in sections.items():
        print("%-12s %s, %.1f s" % (section, closing_line(figures[:3]), figures[3]))
    return totals, os.path.join(log, "totals")


def add_up(words):
    totals = [0, 0, 0]
    for path, status in zip(words[::2], words[1::2]):
        try:
            with open(path, encoding="ascii") as text:
                figures = [int(word) for word in text.read().split()]
        except OSError:
            figures = [0, 0, 0]
        if status != "0" and figures[1] == 0:
            figures[1] = 1
        totals = [a + b for a, b in zip(totals, figures)]
    return totals


def main():
    if sys.argv[1:2] == ["--add"]:
        totals = add_up(sys.argv[2:])
    else:
        totals, path = run_all(sys.argv[1:])
        with open(path, "w", encoding="ascii") as out:
            out.write("%d %d %d\n" % tuple(totals))
    print(closing_line(totals))
    return 1 if totals[1] else 0


if __name__ == "__main__":
    sys.exit(main())
