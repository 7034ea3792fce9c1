#!/usr/bin/env python3
"""test_twice.py - a night ends when nothing moves any more: a second run of the day changes nothing."""
import os
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "lib"))
import files  # noqa: E402
import proof  # noqa: E402
from home import Home  # noqa: E402

DAY = "2026-03-10"


def what_another_payment_settles_is_answered_the_same_night():
    with Home() as home:
        home.write("open-items/customers.csv", files.table("customer_no,name", [("C1001", "Harbor Bakery")]))
        home.write("open-items/invoices.csv", files.table("invoice_no,customer_no,due_date,currency,amount", [
            ("F2026-10001", "C1001", "2026-03-15", "USD", "100.00"), ("F2026-10002", "C1001", "2026-03-15", "USD", "70.00")]))
        home.write("inbox/a.csv", files.table("cash", [
            ("R-1", DAY, "30.00", "USD", "x", "CUST C1001"), ("R-2", DAY, "100.00", "USD", "x", "INV F2026-10001"),
            ("R-3", DAY, "70.00", "USD", "x", "INV F2026-10002")]))
        home.run(DAY, 0)
        proof.equal(sorted((row["source_id"], row["status"]) for row in home.rows("payments")),
                    [("R-1", "on-account"), ("R-2", "applied"), ("R-3", "applied")])
        runs = home.names("reports")
        home.run(DAY, 0)
        proof.equal(home.names("reports"), runs)
        home.expect(0, "verify")


NIGHTS = ("2026-03-10", "2026-03-11", "2026-03-12")
ROWS = "id,booked_on,amount,currency,payer,text,kind,counter_reference"


def returned_after_it_was_paid_twice(second):
    """F2026-10001 of 100.00 is paid, paid again by `second`, and then the first payment comes back."""
    home = Home()
    home.write("open-items/customers.csv", files.table("customer_no,name", [("C1001", "Harbor Bakery")]))
    home.write("open-items/invoices.csv", files.table("invoice_no,customer_no,due_date,currency,amount", [
        ("F2026-10001", "C1001", "2026-03-15", "USD", "100.00"), ("F2026-10002", "C1001", "2026-03-15", "USD", second)]))
    home.write("inbox/a.csv", files.table(ROWS, [("R-1", NIGHTS[0], "100.00", "USD", "x", "INV F2026-10001", "receipt", "")]))
    home.run(NIGHTS[0], 0)
    home.write("inbox/b.csv", files.table(ROWS, [("R-2", NIGHTS[1], second, "USD", "x", "INV F2026-10001", "receipt", "")]))
    home.run(NIGHTS[1], 1)
    proof.equal([row["code"] for row in home.rows("exceptions")], ["already-paid"])
    home.write("inbox/c.csv", files.table(ROWS, [("X-1", NIGHTS[2], "-100.00", "USD", "x", "", "return", "R-1")]))
    return home


def what_was_paid_twice_is_paid_by_the_second_when_the_first_comes_back():
    with returned_after_it_was_paid_twice("100.00") as home:
        home.run(NIGHTS[2], 0)
        proof.equal([(row["target_no"], row["amount"]) for row in home.rows("allocations")
                     if row["rule"] == "invoice-number"], [("F2026-10001", "100.00"), ("C1001", "-100.00")])
        proof.equal(home.rows("exceptions"), [])
        runs = home.names("reports")
        home.run(NIGHTS[2], 0)
        proof.equal(home.names("reports"), runs)
        home.expect(0, "verify")


def what_is_open_again_is_said_where_the_amount_is_another():
    with returned_after_it_was_paid_twice("70.00") as home:
        home.run(NIGHTS[2], 1)
        proof.equal([row["code"] for row in home.rows("exceptions")], ["already-paid"])
        asked = home.rows("exceptions")[0]
        proof.equal("open again with 100.00 USD" in asked["text"], True, asked["text"])
        proof.equal("F2026-10001" in asked["suggestions"], True, asked["suggestions"])
        # Nothing names the other invoice, though it costs exactly this: the money rests.
        proof.equal([row["target_no"] for row in home.rows("allocations") if row["rule"] != "return-of-payment"], [])
        runs = home.names("reports")
        home.run(NIGHTS[2], 1)
        proof.equal(home.names("reports"), runs)
        home.expect(0, "verify")


if __name__ == "__main__":
    proof.run(globals())
