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


def the_page_of_a_decision_says_what_it_was():
    home, payment = two_acts()
    with home:
        told = {row["key"]: row["value"] for row in home.rows("run", "2026-03-10.3")}
        proof.equal([told[key] for key in ("act", "decided", "decided_by", "why", "payment_id")],
                    ["A2", "apply F2026-10002", "bob", "ada said so", payment])
        page = home.reports("2026-03-10.3")["index.html"].decode()
        assert "<h1>Decided on 2026-03-10</h1>" in page and "apply F2026-10002" in page and "ada said so" in page, page[:3000]
        home.expect(0, "report", "2026-03-10.3")
        proof.equal(home.reports("2026-03-10.3")["index.html"].decode(), page)
        proof.equal([row["key"] for row in home.rows("run", "2026-03-10.1")], ["run", "business_date", "version", "settings_sha256", "dry_run"])
        assert "<h1>Reconciliation of 2026-03-10</h1>" in home.reports("2026-03-10.1")["index.html"].decode()
        # Words of people are nobody's markup and no spreadsheet's formula.
        home.expect(0, "review", "note", payment, "=1+1", "--by", "<b>eve</b>", "--why", "=cmd", "--date", DATE)
        told = {row["key"]: row["value"] for row in home.rows("run", "2026-03-10.4")}
        proof.equal((told["why"], told["decided_by"]), ("'=cmd", "<b>eve</b>"))
        page = home.reports("2026-03-10.4")["index.html"].decode()
        assert "&lt;b&gt;eve" in page and "<b>eve" not in page and "'=cmd" not in page and "=cmd" in page


def status_tells_the_night_and_the_last_act_apart():
    home = Home()
    with home:
        home.write("open-items/customers.csv", files.table("customer_no,name", [("C1001", "Harbor Bakery")]))
        home.write("inbox/a.csv", files.table("cash", [("R-1", DATE, "100.00", "USD", "x", "INV F2026-10001"),
                                                       ("R-2", DATE, "20.00", "USD", "x", "thanks")]))
        assert "No run yet" in home.expect(0, "status")
        home.run(DATE)
        said = home.expect(0, "status")
        assert said.startswith("Last run 2026-03-10.1\n") and "Last act" not in said and "2 questions are open, 2 new" in said, said
        payment = home.rows("payments")[0]["payment_id"]
        home.expect(0, "review", "apply", payment, "account:C1001", "--by", "ada", "--why", "he said so", "--date", "2026-03-11")
        home.expect(0, "review", "assign", "R-2", "bob", "--by", "ada", "--why", "his", "--date", "2026-03-11")
        said = home.expect(0, "status")
        assert said.startswith("Last run 2026-03-10.1\n  date        2026-03-10\n"), said
        assert "reports/2026-03-10.1/index.html" in said and "1 question is open, 1 new" in said, said
        assert "Last act 2026-03-11.2: assign" in said and "ada" in said and "his" in said and home.head("2026-03-11.2") in said, said
        # What is new is new since the night, whatever people decided in the meantime.
        assert "  new\n" in home.expect(0, "review", "list", "--date", DATE)
        home.run("2026-03-12")
        home.write("inbox/b.csv", files.table("cash", [("R-3", "2026-03-12", "7.00", "USD", "x", "thanks")]))
        home.run("2026-03-12")
        said = home.expect(0, "status")
        assert said.startswith("Last run 2026-03-12.1\n") and "2 questions are open, 1 new" in said, said
        assert said.index("Last run") < said.index("Last act 2026-03-11.2"), said
        assert home.head() in said


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
