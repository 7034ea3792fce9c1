#!/usr/bin/env python3
"""test_came_twice.py - a payment that was delivered twice is shown and settled as the one it is."""
import os
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "lib"))
import files  # noqa: E402
import proof  # noqa: E402
from home import Home  # noqa: E402

ROW = ("p1", "2026-03-09", "100.00", "USD", "J Nobody", "hello")
OTHER = ("p2", "2026-03-09", "1.00", "USD", "J Nobody", "x")


def two_deliveries():
    home = Home()
    home.write("open-items/customers.csv", files.table("customer_no,name", [("C1001", "Alpha Farms LLC")]))
    home.write("open-items/invoices.csv", files.table(
        "invoice_no,customer_no,due_date,currency,amount", [("F26-20001", "C1001", "2026-03-15", "USD", "100.00")]))
    home.write("inbox/cash.csv", files.table("cash", [ROW]))
    home.run("2026-03-10")
    home.write("inbox/cash-again.csv", files.table("cash", [ROW, OTHER]))
    home.run("2026-03-11")
    return home, next(row["payment_id"] for row in home.rows("payments") if row["status"] == "duplicate")


def its_id_shows_the_payment_and_where_it_came_again():
    home, payment = two_deliveries()
    with home:
        for name in (payment, "payment:" + payment):
            said = home.expect(0, "show", name)
            assert "cash.csv:2" in said and "cash-again.csv:2: duplicate" in said, said
            assert "unidentified" in said and "unknown-payer" in said, said


def act(home, *words):
    """What is left to be received after a person's act, which makes a run of its own."""
    before = home.names("reports")
    home.expect(0, "review", *words, "--by", "ada", "--why", "she called")
    home.expect(0, "verify")
    run, = set(home.names("reports")) - set(before)
    return home.balances(run)["receivable", "USD"]


def a_person_settles_it():
    home, payment = two_deliveries()
    with home:
        proof.equal(act(home, "apply", payment, "invoice:F26-20001"), 0)
        proof.equal(act(home, "unapply", payment), 10000)


if __name__ == "__main__":
    proof.run(globals())
