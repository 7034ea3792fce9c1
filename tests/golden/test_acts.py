#!/usr/bin/env python3
"""test_acts.py - who decided what, and why, is shown with the payment and chained with its entries."""
import os
import sqlite3
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "lib"))
import files  # noqa: E402
import proof  # noqa: E402
from home import Home  # noqa: E402

DATE = "2026-03-10"


def two_acts():
    home = Home()
    home.write("open-items/customers.csv", files.table("customer_no,name", [("C1001", "Harbor Bakery")]))
    home.write("open-items/invoices.csv", files.table("invoice_no,customer_no,due_date,currency,amount", [
        ("F2026-10001", "C1001", "2026-03-15", "USD", "100.00"), ("F2026-10002", "C1001", "2026-03-15", "USD", "90.00")]))
    home.write("inbox/a.csv", files.table("cash", [("R-1", DATE, "100.00", "USD", "x", "INV F2026-10001")]))
    home.run(DATE)
    payment = home.rows("payments")[0]["payment_id"]
    home.expect(0, "review", "unapply", payment, "--by", "ada", "--why", "he meant the other", "--date", DATE)
    home.expect(0, "review", "apply", payment, "F2026-10002", "--by", "bob", "--why", "ada said so", "--date", DATE)
    home.expect(0, "verify")
    return home, payment


def show_tells_who_decided_and_why():
    home, payment = two_acts()
    with home:
        text = home.expect(0, "show", payment)
        for line in ("unapply, by ada: he meant the other", "apply F2026-10002, by bob: ada said so"):
            assert line in text, text


def an_act_that_is_changed_removed_or_added_breaks_the_proof():
    for change in ("UPDATE act SET by = 'eve' WHERE act_no = 1", "UPDATE act SET why = '' WHERE act_no = 2",
                   "DELETE FROM act WHERE act_no = 2", "DELETE FROM act WHERE act_no = 1",
                   "INSERT INTO act(act_no, run_no, verb, by, why, target, payment_no)"
                   " SELECT 3, run_no, verb, by, why, target, payment_no FROM act WHERE act_no = 2"):
        home, _ = two_acts()
        with home:
            database = sqlite3.connect(home.at("acquit.db"))
            database.execute("DROP TRIGGER act_kept")
            database.execute("DROP TRIGGER act_stays")
            database.execute(change)
            database.commit()
            database.close()
            done = home.call("verify")
            proof.equal(done.returncode, 6, change + done.stdout + done.stderr)
            assert "act of" in done.stderr, done.stderr


if __name__ == "__main__":
    proof.run(globals())
