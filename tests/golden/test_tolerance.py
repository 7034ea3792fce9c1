#!/usr/bin/env python3
"""test_tolerance.py - small differences are written off under limits, late discounts granted in grace, short payments judged; off by default."""
import csv
import io
import os
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "lib"))
import files  # noqa: E402
import proof  # noqa: E402
from home import ROOT, Home  # noqa: E402

DAY = "2026-03-10"
ROWS = "id,booked_on,amount,currency,kind,payer,text,counter_reference"
TOLERANT = "[match]\ntolerance = 0.50 EUR\ntolerance_percent = 0.4%\n"


def at_home(conf="", invoices=()):
    home = Home()
    with open(home.at("acquit.conf"), "a", encoding="utf-8") as out:
        out.write("\n" + conf)
    home.write("open-items/customers.csv", files.table("customer_no,name", [("C1001", "Harbor Bakery"), ("C1002", "Nord Cafe")]))
    home.write("open-items/invoices.csv", files.table(
        "invoice_no,customer_no,issue_date,due_date,currency,amount,discount_amount,discount_until",
        invoices or [("F101", "C1001", "2026-02-01", "2026-03-15", "EUR", "100.00", "", ""),
                     ("F102", "C1001", "2026-02-01", "2026-03-15", "EUR", "200.00", "4.00", "2026-03-08"),
                     ("F103", "C1002", "2026-02-01", "2026-03-15", "EUR", "300.00", "", "")]))
    return home


def night(home, day, *rows):
    home.write("inbox/cash-%s.csv" % day, files.table(ROWS, [
        (key, day, amount, "EUR", kind, "X", text, beside) for key, amount, text, kind, beside in
        (row + ("", "")[len(row) - 3:] for row in rows)]))
    home.run(day)
    home.expect(0, "verify")
    return {row["source_id"]: "%s %s" % (row["status"], row["rule"]) for row in home.rows("payments")}


def put_on(home, run="latest"):
    return {row["target_no"]: (row["amount"], row["discount"], row["write_off"]) for row in home.rows("allocations", run)}


def nothing_is_given_up_unless_the_site_says_so():
    with at_home() as home:
        night(home, DAY, ("A", "99.70", "F101"), ("B", "196.00", "F102"))
        proof.equal(put_on(home), {"F101": ("99.70", "0.00", "0.00"), "F102": ("196.00", "0.00", "0.00")})
        proof.equal(home.balances()["receivable", "EUR"], 30430)
        assert "Discounts and write-offs" not in home.reports()["index.html"].decode(), "nothing was allowed"


def a_write_off_is_a_posting_with_its_limit_and_ties():
    with at_home(TOLERANT) as home:
        night(home, DAY, ("A", "99.70", "F101"), ("B", "199.19", "F102"), ("C", "298.00", "F103"))
        proof.equal(put_on(home), {"F101": ("99.70", "0.00", "0.30"), "F102": ("199.19", "0.00", "0.00"),
                                   "F103": ("298.00", "0.00", "0.00")})
        proof.equal((home.balances()["write-offs", "EUR"], home.balances()["receivable", "EUR"]), (30, 281))
        limit = "0.30 EUR written off: at most 0.40 EUR by tolerance_percent of [match]"
        rows = [row for row in home.rows("journal") if row["account"] == "write-offs"]
        proof.equal([(row["debit"], row["target_no"]) for row in rows], [("0.30", "F101")])
        assert limit in rows[0]["memo"], rows
        assert limit in home.expect(0, "show", "A") and "write-off 0.30 EUR" in home.expect(0, "show", "A")
        page = home.reports()["index.html"].decode()
        assert "Discounts and write-offs" in page and limit in page, "the report tells the limit"
        assert "Everything ties to the cent" in page
        proof.equal([row["code"] for row in home.rows("exceptions")], [])
        head = home.head()
        home.run(DAY)
        proof.equal(home.head(), head)


def a_coincidence_of_amounts_is_refused_with_a_tolerance_on():
    with at_home("[match]\ntolerance = 50.00 EUR\n") as home:
        said = night(home, DAY, ("A", "99.70", "thank you"), ("B", "99.70", "C1001"), ("C", "299.00", "F104"),
                     ("D", "90.00", "delbetalning F101"))
        proof.equal(said, {"A": "unidentified ", "B": "unapplied ", "C": "unidentified ", "D": "applied invoice-number"})
        proof.equal(put_on(home)["F101"], ("90.00", "0.00", "0.00"))
        assert ("write-offs", "EUR") not in home.balances()


def a_customers_word_and_a_rules_word_are_stricter_than_the_general_one():
    conf = "[match]\ntolerance = 1.00 EUR 1.50 USD\n[customer.C1002]\ntolerance = 0.10 EUR\n[rule.invoice-list]\ntolerance = 0 EUR\n"
    with at_home(conf) as home:
        night(home, DAY, ("A", "299.50", "F103"), ("B", "299.50", "F101 F102"))
        proof.equal(put_on(home), {"F103": ("299.50", "0.00", "0.00"), "F101": ("100.00", "0.00", "0.00"),
                                   "F102": ("199.50", "0.00", "0.00")})
    with at_home(conf.replace("0.10", "0.50")) as home:
        night(home, DAY, ("A", "299.50", "F103"))
        proof.equal(put_on(home), {"F103": ("299.50", "0.00", "0.50")})
        assert "0.50 EUR by tolerance of [customer.C1002]" in home.rows("allocations")[0]["evidence"]


def what_comes_back_opens_the_item_whole():
    with at_home(TOLERANT) as home:
        night(home, DAY, ("A", "99.70", "F101"))
        night(home, "2026-03-11", ("B", "-99.70", "back", "return", "A"))
        proof.equal(home.balances()["receivable", "EUR"], 60000)
        proof.equal(home.balances()["write-offs", "EUR"], 0)
        proof.equal(put_on(home)["F101"], ("-99.70", "0.00", "-0.30"))
        home.expect(0, "verify", "--rebuild")


def a_discount_is_granted_in_the_days_of_grace_and_short_later():
    for grace, day, expected in (("2", DAY, ("196.00", "4.00", "0.00")), ("1", DAY, ("196.00", "0.00", "0.00")),
                                 ("2", "2026-03-11", ("196.00", "0.00", "0.00"))):
        with at_home("[match]\ndiscount_grace = %s\ntolerance = 10.00 EUR\n" % grace) as home:
            night(home, day, ("B", "196.00", "F102"))
            proof.equal(put_on(home), {"F102": expected})
            if expected[1] == "4.00":
                assert "granted in grace: at most 2 days by discount_grace of [match]" in home.expect(0, "show", "B")
    with at_home("[match]\ndiscount_grace = 1\n[customer.C1001]\ndiscount_grace = 5\n") as home:
        night(home, DAY, ("B", "196.00", "F102"))
        proof.equal(put_on(home), {"F102": ("196.00", "4.00", "0.00")})


def what_stays_open_is_asked_until_it_is_settled():
    with at_home("[match]\nshort = residual\n") as home:
        night(home, DAY, ("A", "60.00", "F101"), ("B", "196.00", "F102"), ("C", "250.00", "F103"))
        rows = home.rows("exceptions")
        proof.equal([row["code"] for row in rows], ["deduction"] * 3)
        proof.equal([row["text"] for row in rows], [
            "invoice F101 is short by 40.00 EUR; that stays open",
            "invoice F102 is short by 4.00 EUR, the discount that ended on 2026-03-08; that stays open",
            "invoice F103 is short by 50.00 EUR; that stays open"])
        payment = {row["source_id"]: row["payment_id"] for row in home.rows("payments")}
        home.expect(0, "verify", "--rebuild")
        assert "review done %s" % payment["A"] in home.expect(0, "review", "list")
        proof.equal([row["amount"] for row in rows], ["40.00", "4.00", "50.00"])
        proof.equal([row["suggestions"] for row in rows], ["invoice:F101 (40.00 EUR of it is open)", "invoice:F102 (4.00 EUR of it is open)",
                                                           "invoice:F103 (50.00 EUR of it is open)"])
        # One is paid, one given up, of one a person says that nothing is to be done.
        home.expect(0, "review", "write-off", "F102", "--by", "eva", "--why", "small", "--date", DAY)
        home.expect(0, "review", "done", payment["C"], "--by", "eva", "--why", "agreed", "--date", DAY)
        night(home, "2026-03-11", ("D", "40.00", "F101"))
        proof.equal(home.rows("exceptions"), [])
        proof.equal(home.balances()["receivable", "EUR"], 5000)
        head = home.head()
        home.run("2026-03-11")
        proof.equal(home.head(), head)


def asked(home, *words):
    return sorted(line.split()[1].rstrip(":") + " " + line.split()[3] for line in
                  home.expect(0, "review", "list", "--date", DAY, *words).splitlines() if line.startswith("  E"))


def a_deduction_is_found_by_its_customer_and_sorted_by_what_is_short():
    with at_home("[match]\nshort = residual\n") as home:
        night(home, DAY, ("A", "60.00", "F101"), ("B", "196.00", "F102"), ("C", "250.00", "F103"))
        proof.equal(asked(home, "--customer", "c1001"), ["deduction F101", "deduction F102"])
        proof.equal(asked(home, "--customer", "C1002"), ["deduction F103"])
        proof.equal(asked(home, "--above", "40.00"), ["deduction F103"])
        listed = home.expect(0, "review", "list", "--sort", "amount", "--date", DAY)
        proof.equal([line.split()[1] for line in listed.splitlines() if "  from X" in line], ["50.00", "40.00", "4.00"])
        assert "acquit review write-off invoice:F103 --by YOU" in listed, listed
        page = home.reports()["index.html"].decode()
        assert "acquit review write-off invoice:F103" in page and "94.00" in page, "the page counts what is short"


def a_deduction_that_was_given_up_is_asked_no_more_and_again_when_that_is_taken_back():
    with at_home("[match]\nshort = residual\n") as home:
        night(home, DAY, ("A", "60.00", "F101"), ("B", "250.00", "F103"))
        before = home.expect(0, "review", "list", "--date", DAY)
        for words, left in ((("write-off", "F101=15.00"), ["deduction F101", "deduction F103"]), (("write-off", "F101"), ["deduction F103"]),
                            (("write-off", "F103"), [])):
            home.expect(0, "review", *words, "--by", "eva", "--why", "small", "--date", DAY)
            proof.equal(asked(home), left)
            home.expect(0, "verify")
        said = home.expect(0, "show", "F103")
        for line in ("Given up", "2026-03-10", "50.00 EUR  written-off", "A3  write-off F103, by eva: small"):
            assert line in said, said
        assert "25.00 EUR" in home.expect(0, "show", "F101") and "F103" not in home.expect(0, "show", "F101")
        home.expect(0, "review", "restore", "F103", "--by", "eva", "--why", "not small", "--date", DAY)
        said = home.expect(0, "show", "F103")
        assert "-50.00 EUR  write-off-undone" in said and "A4  restore F103, by eva: not small" in said, said
        assert "Given up" not in home.expect(0, "show", "F102")
        proof.equal(asked(home), ["deduction F103"])
        proof.equal(asked(home, "--customer", "C1002"), ["deduction F103"])
        home.expect(0, "review", "restore", "F101", "--by", "eva", "--why", "not small", "--date", DAY)
        listed = home.expect(0, "review", "list", "--customer", "C1001", "--date", DAY)
        assert "25.00 EUR" in listed and "F101 is short by 25.00 EUR" in listed, listed
        home.expect(0, "verify", "--rebuild")
        # Once the payment is off the item, there is nothing that it deducted.
        home.expect(0, "review", "write-off", "F101", "--by", "eva", "--why", "small", "--date", DAY)
        home.expect(0, "review", "unapply", "A", "--by", "eva", "--why", "another's", "--date", DAY)
        home.expect(0, "review", "restore", "F101", "--by", "eva", "--why", "not small", "--date", DAY)
        assert "deduction F101" not in asked(home), before


def what_is_short_may_be_asked_whole():
    with at_home("[match]\nshort = ask\n[customer.C1002]\nshort = partial\n") as home:
        said = night(home, DAY, ("A", "60.00", "F101"), ("C", "250.00", "F103"))
        proof.equal(said, {"A": "unapplied ", "C": "applied invoice-number"})
        row, = home.rows("exceptions")
        proof.equal((row["code"], row["text"]), ("short-payment", "60.00 EUR is paid, and invoice F101 is short by 40.00 EUR"))
        payment = row["payment_id"]
        home.expect(0, "review", "apply", payment, "F101=60.00", "--by", "eva", "--why", "agreed", "--date", DAY)
        home.expect(0, "verify")
        proof.equal(home.balances("2026-03-10.2")["receivable", "EUR"], 29000)


def a_deduction_that_the_remittance_names_bears_its_reason_code():
    for policy, code in (("partial", None), ("residual", "deduction"), ("ask", "short-payment")):
        conf = "[match]\ntolerance = 50.00 EUR\nshort = %s\n" % policy
        with at_home(conf, [(number, "C1001", "2024-04-01", "2024-05-15", "EUR", amount, "", "") for number, amount in
                            (("INV-1", "200.00"), ("INV-2", "100.00"), ("CN-3001", "-40.00"))]) as home:
            with open(os.path.join(ROOT, "fixtures", "iso20022", "good", "statement-remittance.xml"), encoding="utf-8") as text:
                home.write("inbox/statement.xml", text.read().replace("CN-3", "CN-3001"))
            home.run("2024-05-07")
            home.expect(0, "verify")
            words = "the remittance takes an adjustment of 10.00 EUR off INV-2; reason code DAMG"
            told = [row for row in home.rows("exceptions") if row["amount"] == ("250.00" if policy == "ask" else "10.00")]
            proof.equal([row["code"] for row in told], [code] if code else [])
            assert all(words in row["text"] for row in told), told
            if policy == "ask":
                continue
            proof.equal(put_on(home)["INV-2"], ("90.00", "0.00", "0.00"))
            assert words in home.rows("allocations")[0]["evidence"], home.rows("allocations")


def other_settings_are_tried_on_what_came():
    with at_home() as home:
        night(home, DAY, ("A", "99.70", "F101"), ("B", "196.00", "F102"))
        home.write("other.conf", TOLERANT + "discount_grace = 2\nshort = ask\n")
        done = home.call("replay", "--settings", home.at("other.conf"))
        rows = list(csv.DictReader(io.StringIO(done.stdout)))
        proof.equal({row["source_id"]: (row["targets"], row["replayed_targets"]) for row in rows}, {
            "A": ("invoice:F101=99.70", "invoice:F101=99.70+0.30"), "B": ("invoice:F102=196.00", "invoice:F102=196.00+4.00")})
        assert "295.70 EUR in 2 payments: applied as before, with another discount or write-off" in done.stderr, done.stderr


def what_is_no_tolerance_is_refused_with_its_line():
    for conf, word in (("[match]\ntolerance = 0.50\n", "0.50"), ("[match]\ntolerance = 0.505 EUR\n", "0.505"),
                       ("[match]\ntolerance = -1.00 EUR\n", "-1.00"), ("[match]\ntolerance = 1.00 EUR 2.00 EUR\n", "EUR"),
                       ("[match]\ntolerance_percent = 101%\n", "101"), ("[match]\ntolerance_percent = 0.00001\n", "0.00001"),
                       ("[match]\ndiscount_grace = soon\n", "soon"), ("[match]\ndiscount_grace = 400\n", "400"),
                       ("[match]\nshort = sometimes\n", "partial | residual | ask"),
                       ("[customer.C1001]\ntolerance = much\n", "much"), ("[customer.C1001]\nlimit = 1.00 EUR\n", "no key"),
                       ("[rule.payer-name-item]\ntolerance = 0.50 EUR\n", "names invoices"),
                       ("[rule.no-such-rule]\ntolerance = 0.50 EUR\n", "names invoices")):
        with Home(conf=conf) as home:
            done = home.call("run", "--date", DAY)
            proof.equal(done.returncode, 3)
            assert "acquit.conf:2" in done.stderr and word in done.stderr, done.stderr


if __name__ == "__main__":
    proof.run(globals())
