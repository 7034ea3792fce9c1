#!/usr/bin/env python3
"""test_review_verbs.py - what a person decides moves exactly that money, is chained with who and why, and can be taken back."""
import os
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "lib"))
import files  # noqa: E402
import proof  # noqa: E402
from home import Home  # noqa: E402

DATE = "2026-03-10"
ROWS = "id,booked_on,amount,currency,payer,payer_account,text"
INVOICES = [("F10%d" % index, "C1001", "2026-02-01", "2026-03-15", "EUR", "%d00.00" % index) for index in range(1, 5)]


class Desk:
    """A home after one night."""

    def __init__(self, *rows):
        self.home = Home()
        self.home.write("open-items/customers.csv", files.table("customer_no,name", [
            ("C1001", "Harbor Bakery"), ("C2002", "Pine Works")]))
        self.home.write("open-items/invoices.csv", files.table(
            "invoice_no,customer_no,issue_date,due_date,currency,amount", INVOICES))
        self.home.write("open-items/contracts.csv", files.table(
            "contract_no,notification_no,customer_no,currency,amount", [("K-5001", "N-80001", "C2002", "EUR", "50.00")]))
        self.home.write("inbox/cash.csv", files.table(ROWS, [
            (key, DATE, amount, "EUR", payer, "", text) for key, amount, payer, text in rows]))
        self.home.run(DATE)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.home.__exit__()

    def does(self, *words, statuses=0):
        out = self.home.expect(statuses, "review", *words, "--by", "eva", "--why", "she asked", "--date", DATE)
        self.home.expect(0, "verify")
        return out

    def refuses(self, *words):
        done = self.home.call("review", *words, "--by", "eva", "--why", "she asked", "--date", DATE)
        assert done.returncode == 2, (done.returncode, done.stdout, done.stderr)
        self.home.expect(0, "verify")
        return done.stderr

    def run_of_act(self):
        return max((name for name in self.home.names("reports") if name != "latest"),
                   key=lambda name: int(name.split(".")[1]))

    def balance(self, account):
        return self.home.balances(self.run_of_act()).get((account, "EUR"), 0)

    def status(self, key):
        rows = [row for row in self.home.rows("payments", self.run_of_act()) if row["source_id"] == key]
        return rows[0]["status"] if rows else None


def what_was_taken_off_an_account_does_not_go_back_by_itself():
    with Desk(("T", "700.00", "X", "customer C2002")) as desk:
        desk.home.write("open-items/contracts.csv", files.table(
            "contract_no,notification_no,customer_no,currency,amount", [("K-5001", "N-80001", "C1001", "EUR", "50.00")]))
        desk.home.write("inbox/more.csv", files.table(ROWS, [("U", DATE, "800.00", "EUR", "X", "", "customer C2002")]))
        desk.home.run(DATE)
        proof.equal(desk.status("U"), "on-account")
        desk.does("unapply", "U")
        desk.home.run("2026-03-11")
        proof.equal([(row["source_id"], row["status"]) for row in desk.home.rows("payments")], [("U", "unapplied")])


def held_money_is_released_to_the_customers_account():
    with Desk(("A", "50.00", "Somebody", "contract K-5001 N-80001")) as desk:
        proof.equal(desk.balance("held"), -5000)
        desk.does("release", "A")
        proof.equal((desk.balance("held"), desk.balance("on-account"), desk.status("A")), (0, -5000, "on-account"))
        desk.home.run("2026-03-11")
        proof.equal(desk.balance("on-account"), -5000)
        desk.does("unapply", "A")
        proof.equal((desk.balance("on-account"), desk.balance("unidentified")), (0, -5000))


def nothing_holds_what_is_nobodys():
    with Desk(("A", "50.00", "Somebody", "thank you"), ("B", "100.00", "S", "F101")) as desk:
        assert "account:CUSTOMER" in desk.refuses("release", "A"), "said something else"
        desk.refuses("release", "B")


def a_row_that_was_perhaps_a_duplicate_becomes_a_payment():
    with Desk(("A", "100.00", "Harbor Bakery", "F101")) as desk:
        desk.home.write("inbox/again.csv", files.table(ROWS, [
            ("A", DATE, "200.00", "EUR", "Harbor Bakery", "", "F102")]))
        desk.home.run("2026-03-11")
        found = [row["payment_id"] for row in desk.home.rows("payments") if row["status"] == "possible-duplicate"]
        proof.equal(len(found), 1)
        desk.does("release", found[0])
        desk.home.run("2026-03-12")
        proof.equal([(row["payment_id"], row["status"]) for row in desk.home.rows("payments")], [(found[0], "applied")])


def a_refund_waits_to_be_paid_and_can_be_taken_back():
    for text, bucket in (("thank you", "unidentified"), ("C1001", "unapplied")):
        with Desk(("A", "55.00", "Somebody", text)) as desk:
            proof.equal(desk.balance(bucket), -5500)
            desk.does("refund", "A", "15.00")
            proof.equal((desk.balance(bucket), desk.balance("refunds-payable")), (-4000, -1500))
            desk.does("refund", "A")
            proof.equal((desk.balance(bucket), desk.balance("refunds-payable"), desk.status("A")),
                        (0, -5500, "refund"))
            desk.refuses("refund", "A")
            desk.refuses("apply", "A", "F101")
            desk.home.run("2026-03-11")
            desk.does("unapply", "A")
            proof.equal((desk.balance("refunds-payable"), desk.balance(bucket)), (0, -5500))
            desk.does("apply", "A", "F101")
            proof.equal(desk.balance("receivable"), 94500)


def a_refund_is_never_more_than_waits():
    with Desk(("A", "55.00", "Somebody", "thank you"), ("B", "120.00", "S", "F101")) as desk:
        desk.refuses("refund", "A", "55.01")
        desk.refuses("refund", "A", "-1.00")
        desk.refuses("refund", "A", "nonsense")
        desk.does("refund", "B")
        proof.equal((desk.balance("refunds-payable"), desk.status("B")), (-2000, "part-applied"))
        assert "naming nothing" in desk.refuses("unapply", "B", "F101"), "took it off"
        desk.does("unapply", "B")
        proof.equal((desk.balance("refunds-payable"), desk.balance("receivable")), (0, 100000))


def an_invoice_is_written_off_and_restored():
    with Desk(("A", "195.00", "Somebody", "F102")) as desk:
        proof.equal(desk.balance("receivable"), 80500)
        desk.does("write-off", "F102")
        proof.equal((desk.balance("receivable"), desk.balance("write-offs")), (80000, 500))
        desk.refuses("write-off", "F102")
        desk.home.write("open-items/again.csv", files.table(
            "invoice_no,customer_no,issue_date,due_date,currency,amount", INVOICES[:3]))
        desk.home.run("2026-03-11")
        proof.equal(desk.balance("receivable"), 80000)
        desk.does("restore", "F102")
        proof.equal((desk.balance("receivable"), desk.balance("write-offs")), (80500, 0))
        desk.refuses("restore", "F102")
        desk.does("write-off", "F103=10.00")
        proof.equal((desk.balance("receivable"), desk.balance("write-offs")), (79500, 1000))
        desk.refuses("write-off", "F103=290.01")
        desk.refuses("write-off", "C1001")


def a_written_off_invoice_whose_amount_changes_keeps_the_books():
    for amount in ("90.00", "300.00", "0.00", "250.00"):
        with Desk(("A", "120.00", "Somebody", "F102")) as desk:
            desk.does("write-off", "F102=50.00")
            changed = list(INVOICES[1])
            changed[5] = amount
            desk.home.write("open-items/again.csv", files.table(
                "invoice_no,customer_no,issue_date,due_date,currency,amount", [changed]))
            desk.home.run("2026-03-11")
            desk.home.expect(0, "verify")


def who_and_why_are_required_and_shown():
    with Desk(("A", "55.00", "Somebody", "thank you")) as desk:
        done = desk.home.call("review", "refund", "A", "--by", "eva")
        proof.equal(done.returncode, 2)
        desk.does("assign", "A", "kim")
        desk.does("note", "A", "called them")
        shown = desk.home.expect(0, "show", "A")
        for word in ("assign", "kim", "called them", "eva", "she asked"):
            assert word in shown, shown
        desk.refuses("note", "A")


def the_work_list_is_filtered_and_sorted():
    with Desk(("A", "55.00", "Somebody", "thank you"), ("B", "77.00", "Somebody", "C1001"), ("C", "99.00", "S", "x")) as desk:
        desk.does("assign", "A", "kim")
        desk.does("note", "A", "called them")
        listed = desk.home.expect(0, "review", "list")
        assert "3 questions are open" in listed and "assigned to kim" in listed and "note: called them" in listed, listed
        for words, count in ((("--owner", "Kim"), 1), (("--owner", "lee"), 0), (("--code", "unknown-payer"), 2),
                             (("--code", "no-item-fits"), 1), (("--older", "1"), 3), (("--older", "36000"), 0)):
            listed = desk.home.expect(0, "review", "list", *words)
            proof.equal(listed.count("to do:"), count, words)
        by_amount = desk.home.expect(0, "review", "list", "--sort", "amount")
        assert by_amount.index("99.00") < by_amount.index("77.00") < by_amount.index("55.00"), by_amount
        for words in (("--sort", "colour"), ("--older", "soon"), ("--color",)):
            proof.equal(desk.home.call("review", "list", *words).returncode, 2, words)


def what_was_learned_is_forgotten_when_a_person_says_so():
    with Desk(("A", "100.00", "Baker, Ida", "F101"), ("B", "200.00", "Baker, Ida", "F102")) as desk:
        desk.refuses("forget", "Nobody")
        desk.refuses("forget", "Baker, Ida", "C2002")
        desk.does("forget", "Baker, Ida")
        desk.home.write("inbox/next.csv", files.table(ROWS, [
            ("C", "2026-03-11", "300.00", "EUR", "Baker, Ida", "", "thank you")]))
        desk.home.run("2026-03-11")
        proof.equal([(row["source_id"], row["status"]) for row in desk.home.rows("payments")], [("C", "unidentified")])


class Back:
    """A home with money that went out again: rows of a CSV with kinds."""

    def __init__(self, *rows):
        self.desk = Desk()
        self.home = self.desk.home
        self.home.write("inbox/back.csv", files.table(
            "id,booked_on,amount,currency,payer,payer_account,text,kind,counter_reference",
            [(key, DATE, amount, "EUR", "Somebody", "", "", kind, counter) for key, amount, kind, counter in rows]))
        self.home.run(DATE)

    def __enter__(self):
        return self.desk

    def __exit__(self, *_):
        self.desk.__exit__()


def questions(desk):
    """A night in which nothing changes keeps no reports: the list is asked."""
    listed = desk.home.expect(0, "review", "list")
    return {line.split()[1].rstrip(":") for line in listed.splitlines() if line.startswith("  E")}


def in_suspense(desk):
    """After the newest night: out, and in."""
    balances = desk.home.balances()
    return balances.get(("unidentified-out", "EUR"), 0), balances.get(("unidentified", "EUR"), 0)


def a_refund_or_chargeback_takes_back_the_payment_a_person_names():
    for kind, amount in (("refund", "-119.00"), ("chargeback", "-119.00"), ("refund", "-19.00")):
        with Back(("A", "119.00", "", ""), ("B", amount, kind, "nothing")) as desk:
            assert "return-unknown" in questions(desk), questions(desk)
            page = desk.home.at("reports", "latest", "index.html")
            text = open(page, encoding="utf-8").read()
            listed = desk.home.expect(0, "review", "list")
            for word in ("review accept ", "ORIGINAL", "review done "):
                assert word in text and word in listed, (word, listed)
            desk.does("accept", "B", "A")
            desk.home.run("2026-03-11")
            assert "return-unknown" not in questions(desk)
            proof.equal(in_suspense(desk), (0, -11900 + int(amount.replace("-", "").replace(".", ""))))
            desk.home.expect(0, "verify")


def what_takes_nothing_back_is_closed_by_a_person():
    for kind in ("refund", "chargeback", "return"):
        with Back(("A", "119.00", "", ""), ("B", "-33.00", kind, "nothing")) as desk:
            desk.does("done", "B")
            for day in ("2026-03-11", "2026-03-12"):
                desk.home.run(day)
                assert not questions(desk) & {"return-unknown"}, questions(desk)
                proof.equal((desk.balance("unidentified-out"), desk.balance("unidentified")), (3300, -11900))
            desk.refuses("done", "B")
            desk.refuses("done", "A")
            shown = desk.home.expect(0, "show", "B")
            assert "done" in shown and "eva" in shown and "she asked" in shown, shown


def what_is_closed_may_still_be_accepted():
    with Back(("A", "33.00", "", ""), ("B", "-33.00", "chargeback", "nothing")) as desk:
        desk.does("done", "B")
        desk.home.run("2026-03-11")
        desk.does("accept", "B", "A")
        desk.home.run("2026-03-12")
        proof.equal(in_suspense(desk), (0, 0))


def a_return_takes_no_more_than_is_left():
    with Back(("A", "119.00", "", ""), ("B", "-119.00", "return", "nothing"), ("C", "-7.00", "refund", "A")) as desk:
        said = desk.refuses("accept", "B", "A")
        assert "112.00" in said and "119.00" in said and "review done" in said, said
        desk.home.run("2026-03-11")
        desk.does("done", "B")
        desk.home.run("2026-03-12")
        assert "return-unknown" not in questions(desk)
    with Back(("A", "119.00", "", ""), ("B", "-119.00", "return", "nothing")) as desk:
        desk.does("refund", "A", "7.00")
        said = desk.refuses("accept", "B", "A")
        assert "review unapply" in said, said


def what_is_left_of_a_refund_keeps_its_question():
    for text, code in (("thank you", "unknown-payer"), ("C1001", "no-item-fits")):
        with Desk(("A", "55.00", "Somebody", text)) as desk:
            proof.equal(questions(desk), {code})
            before = desk.home.expect(0, "review", "list").splitlines()[1:3]
            desk.does("refund", "A", "15.00")
            proof.equal(desk.home.expect(0, "review", "list").splitlines()[1:3], before)


def what_leaves_an_account_is_no_credit_note():
    with Desk(("A", "120.00", "Harbor Bakery", "C1001")) as desk:
        desk.does("apply", "A", "F101")
        shown = desk.home.expect(0, "show", "A")
        assert "taken off the account" in shown and "credit note" not in shown, shown


def the_list_tells_what_it_leaves_out():
    with Desk(("A", "55.00", "Somebody", "thank you")) as desk:
        done = desk.home.call("review", "list", "--code", "nope")
        assert done.returncode == 2 and "--code" in done.stderr, (done.returncode, done.stderr)
        for words in (("--owner", "nobody"), ("--code", "possible-double"), ("--older", "36000")):
            listed = desk.home.expect(0, "review", "list", *words)
            assert "Nothing waits" not in listed and "1 open" in listed, listed
        desk.does("apply", "A", "account:C1001")
        assert "Nothing waits" in desk.home.expect(0, "review", "list", "--owner", "nobody")


def an_unsigned_contract_is_suggested_for_later():
    with Desk(("A", "50.00", "Somebody", "contract K-5001")) as desk:
        listed = desk.home.expect(0, "review", "list")
        assert "contract:K-5001" in listed and "once it is signed" in listed, listed
        assert "signed_on" in desk.refuses("apply", "A", "contract:K-5001")


def a_mend_is_of_what_was_refused():
    with Desk(("A", "100.00", "Somebody", "F101")) as desk:
        for words in (("write-off", "F101"), ("restore", "F102")):
            said = desk.refuses(*words)
            assert "show invoice:" in said and "unapply" not in said, said
        assert "name the payer" in desk.refuses("forget", "Nobody")
        os.chmod(desk.home.at("seal.key"), 0o644)
        done = desk.home.call("run")
        assert done.returncode == 3 and "chmod 600" in done.stderr, (done.returncode, done.stderr)


if __name__ == "__main__":
    proof.run(globals())
