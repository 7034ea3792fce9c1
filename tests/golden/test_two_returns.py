#!/usr/bin/env python3
"""test_two_returns.py - two rows of one night take one payment back: the order of rows decides nothing."""
import os
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "lib"))
import files  # noqa: E402
import proof  # noqa: E402
from home import Home  # noqa: E402

ROWS = "id,booked_on,amount,currency,payer,text,kind,counter_reference"


def night(kind, *rows):
    """What is owed, and what is asked, after a payment of 100.00 and these rows."""
    with Home() as home:
        home.write("open-items/1.csv", files.table("customer_no,name", [("C1001", "Mara Lindholm")]))
        home.write("open-items/2.csv", files.table("invoice_no,customer_no,due_date,currency,amount", [
            ("F101", "C1001", "2026-03-20", "USD", "100.00")]))
        home.write("inbox/p.csv", files.table("id,booked_on,amount,currency,payer,text", [
            ("P1", "2026-03-10", "100.00", "USD", "x", "F101")]))
        home.run("2026-03-10", 0)
        home.write("inbox/r.csv", files.table(ROWS, [
            (key, day, "-" + amount, "USD", "x", text, kind, "P1") for key, day, amount, text in rows]))
        home.run("2026-03-13", 1)
        home.expect(0, "verify")
        home.expect(0, "verify", "--rebuild")
        ids = {row["payment_id"]: row["source_id"] for row in home.rows("payments")}
        return home.balances()["receivable", "USD"], [(row["code"], ids[row["payment_id"]]) for row in home.rows("exceptions")]


def same_either_way(kind, want, *rows):
    proof.equal(night(kind, *rows), want, kind)
    proof.equal(night(kind, *reversed(rows)), want, kind)


def of_two_equal_ones_the_second_is_asked():
    for kind in ("return", "chargeback", "refund"):
        receivable, [(code, _)] = first = night(kind, ("RA", "2026-03-12", "100.00", ""), ("RB", "2026-03-12", "100.00", "other words"))
        proof.equal((receivable, code), (10000, "return-twice"))
        proof.equal(night(kind, ("RB", "2026-03-12", "100.00", "other words"), ("RA", "2026-03-12", "100.00", "")), first)


def the_earlier_day_goes_first():
    for kind in ("return", "chargeback", "refund"):
        same_either_way(kind, (10000, [("return-twice", "RB")]), ("RA", "2026-03-11", "100.00", ""), ("RB", "2026-03-12", "100.00", ""))


def of_two_amounts_the_whole_goes_before_a_part():
    for kind in ("chargeback", "refund"):
        same_either_way(kind, (10000, [("return-twice", "RB")]), ("RA", "2026-03-12", "100.00", ""), ("RB", "2026-03-12", "60.00", ""))
        same_either_way(kind, (7000, [("return-spent", "RA")]), ("RA", "2026-03-12", "60.00", ""), ("RB", "2026-03-12", "70.00", ""))


if __name__ == "__main__":
    proof.run(globals())
