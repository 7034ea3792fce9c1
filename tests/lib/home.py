"""home.py - a home in a folder of its own, and what its reports say.

ACQUIT names the program (default: build/acquit). Every call has a time limit;
a crash of the program is an error of the test, whatever it was testing.
"""
import csv
import json
import os
import shutil
import subprocess
import tempfile

ROOT = os.path.normpath(os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", ".."))
ACQUIT = os.path.abspath(os.environ.get("ACQUIT") or os.path.join(ROOT, "build", "acquit"))
SAMPLE = bool(os.environ.get("SAMPLE"))
DEMO = os.path.join(ROOT, "fixtures", "demo")
CALL_SECONDS = 300


class Home:
    """`with Home() as home:` makes one and removes it; keep it with KEEP_HOMES=1."""

    def __init__(self, conf=None, demo=False):
        self.top = tempfile.mkdtemp(prefix="acquit-test-")
        self.path = os.path.join(self.top, "home")
        self.expect(0, "--quiet", "init", *(["--demo"] if demo else []))
        if conf is not None:
            self.write("acquit.conf", conf)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        if not os.environ.get("KEEP_HOMES"):
            shutil.rmtree(self.top, ignore_errors=True)

    def call(self, *words, wrapper=(), env=None):
        return subprocess.run([*wrapper, ACQUIT, "--home", self.path, *words], capture_output=True, text=True,
                              errors="replace", timeout=CALL_SECONDS, stdin=subprocess.DEVNULL, check=False,
                              env=dict(os.environ, **(env or {})))

    def expect(self, statuses, *words, **facts):
        """Calls and wants one of the exit statuses; standard output."""
        done = self.call(*words, **facts)
        statuses = (statuses,) if isinstance(statuses, int) else statuses
        assert done.returncode in statuses, "acquit %s: exit %d, not %s\n%s%s" % (
            " ".join(words), done.returncode, statuses, done.stdout[-2000:], done.stderr[-2000:])
        return done.stdout

    def run(self, date, statuses=(0, 1)):
        return self.expect(statuses, "run", "--date", date)

    def at(self, *parts):
        return os.path.join(self.path, *parts)

    def write(self, name, content):
        with open(self.at(name), "wb") as out:
            out.write(content if isinstance(content, bytes) else content.encode("utf-8"))

    def drop(self, *paths, folder="inbox"):
        for path in paths:
            shutil.copy(path, self.at(folder))

    def names(self, *parts):
        return sorted(os.listdir(self.at(*parts)))

    def rows(self, table, run="latest"):
        with open(self.at("reports", run, table + ".csv"), encoding="utf-8", newline="") as text:
            return list(csv.DictReader(text))

    def head(self, run="latest"):
        with open(self.at("reports", run, "seal.json"), encoding="utf-8") as text:
            return json.load(text)["head"]

    def reports(self, run="latest"):
        """Every file of a run's reports, {name: bytes}."""
        found = {}
        for folder, _, names in os.walk(self.at("reports", run)):
            for name in names:
                path = os.path.join(folder, name)
                with open(path, "rb") as file:
                    found[os.path.relpath(path, self.at("reports", run))] = file.read()
        return found

    def balances(self, run="latest"):
        """{(account, currency): minor units}"""
        return {(row["account"], row["currency"]): minor(row["balance"]) for row in self.rows("trial_balance", run)}


def minor(text):
    """"12.34" -> 1234; the currency's digits are those that stand there."""
    return int(text.replace(".", "") or 0)
