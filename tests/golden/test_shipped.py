#!/usr/bin/env python3
"""test_shipped.py - every shipped profile reads a file of invented people as somebody counted it.

`fixtures/csv/shipped/PROFILE.csv` is the file, `PROFILE.tsv` what it says row by
row, worked out by hand: adding the two adds the test.
"""
import csv
import os
import re
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "lib"))
import proof  # noqa: E402
from home import ROOT, SAMPLE, Home  # noqa: E402

SHIPPED = os.path.join(ROOT, "fixtures", "csv", "shipped")
COLUMNS = ("kind", "booked_on", "amount", "fee", "net", "currency", "settlement_id", "source_id")
DAY = "2026-03-31"


def listed():
    """{profile: its line in the list of formats}"""
    with Home() as home:
        lines = home.expect(0, "formats").splitlines()
    return {line.split()[0]: line for line in lines if re.match(r"\S+ +CSV ", line) and line.split()[0] != "csv"}


def fixtures():
    return sorted(name[:-4] for name in os.listdir(SHIPPED) if name.endswith(".csv"))


def told(name):
    with open(os.path.join(SHIPPED, name + ".tsv"), encoding="utf-8") as text:
        return [tuple(row[key] for key in COLUMNS) for row in csv.DictReader(text, delimiter="\t")]


def every_shipped_profile_has_a_fixture():
    proof.equal(sorted(set(listed()) - set(fixtures())), [])
    proof.equal(sorted(set(fixtures()) - set(listed())), [])


def every_fixture_is_recognised_as_its_own_and_read_as_it_was_counted():
    wrong = []
    with Home() as home:
        for name in fixtures():
            done = home.call("decode", os.path.join(SHIPPED, name + ".csv"), "--clear")
            rows = list(csv.DictReader(done.stdout.splitlines()))
            if {row["format"] for row in rows} != {name} or done.returncode != 0:
                wrong.append((name, {row["format"] for row in rows}, done.returncode, done.stderr[-400:]))
                continue
            got = [tuple(row[key] for key in COLUMNS) for row in rows]
            for at, (row, want) in enumerate(zip(got, told(name))):
                if row != want:
                    wrong.append((name, at + 1, row, want))
            if len(got) != len(told(name)):
                wrong.append((name, "rows", len(got), len(told(name))))
    for one in wrong:
        print("  ", *one, sep="\n    ")
    proof.equal(len(wrong), 0)


def clearing_of(home, what):
    """{(account, currency): what the settlements still await}, each the sum of its parts"""
    sums = {}
    for row in home.rows("settlements"):
        cells = {key: int(row[key].replace(".", "")) for key in
                 ("gross", "fees", "returns", "held", "exchanged", "other", "net", "deposited")}
        proof.equal(cells["net"], cells["gross"] - cells["fees"] - cells["returns"] - cells["held"] +
                    cells["exchanged"] + cells["other"], what)
        key = "clearing:" + row["source"], row["currency"]
        sums[key] = sums.get(key, 0) + cells["net"] - cells["deposited"]
    return {key: value for key, value in sums.items() if value}


def every_fixture_makes_a_night_that_proves_itself():
    """Its parts sum to the net of each payout, and that to what clearing holds."""
    lines = listed()
    for name in fixtures()[::3 if SAMPLE else 1]:
        with Home() as home:
            home.drop(os.path.join(SHIPPED, name + ".csv"))
            home.run(DAY)
            home.expect(0, "verify")
            proof.equal({(row["format"], row["status"]) for row in home.rows("files")}, {(name, "accepted")})
            codes = {row["rule"] for row in home.rows("findings")}
            proof.equal("csv.unverified" in codes, lines[name].endswith("- unverified"), name)
            held = {key: value for key, value in home.balances().items() if key[0].startswith("clearing:") and value}
            proof.equal(clearing_of(home, name), held, name)


if __name__ == "__main__":
    proof.run(globals())
