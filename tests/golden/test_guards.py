#!/usr/bin/env python3
"""test_guards.py - what a home that is not as it should be is told, before anything is posted."""
import os
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "lib"))
import files  # noqa: E402
import proof  # noqa: E402
from home import Home  # noqa: E402

DATE = "2026-03-10"
NEXT = "2026-03-11"


def cash(number, day=DATE):
    return files.table("cash", [("R-%d" % number, day, "1.00", "USD", "somebody", "thanks %d" % number)])


def one_invoice():
    home = Home()
    home.write("open-items/customers.csv", files.table("customer_no,name", [("C1001", "Harbor Bakery")]))
    home.write("open-items/invoices.csv", files.table("invoice_no,customer_no,due_date,currency,amount", [
        ("F2026-10001", "C1001", "2026-03-15", "USD", "100.00")]))
    home.write("inbox/paid.csv", files.table("cash", [("R-1", DATE, "100.00", "USD", "x", "INV F2026-10001")]))
    home.run(DATE, statuses=0)
    return home


# --- rejected/ ---

def a_refused_file_that_was_taken_away_waits_for_nobody():
    with one_invoice() as home:
        home.write("inbox/bad.ach", "101 nothing\n")
        home.run(NEXT, statuses=1)
        proof.equal(home.names("rejected"), ["bad.ach", "bad.ach.reason.txt"])
        home.run(NEXT, statuses=1)
        os.remove(home.at("rejected", "bad.ach"))
        home.run(NEXT, statuses=0)
        assert "0 files lie in rejected/" in home.expect(0, "status")


def a_file_taken_in_part_waits_until_its_reason_is_removed():
    with one_invoice() as home:
        home.write("open-items/more.csv", files.table("invoice_no,customer_no,due_date,currency,amount", [
            ("F2026-10003", "C1001", "2026-03-15", "USD", "1.00"), ("F2026-10004", "C9", "2026-03-15", "USD", "1.00")]))
        home.run(NEXT, statuses=1)
        home.run(NEXT, statuses=1)
        assert "1 file lies in rejected/" in home.expect(0, "status")
        for name in home.names("rejected"):
            os.remove(home.at("rejected", name))
        home.run(NEXT, statuses=0)


# --- reports ---

def the_nights_report_is_not_lost_behind_what_people_decided():
    with one_invoice() as home:
        night = home.reports()
        payment = home.rows("payments")[0]["payment_id"]
        home.expect(0, "review", "unapply", payment, "--by", "ada", "--why", "wrong", "--date", DATE)
        for words in (("report",), ("report", DATE + ".2")):
            home.expect(0, *words)
            proof.equal(os.readlink(home.at("reports", "latest")), DATE + ".1")
            proof.equal({name: text for name, text in home.reports().items() if name.endswith(".csv")},
                        {name: text for name, text in night.items() if name.endswith(".csv")})
        os.remove(home.at("reports", DATE + ".1", "index.html"))
        home.expect(0, "report")
        assert "index.html" in home.names("reports", DATE + ".1")


if __name__ == "__main__":
    proof.run(globals())
