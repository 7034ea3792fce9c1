#!/usr/bin/env python3
"""test_lowered.py - an invoice's amount falls below what was put on it, and then the bank takes the payment back."""
import os
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "lib"))
import ach  # noqa: E402
import files  # noqa: E402
import proof  # noqa: E402
from home import Home  # noqa: E402

CONF = "[nacha]\ncompany_ids = %s\n" % ach.COMPANY
CUSTOMERS = files.table("customer_no,name", [("C1", "Mara Lindholm")])
DEBIT, RETURN, REFUSAL = 91000010000001, 76401250000011, 91000010000021


def invoices(*rows):
    return files.table("invoice_no,customer_no,due_date,currency,amount",
                       [(number, "C1", "2026-03-20", "USD", amount) for number, amount in rows])


def one(entry, **facts):
    return ach.file_of([ach.Batch([entry], sec="PPD", **facts)])


def lowered(home):
    home.write("open-items/1.csv", CUSTOMERS)
    home.write("open-items/2.csv", invoices(("F1", "100.00")))
    home.write("inbox/debit.ach", one(ach.Entry("27", 10000, DEBIT, ident="F1")))
    home.run("2026-03-02")
    home.write("open-items/3.csv", invoices(("F1", "80.00")))
    home.run("2026-03-03")
    proof.equal(home.balances()["on-account", "USD"], -2000)


def come_back(home, day):
    home.write("inbox/return.ach", one(ach.Entry("26", 10000, RETURN, ident="F1", addenda=[ach.returned("R01", DEBIT)]),
                                       settled="063"))
    home.run(day)
    home.expect(0, "verify")
    home.expect(0, "verify", "--rebuild")


def all_of_it_comes_off():
    with Home(conf=CONF) as home:
        lowered(home)
        come_back(home, "2026-03-04")
        balances = home.balances()
        proof.equal((balances["receivable", "USD"], balances["on-account", "USD"], balances["unidentified-out", "USD"]), (8000, 0, 0))
        proof.equal([row["code"] for row in home.rows("exceptions")], [])


def what_the_balance_paid_comes_off_too():
    with Home(conf=CONF + "[match]\nuse_balance = oldest-first\n") as home:
        lowered(home)
        home.write("open-items/4.csv", invoices(("F2", "20.00")))
        home.run("2026-03-04")
        proof.equal(home.balances()["receivable", "USD"], 0)
        come_back(home, "2026-03-05")
        balances = home.balances()
        proof.equal((balances["receivable", "USD"], balances["on-account", "USD"], balances["unidentified-out", "USD"]), (10000, 0, 0))


def a_refused_return_puts_it_back():
    with Home(conf=CONF) as home:
        lowered(home)
        come_back(home, "2026-03-04")
        home.write("inbox/refusal.ach", one(ach.Entry("26", 10000, REFUSAL, ident="F1", addenda=[
            ach.dishonored("R68", DEBIT, RETURN)]), settled="064"))
        home.run("2026-03-05")
        home.expect(0, "verify")
        balances = home.balances()
        # What was over is the customer's; a person says what it is for.
        proof.equal((balances["receivable", "USD"], balances["unapplied", "USD"], balances["unidentified-out", "USD"]), (0, -2000, 0))


def credited(home):
    """F1 is paid with 80.00 and a credit note of 20.00, which turns out to be one of 10.00."""
    home.write("open-items/1.csv", CUSTOMERS)
    home.write("open-items/2.csv", invoices(("F1", "100.00"), ("K1", "-20.00")))
    home.write("inbox/debit.ach", one(ach.Entry("27", 8000, DEBIT, ident="F1", addenda=[ach.text("F1 K1")])))
    home.run("2026-03-02", 0)
    proof.equal(home.balances()["receivable", "USD"], 0)
    home.write("open-items/3.csv", invoices(("K1", "-10.00")))
    home.run("2026-03-03")
    home.expect(0, "verify")
    proof.equal(home.balances()["receivable", "USD"], 1000)
    proof.equal([(row["target_no"], row["amount"]) for row in home.rows("allocations")], [("K1", "10.00"), ("F1", "-10.00")])


def a_credit_note_that_fell_opens_what_it_paid():
    with Home(conf=CONF) as home:
        credited(home)
        home.write("inbox/rest.ach", one(ach.Entry("27", 1000, DEBIT + 1, ident="F1")))
        home.run("2026-03-04", 0)
        proof.equal(home.balances()["receivable", "USD"], 0)


def and_comes_off_with_all_the_rest():
    with Home(conf=CONF) as home:
        credited(home)
        home.write("inbox/return.ach", one(ach.Entry("26", 8000, RETURN, ident="F1", addenda=[ach.returned("R01", DEBIT)]),
                                           settled="063"))
        home.run("2026-03-04", 0)
        home.expect(0, "verify")
        proof.equal(home.balances()["receivable", "USD"], 9000)


def a_person_may_take_it_off():
    for make, receivable in ((lowered, 8000), (credited, 9000)):
        with Home(conf=CONF) as home:
            make(home)
            payment = home.rows("payments", "2026-03-02.1")[0]["payment_id"]
            home.expect((0, 1), "review", "unapply", payment, "--by", "ann", "--why", "wrong")
            home.expect(0, "verify")
            home.run("2026-03-04", 1)
            proof.equal(home.balances()["receivable", "USD"], receivable)


if __name__ == "__main__":
    proof.run(globals())
