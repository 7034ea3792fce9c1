#!/usr/bin/env python3
"""test_read_only.py - what a person may only read can be read; what changes nothing leaves every byte as it was."""
import hashlib
import os
import subprocess
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "lib"))
import proof  # noqa: E402
from home import Home  # noqa: E402

DATE = "2026-03-10"
NOBODY = ("setpriv", "--reuid", "65534", "--regid", "65534", "--clear-groups")


def bytes_of(home):
    found = {}
    for folder, names, files in os.walk(home.path):
        names[:] = [name for name in names if name != "dry-run"]
        for name in files:
            path = os.path.join(folder, name)
            with open(path, "rb") as file:
                found[os.path.relpath(path, home.path)] = hashlib.sha256(file.read()).hexdigest()
    return found


def a_home_that_cannot_be_written_can_be_read():
    if os.getuid() != 0:
        raise proof.Skip("root, to become somebody else")
    with Home(demo=True) as home:
        home.run(DATE)
        before = bytes_of(home)
        os.chmod(home.top, 0o755)
        subprocess.run(["chmod", "-R", "a+rX,a-w", home.path], check=True)
        for words in (("status",), ("verify",), ("export", "--to", "ledger"), ("export", "--to", "csv"), ("review", "list"),
                      ("show", home.rows("payments")[0]["payment_id"])):
            assert home.expect((0, 1), *words, wrapper=NOBODY), words
        proof.equal(bytes_of(home), before)


def a_log_that_cannot_be_read_with_the_database_is_named():
    if os.getuid() != 0:
        raise proof.Skip("root, to become somebody else")
    with Home(demo=True) as home:
        home.run(DATE)
        os.chmod(home.top, 0o755)
        home.write("acquit.db-wal", "")
        subprocess.run(["chmod", "-R", "a+rX,a-w", home.path], check=True)
        done = home.call("status", wrapper=NOBODY)
        assert done.returncode == 3 and "a log lies beside it" in done.stderr, done


def a_dry_run_and_an_idle_run_leave_every_byte_as_it_was():
    with Home(demo=True) as home:
        home.run(DATE)
        before = bytes_of(home)
        for words in (("run", "--date", DATE, "--dry-run"), ("run", "--date", DATE), ("status",), ("verify",)):
            home.expect((0, 1), *words)
            proof.equal(bytes_of(home), before, words)


if __name__ == "__main__":
    proof.run(globals())
