#!/usr/bin/env python3
"""test_decode.py - `acquit decode` and `run` on real files, against figures that others counted.

Needs ../shared/data beside the project and is skipped where it is not. Nothing
of it is copied here. The unit tests of the decoders hold them to the same
truths field by field; this holds the whole program to sums and verdicts.
"""
import collections
import csv
import io
import os
import re
import subprocess
import sys
from decimal import Decimal

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "lib"))
import proof  # noqa: E402
from home import ACQUIT, ROOT, Home  # noqa: E402

DATA = os.path.join(ROOT, "..", "shared", "data")


def table(folder, name="EXPECT.tsv", header=None):
    path = os.path.join(DATA, folder, name)
    if not os.path.exists(path):
        raise proof.Skip("no shared/data/" + folder)
    with open(path, encoding="utf-8", newline="") as text:
        return list(csv.DictReader(text, fieldnames=header, delimiter="\t", quoting=csv.QUOTE_NONE))


def nacha_files():
    return table("nacha", header=("repo", "path", "file", "verdict", "facts"))


def decode(folder, name, *options):
    done = subprocess.run([ACQUIT, "--home", "/nonexistent", "decode", *options, os.path.join(DATA, folder, name)],
                          capture_output=True, text=True, errors="replace", timeout=120, check=False,
                          stdin=subprocess.DEVNULL)
    assert done.returncode in (0, 1), "%s: exit %d\n%s" % (name, done.returncode, done.stderr[-2000:])
    return done.returncode, list(csv.DictReader(io.StringIO(done.stdout)))


def sums(rows):
    """{currency: money in less money out}"""
    found = collections.Counter()
    for row in rows:
        found[row["currency"]] += Decimal(row["amount"] or 0)
    return {key: value for key, value in found.items() if value}


def entries_and_cents_of_valid_nacha_files_are_those_counted():
    wrong = []
    for expected in nacha_files():
        if expected["verdict"] != "valid":
            continue
        facts = dict(re.findall(r"(\w+)=(\S+)", expected["facts"]))
        status, rows = decode("nacha", expected["file"])
        cents = sum(abs(Decimal(row["amount"] or 0)) for row in rows) * 100
        want = int(facts["entries"]), int(facts["credit"]) + int(facts["debit"])
        if (len(rows), int(cents)) != want or status != 0:
            wrong.append((expected["file"], (len(rows), int(cents)), want, status))
    proof.equal(wrong, [])


def findings_of_invalid_nacha_files_name_line_and_rule():
    wrong = []
    for expected in nacha_files():
        if expected["verdict"] != "invalid":
            continue
        _, rows = decode("nacha", expected["file"], "--check")
        # what the reference reader refuses may be a warning here: real banks send it
        telling = [row for row in rows if row["line"] and row["rule"].startswith(("nacha.", "decode."))]
        if not telling:
            wrong.append((expected["file"], rows[:3], expected["facts"]))
    proof.equal(wrong, [])


def credits_and_debits_of_iso_statements_are_those_counted():
    want = collections.defaultdict(collections.Counter)
    for row in table("iso20022"):
        if row["msg"] in ("camt.052", "camt.053", "camt.054"):
            # XXX says that there is no currency, and a negative amount beside a direction
            # may mean either way: both are read, told and refused.
            if row["currency"] != "XXX" and Decimal(row["debit_sum"] or 0) >= 0:
                want[row["file"]][row["currency"]] += Decimal(row["credit_sum"] or 0) - Decimal(row["debit_sum"] or 0)
    wrong = []
    for name, counted in sorted(want.items()):
        _, rows = decode("iso20022", name)
        counted = {key: value for key, value in counted.items() if value}
        if sums(rows) != counted:
            wrong.append((name, sums(rows), counted))
    proof.equal(wrong, [])


def a_night_of_all_real_files_proves_itself_and_again_changes_nothing():
    nacha_files()
    with Home() as home:
        dropped = []
        for folder in ("nacha", "iso20022", "csv"):
            for name in sorted(os.listdir(os.path.join(DATA, folder))):
                path = os.path.join(DATA, folder, name)
                if os.path.isfile(path) and not name.endswith((".tsv", ".txt")):
                    home.drop(path)
                    dropped.append(name)
        home.run("2026-03-10", statuses=1)
        files = {row["file"]: row["status"] for row in home.rows("files")}
        proof.equal(sorted(set(dropped) - set(files) - set(home.names("inbox"))), [], "files without a word")
        home.expect(0, "verify")
        balances, reports = home.balances(), home.names("reports")
        home.run("2026-03-10", statuses=1)
        proof.equal((home.balances(), home.names("reports")), (balances, reports))
        refused = {name for name, status in files.items() if status == "refused"}
        proof.equal({row["file"] for row in home.rows("payments")} & refused, set(), "payments of refused files")
        print("  %d files: %s" % (len(files), dict(collections.Counter(files.values()))))


if __name__ == "__main__":
    proof.run(globals())
