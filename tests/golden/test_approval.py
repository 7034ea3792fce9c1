#!/usr/bin/env python3
"""test_approval.py - what is more than one person decides alone waits for another, does exactly what was proposed, or is refused."""
import csv
import os
import sqlite3
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "lib"))
import files  # noqa: E402
import proof  # noqa: E402
from home import Home  # noqa: E402

DATE = "2026-03-10"
SETTINGS = "[review]\napprove_above = 100.00 EUR\n"
LIMITS = SETTINGS + "[person.eva]\nlimit = 500.00 EUR\n[person.kim]\nlimit = 50.00 EUR\n[person.lee]\nlimit = 900.00 EUR\n"


class Desk:
    """A home after a night with money that waits."""

    def __init__(self, settings=SETTINGS, amounts=("300.00", "80.00")):
        self.home = Home()
        self.home.write("acquit.conf", settings)
        self.home.write("open-items/customers.csv", files.table("customer_no,name", [("C1001", "Harbor Bakery")]))
        self.home.write("open-items/invoices.csv", files.table("invoice_no,customer_no,due_date,currency,amount", [
            ("F101", "C1001", "2026-03-15", "EUR", "250.00"), ("F102", "C1001", "2026-03-15", "EUR", "90.00")]))
        self.home.write("inbox/cash.csv", files.table("id,booked_on,amount,currency,payer,text", [
            ("R%d" % index, DATE, amount, "EUR", "Somebody", "thank you") for index, amount in enumerate(amounts, 1)]))
        self.home.run(DATE)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.home.__exit__()

    def call(self, *words, by="eva", why="she asked", date=DATE):
        return self.home.call("review", *words, "--by", by, "--why", why, "--date", date)

    def does(self, *words, status=0, **keys):
        done = self.call(*words, **keys)
        proof.equal(done.returncode, status, (words, done.stdout, done.stderr))
        self.home.expect(0, "verify")
        return done.stdout

    def refuses(self, *words, **keys):
        head = self.head()
        done = self.call(*words, **keys)
        proof.equal(done.returncode, 2, (words, done.stdout, done.stderr))
        proof.equal(self.head(), head)
        self.home.expect(0, "verify")
        return done.stderr

    def sql(self, text):
        with sqlite3.connect(self.home.at("acquit.db")) as store:
            return store.execute(text).fetchall()

    def head(self):
        return self.sql("SELECT head FROM unit ORDER BY unit_no DESC LIMIT 1")

    def run_of_act(self):
        return max((name for name in self.home.names("reports") if name != "latest"),
                   key=lambda name: (name.split(".")[0], int(name.split(".")[1])))

    def balance(self, account):
        return self.home.balances(self.run_of_act()).get((account, "EUR"), 0)

    def propose(self, *words, **keys):
        said = self.does(*words, status=1, **keys)
        assert "nothing is posted" in said, said
        return said.split(":")[0]


def an_act_above_the_limit_is_posted_when_another_approves_it():
    with Desk() as desk:
        before = desk.head()
        proposal = desk.propose("refund", "R1")
        proof.equal(desk.head(), before)
        proof.equal((desk.balance("refunds-payable"), desk.balance("unidentified")), (0, -38000))
        listed = desk.home.expect(0, "review", "list", "--date", "2026-03-13")
        for word in (proposal + "  300.00 EUR", "proposed by eva 2026-03-10  open 3 days", "she asked",
                     "1 act waits", "review approve " + proposal, "review withdraw " + proposal, "anybody else"):
            assert word in listed, (word, listed)
        proof.equal(desk.home.call("run", "--date", DATE).returncode, 1)
        desk.home.expect(0, "status")
        said = desk.does("approve", proposal, by="kim", why="I saw the letter")
        assert "approved by kim" in said and "300.00 EUR is to be given back" in said, said
        proof.equal((desk.balance("refunds-payable"), desk.balance("unidentified")), (-30000, -8000))
        shown = desk.home.expect(0, "show", "R1")
        assert "by eva: she asked; approved by kim: I saw the letter" in shown, shown
        assert "act waits" not in desk.home.expect(0, "review", "list")
        desk.refuses("approve", proposal, by="lee")


def an_act_within_the_limit_is_posted_at_once():
    with Desk() as desk:
        desk.does("refund", "R2")
        desk.does("refund", "R1", "100.00")
        desk.propose("refund", "R1", "100.01")
        proof.equal(desk.balance("refunds-payable"), -18000)


def every_verb_that_moves_money_is_held_to_it():
    with Desk(amounts=("300.00", "300.00")) as desk:
        for words in (("apply", "R1", "F101"), ("write-off", "F101"), ("apply", "R1", "account:C1001"),
                      ("write-off", "F101=100.01")):
            number = desk.propose(*words)
            desk.does("withdraw", number, by="kim")
            desk.refuses("approve", number, by="kim")
        for words in (("note", "R1", "look"), ("assign", "R1", "kim"), ("write-off", "F102")):
            desk.does(*words)
        desk.does("restore", "F102")
        number = desk.propose("apply", "R1", "F101=250.00", "account:C1001=50.00")
        desk.does("approve", number, by="kim")
        proof.equal((desk.balance("receivable"), desk.balance("on-account")), (9000, -5000))
        number = desk.propose("unapply", "R1", "invoice:F101")
        desk.does("approve", number, by="kim")
        proof.equal((desk.balance("receivable"), desk.balance("on-account")), (34000, 0))


def what_stays_applied_is_not_moved():
    with Desk(amounts=("340.00",)) as desk:
        desk.does("approve", desk.propose("apply", "R1", "F101", "F102"), by="kim")
        desk.does("unapply", "R1", "F102")
        proof.equal(desk.balance("receivable"), 9000)


def nobody_approves_their_own_whatever_the_letters():
    with Desk() as desk:
        number = desk.propose("refund", "R1", by="Eva Berg")
        for who in ("Eva Berg", "eva berg", " EVA BERG ", "Berg, Eva", "\uff25va Berg"):
            assert "cannot approve" in desk.refuses("approve", number, by=who), who
        desk.does("approve", number, by="Kim Berg")


def what_changed_since_is_refused_with_the_reason():
    with Desk() as desk:
        number = desk.propose("refund", "R1")
        desk.does("refund", "R1", "100.00", by="lee")
        said = desk.refuses("approve", number, by="kim")
        assert "no longer what was proposed" in said and "200.00" in said, said
        desk.does("withdraw", number, by="kim")
    with Desk() as desk:
        number = desk.propose("apply", "R1", "F101")
        desk.does("write-off", "F101=20.00")
        said = desk.refuses("approve", number, by="kim")
        assert "230.00" in said, said
    with Desk() as desk:
        number = desk.propose("refund", "R1")
        desk.home.write("open-items/more.csv", files.table("customer_no,name,payer_names", [("C2002", "Some Body", "Somebody")]))
        desk.home.write("open-items/owed.csv", files.table("invoice_no,customer_no,due_date,currency,amount", [
            ("F900", "C2002", "2026-03-15", "EUR", "300.00")]))
        desk.home.run("2026-03-11")
        proof.equal(desk.balance("unidentified"), 0)
        said = desk.refuses("approve", number, by="kim", date="2026-03-11")
        assert "applied" in said, said


def the_same_is_not_proposed_twice():
    with Desk() as desk:
        number = desk.propose("refund", "R1")
        assert number in desk.refuses("refund", "R1")
        desk.propose("refund", "R1", "200.00")


def a_limit_of_a_person_is_named_and_who_to_ask():
    with Desk(LIMITS) as desk:
        said = desk.refuses("refund", "R1", by="kim")
        for word in ("kim", "50.00 EUR", "300.00 EUR", "eva", "lee"):
            assert word in said, (word, said)
        desk.refuses("refund", "R1", by="KIM")
        desk.does("refund", "R2", "50.00", by="kim")
        number = desk.propose("refund", "R1", by="eva")
        assert "lee" in desk.home.expect(0, "review", "list")
        said = desk.refuses("approve", number, by="kim")
        assert "acquit.conf:6:1: this moves 300.00 EUR, and the limit of kim is 50.00 EUR ([person.kim] limit): ask lee, or " in said, said
        desk.does("approve", number, by="lee")
    with Desk("[review]\nlimit = 60.00 EUR\n[person.eva]\nlimit = 500.00 EUR\n") as desk:
        assert "eva" in desk.refuses("refund", "R2", by="zoe")
        desk.does("refund", "R2", by="eva")
    with Desk("[review]\nlimit = 60.00 USD\n") as desk:
        said = desk.refuses("refund", "R2", by="zoe")
        assert ("acquit.conf:2:1: this moves 80.00 EUR, and [review] limit names no amount in EUR: zoe may move none; no other limit in "
                "acquit.conf reaches so far" in said and "a list of limits allows nothing in a currency that it does not name" in said), said
    with Desk("[review]\nlimit = 60.00 EUR\n[person.zoe]\nlimit = 500.00 USD 1.00 CHF\n[person.eva]\nlimit = 500.00 EUR\n") as desk:
        said = desk.refuses("refund", "R2", by="Zoe")
        assert "acquit.conf:4:1: this moves 80.00 EUR, and [person.zoe] limit names no amount in EUR: Zoe may move none; ask eva" in said, said
    # Nobody may approve it: the proposal says so as well.
    with Desk("[review]\napprove_above = 50.00 EUR\nlimit = 60.00 EUR\n[person.eva]\nlimit = 500.00 EUR\n") as desk:
        desk.propose("refund", "R2", by="eva")
        assert "waits for the approval of nobody: no other limit in acquit.conf reaches so far" in desk.home.expect(0, "review", "list")


def a_currency_that_is_not_named_wants_approval():
    with Desk("[review]\napprove_above = 100.00 USD\n") as desk:
        desk.propose("refund", "R2")


def an_accepted_return_is_money_too():
    with Desk() as desk:
        desk.home.write("inbox/back.csv", files.table("id,booked_on,amount,currency,payer,text,kind", [
            ("B", DATE, "-300.00", "EUR", "Somebody", "", "return")]))
        desk.home.run("2026-03-11")
        number = desk.propose("accept", "B", "R1")
        desk.home.run("2026-03-12")
        proof.equal(desk.balance("unidentified"), -38000)
        desk.does("approve", number, by="kim")
        desk.home.run("2026-03-13")
        proof.equal((desk.balance("unidentified"), desk.balance("unidentified-out")), (-8000, 0))


def settings_that_cannot_be_read_are_refused():
    for line in ("[review]\napprove_above = much\n", "[review]\napprove_above = 1.00\n", "[review]\napprove_above = 1.00 EUR 2.00 EUR\n",
                 "[review]\napprove_above = -1.00 EUR\n", "[review]\napprove_above = 1.001 EUR\n", "[person.eva]\nlimit = 5 QQQ\n",
                 "[person.]\nlimit = 5.00 EUR\n"):
        with Desk() as desk:
            desk.home.write("acquit.conf", line)
            done = desk.call("refund", "R2")
            assert done.returncode == 3 and "acquit.conf" in done.stderr, (line, done.returncode, done.stderr)


def the_report_tells_what_waits_and_harms_nobody():
    why = "=1+1,<script>alert(1)</script>\"'\n\x1b[31m"
    with Desk() as desk:
        desk.propose("refund", "R1", by="<b>eva</b>", why=why)
        run = desk.run_of_act()
        rows = desk.home.rows("approvals", run)
        proof.equal([(row["verb"], row["amount"], row["currency"], row["proposed_by"]) for row in rows],
                    [("refund", "300.00", "EUR", "<b>eva</b>")])
        assert rows[0]["why"].startswith("'="), rows
        page = open(desk.home.at("reports", run, "index.html"), encoding="utf-8").read()
        assert "second person" in page and "<script" not in page and "<b>eva" not in page, "unescaped"
        assert "\x1b" not in desk.home.expect(0, "review", "list")
        assert "\x1b" not in desk.home.expect(0, "show", "R1")
        before = page
        desk.home.expect(0, "report", run)
        proof.equal(open(desk.home.at("reports", run, "index.html"), encoding="utf-8").read(), before)
        with open(desk.home.at("reports", run, "approvals.csv"), encoding="utf-8", newline="") as handle:
            proof.equal({len(row) for row in csv.reader(handle)}, {11})


def a_proposal_that_was_changed_in_the_store_is_refused():
    for change in ("UPDATE proposal SET subject = 'R2'", "UPDATE proposal SET verb = 'release'",
                   "UPDATE proposal SET effect = zeroblob(32)", "UPDATE proposal SET words = x'00000005312E303030'",
                   "UPDATE proposal SET amount = 1"):
        with Desk() as desk:
            number = desk.propose("refund", "R1")
            with sqlite3.connect(desk.home.at("acquit.db")) as store:
                store.execute(change)
            done = desk.call("approve", number, by="kim")
            proof.equal(done.returncode, 6, (change, done.stdout, done.stderr))


def who_approved_is_part_of_the_chain():
    with Desk() as desk:
        desk.does("approve", desk.propose("refund", "R1"), by="kim", why="seen")
        with sqlite3.connect(desk.home.at("acquit.db")) as store:
            store.execute("DROP TRIGGER act_kept")
            store.execute("UPDATE act SET approved_by = 'lee' WHERE verb = 'refund'")
        proof.equal(desk.home.call("verify").returncode, 6)


def two_homes_that_do_the_same_have_the_same_head():
    heads = []
    for _ in range(2):
        with Desk() as desk:
            desk.does("approve", desk.propose("refund", "R1"), by="kim")
            heads.append(desk.head())
    proof.equal(heads[0], heads[1])


def the_list_is_filtered_by_money_and_whose_it_is():
    with Desk(amounts=("300.00", "80.00", "1.00")) as desk:
        desk.home.write("inbox/more.csv", files.table("id,booked_on,amount,currency,payer,text", [
            ("D", DATE, "70.00", "USD", "Somebody", "C1001")]))
        desk.home.run("2026-03-11")
        for words, count in ((("--currency", "usd"), 1), (("--above", "79.99"), 2), (("--above", "80"), 1),
                             (("--customer", "c1001"), 1), (("--customer", "C9"), 0), (("--currency", "JPY"), 0),
                             (("--older", "1", "--date", "2026-03-11"), 3), (("--older", "0", "--date", "2026-03-11"), 4)):
            listed = desk.home.expect(0, "review", "list", *words)
            proof.equal(listed.count("to do:"), count, (words, listed))
        listed = desk.home.expect(0, "review", "list", "--date", "2026-03-12")
        proof.equal((listed.count("open 2 days"), listed.count("open 1 day\n") + listed.count("open 1 day ")), (3, 1))
        for words in (("--currency", "nope"), ("--above", "much"), ("--above", "-1"), ("--date", "today"), ("surplus",)):
            proof.equal(desk.home.call("review", "list", *words).returncode, 2, words)


if __name__ == "__main__":
    proof.run(globals())
