"""sweep.py - one night traced call by call, and what must be true after a fault in it.

The night is the demo's, both nights' files at once, so that loading, intake,
returns, settlement, applying and reporting all happen in one run. A point is
(system call, its number among those of that name in its thread): strace counts
by thread, and injects there. Points are those of the thread that runs the night:
it makes far more calls than the others, so that none of them comes to its numbers.
How often it waits for another thread (futex) is never the same twice: that is no point.
"""
import collections
import os
import re
import shutil
import subprocess
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "lib"))
import proof  # noqa: E402
from home import ACQUIT, DEMO, Home  # noqa: E402

NIGHT = "2026-03-12"
Call = collections.namedtuple("Call", "name number text")


class Sweep:
    def __init__(self, before=None):
        """before(home): what happened on earlier nights, without the files of this one."""
        if not shutil.which("strace"):
            raise proof.Skip("no strace")
        if os.environ.get("SANITIZED"):
            raise proof.Skip("leak checks do not run under strace")
        self.home = Home(demo=True)
        self.home.drop(os.path.join(DEMO, "night2", "echeck-returns.ach"),
                       os.path.join(DEMO, "night2", "statement-usd.xml"))
        shutil.copy(os.path.join(DEMO, "night2", "contracts.csv"), self.home.at("open-items", "signed.csv"))
        if before:
            self._apart(before)
        self.template = os.path.join(self.home.top, "template")
        os.rename(self.home.path, self.template)
        self.earlier = self._latest(self.template)
        self.runs_before = os.listdir(os.path.join(self.template, "reports"))
        self.inputs = self._bytes_of(os.path.join(self.template, "inbox"))
        self.calls = self._trace()
        self.want_status = self.reference_status
        self.want = self._state()

    def __enter__(self):
        return self

    def __exit__(self, *words):
        self.home.__exit__(*words)

    def _apart(self, before):
        """The night's payment files are put aside while `before` runs."""
        aside = os.path.join(self.home.top, "aside")
        os.rename(self.home.at("inbox"), aside)
        os.mkdir(self.home.at("inbox"))
        before(self.home)
        os.rmdir(self.home.at("inbox"))
        os.rename(aside, self.home.at("inbox"))

    def _latest(self, home):
        path = os.path.join(home, "reports", "latest")
        return os.readlink(path) if os.path.lexists(path) else None

    def fresh(self):
        shutil.rmtree(self.home.path, ignore_errors=True)
        shutil.copytree(self.template, self.home.path, symlinks=True)

    def _trace(self):
        self.fresh()
        log = os.path.join(self.home.top, "calls")
        done = self.strace("-o", log, "-s", "200")
        self.reference_status = done.returncode
        assert done.returncode in (0, 1), done.stderr[-2000:]
        calls, counts, begun, night = [], collections.Counter(), False, None
        with open(log, encoding="utf-8", errors="replace") as lines:
            for line in lines:
                thread, name, text = (re.match(r"(\d+ +)?(?:(\w+)\()?(.*)", line)).groups()
                night = night or thread
                if not name or thread != night or name in ("execve", "exit_group", "futex"):
                    continue
                counts[name] += 1
                # before the home is opened it is the loader's night, not ours
                begun = begun or self.home.path in line
                if begun:
                    calls.append(Call(name, counts[name], text))
        return calls

    def strace(self, *options):
        return subprocess.run(["strace", "-f", "-qq", *options, ACQUIT, "--home", self.home.path, "run", "--date", NIGHT],
                              capture_output=True, text=True, errors="replace", timeout=300, check=False,
                              stdin=subprocess.DEVNULL)

    def inject(self, call, what):
        return self.strace("-o", "/dev/null", "-e", "trace=" + call.name, "-e",
                           "inject=%s:%s:when=%d" % (call.name, what, call.number))

    def inject_below(self, folder, name, number, what):
        """At the number-th such call on a name in that folder, whichever thread makes it."""
        return self.strace("-o", "/dev/null", "-P", self.home.at(folder), "-e", "trace=" + name, "-e",
                           "inject=%s:%s:when=%d" % (name, what, number))

    def phases(self):
        """{phase: [Call, ...]}; each call of the run in one, those after a commit and before its file is gone in two."""
        claims = [index for index, call in enumerate(self.calls) if call.name.startswith("rename")
                  and re.search(r'"[pi]-\d+-|"\w-\d{6}-', call.text)]
        inbox = self._first_claim_of_inbox(claims)
        unlinks = [index for index, call in enumerate(self.calls) if call.name.startswith("unlink")
                   and re.search(r'"\w-\d{6}-', call.text)]
        report = next(index for index, call in enumerate(self.calls)
                      if index > unlinks[-1] and re.search(r'"(index\.html|files\.csv|\.?[\w.-]*%s\.\d+)' % NIGHT, call.text)
                      and call.name in ("openat", "mkdirat", "mkdir"))
        between = []
        for index in unlinks:
            back = index
            while back > 0 and not self.calls[back].name.startswith("fdatasync"):
                back -= 1
            between += self.calls[back:index + 2]
        return {"load": self.calls[:inbox], "intake": self.calls[inbox:unlinks[-1]], "commit to unlink": between,
                "apply": self.calls[unlinks[-1]:report], "report": self.calls[report:]}

    def _first_claim_of_inbox(self, claims):
        names = set(os.listdir(os.path.join(self.template, "inbox")))
        return next(index for index in claims if any('"%s"' % name in self.calls[index].text for name in names))

    def _bytes_of(self, folder):
        return {open(os.path.join(folder, name), "rb").read() for name in os.listdir(folder)
                if os.path.isfile(os.path.join(folder, name))}

    def _state(self):
        return self.home.head(), self.home.reports()

    def nothing_is_lost(self, where):
        """Every input's bytes lie in the inbox, work, rejected, or (packed) in the archive."""
        import gzip
        kept = set()
        for folder in ("inbox", "work", "rejected"):
            kept |= self._bytes_of(self.home.at(folder))
        for path in os.listdir(self.home.at("archive")):
            try:
                kept.add(gzip.decompress(open(self.home.at("archive", path), "rb").read()))
            except (OSError, EOFError):
                pass  # a copy being written when the run ended
        lost = self.inputs - kept
        assert not lost, "%s: %d input files are nowhere" % (where, len(lost))

    def reports_are_whole(self, where):
        """`latest` points where it did, or at every file of the reference, each whole.

        The seal is set on reports that stand; killed just before, the next run sets it."""
        if self._latest(self.home.path) != self.earlier:
            want = dict(self.want[1])
            # a file being written aside is nobody's report yet; recovery must have removed it
            got = {name: text for name, text in self.home.reports().items() if not name.startswith(".tmp-")}
            if "seal.json" not in got:
                del want["seal.json"]
            proof.equal(sorted(got), sorted(want), where + ": reports torn")
            proof.equal([name for name in got if got[name] != want[name]], [], where + ": reports torn")

    def recovers(self, where):
        """A run after the fault ends as the run that had none."""
        done = self.home.call("run", "--date", NIGHT)
        assert done.returncode == self.want_status, "%s: recovery ends with %d: %s" % (
            where, done.returncode, done.stderr[-1500:] + done.stdout[-500:])
        head, reports = self._state()
        proof.equal(head, self.want[0], where + ": head")
        differing = [name for name in sorted(set(reports) | set(self.want[1]))
                     if reports.get(name) != self.want[1].get(name)]
        proof.equal(differing, [], where + ": reports")
        proof.equal(self.home.names("inbox") + self.home.names("work"), [], where)
        proof.equal([name for name in self.home.names("reports") if name not in (*self.runs_before, "latest")],
                    [NIGHT + ".1"], where)
        self.home.expect(0, "verify")


def spread(calls, count):
    """`count` of the calls, evenly, the first and last among them."""
    if len(calls) <= count:
        return calls
    return [calls[index * (len(calls) - 1) // (count - 1)] for index in range(count)]
