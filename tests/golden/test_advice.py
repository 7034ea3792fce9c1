#!/usr/bin/env python3
"""test_advice.py - every command that the work list advises is accepted as it stands, whatever the question; and each question has one."""
import os
import shutil
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "lib"))
sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import files  # noqa: E402
import proof  # noqa: E402
import test_ach_returns as ach_returns  # noqa: E402
import test_settle_verbs as settle_verbs  # noqa: E402
from home import Home  # noqa: E402

DATE = "2026-03-10"
ROWS = "id,booked_on,amount,currency,payer,text,kind,counter_reference"
# A person is to talk to somebody first, or to load something: nothing is advised to type.
WITHOUT = {"contract-unsigned", "contract-option"}


class Copy(Home):
    """The same home once more, to try one command in."""

    def __init__(self, home):  # pylint: disable=super-init-not-called
        self.top = home.top + ".copy"
        self.path = os.path.join(self.top, "home")
        shutil.rmtree(self.top, ignore_errors=True)
        shutil.copytree(home.path, self.path, symlinks=True)


def advised(home, code):
    """Words of each command under questions of this code."""
    commands, is_under = [], False
    for line in home.expect(0, "review", "list", "--code", code).splitlines():
        if line.startswith("  E"):
            is_under = line.split()[1].rstrip(":") == code
        elif is_under and line.startswith("      acquit review "):
            commands.append(line.split("acquit review ")[1].split(" --by ")[0].replace("'", "").split())
    return commands


def all_are_accepted(home, code, **stand_ins):
    commands = advised(home, code)
    assert commands or code in WITHOUT, "nothing is advised for " + code
    for words in commands:
        words = [word.replace("CUSTOMER", stand_ins.get("CUSTOMER", "")) if word == "account:CUSTOMER" else stand_ins.get(word, word)
                 for word in words]
        with Copy(home) as copy:
            done = copy.call("review", *words, "--by", "eva", "--why", "advised", "--date", "2026-04-01")
            proof.equal(done.returncode, 0, (code, words, done.stderr))
            copy.expect(0, "verify")
            copy.expect((0, 1), "run", "--date", "2026-04-02")
            copy.expect(0, "verify")


def cash(*rows, day=DATE):
    return files.table(ROWS, [(key, day, amount, currency, payer, text, kind, counter)
                              for key, amount, currency, payer, text, kind, counter in rows])


def receipt(key, amount, text, payer="Somebody", currency="EUR"):
    return key, amount, currency, payer, text, "", ""


def desk(*rows):
    home = Home()
    home.write("open-items/customers.csv", files.table("customer_no,name", [("C1001", "Harbor Bakery"), ("C2002", "Pine Works")]))
    home.write("open-items/invoices.csv", files.table("invoice_no,customer_no,due_date,currency,amount", [
        ("F2026-101", "C1001", "2026-03-15", "EUR", "100.00"), ("F2026-102", "C1001", "2026-03-15", "EUR", "100.00"),
        ("F2026-103", "C2002", "2026-03-15", "EUR", "300.00"), ("F2026-104", "C2002", "2026-03-15", "USD", "55.00")]))
    home.write("open-items/contracts.csv", files.table("contract_no,notification_no,customer_no,currency,amount,signed_on", [
        ("K-5001", "N-80001", "C2002", "EUR", "50.00", ""), ("K-5002", "N-80002", "C2002", "EUR", "60.00", "2026-01-01")]))
    home.write("inbox/cash.csv", cash(*rows))
    home.run(DATE)
    return home


def questions_of_receipts():
    cases = {
        "unknown-payer": receipt("A", "77.00", "thank you"),
        "no-item-fits": receipt("A", "77.00", "C1001"),
        "ambiguous-items": receipt("A", "100.00", "C1001"),
        "contract-unsigned": receipt("A", "50.00", "contract K-5001 N-80001"),
        "contract-option": receipt("A", "61.00", "contract K-5002 N-80002"),
        "contract-pair": receipt("A", "60.00", "contract K-5002 N-80001"),
        "currency-differs": receipt("A", "55.00", "F2026-104"),
        "reference-conflict": receipt("A", "300.00", "F2026-103", payer="Harbor Bakery"),
    }
    seen = set()
    for code, row in cases.items():
        with desk(row) as home:
            codes = {one["code"] for one in home.rows("exceptions")}
            for one in codes:
                seen.add(one)
                all_are_accepted(home, one, TARGET="account:C1001")
    assert {"unknown-payer", "no-item-fits", "contract-unsigned", "contract-option", "currency-differs"} <= seen, seen


def what_was_paid_already_and_what_may_be_a_double():
    with desk(receipt("A", "300.00", "F2026-103"), receipt("B", "300.00", "F2026-103")) as home:
        proof.equal({one["code"] for one in home.rows("exceptions")}, {"already-paid"})
        all_are_accepted(home, "already-paid", TARGET="account:C1001")
    with desk(receipt("A", "100.00", "F2026-101")) as home:
        home.write("inbox/again.csv", cash(receipt("A", "300.00", "F2026-103")))
        home.run("2026-03-11")
        proof.equal({one["code"] for one in home.rows("exceptions")}, {"possible-duplicate"})
        all_are_accepted(home, "possible-duplicate", TARGET="account:C2002")


def an_amount_that_fell_below_what_was_paid():
    with desk(receipt("A", "300.00", "F2026-103")) as home:
        home.write("open-items/changed.csv", files.table("invoice_no,customer_no,due_date,currency,amount", [
            ("F2026-103", "C2002", "2026-03-15", "EUR", "200.00")]))
        home.run("2026-03-11")
        proof.equal({one["code"] for one in home.rows("exceptions")}, {"over-allocated"})
        all_are_accepted(home, "over-allocated", TARGET="account:C1001")


def money_that_went_back():
    for kind in ("return", "refund", "chargeback"):
        with desk(receipt("A", "119.00", "thank you"), ("B", "-119.00", "EUR", "Somebody", "", kind, "nothing")) as home:
            all_are_accepted(home, "return-unknown", ORIGINAL="A")
    with desk(receipt("A", "119.00", "thank you"), receipt("Z", "1.00", "x")) as home:
        home.expect(0, "review", "refund", "A", "100.00", "--by", "eva", "--why", "asked", "--date", DATE)
        home.write("inbox/back.csv", cash(("B", "-119.00", "EUR", "Somebody", "", "return", "A"), day="2026-03-11"))
        home.run("2026-03-11")
        assert "return-spent" in {one["code"] for one in home.rows("exceptions")}
        all_are_accepted(home, "return-spent", CUSTOMER="C1001")


def returns_of_our_own_debits():
    cases = {
        "return-twice": [ach_returns.back(), ach_returns.back(trace=ach_returns.SECOND)],
        "return-late": [ach_returns.back(settled="099")],
        "return-amount": [ach_returns.back(cents=12500)],
        "return-unknown": [ach_returns.back(original=ach_returns.DEBIT + 99)],
    }
    for code, contents in cases.items():
        with ach_returns.Nights() as nights:
            nights.night(ach_returns.debit())
            for content in contents:
                nights.night(content)
            original = [row["payment_id"] for row in nights.home.rows("payments", run="2026-03-03.1")][0]
            all_are_accepted(nights.home, code, ORIGINAL=original, CUSTOMER="C-1001")


def questions_of_settlements():
    with settle_verbs.Books() as home:
        all_are_accepted(home, "possible-double")
    with settle_verbs.Books(payouts=[("PO1", "100.00")], bank=()) as home:
        home.does("refund", "T1")
        home.night("2026-03-20")
        all_are_accepted(home, "settlement-late", ACCOUNT="write-offs")
    with settle_verbs.Books(payouts=[("PO1", "100.00")], bank=("99.00",)) as home:
        home.does("settle", settle_verbs.line_of(home), "PO1")
        all_are_accepted(home, "settlement-difference", ACCOUNT="fees")


if __name__ == "__main__":
    proof.run(globals())
