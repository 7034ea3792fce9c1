#!/usr/bin/env python3
"""test_returns_owed.py - a return whose money nobody has any more is owed by a customer: repaid, written off, refused by our bank, and each taken back."""
import os
import sys
from decimal import Decimal

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "lib"))
sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import files  # noqa: E402
import proof  # noqa: E402
import test_ach_returns as returns  # noqa: E402

OWED = Decimal("125.50")


class Desk(returns.Nights):
    """A debit that came back twice."""

    def __init__(self):
        super().__init__()
        self.night(returns.debit())
        self.night(returns.back())
        self.night(returns.back(trace=returns.SECOND))
        self.second = returns.asked(self)["return-twice"]

    def does(self, *words, status=0):
        done = self.home.call("review", *words, "--by", "ada", "--why", "the bank says so", "--date", "2026-03-%02d" % self.day)
        proof.equal(done.returncode, status, (words, done.stdout, done.stderr))
        self.home.expect(0, "verify")
        self.owes()
        return done.stdout or done.stderr

    def owes(self):
        """What the table says must be the account's balance, in every book."""
        run = self.newest()
        proof.equal(sum((Decimal(row["owed"]) for row in self.home.rows("owed", run)), Decimal(0)), self.told("due-from-customer")[0])

    def newest(self):
        return max((name for name in self.home.names("reports") if name != "latest"),
                   key=lambda name: (name.split(".")[0], int(name.split(".")[1])))

    def told(self, *accounts):
        return [sum((Decimal(row["balance"]) for row in self.home.rows("trial_balance", self.newest())
                     if row["account"] == account), Decimal(0)) for account in accounts]

    def pays(self, amount, text="thank you"):
        self.files += 1
        self.home.write("inbox/%03d.csv" % self.files, files.table("cash", [
            ("C%d" % self.files, "2026-03-%02d" % self.day, amount, "USD", "somebody", text)]))
        self.night()
        return "C%d" % self.files

    def questions(self):
        listed = self.home.expect(0, "review", "list")
        return sorted(line.split()[1].rstrip(":") for line in listed.splitlines() if line.startswith("  E"))


def a_second_return_is_owed_by_the_customer_named():
    with Desk() as desk:
        assert "account:CUSTOMER" in desk.home.expect(0, "review", "list")
        proof.equal(desk.told("unidentified-out", "due-from-customer"), [OWED, 0])
        desk.does("accept", desk.second, status=2)
        desk.does("accept", desk.second, "account:C-9999", status=2)
        desk.does("accept", desk.second, "account:C-1001=5.00", status=2)
        desk.does("accept", desk.second, "account:C-1001")
        proof.equal(desk.told("unidentified-out", "due-from-customer", "receivable"), [0, OWED, returns.ALL])
        for _ in range(2):
            desk.night()
            proof.equal((desk.questions(), desk.told("due-from-customer")), ([], [OWED]))
        desk.home.expect(0, "verify", "--rebuild")
        assert "accept account:C-1001" in desk.home.expect(0, "show", desk.second)


def what_is_owed_may_be_opened_again():
    with Desk() as desk:
        desk.does("accept", desk.second, "account:C-1001")
        desk.does("reopen", desk.second)
        proof.equal(desk.told("unidentified-out", "due-from-customer"), [OWED, 0])
        proof.equal(desk.questions(), ["return-twice"])
        desk.night()
        proof.equal(desk.questions(), ["return-twice"])
        desk.does("accept", desk.second, "account:C-1002")
        proof.equal(desk.told("unidentified-out", "due-from-customer"), [0, OWED])


def it_is_repaid_in_parts_and_that_is_taken_back():
    for text, bucket in (("thank you", "unidentified"), ("C-1001", "unapplied")):
        with Desk() as desk:
            desk.does("accept", desk.second, "account:C-1001")
            first = desk.pays("100.00", text)
            before = desk.told("unidentified", "unapplied", "on-account")
            desk.does("repay", first, "account:C-1002", status=2)
            desk.does("repay", first, "account:C-1001=200.00", status=2)
            desk.does("repay", first, "C-1001", status=2)
            desk.does("repay", first, "account:C-1001=40.00")
            proof.equal(desk.told(bucket, "due-from-customer"), [Decimal("-60"), OWED - 40])
            desk.does("repay", first, "account:C-1001")
            proof.equal(desk.told(bucket, "due-from-customer"), [0, OWED - 100])
            desk.home.expect(0, "verify", "--rebuild")
            assert "repaid" in desk.does("reopen", desk.second, status=2)
            desk.does("unapply", first)
            proof.equal(desk.told(bucket, "due-from-customer"), [Decimal("-100"), OWED])
            proof.equal(sum(desk.told("unidentified", "unapplied", "on-account")), sum(before))
            rest = desk.pays("200.00")
            desk.does("repay", rest, "account:C-1001")
            proof.equal(desk.told("due-from-customer"), [0])
            desk.does("repay", rest, "account:C-1001", status=2)


def it_is_written_off_and_restored():
    with Desk() as desk:
        desk.does("write-off", "due:C-1001/USD", status=2)
        desk.does("accept", desk.second, "account:C-1001")
        for words in (("write-off", "due:C-1001"), ("write-off", "due:C-1001/EUR"), ("write-off", "due:C-1001/USD=125.51"),
                      ("write-off", "due:C-1002/USD"), ("restore", "due:C-1001/USD"), ("write-off", "due:C-1001/XYZ")):
            desk.does(*words, status=2)
        desk.does("write-off", "due:C-1001/USD=25.50")
        proof.equal(desk.told("write-offs", "due-from-customer"), [Decimal("25.50"), Decimal("100")])
        desk.does("write-off", "due:C-1001/USD")
        proof.equal(desk.told("write-offs", "due-from-customer"), [OWED, 0])
        desk.does("restore", "due:C-1001/USD")
        proof.equal(desk.told("write-offs", "due-from-customer"), [Decimal("25.50"), Decimal("100")])
        desk.does("restore", "due:C-1001/USD")
        desk.does("restore", "due:C-1001/USD", status=2)
        proof.equal(desk.told("write-offs", "due-from-customer"), [0, OWED])
        desk.home.expect(0, "verify", "--rebuild")


def what_is_owed_is_shown_with_the_customer_and_in_the_report():
    with Desk() as desk:
        assert "of returns" not in desk.home.expect(0, "show", "C-1001")
        assert "owe of returns" not in desk.home.reports()["index.html"].decode()
        day = "2026-03-%02d" % desk.day
        desk.does("accept", desk.second, "account:C-1001")
        said = desk.home.expect(0, "show", "C-1001")
        for line in ("Owed of returns", "125.50 USD  since %s" % day, "return-owed", "payment " + desk.second,
                     "acquit review repay PAYMENT account:C-1001 --by YOU --why REASON",
                     "acquit review write-off due:C-1001/USD --by YOU --why REASON"):
            assert line in said, (line, said)
        assert "of returns" not in desk.home.expect(0, "show", "C-1002")
        first = desk.pays("100.00")
        desk.does("repay", first, "account:C-1001=40.00")
        run = desk.newest()
        row, = desk.home.rows("owed", run)
        proof.equal((row["customer_no"], row["currency"], row["owed"], row["since"]), ("C-1001", "USD", "85.50", day))
        page = desk.home.reports(run)["index.html"].decode()
        assert "What customers owe of returns" in page and "85.50" in page and "acquit review repay" in page, page
        said = desk.home.expect(0, "show", "C-1001")
        assert "85.50 USD  since %s" % day in said and "-40.00 USD" in said and "return-repaid" in said, said
        desk.home.expect(0, "report", run)
        proof.equal(desk.home.reports(run)["index.html"].decode(), page)
        desk.does("write-off", "due:C-1001/USD")
        proof.equal(desk.home.rows("owed", desk.newest()), [])
        assert "owe of returns" not in desk.home.reports(desk.newest())["index.html"].decode()
        said = desk.home.expect(0, "show", "C-1001")
        assert "nothing any more" in said and "due-written-off" in said, said
        desk.does("restore", "due:C-1001/USD")
        row, = desk.home.rows("owed", desk.newest())
        proof.equal((row["owed"], row["since"]), ("85.50", "2026-03-%02d" % desk.day))
        assert "85.50 USD" in desk.home.expect(0, "status"), desk.home.expect(0, "status")


def our_banks_refusal_ends_the_debt_and_leaves_the_first_return():
    with Desk() as desk:
        desk.does("accept", desk.second, "account:C-1001")
        desk.night(returns.refusal(of=returns.SECOND))
        desk.owes()
        proof.equal(desk.told("unidentified-out", "unidentified", "due-from-customer", "receivable"), [0, 0, 0, returns.ALL])
        proof.equal(desk.questions(), [])


def a_refusal_of_the_first_return_leaves_the_debt():
    with Desk() as desk:
        desk.does("accept", desk.second, "account:C-1001")
        desk.night(returns.refusal())
        desk.owes()
        proof.equal(desk.told("unidentified-out", "unidentified", "due-from-customer", "receivable"),
                    [0, 0, OWED, returns.PAID])


if __name__ == "__main__":
    proof.run(globals())
