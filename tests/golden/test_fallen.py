#!/usr/bin/env python3
"""test_fallen.py - an invoice's amount falls below what was put on it: what was given up goes first, and what rises again is paid again."""
import json
import os
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "lib"))
import files  # noqa: E402
import proof  # noqa: E402
from home import Home, minor  # noqa: E402

CUSTOMERS = files.table("customer_no,name", [("C1001", "Mara Lindholm"), ("C2002", "Pine Works")])
ITEMS = "invoice_no,customer_no,due_date,currency,amount"
DISCOUNT = ITEMS + ",discount_amount,discount_until"
ROWS = "id,booked_on,amount,currency,payer,text"


class Book:
    """One customer's invoices, night after night; every night is proven."""

    def __init__(self, conf=""):
        self.home = Home(conf=conf)
        self.home.write("open-items/1.csv", CUSTOMERS)
        self.day = 1

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.home.__exit__()

    def night(self, *payments, owed=(), header=ITEMS, status=(0, 1)):
        self.day += 1
        date = "2026-03-%02d" % self.day
        if owed:
            self.home.write("open-items/i%02d.csv" % self.day, files.table(
                header, [(one[0], one[1] if one[1].startswith("C") else "C1001", "2026-03-20", "USD", *one[1 + one[1].startswith("C"):])
                         for one in owed]))
        if payments:
            self.home.write("inbox/p%02d.csv" % self.day, files.table(ROWS, [
                (key, date, amount, "USD", "x", text) for key, amount, text in payments]))
        self.home.run(date, status)
        self.prove()

    def prove(self):
        for run in self.home.names("reports"):
            with open(self.home.at("reports", run, "summary.json"), encoding="utf-8") as text:
                assert json.load(text)["control_totals_tie"], run
        self.home.expect(0, "verify")
        self.home.expect(0, "verify", "--rebuild")

    def does(self, *words):
        out = self.home.expect(0, "review", *words, "--by", "eva", "--why", "agreed", "--date", "2026-03-%02d" % self.day)
        self.prove()
        return out

    def balances(self, *accounts):
        last = max((name for name in self.home.names("reports") if name != "latest"),
                   key=lambda name: (name.split(".")[0], int(name.split(".")[1])))
        found = self.home.balances(last)
        return tuple(found.get((account, "USD"), 0) for account in accounts)

    def asked(self):
        return [(row["code"], row["amount"], row["text"]) for row in self.home.rows("exceptions")]

    def codes(self):
        return [row["code"] for row in self.home.rows("exceptions")]

    def open(self, number):
        lines = self.home.expect(0, "show", "invoice:" + number).splitlines()
        return minor(next(line for line in lines if line.strip().startswith("open")).split()[1])


def what_a_person_gave_up_goes_before_what_was_paid():
    for conf in ("[match]\nshort = residual\n", "[match]\nshort = residual\nuse_balance = oldest-first\n"):
        with Book(conf) as book:
            book.night(("P1", "480.00", "F101"), owed=[("F101", "500.00"), ("F102", "20.00")])
            book.does("write-off", "F101")
            book.night(owed=[("F101", "480.00")], status=0)
            proof.equal(book.balances("on-account", "write-offs", "receivable"), (0, 0, 2000))
            proof.equal([row["rule"] for row in book.home.rows("findings")], ["load.write-off-back"])


def part_of_it_stays_given_up_and_is_restored_alone():
    with Book() as book:
        book.night(("P1", "470.00", "F101"), owed=[("F101", "500.00")])
        book.does("write-off", "F101=20.00")
        book.does("write-off", "F101")
        book.night(owed=[("F101", "485.00")], status=0)
        proof.equal(book.balances("on-account", "write-offs", "receivable"), (0, 1500, 0))
        assert "15.00" in book.does("restore", "F101")
        proof.equal(book.balances("write-offs", "receivable"), (0, 1500))


def an_invoice_given_up_whole_never_owes_the_customer():
    with Book() as book:
        book.night(owed=[("F101", "50.00"), ("F102", "70.00")])
        book.does("write-off", "F101")
        book.night(owed=[("F101", "40.00")], status=0)
        proof.equal((book.open("F101"), book.balances("write-offs")), (0, (4000,)))
        book.night(("P1", "60.00", "C1001"))
        proof.equal((book.open("F102"), book.balances("unapplied", "receivable")), (7000, (-6000, 7000)))


def a_small_difference_that_was_closed_goes_before_what_was_paid():
    with Book("[match]\ntolerance = 1.00 USD\n") as book:
        book.night(("P1", "99.50", "F101"), owed=[("F101", "100.00")], status=0)
        proof.equal(book.balances("write-offs", "receivable"), (50, 0))
        book.night(owed=[("F101", "99.70")], status=0)
        proof.equal(book.balances("write-offs", "on-account", "receivable"), (20, 0, 0))
        book.night(owed=[("F101", "99.00")])
        proof.equal(book.balances("write-offs", "on-account", "receivable"), (0, -50, 0))
        proof.equal(book.codes(), ["over-allocated"])


def a_discount_falls_with_what_it_was_granted_on():
    with Book() as book:
        book.night(("P1", "98.00", "F101"), owed=[("F101", "100.00", "2.00", "2026-03-20")], header=DISCOUNT, status=0)
        proof.equal(book.balances("discounts-allowed", "receivable"), (200, 0))
        book.night(owed=[("F101", "50.00", "1.00", "2026-03-20")], header=DISCOUNT)
        proof.equal(book.balances("discounts-allowed", "on-account", "receivable"), (100, -4900, 0))
        book.night(owed=[("F101", "0.00", "0.00", "")], header=DISCOUNT)
        proof.equal((book.open("F101"), book.balances("discounts-allowed", "on-account", "receivable")), (0, (0, -9800, 0)))
        proof.equal(book.home.rows("payments")[0]["status"], "on-account")
        book.night(owed=[("F101", "100.00", "2.00", "2026-03-20")], header=DISCOUNT, status=0)
        proof.equal(book.balances("discounts-allowed", "on-account", "receivable"), (200, 0, 0))


def what_is_over_lies_with_the_rest_of_its_payment():
    with Book() as book:
        book.night(("P1", "150.00", "nothing said"), owed=[("F101", "100.00"), ("G101", "C2002", "10.00")])
        book.does("apply", "P1", "F101", "account:C2002")
        book.night(owed=[("F101", "80.00")])
        proof.equal(book.balances("on-account", "receivable"), (-7000, 1000))
        aging = {row["customer_no"]: row["on_account"] for row in book.home.rows("aging")}
        proof.equal(aging, {"C2002": "70.00"})


def what_was_paid_elsewhere_is_nobodys_credit():
    with Book() as book:
        book.night(owed=[("F101", "100.00", "40.00")], header=ITEMS + ",open_amount", status=0)
        book.night(owed=[("F101", "50.00")], status=0)
        proof.equal((book.open("F101"), book.balances("receivable")), (0, (0,)))
        proof.equal([row["rule"] for row in book.home.rows("findings")], ["load.below-paid"])


def what_was_paid_elsewhere_is_paid_when_the_amount_rises():
    """40.00 of 100.00 was paid before it was loaded: whatever it falls to, 60.00 are owed of 100.00."""
    for falls in (("30.00",), ("30.00", "20.00", "35.00"), ("0.00",), ("50.00", "30.00")):
        with Book() as book:
            book.night(owed=[("F101", "100.00", "60.00")], header=ITEMS + ",open_amount", status=0)
            for amount in falls:
                book.night(owed=[("F101", amount)], status=0)
            book.night(owed=[("F101", falls[-1], "2026-03-20")], header=ITEMS + ",issue_date", status=0)
            proof.equal([row["rule"] for row in book.home.rows("findings")], [], "nothing fell again")
            book.night(owed=[("F101", "100.00")], status=0)
            proof.equal((book.open("F101"), book.balances("receivable")), (6000, (6000,)), falls)
    with Book() as book:
        book.night(("P1", "60.00", "F101"), owed=[("F101", "100.00", "60.00")], header=ITEMS + ",open_amount", status=0)
        book.night(owed=[("F101", "30.00")])
        proof.equal(book.balances("receivable", "on-account"), (0, -6000))
        book.night(owed=[("F101", "100.00")], status=0)
        proof.equal(book.balances("receivable", "on-account"), (0, 0))


def what_a_credit_note_opened_again_is_no_money_of_the_payment():
    """80.00 and a credit note of 20.00 paid F101; the note fell to 10.00, then F101 to 60.00 and back."""
    with Book() as book:
        book.night(("P1", "80.00", "F101 K101"), owed=[("F101", "100.00"), ("K101", "-20.00")], status=0)
        book.night(owed=[("K101", "-10.00")], status=0)
        proof.equal(book.open("F101"), 1000)
        book.night(owed=[("F101", "60.00")])
        proof.equal((book.open("F101"), book.balances("on-account", "receivable")), (0, (-3000, 0)))
        book.night(owed=[("F101", "100.00")], status=0)
        proof.equal((book.open("F101"), book.balances("on-account", "receivable")), (1000, (0, 1000)))


def nor_does_it_draw_what_another_item_gave_back():
    with Book() as book:
        book.night(("P1", "180.00", "F101 K101 F102"), owed=[("F101", "100.00"), ("K101", "-20.00"), ("F102", "100.00")], status=0)
        book.night(owed=[("K101", "-10.00")], status=0)
        first = [number for number in ("F101", "F102") if book.open(number)][0]
        other = "F102" if first == "F101" else "F101"
        book.night(owed=[(other, "50.00")])
        book.night(owed=[(first, "60.00")])
        proof.equal(book.balances("on-account"), (-8000,))
        book.night(owed=[(first, "100.00")])
        proof.equal((book.open(first), book.balances("on-account", "receivable")), (1000, (-5000, 1000)))


def money_goes_back_when_the_amount_is_put_back():
    with Book() as book:
        book.night(("P1", "100.00", "F101"), owed=[("F101", "100.00")], status=0)
        book.night(owed=[("F101", "80.00")])
        proof.equal(book.codes(), ["over-allocated"])
        book.night(owed=[("F101", "90.00")])
        proof.equal((book.open("F101"), book.balances("on-account")), (0, (-1000,)))
        proof.equal(book.asked()[0][1], "10.00")
        book.night(owed=[("F101", "120.00")], status=0)
        proof.equal((book.open("F101"), book.balances("on-account")), (2000, (0,)))
        proof.equal(book.home.rows("payments")[0]["status"], "applied")


def what_a_person_answered_stays_where_it_is():
    with Book() as book:
        book.night(("P1", "100.00", "F101"), owed=[("F101", "100.00")], status=0)
        book.night(owed=[("F101", "80.00")])
        book.does("done", book.home.rows("exceptions")[0]["payment_id"])
        book.night(owed=[("F101", "100.00")], status=0)
        proof.equal((book.open("F101"), book.balances("on-account")), (2000, (-2000,)))


def what_fell_and_rose_comes_off_with_its_return():
    for amounts in (("80.00",), ("80.00", "100.00"), ("50.00", "70.00", "20.00"), ("0.00", "100.00")):
        with Book() as book:
            book.night(("P1", "98.00", "F101"), owed=[("F101", "100.00", "2.00", "2026-03-20")], header=DISCOUNT, status=0)
            for amount in amounts:
                book.night(owed=[("F101", amount, "", "")], header=DISCOUNT)
            book.home.write("inbox/r.csv", files.table(ROWS + ",kind,counter_reference", [
                ("R1", "2026-03-20", "-98.00", "USD", "x", "", "return", "P1")]))
            book.day = 19
            book.night(status=0)
            proof.equal(book.balances("discounts-allowed", "on-account", "unidentified", "unidentified-out"), (0, 0, 0, 0), amounts)
            proof.equal(book.open("F101"), minor(amounts[-1]), amounts)


if __name__ == "__main__":
    proof.run(globals())
