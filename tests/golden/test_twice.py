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


if __name__ == "__main__":
    proof.run(globals())
