#!/usr/bin/env python3
"""test_settle_verbs.py - a person says which settlement money is for and what a difference is; no night asks again, and each is taken back whole."""
import os
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "lib"))
import files  # noqa: E402
import proof  # noqa: E402
from home import Home  # noqa: E402

DETAILS = "id,booked_on,amount,currency,source,settlement_id,payer,text"
CASH = "id,booked_on,amount,currency,account,payer,text"
GATEWAY = "[gateway.pay]\nbank_name = PAYGATE\n"


class Books(Home):
    """Two payouts of one gateway, and what the bank brought."""

    def __init__(self, payouts=(("PO1", "100.00"), ("PO2", "100.00")), bank=("100.00",)):
        super().__init__(conf=GATEWAY)
        self.day = "2026-03-04"
        self.write("inbox/details.csv", files.table(DETAILS, [
            ("T%d" % index, "2026-03-02", amount, "EUR", "pay", payout, "Ann", "thanks")
            for index, (payout, amount) in enumerate(payouts, 1)]))
        self.bank("2026-03-03", *bank)
        self.run(self.day)

    def bank(self, day, *amounts, text="PAYGATE"):
        if amounts:
            self.write("inbox/bank-%s.csv" % day, files.table(CASH, [
                ("B%s%d" % (day, index), day, amount, "EUR", "123", "", text) for index, amount in enumerate(amounts, 1)]))

    def does(self, *words, status=0):
        done = self.call("review", *words, "--by", "eva", "--why", "I asked them", "--date", self.day)
        proof.equal(done.returncode, status, (words, done.stdout, done.stderr))
        self.expect(0, "verify")
        return done.stdout if status == 0 else done.stderr

    def night(self, day):
        self.day = day
        self.run(day)
        self.expect(0, "verify")

    def asked(self):
        listed = self.expect(0, "review", "list")
        return sorted(line.split()[1].rstrip(":") for line in listed.splitlines() if line.startswith("  E"))

    def newest(self):
        return max((name for name in self.names("reports") if name != "latest"),
                   key=lambda name: (name.split(".")[0], int(name.split(".")[1])))

    def told(self, *accounts):
        balances = self.balances(self.newest())
        return [balances.get((account, "EUR"), 0) for account in accounts]

    def settled(self):
        return {row["settlement_id"]: (row["net"], row["deposited"], row["status"])
                for row in self.rows("settlements", self.newest())}

    def state(self):
        """Balances, and what is asked of each payment."""
        listed = self.expect(0, "review", "list", "--date", self.day)
        return ({key: value for key, value in self.balances(self.newest()).items() if value},
                sorted(line.split()[1] for line in listed.splitlines() if line.startswith("  E")))


def line_of(home):
    return "B2026-03-031"


def a_deposit_that_fits_two_payouts_is_settled_by_a_person():
    with Books() as home:
        proof.equal(home.asked().count("possible-double"), 1)
        listed = home.expect(0, "review", "list", "--code", "possible-double")
        assert "settlement:pay/PO1" in listed and "settlement:pay/PO2" in listed, listed
        before = home.state()
        said = home.does("settle", line_of(home), "settlement:pay/PO2")
        assert "closes settlement PO2" in said, said
        proof.equal(home.told("clearing:pay", "unidentified"), [10000, -20000])
        assert "possible-double" not in home.asked()
        for day in ("2026-03-05", "2026-03-06"):
            home.night(day)
            assert "possible-double" not in home.asked()
            proof.equal(home.told("clearing:pay"), [10000])
        home.does("settle", line_of(home), "PO1", status=2)
        home.does("unsettle", line_of(home))
        proof.equal(home.state()[0], before[0])
        home.night("2026-03-07")
        proof.equal(home.told("clearing:pay"), [20000])
        assert "possible-double" not in home.asked()
        home.does("settle", line_of(home), "PO1")
        proof.equal(home.settled()["PO1"][2], "closed")


def what_a_person_said_of_a_line_is_told_every_night():
    def told(home, of="bank-2026-03-03"):
        return sorted(row["text"] for row in home.rows("exceptions") if row["file"].startswith(of))

    with Books() as home:
        home.does("settle", line_of(home), "PO1")
        home.does("unsettle", line_of(home))
        for day in ("2026-03-05", "2026-03-06"):
            home.bank(day, "9.00", text="something else")
            home.night(day)
            text, = told(home)
            assert text.startswith("a person took it off its settlement; ") and len(text) > 50, text
            assert "a person" not in "".join(told(home, "bank-2026-03-05")), told(home, "bank-")
        home.does("settle", line_of(home), "PO2")
        # The detail of a difference that was taken back was on no settlement itself.
        home.does("difference", "T1", "write-offs")
        home.does("unsettle", "T1")
        home.bank("2026-03-07", "9.00", text="something else")
        home.night("2026-03-07")
        proof.equal(told(home), [])
        assert "a person" not in "".join(told(home, "details")), home.rows("exceptions")
    with Books() as home:
        home.does("done", line_of(home))
        home.bank("2026-03-05", "9.00", text="something else")
        home.night("2026-03-05")
        text, = told(home)
        assert text.startswith("a person said that it is no settlement's; "), text
        assert "a person" not in "".join(told(home, "bank-2026-03-05")), told(home, "bank-")


def a_deposit_of_no_payout_is_a_receipt():
    with Books() as home:
        assert "looks at it" in home.does("done", line_of(home))
        home.does("reopen", line_of(home))
        assert "possible-double" in home.asked()
        home.does("done", line_of(home))
        home.night("2026-03-05")
        assert "possible-double" not in home.asked() and home.asked().count("unknown-payer") == 3, home.asked()
        home.does("settle", line_of(home), "PO1")
        home.does("unsettle", line_of(home))


def what_is_settled_short_is_asked_and_the_difference_has_a_place():
    for place, account in (("fees", "fees:pay"), ("fee-tax", "fee-tax:pay"), ("write-offs", "write-offs"),
                           ("reserve", "reserve:pay"), ("interest", "interest:pay"), ("rounding", "rounding")):
        with Books(payouts=[("PO1", "100.00"), ("PO2", "100.00")], bank=("97.50",)) as home:
            home.does("settle", line_of(home), "PO1")
            proof.equal(home.asked().count("settlement-difference"), 1)
            before = home.state()
            home.does("difference", line_of(home), "nowhere", status=2)
            home.does("difference", line_of(home), place)
            proof.equal(home.told(account, "clearing:pay"), [250, 10000])
            proof.equal(home.settled()["PO1"], ("97.50", "97.50", "closed"))
            assert "settlement-difference" not in home.asked()
            home.expect(0, "verify", "--rebuild")
            home.night("2026-03-05")
            assert "settlement-difference" not in home.asked()
            home.does("difference", line_of(home), place, status=2)
            home.does("unsettle", line_of(home))
            proof.equal(home.state(), before)
            home.does("unsettle", line_of(home))
            proof.equal(home.told("clearing:pay"), [20000])


def more_than_was_awaited_has_a_place_too():
    with Books(payouts=[("PO1", "100.00")], bank=("100.75",)) as home:
        home.does("settle", line_of(home), "pay/PO1")
        home.does("difference", line_of(home), "interest")
        proof.equal(home.told("interest:pay", "clearing:pay"), [-75, 0])


def a_difference_may_stay_and_is_asked_no_more():
    with Books(payouts=[("PO1", "100.00")], bank=("99.00",)) as home:
        home.does("settle", line_of(home), "PO1")
        before = home.state()
        home.does("done", line_of(home))
        home.night("2026-03-20")
        assert "settlement-difference" not in home.asked(), home.asked()
        proof.equal(home.told("clearing:pay"), [100])
        home.does("done", line_of(home), status=2)
        home.does("reopen", line_of(home))
        proof.equal(home.state(), before)
        home.does("reopen", line_of(home), status=2)


def a_payout_that_never_comes_is_closed():
    with Books(payouts=[("PO1", "100.00")], bank=()) as home:
        home.does("apply", "T1", "account:C1", status=2)
        home.does("refund", "T1")
        home.night("2026-03-20")
        proof.equal(home.asked(), ["settlement-late"])
        before = home.state()
        home.does("done", "T1")
        for day in ("2026-03-21", "2026-04-21"):
            home.night(day)
            proof.equal(home.asked(), [])
        home.does("reopen", "T1")
        proof.equal(home.state(), before)
        home.does("difference", "T1", "write-offs")
        proof.equal((home.asked(), home.told("clearing:pay", "write-offs")), ([], [0, 10000]))
        home.night("2026-04-22")
        proof.equal(home.asked(), [])
        home.does("unsettle", "T1")
        home.night("2026-04-23")
        proof.equal((home.asked(), home.told("clearing:pay", "write-offs")), (["settlement-late"], [10000, 0]))


def what_does_not_fit_is_refused():
    with Books() as home:
        for words in (("settle", "T1", "PO1"), ("settle", line_of(home)), ("settle", line_of(home), "PO9"),
                      ("settle", line_of(home), "PO1", "PO2"), ("unsettle", line_of(home)), ("difference", "T1"),
                      ("unsettle", "T1"), ("reopen", "T1"), ("done", "T1"), ("difference", line_of(home), "fees")):
            home.does(*words, status=2)
        home.does("refund", line_of(home), "1.00")
        assert "take it off first" in home.does("settle", line_of(home), "PO1", status=2)


def a_second_person_is_wanted_here_as_well():
    with Books() as home:
        home.write("acquit.conf", GATEWAY + "[review]\napprove_above = 50.00 EUR\n")
        number = home.call("review", "settle", line_of(home), "PO1", "--by", "eva", "--why", "x").stdout.split(":")[0]
        proof.equal(home.told("clearing:pay"), [20000])
        home.expect(0, "review", "approve", number, "--by", "kim", "--why", "y")
        proof.equal(home.told("clearing:pay"), [10000])


if __name__ == "__main__":
    proof.run(globals())
