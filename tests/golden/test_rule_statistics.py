#!/usr/bin/env python3
"""test_rule_statistics.py - what became of each rule's applications is counted, and a rule that persons undo too often only suggests."""
import json
import os
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "lib"))
import ach  # noqa: E402
import files  # noqa: E402
import proof  # noqa: E402
from home import Home  # noqa: E402

ROWS = "id,booked_on,amount,currency,payer,text"
BY = ("--by", "m.ito", "--why", "the customer says so")


class Nights:
    """Invoices F101, F102 … of 1.00, 2.00 …; payments R101 … that name them."""

    def __init__(self, conf=""):
        self.home = Home()
        self.conf(conf)
        self.home.write("open-items/customers.csv", files.table("customer_no,name", [("C1001", "Harbor Bakery"), ("C2002", "Pine")]))
        self.home.write("open-items/invoices.csv", files.table("invoice_no,customer_no,issue_date,due_date,currency,amount", [
            ("F%d" % (100 + index), "C1001", "2026-02-01", "2026-12-15", "EUR", "%d.00" % index) for index in range(1, 61)]))

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.home.__exit__()

    def conf(self, text):
        self.home.write("acquit.conf", "[match]\n%s\n" % text)

    def night(self, date, first=1, last=0, rows=()):
        rows = list(rows) + [("R%d" % (100 + index), date, "%d.00" % index, "EUR", "X", "Invoice F%d" % (100 + index))
                             for index in range(first, last + 1)]
        if rows:
            self.home.write("inbox/cash-%s.csv" % date, files.table(ROWS, rows))
        out = self.home.run(date)
        self.home.expect(0, "verify")
        return out

    def ids(self):
        return {row["source_id"]: row["payment_id"] for row in self.home.rows("payments")}

    def undo(self, date, *words):
        self.home.expect((0, 1), "review", "unapply", *words, *BY, "--date", date)
        self.home.expect(0, "verify")

    def rules(self, run="latest"):
        return {row["rule"]: row for row in self.home.rows("rules", run)}

    def statuses(self):
        return {row["source_id"]: "%s %s" % (row["status"], row["rule"]) for row in self.home.rows("payments")}


def figures(row):
    return tuple(row[name] for name in ("applied", "amount", "applied_90_days", "undone_90_days", "undone_amount_90_days", "precision", "state"))


def what_became_of_applications_is_told_by_rule():
    with Nights() as nights:
        nights.night("2026-03-10", 1, 20)
        proof.equal(figures(nights.rules()["invoice-number"]), ("20", "210.00", "20", "0", "0.00", "100.00", "applies"))
        nights.undo("2026-03-11", nights.ids()["R105"])
        nights.night("2026-03-12", 21, 22)
        proof.equal(figures(nights.rules()["invoice-number"]), ("2", "43.00", "22", "1", "5.00", "95.45", "applies"))
        with open(nights.home.at("reports", "latest", "summary.json"), encoding="utf-8") as text:
            said = json.load(text)["rule_statistics"]
        proof.equal([(one["rule"], one["applied_90_days"], one["undone_90_days"], one["precision"]) for one in said],
                    [("invoice-number", 22, 1, "95.45")])
        # The first run's report says what it said, and the window ends after ninety days.
        nights.home.expect(0, "report", "2026-03-10.1")
        proof.equal(nights.rules("2026-03-10.1")["invoice-number"]["undone_90_days"], "0")
        nights.night("2026-06-09", 23, 23)
        proof.equal(figures(nights.rules()["invoice-number"])[2:5], ("3", "0", "0.00"))


def what_is_put_back_was_right():
    with Nights() as nights:
        nights.night("2026-03-10", rows=[("A", "2026-03-10", "3.00", "EUR", "X", "F101 F102")])
        payment = nights.ids()["A"]
        proof.equal(nights.statuses()["A"], "applied invoice-list")
        nights.undo("2026-03-11", payment, "invoice:F101")
        nights.night("2026-03-12", 30, 30)
        proof.equal(figures(nights.rules()["invoice-list"])[2:5], ("1", "1", "1.00"))
        # The other half of it, taken off later, is no second application.
        nights.undo("2026-03-13", payment, "invoice:F102")
        nights.night("2026-03-14", 31, 31)
        proof.equal(figures(nights.rules()["invoice-list"])[2:5], ("1", "1", "3.00"))


def a_banks_return_is_no_fault_of_the_rule():
    with Nights("\n[nacha]\ncompany_ids = %s" % ach.COMPANY) as nights:
        nights.home.write("open-items/invoices.csv", files.table("invoice_no,customer_no,due_date,currency,amount", [
            ("F9001", "C1001", "2026-12-15", "USD", "10.00")]))
        entry = ach.Entry("27", 1000, 76401250000001, addenda=[ach.text("INVOICE F9001")])
        nights.home.write("inbox/out.ach", ach.file_of([ach.Batch([entry])]))
        nights.night("2026-03-10")
        back = ach.Entry("26", 1000, 76401250000009, addenda=[ach.returned("R01", 76401250000001)])
        nights.home.write("inbox/back.ach", ach.file_of([ach.Batch([back])], modifier="B"))
        nights.night("2026-03-12")
        proof.equal(nights.statuses()["%015d" % 76401250000001], "returned return-of-payment")
        row, = nights.rules().values()
        proof.equal((row["applied_90_days"], row["undone_90_days"]), ("1", "0"))


def one_of_five_undone_demotes_nobody():
    with Nights() as nights:
        nights.night("2026-03-10", 1, 5)
        nights.undo("2026-03-11", nights.ids()["R101"])
        nights.night("2026-03-12", 6, 6)
        proof.equal(nights.statuses()["R106"], "applied invoice-number")
        # Three of sixty may be chance, if 95 of 100 are right.
        nights.conf("demote_below = 95%")
        nights.night("2026-03-13", 7, 60)
        for index in (102, 103):
            nights.undo("2026-03-13", nights.home.rows("payments", "2026-03-10.1")[index - 101]["payment_id"])
        nights.night("2026-03-14")
        proof.equal(nights.home.expect(0, "status").count("only suggests"), 0)


def a_rule_that_is_undone_too_often_suggests_until_somebody_promotes_it():
    with Nights() as nights:
        nights.night("2026-03-10", 1, 20)
        for key in ("R101", "R102", "R103"):
            nights.undo("2026-03-11", nights.ids()[key])
        assert "Rule invoice-number only suggests: persons took off 3 of the 20 payments" in nights.home.expect(0, "status")
        said = nights.night("2026-03-12", 30, 31)
        assert "Rule invoice-number only suggests: persons took off 3 of the 20" in said, said
        proof.equal({key: value for key, value in nights.statuses().items() if key in ("R130", "R131")},
                    {"R130": "unidentified ", "R131": "unidentified "})
        asked = [row for row in nights.home.rows("exceptions") if row["code"] == "rule-demoted"]
        proof.equal([row["suggestions"].split(" ")[0] for row in asked], ["invoice:F130", "invoice:F131"])
        assert "3 of the 20 payments it applied since 2025-12-13" in asked[0]["text"], asked[0]["text"]
        assert "[rule.invoice-number] demote = no" in asked[0]["text"], asked[0]["text"]
        proof.equal(figures(nights.rules()["invoice-number"])[5:], ("85.00", "suggests"))
        with open(nights.home.at("reports", "latest", "index.html"), encoding="utf-8") as text:
            assert "Rules that only suggest" in text.read()
        # Nothing new, nothing changes; the report is written again as it was.
        before = nights.home.reports()
        nights.night("2026-03-12")
        nights.home.expect(0, "report")
        proof.equal(nights.home.reports(), before)
        # Another rule still applies what it is sure of; the suggestion is a command.
        nights.home.expect((0, 1), "review", "apply", asked[0]["payment_id"], "invoice:F130", *BY, "--date", "2026-03-12")
        nights.conf("\n[rule.invoice-number]\ndemote = no")
        nights.night("2026-03-13")
        proof.equal(nights.statuses()["R131"], "applied invoice-number")


def undone_too_often(nights, text):
    """A rule of payments with this text is demoted; the day after is the twelfth."""
    nights.night("2026-03-10", rows=[("R%d" % (100 + index), "2026-03-10", "%d.00" % index, "EUR", "X", text % (100 + index))
                                     for index in range(1, 21)])
    for key in ("R101", "R102", "R103"):
        nights.undo("2026-03-11", nights.ids()[key])


def told(nights, *keys):
    ids = nights.ids()
    asked = {row["payment_id"]: row for row in nights.home.rows("exceptions")}
    return [asked[ids[key]]["code"] if ids[key] in asked else nights.statuses()[key] for key in keys]


def what_a_demoted_rule_would_have_applied_is_no_weaker_payments():
    names, knows = ("P1", "2026-03-12", "30.00", "EUR", "X", "Invoice F130"), ("P2", "2026-03-12", "30.00", "EUR", "X", "C1001")
    for rows in ((names, knows), (knows, names)):
        with Nights() as nights:
            undone_too_often(nights, "Invoice F%d")
            nights.night("2026-03-12", rows=rows)
            proof.equal(told(nights, "P1", "P2"), ["rule-demoted", "ambiguous-items"])
            asked = {row["payment_id"]: row for row in nights.home.rows("exceptions")}
            assert nights.ids()["P1"] in asked[nights.ids()["P2"]]["text"], asked
            # Nor does the next night do it by itself.
            nights.night("2026-03-13")
            codes = [row["code"] for row in nights.home.rows("exceptions")]
            assert "ambiguous-items" in codes and "rule-demoted" in codes, codes


def a_stronger_payment_takes_what_a_demoted_rule_would_have_taken():
    with Nights() as nights:
        undone_too_often(nights, "customer C1001, %d")
        nights.night("2026-03-12", rows=[("P1", "2026-03-12", "30.00", "EUR", "X", "C1001"),
                                         ("P2", "2026-03-12", "30.00", "EUR", "X", "Invoice F130")])
        proof.equal(nights.statuses()["P2"], "applied invoice-number")


def equal_claims_are_asked_where_one_is_of_a_demoted_rule():
    with Nights() as nights:
        undone_too_often(nights, "Invoice F%d")
        nights.night("2026-03-12", rows=[("P1", "2026-03-12", "30.00", "EUR", "X", "Invoice F130"),
                                         ("P2", "2026-03-12", "30.00", "EUR", "Y", "Invoice F130")])
        assert all(one in ("rule-demoted", "ambiguous-items") for one in told(nights, "P1", "P2")), told(nights, "P1", "P2")


def a_rule_is_judged_anew_from_a_day_on():
    with Nights() as nights:
        nights.night("2026-03-10", 1, 20)
        for key in ("R101", "R102", "R103"):
            nights.undo("2026-03-11", nights.ids()[key])
        nights.conf("\n[rule.invoice-number]\ndemote = 2026-03-11")
        nights.night("2026-03-12", 30, 40)
        proof.equal(nights.statuses()["R130"], "applied invoice-number")
        told = nights.ids()
        for key in ("R130", "R131", "R132"):
            nights.undo("2026-03-13", told[key])
        nights.night("2026-03-14", 41, 41)
        proof.equal(nights.statuses()["R141"], "unidentified ")
        # A site may leave it to its people.
        nights.conf("demote_below = no")
        nights.night("2026-03-15")
        proof.equal(nights.statuses()["R141"], "applied invoice-number")


def what_was_undone_long_ago_demotes_no_longer():
    with Nights() as nights:
        nights.night("2026-03-10", 1, 20)
        for key in ("R101", "R102", "R103"):
            nights.undo("2026-03-11", nights.ids()[key])
        nights.night("2026-06-07", 30, 30)
        proof.equal(nights.statuses()["R130"], "unidentified ")
        nights.night("2026-06-08", 31, 31)
        proof.equal((nights.statuses()["R130"], nights.statuses()["R131"]), ("applied invoice-number", "applied invoice-number"))


def a_replay_judges_rules_as_the_book_did():
    with Nights() as nights:
        nights.night("2026-03-10", 1, 20)
        for key in ("R101", "R102", "R103"):
            nights.undo("2026-03-11", nights.ids()[key])
        nights.night("2026-03-12", 30, 30)
        # What persons took off is not taken off again: these three differ whatever the settings.
        undone = ["R101", "R102", "R103"]
        for conf, want in (("", undone), ("[match]\ndemote_below = no\n", undone + ["R130"])):
            nights.home.write("../other.conf", conf)
            out = nights.home.expect(0, "replay", "--settings", nights.home.at("..", "other.conf"), "--since", "2026-03-12")
            proof.equal(sorted(line.split(",")[1] for line in out.splitlines()[1:]), want, conf)


def what_is_no_percentage_is_refused():
    for conf in ("demote_below = 101%", "demote_below = -1%", "demote_below = 0", "demote_below = 99.001%", "demote_below = some",
                 "\n[rule.invoice-number]\ndemote = perhaps", "\n[rule.review]\ndemote = no"):
        with Home() as home:
            home.write("acquit.conf", "[match]\n%s\n" % conf)
            home.expect(3, "run", "--date", "2026-03-10")


if __name__ == "__main__":
    proof.run(globals())
