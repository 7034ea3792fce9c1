#!/usr/bin/env python3
"""test_same_night.py - who names one invoice and brings its amount goes before a longer list that pays a part of it."""
import os
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "lib"))
import files  # noqa: E402
import proof  # noqa: E402
from home import Home  # noqa: E402

ROWS = "id,booked_on,amount,currency,payer,text"
INVOICES = files.table("invoice_no,customer_no,due_date,currency,amount", [
    ("F2026-70001", "C1", "2026-03-11", "EUR", "100.00"), ("F2026-70002", "C1", "2026-03-12", "EUR", "200.00"),
    ("F2026-70003", "C1", "2026-03-13", "EUR", "300.00")])
ONE = ("A", "2026-03-10", "200.00", "EUR", "Alder Mills", "F2026-70002")


def applied(*nights):
    with Home() as home:
        home.write("open-items/1.csv", files.table("customer_no,name", [("C1", "Alder Mills")]))
        home.write("open-items/2.csv", INVOICES)
        home.write("open-items/3.csv", files.table("bundle_no,invoice_no", [("MP8001", number) for number in ("F2026-70001", "F2026-70002", "F2026-70003")]))
        found = []
        for day, rows in enumerate(nights, 10):
            home.write("inbox/%d.csv" % day, files.table(ROWS, rows))
            home.run("2026-03-%d" % day, 0)
            found += [(row["target_no"], row["amount"]) for row in home.rows("allocations")]
        return sorted(found)


def a_list_or_a_bundle_is_paid_beside_it():
    for text in ("F2026-70001 F2026-70002 F2026-70003", "MP8001"):
        rest = ("B", "2026-03-10", "400.00", "EUR", "Alder Mills", text)
        want = [("F2026-70001", "100.00"), ("F2026-70002", "200.00"), ("F2026-70003", "300.00")]
        proof.equal(applied([ONE, rest]), want, text)
        proof.equal(applied([rest, ONE]), want, text)
        proof.equal(applied([ONE], [rest]), want, text)


if __name__ == "__main__":
    proof.run(globals())
