#!/usr/bin/env python3
"""test_two_owners.py - a payment that names items of two customers is nobody's, also when one of them is paid meanwhile."""
import os
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "lib"))
import files  # noqa: E402
import proof  # noqa: E402
from home import Home  # noqa: E402


def outcome(*nights):
    """Nights of (amount, text); what became of the first payment."""
    with Home() as home:
        home.write("open-items/customers.csv", files.table("customer_no,name", [("C1001", "Harbor"), ("C1002", "Ridge")]))
        home.write("open-items/invoices.csv", files.table("invoice_no,customer_no,due_date,currency,amount", [
            ("F2026-10001", "C1001", "2026-03-15", "USD", "40.00"), ("F2026-10002", "C1002", "2026-03-15", "USD", "16.66")]))
        first = None
        for index, rows in enumerate(nights):
            home.write("inbox/%d.csv" % index, files.table("cash", [
                ("R-%d-%d" % (index, place), "2026-03-10", amount, "USD", "somebody" + " else" * place, text)
                for place, (amount, text) in enumerate(rows)]))
            home.run("2026-03-%02d" % (10 + index))
            first = first or home.rows("payments")[0]["payment_id"]
        text = home.expect(0, "show", first)
        return text.split("status")[1].split(":")[0].strip(), home.balances().get(("on-account", "USD"), 0)


BOTH = "INV F2026-10001 INV F2026-10002"


def it_waits_when_one_of_the_items_is_paid_by_others():
    proof.equal(outcome([("150.00", BOTH)], [("40.00", "INV F2026-10001")], []), ("unidentified", 0))


def it_waits_when_both_items_are_paid_by_others():
    proof.equal(outcome([("150.00", BOTH)], [("40.00", "INV F2026-10001"), ("16.66", "INV F2026-10002")], []), ("unidentified", 0))


def it_pays_what_is_open_when_the_amount_is_exact():
    proof.equal(outcome([("16.66", BOTH)], [("40.00", "INV F2026-10001")], []), ("applied", 0))


def two_payments_that_claim_the_items_of_both_are_nobodys():
    proof.equal(outcome([("56.66", BOTH), ("56.66", BOTH)]), ("unidentified", 0))


if __name__ == "__main__":
    proof.run(globals())
