#!/usr/bin/env python3
"""test_match_settings.py - a site says which rules apply money by themselves, up to how much, and whether payers are learned."""
import os
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "lib"))
import files  # noqa: E402
import proof  # noqa: E402
from home import Home  # noqa: E402

ROWS = "id,booked_on,amount,currency,payer,payer_account,text"


def nights(conf, *nights_of_rows):
    """The last night's payments and questions."""
    with Home() as home:
        with open(home.at("acquit.conf"), "a", encoding="utf-8") as out:
            out.write("\n" + conf)
        home.write("open-items/customers.csv", files.table("customer_no,name", [("C1001", "Harbor Bakery")]))
        home.write("open-items/invoices.csv", files.table("invoice_no,customer_no,issue_date,due_date,currency,amount", [
            ("F10%d" % index, "C1001", "2026-02-01", "2026-03-15", "EUR", "%d00.00" % index) for index in range(1, 5)]))
        for day, rows in enumerate(nights_of_rows, 10):
            date = "2026-03-%d" % day
            home.write("inbox/cash-%d.csv" % day, files.table(ROWS, [
                (key, date, amount, "EUR", payer, account, text) for key, amount, payer, account, text in rows]))
            home.run(date)
            home.expect(0, "verify")
        return ({row["source_id"]: "%s %s" % (row["status"], row["rule"]) for row in home.rows("payments")},
                home.rows("exceptions"), [row["payment_id"] for row in home.rows("payments")])


def a_rule_that_is_off_applies_nothing_and_suggests():
    rows = [("A", "100.00", "Harbor Bakery", "", "thank you"), ("B", "200.00", "X", "", "F102")]
    proof.equal(nights("", rows)[0], {"A": "applied payer-name-item", "B": "applied invoice-number"})
    said, questions, _ = nights("[match]\noff = payer-name-item proven-set\n", rows)
    proof.equal(said, {"A": "unapplied ", "B": "applied invoice-number"})
    assert questions[0]["suggestions"].startswith("invoice:F101"), questions
    proof.equal(questions[0]["text"], "rule payer-name-item would have applied it, but [match] off names the rule")


def a_payment_above_the_rules_limit_is_asked():
    conf = "[rule.invoice-number]\nlimit = 150.00 EUR 10.00 USD\n"
    said, questions, _ = nights(conf, [("A", "100.00", "X", "", "F101"), ("B", "200.00", "X", "", "F102")])
    proof.equal(said, {"A": "applied invoice-number", "B": "unidentified "})
    proof.equal(questions[0]["text"], "rule invoice-number would have applied it, but 200.00 EUR is more than "
                                      "[rule.invoice-number] limit lets it")


def what_is_no_rule_is_refused():
    for conf in ("[match]\noff = no-such-rule\n", "[match]\noff = review\n", "[rule.return-of-payment]\nlimit = 1.00 EUR\n",
                 "[rule.invoice-number]\nlimit = 1.00\n", "[rule.invoice-number]\nlimit = 1.001 EUR\n",
                 "[match]\nlearn = perhaps\n"):
        with Home() as home:
            with open(home.at("acquit.conf"), "a", encoding="utf-8") as out:
                out.write("\n" + conf)
            home.expect(3, "run", "--date", "2026-03-10")


def payers_are_learned_unless_the_site_says_no():
    rows = [[("A", "100.00", "Xaver Holm", "DE12500105170648489890", "F101")], [("B", "200.00", "Xaver Holm", "DE12500105170648489890", "thank you")]]
    proof.equal(nights("", *rows)[0], {"B": "applied learned-account-item"})
    proof.equal(nights("[match]\nlearn = no\n", *rows)[0], {"B": "unidentified "})
    proof.equal(nights("[match]\noff = learned-account-item\n", *rows)[0], {"B": "unapplied "})


def what_is_paid_already_names_the_payment_that_paid_it():
    with Home() as home:
        home.write("open-items/customers.csv", files.table("customer_no,name", [("C1001", "Harbor Bakery")]))
        home.write("open-items/invoices.csv", files.table("invoice_no,customer_no,due_date,currency,amount", [
            ("F101", "C1001", "2026-03-15", "EUR", "100.00")]))
        for day in (10, 11):
            home.write("inbox/%d.csv" % day, files.table(ROWS, [
                ("R-%d" % day, "2026-03-%d" % day, "100.00", "EUR", "X", "", "F101")]))
            home.run("2026-03-%d" % day)
        first = home.rows("payments", "2026-03-10.1")[0]["payment_id"]
        row, = home.rows("exceptions")
        proof.equal(row["code"], "already-paid")
        assert "paid by payment %s, booked 2026-03-10" % first in row["text"], row


def a_key_that_is_said_twice_is_refused():
    with Home(conf="[person.anna]\nlimit = 10.00 EUR\n[match]\nlearn = no\n[person.Anna]\nlimit = 9000.00 EUR\n") as home:
        done = home.call("status")
        proof.equal(done.returncode, 3)
        assert "acquit.conf:6:1: [person.Anna] limit was said in line 2 already (settings.twice)" in done.stderr, done.stderr


def help_names_the_rules():
    with Home() as home:
        said = home.call("help", "settings").stdout
        for rule in ("invoice-number", "bundle", "payer-name-item"):
            assert "  %s " % rule in said, rule


if __name__ == "__main__":
    proof.run(globals())
