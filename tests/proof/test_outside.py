#!/usr/bin/env python3
"""test_outside.py - the ledger is proven by programs and sums that are not acquit's.

hledger and ledger read the exported journal and must show the balances of
trial_balance.csv; sums counted from the input files must be the ledger's, by
file, currency and outcome.
"""
import collections
import csv
import io
import os
import re
import shutil
import subprocess
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "lib"))
import counted  # noqa: E402
import nights  # noqa: E402
import proof  # noqa: E402
from home import DEMO, SAMPLE, Home, minor  # noqa: E402

SEEDS = (1, 2) if SAMPLE else range(1, 21)


def demo():
    home = Home(demo=True)
    home.run("2026-03-10")
    home.drop(os.path.join(DEMO, "night2", "contracts.csv"), folder="open-items")
    home.drop(os.path.join(DEMO, "night2", "echeck-returns.ach"), os.path.join(DEMO, "night2", "statement-usd.xml"))
    home.run("2026-03-12")
    return home


def seeded(seed, count=60):
    home = Home(conf=nights.CONF)
    nights.put(home, nights.Night(seed, count))
    home.run("2026-03-10")
    return home


def told_by(program, home):
    """{(account, currency): minor units} as another program adds the journal up."""
    if not shutil.which(program):
        raise proof.Skip("no " + program)
    path = os.path.join(home.top, program + ".journal")
    with open(path, "w", encoding="utf-8") as out:
        out.write(home.expect(0, "export", "--to", program))
    if program == "hledger":
        command = ["hledger", "-f", path, "balance", "--flat", "--no-total", "-O", "csv", "--layout", "bare", "-N"]
    else:
        command = ["ledger", "-f", path, "balance", "--flat", "--no-total", "--empty", "--strict", "--pedantic",
                   "--balance-format", "%(display_total)\t%(account)\n"]
    done = subprocess.run(command, capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == 0 and not done.stderr, "%s complains: %s" % (program, done.stderr[:2000])
    return read_hledger(done.stdout) if program == "hledger" else read_ledger(done.stdout)


def read_hledger(text):
    rows = list(csv.reader(io.StringIO(text)))[1:]
    return {(account, currency): minor(balance) for account, currency, balance in rows if minor(balance)}


def read_ledger(text):
    """Several currencies of one account stand on lines of their own, the account on the last."""
    found, waiting = {}, []
    for line in text.splitlines():
        amount, _, account = line.partition("\t")
        for piece in re.findall(r"(-?[\d.]+) ([A-Z]{3})", amount):
            waiting.append(piece)
        if account:
            for balance, currency in waiting:
                if minor(balance):
                    found[account.strip(), currency] = minor(balance)
            waiting = []
    return found


def not_zero(balances):
    return {key: value for key, value in balances.items() if value}


def hledger_shows_the_same_balances():
    with demo() as home:
        proof.equal(told_by("hledger", home), not_zero(home.balances()))
    with seeded(1) as home:
        proof.equal(told_by("hledger", home), not_zero(home.balances()))


def ledger_shows_the_same_balances():
    with demo() as home:
        proof.equal(told_by("ledger", home), not_zero(home.balances()))
    with seeded(1) as home:
        proof.equal(told_by("ledger", home), not_zero(home.balances()))


def hledger_finds_every_account_and_commodity_declared():
    if not shutil.which("hledger"):
        raise proof.Skip("no hledger")
    with demo() as home:
        journal = home.expect(0, "export", "--to", "hledger")
        done = subprocess.run(["hledger", "-f", "-", "check", "--strict"], input=journal,
                              capture_output=True, text=True, timeout=120, check=False)
        proof.equal((done.returncode, done.stderr), (0, ""))


def journal_rows(home):
    return list(csv.DictReader(io.StringIO(home.expect(0, "export", "--to", "csv"))))


def sums_by_file_and_currency(folder, own):
    sums = collections.Counter()
    for name, _, currency, cents in counted.movements(folder, own):
        sums[name, currency, "in" if cents > 0 else "out"] += abs(cents)
    return sums


def check_files(home, folder, own):
    """files.csv: credits and debits are what the files hold."""
    want = sums_by_file_and_currency(folder, own)
    got = collections.Counter()
    for row in home.rows("files"):
        if row["content"] == "open-items" or row["status"] != "accepted":
            continue
        for currency in row["currency"].split("|"):
            got[row["file"], row["currency"], "in"] += minor(row["credits"] or "0")
            got[row["file"], row["currency"], "out"] += minor(row["debits"] or "0")
            break
    single = {name for name, currency, _ in want if len({c for n, c, _ in want if n == name}) == 1}
    for key, cents in want.items():
        if key[0] in single and key[0] in {row[0] for row in got}:
            proof.equal(got[key], cents, "files.csv, %s" % (key,))


def check_payments(home, folder, own, skipped=()):
    """Each movement by its own id, then their sums by outcome against the ledger."""
    rows = {(row["file"], row["source_id"]): row for row in home.rows("payments")}
    outcomes = collections.Counter()
    for name, own_id, currency, cents in counted.movements(folder, own):
        if name in skipped:
            continue
        row = rows.pop((name, own_id))
        proof.equal((minor(row["amount"]), row["currency"]), (cents, currency), "%s %s" % (name, own_id))
        outcomes[row["status"], currency] += cents
    proof.equal(list(rows), [], "payments that no file holds")
    return outcomes


def check_outcomes(home, outcomes):
    balances = home.balances()
    for currency in {currency for _, currency in outcomes}:
        waiting = sum(outcomes[status, currency] for status in ("unidentified", "possible-duplicate"))
        proof.equal(-balances.get(("unidentified", currency), 0), waiting, "unidentified " + currency)
        proof.equal(-balances.get(("held", currency), 0), outcomes["held", currency], "held " + currency)
    on_items = collections.Counter()
    for row in home.rows("allocations"):
        if row["target_kind"] != "account":
            on_items[row["currency"]] += minor(row["amount"])
    for currency in {currency for _, currency in outcomes}:
        known = sum(outcomes[status, currency] for status in ("applied", "part-applied", "on-account", "unapplied"))
        kept = -balances.get(("on-account", currency), 0) - balances.get(("unapplied", currency), 0)
        proof.equal(known, on_items[currency] + kept, "applied and kept for customers, " + currency)


def sums_counted_from_the_demos_files_are_the_ledgers():
    own = {"1840012345"}
    with Home(demo=True) as home:
        skipped = ("damaged-echecks.ach", "resent-echecks.ach")
        home.run("2026-03-10")
        inbox = os.path.join(DEMO, "inbox")
        check_files(home, inbox, own)
        outcomes = check_payments(home, inbox, own, skipped)
        proof.equal(outcomes["unidentified", "RUB"], 900000)
        proof.equal(-home.balances()["unidentified", "RUB"], 900000)
        proof.equal(-home.balances()["held", "USD"], outcomes["held", "USD"])


def sums_counted_from_seeded_files_are_the_ledgers_by_outcome():
    for seed in SEEDS:
        with Home(conf=nights.CONF) as home:
            nights.put(home, nights.Night(seed))
            inbox = os.path.join(home.top, "inbox")
            os.makedirs(inbox)
            for name in home.names("inbox"):
                home_copy(home, name, inbox)
            home.run("2026-03-10")
            check_files(home, inbox, {nights.COMPANY})
            check_outcomes(home, check_payments(home, inbox, {nights.COMPANY}))
            home.expect(0, "verify")


def home_copy(home, name, folder):
    with open(home.at("inbox", name), "rb") as given, open(os.path.join(folder, name), "wb") as out:
        out.write(given.read())


def every_entry_of_the_journal_balances():
    with demo() as home:
        sums, totals = collections.Counter(), collections.Counter()
        for row in journal_rows(home):
            cents = minor(row["debit"] or "0") - minor(row["credit"] or "0")
            sums[row["entry_no"], row["currency"]] += cents
            totals[row["account"], row["currency"]] += cents
        proof.equal({key: value for key, value in sums.items() if value}, {})
        proof.equal(not_zero(totals), not_zero(home.balances()))


if __name__ == "__main__":
    proof.run(globals())
