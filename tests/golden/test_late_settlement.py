#!/usr/bin/env python3
"""test_late_settlement.py - a payout that the bank never brought is asked in the first run, and a second run of the day changes nothing."""
import os
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "lib"))
import files  # noqa: E402
import proof  # noqa: E402
from home import Home  # noqa: E402

HEADER = "id,booked_on,amount,currency,source,settlement_id,payer,text"


def what_is_asked_of_a_detail_is_not_lost_when_it_is_applied():
    with Home() as home:
        home.write("open-items/customers.csv", files.table("customer_no,name", [("C1001", "Nordwind Handels GmbH")]))
        home.write("open-items/invoices.csv", files.table("invoice_no,customer_no,due_date,currency,amount",
                                                          [("F2026-1001", "C1001", "2026-04-01", "SEK", "101.00")]))
        home.write("inbox/details.csv", files.table(HEADER, [
            ("T1", "2026-03-02", "101.00", "SEK", "pay", "PO1", "Nordwind", "Invoice F2026-1001")]))
        home.run("2026-03-20")
        proof.equal([row["code"] for row in home.rows("exceptions")], ["settlement-late"])
        proof.equal([row["status"] for row in home.rows("payments")], ["applied"])
        home.run("2026-03-20")
        proof.equal(sorted(name for name in home.names("reports") if name != "latest"), ["2026-03-20.1"])
        home.expect(0, "verify")


if __name__ == "__main__":
    proof.run(globals())
