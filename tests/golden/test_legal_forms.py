#!/usr/bin/env python3
"""test_legal_forms.py - two legal forms are two companies: a payer's name tells a customer only where theirs agree."""
import os
import sqlite3
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "lib"))
import files  # noqa: E402
import proof  # noqa: E402
from home import Home  # noqa: E402

DAY = "2026-04-14"


def customers(home, names, file="customers"):
    """Names are (name, payer_names)."""
    home.write("open-items/%s.csv" % file, files.table("customer_no,name,payer_names", [
        ("C%d" % (1001 + place), name, also) for place, (name, also) in enumerate(names)]))


def invoices(home, *rows):
    home.write("open-items/invoices.csv", files.table("invoice_no,customer_no,due_date,currency,amount", [
        (number, customer, "2026-04-20", "USD", amount) for number, customer, amount in rows]))


def payments(home, *rows, file="cash", day=DAY):
    home.write("inbox/%s.csv" % file, files.table("cash", [
        ("%s-%d" % (file, place), day, amount, "USD", payer, text) for place, (amount, payer, text) in enumerate(rows)]))


def outcome(names, payer, change=None):
    """What becomes of a payment that names nothing: its target, or the first suggestion."""
    with Home() as home:
        customers(home, names)
        invoices(home, ("F2026-10001", "C1001", "500.00"), ("F2026-10002", "C1001", "11.00"),
                 *[("F2026-2000%d" % place, "C%d" % (1002 + place), "149.00") for place in range(len(names) - 1)])
        if change:
            home.run("2026-04-13")
            change(home)
        payments(home, ("500.00", payer, "thanks"))
        home.run(DAY)
        paid = [row["target_no"] for row in home.rows("allocations") if row["target_kind"] == "invoice"]
        home.expect(0, "verify")
        return paid or [row["suggestions"].split(" ")[0] for row in home.rows("exceptions")]


PAID = ["F2026-10001"]
ASKED = ["invoice:F2026-10001"]


def another_form_is_another_company():
    proof.equal(outcome([("Summit Roofing Corp", "")], "Summit Roofing LLC"), ASKED)
    proof.equal(outcome([("Åberg Bygg AB", "")], "Åberg Bygg HB"), ASKED)
    proof.equal(outcome([("ООО «Дом»", "")], "АО «Дом»"), ASKED)
    proof.equal(outcome([("ООО Кузнецов", "")], "ИП Кузнецов"), ASKED)


def a_form_in_another_spelling_or_left_out_is_the_same():
    proof.equal(outcome([("Summit Roofing Inc", "")], "SUMMIT ROOFING, INCORPORATED"), PAID)
    proof.equal(outcome([("Summit Roofing Inc", "")], "Summit Roofing"), PAID)
    proof.equal(outcome([("Summit Roofing", "")], "Summit Roofing LLC"), PAID)


def the_form_tells_two_customers_apart():
    two = [("Juniper Foods LLC", ""), ("Juniper Foods Corp", "")]
    proof.equal(outcome(two, "Juniper Foods LLC"), PAID)
    proof.equal(outcome(two, "Juniper Foods"), ASKED)


def payer_names_may_tell_of_another_form():
    proof.equal(outcome([("Summit Roofing Corp", "Ridge|Summit Roofing LLC")], "Summit Roofing LLC"), PAID)
    proof.equal(outcome([("Summit Roofing Corp", "Ridge|Summit Roofing LLC")], "Summit Roofing Corp."), PAID)
    proof.equal(outcome([("Summit Roofing Corp", "Ridge|Summit Roofing LLC")], "Summit Roofing GmbH"), ASKED)


def a_form_that_changes_is_seen():
    def renamed(home):
        customers(home, [("Summit Roofing LLC", "")], "renamed")
    proof.equal(outcome([("Summit Roofing Corp", "")], "Summit Roofing LLC", renamed), PAID)
    proof.equal(outcome([("Summit Roofing Corp", "")], "Summit Roofing Corp", renamed), ASKED)


def a_store_of_before_asks_the_customers_own_name():
    def older(home):
        with sqlite3.connect(home.at("acquit.db")) as db:
            db.execute("UPDATE name_key SET normal = substr(normal, 1, instr(normal, '|') - 1) WHERE is_account = 0")
    proof.equal(outcome([("Summit Roofing Corp", "")], "Summit Roofing LLC", older), ASKED)
    proof.equal(outcome([("Summit Roofing Corp", "")], "Summit Roofing Corporation", older), PAID)


def what_a_name_taught_is_said_of_its_form():
    with Home() as home:
        customers(home, [("Harbor Mills", "")])
        invoices(home, *[("F2026-1000%d" % place, "C1001", "%d.00" % (100 + place)) for place in range(4)])
        payments(home, ("100.00", "Zell Partners LLC", "F2026-10000"), ("101.00", "Zell Partners LLC", "F2026-10001"))
        home.run(DAY)
        payments(home, ("102.00", "Zell Partners Corp", "thanks"), ("103.00", "Zell Partners LLC", "thanks"), file="next", day="2026-04-15")
        home.run("2026-04-15")
        proof.equal([row["target_no"] for row in home.rows("allocations")], ["F2026-10003"])


if __name__ == "__main__":
    proof.run(globals())
