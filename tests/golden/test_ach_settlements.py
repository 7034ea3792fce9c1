#!/usr/bin/env python3
"""test_ach_settlements.py - what we send and what comes back on one day are two settlements, as they are two lines of the bank."""
import os
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "lib"))
import ach  # noqa: E402
import files  # noqa: E402
import proof  # noqa: E402
from home import Home  # noqa: E402

CONF = "[nacha]\ncompany_ids = %s\n" % ach.COMPANY
SENT, AGAIN, RETURN = 91000010000001, 91000010000002, 76401250000011


def one(entry, **facts):
    return ach.file_of([ach.Batch([entry], sec="PPD", **facts)])


def both_batches_of_number_one_close_by_their_own_line():
    with Home(conf=CONF) as home:
        home.write("open-items/1.csv", files.table("customer_no,name", [("C1", "Mara Lindholm")]))
        home.write("open-items/2.csv", files.table("invoice_no,customer_no,due_date,currency,amount", [
            ("F2026-0001", "C1", "2026-03-20", "USD", "200.00"), ("F2026-0002", "C1", "2026-03-21", "USD", "300.00")]))
        home.write("inbox/1.ach", one(ach.Entry("27", 20000, SENT, ident="F2026-0001")))
        first = files.Statement(1, "5500030000001", "USD", 0, day="2026-03-03")
        first.credit(20000, "B-1", text="ACH CREDIT %s" % ach.COMPANY)
        home.write("inbox/1.xml", files.camt("M-1", [first]))
        home.run("2026-03-03")
        proof.equal(home.balances().get(("clearing:ach:" + ach.COMPANY, "USD"), 0), 0)
        # Sent and come back on the fourth: two files, and each begins with batch one.
        home.write("inbox/2.ach", one(ach.Entry("27", 30000, AGAIN, ident="F2026-0002"), effective="260304", settled="063"))
        home.write("inbox/3.ach", one(ach.Entry("26", 20000, RETURN, ident="F2026-0001", addenda=[ach.returned("R01", SENT)]),
                                      effective="260304", settled="063"))
        home.run("2026-03-04")
        second = files.Statement(2, "5500030000001", "USD", first.closing, day="2026-03-05")
        second.credit(30000, "B-2", text="ACH CREDIT %s" % ach.COMPANY)
        second.debit(20000, "B-3", text="ACH RETURN %s" % ach.COMPANY)
        home.write("inbox/2.xml", files.camt("M-2", [second]))
        home.run("2026-03-05")
        home.expect(0, "verify")
        proof.equal(home.balances().get(("clearing:ach:" + ach.COMPANY, "USD"), 0), 0)
        proof.equal({(row["net"], row["status"]) for row in home.rows("settlements")}, {("300.00", "closed"), ("-200.00", "closed")})
        proof.equal(home.rows("exceptions"), [])


if __name__ == "__main__":
    proof.run(globals())
