#!/usr/bin/env python3
"""test_line_gone.py - a statement that was put right has a line no more: it is asked, and taken off when a person says so."""
import os
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "lib"))
sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import files  # noqa: E402
import proof  # noqa: E402
from test_advice import all_are_accepted  # noqa: E402
from home import Home  # noqa: E402

ACCOUNT = "DE02120300000000202051"
R1, R2 = (10000, "R1", "F2026-10001"), (20000, "R2", "F2026-10002")


def statement(message, *lines, number=1, opening=50000):
    """Each line is (amount, the bank's id, text)."""
    one = files.Statement(number, ACCOUNT, "EUR", opening)
    for amount, bank_id, text in lines:
        one.credit(amount, bank_id, payer="Nils" if text == "thank you" else "Harbor Bakery", text=text)
    return files.camt(message, [one])


def a_home(conf=None):
    home = Home(conf=conf)
    home.write("open-items/customers.csv", files.table("customer_no,name", [("C1001", "Harbor Bakery")]))
    home.write("open-items/invoices.csv", files.table("invoice_no,customer_no,due_date,currency,amount", [
        ("F2026-1000%d" % index, "C1001", "2026-03-15", "EUR", "%d.00" % (index * 100)) for index in range(1, 4)]))
    return home


def night(home, day, *texts, statuses=(0, 1)):
    """A night with something new, so that it reports."""
    home.write("open-items/others.csv", files.table("customer_no,name", [("C9%03d" % day, "Somebody Else")]))
    for index, text in enumerate(texts):
        home.write("inbox/%d.xml" % index, text)
    home.run("2026-03-%02d" % day, statuses=statuses)
    home.expect(0, "verify")


def money(home):
    balances = home.balances()
    return balances["bank:" + ACCOUNT, "EUR"], balances["receivable", "EUR"], balances.get(("unidentified", "EUR"), 0)


def asked(home):
    return [(row["code"], row["amount"]) for row in home.rows("exceptions")]


def review(home, verb, payment, day=12, statuses=0):
    return home.expect(statuses, "review", verb, payment, "--by", "eva", "--why", "the bank", "--date", "2026-03-%02d" % day)


def gone(home, *after):
    """R1 and R2 are paid, then R2 is no line of the statement any more."""
    night(home, 10, statement("M1", R1, R2))
    night(home, 11, statement("M2", R1, *after), statuses=1)


def a_line_that_is_gone_is_asked_and_stays_where_it_is():
    with a_home() as home:
        gone(home)
        proof.equal((money(home), asked(home)), ((80000, 30000, 0), [("line-gone", "200.00")]))
        row = home.rows("exceptions")[0]
        assert "600.00" in row["text"] and "800.00" in row["text"], row["text"]
        night(home, 12, statement("M3", R1), statuses=1)
        proof.equal((money(home), asked(home)), ((80000, 30000, 0), [("line-gone", "200.00")]))
        all_are_accepted(home, "line-gone")
        home.expect(0, "verify", "--rebuild")


def an_accepted_one_is_taken_off_by_the_next_run():
    with a_home() as home:
        gone(home)
        review(home, "accept", "R2")
        proof.equal(money(home), (80000, 30000, 0))
        night(home, 13, statuses=0)
        proof.equal((money(home), asked(home)), ((60000, 50000, 0), []))
        row, = home.rows("payments")
        proof.equal((row["source_id"], row["status"]), ("R2", "returned"))
        proof.equal([(row["target_no"], row["amount"]) for row in home.rows("allocations")], [("F2026-10002", "-200.00")])
        home.expect(0, "verify", "--rebuild")
        night(home, 14, statement("M4", (20000, "R9", "F2026-10002"), number=2, opening=60000), statuses=0)
        proof.equal((money(home), asked(home)), ((80000, 30000, 0), []))


def an_acceptance_is_taken_back_before_the_run():
    with a_home() as home:
        gone(home)
        review(home, "accept", "R2")
        review(home, "reopen", "R2")
        night(home, 13, statuses=1)
        proof.equal(money(home), (80000, 30000, 0))


def one_that_stands_after_all_is_done():
    with a_home() as home:
        gone(home)
        review(home, "done", "R2")
        night(home, 13, statuses=0)
        proof.equal(money(home), (80000, 30000, 0))


def an_amount_that_was_put_right_is_asked_on_both_sides():
    with a_home() as home:
        gone(home, (20100, "R2", "F2026-10002"))
        proof.equal(money(home), (100100, 30000, -20100))
        proof.equal(sorted(asked(home)), [("line-gone", "200.00"), ("possible-duplicate", "201.00")])
        payments = {row["amount"]: row["payment_id"] for row in home.rows("exceptions")}
        review(home, "accept", payments["200.00"])
        review(home, "release", payments["201.00"])
        night(home, 13, statuses=(0, 1))
        proof.equal(money(home)[0], 80100)
        proof.equal(money(home)[1] + 20000, 50000)
        home.expect(0, "verify", "--rebuild")


def money_that_waits_is_put_nowhere_before_it_is_decided():
    for text, waits in (("thank you", "unidentified"), ("C1001", "unapplied")):
        with a_home() as home:
            night(home, 10, statement("M1", R1, (7700, "R2", text)))
            night(home, 11, statement("M2", R1), statuses=1)
            proof.equal(asked(home), [("line-gone", "77.00")])
            home.write("open-items/more.csv", files.table("invoice_no,customer_no,due_date,currency,amount", [
                ("F2026-10009", "C1001", "2026-03-15", "EUR", "77.00")]))
            home.write("open-items/names.csv", files.table("customer_no,name", [("C1001", "Harbor Bakery"), ("C2", "thank you")]))
            night(home, 12, statuses=1)
            proof.equal((asked(home), home.balances()[waits, "EUR"]), ([("line-gone", "77.00")], -7700))
            with_done = review(home, "done", "R2")
            assert "next run" in with_done, with_done
            night(home, 13)
            assert "line-gone" not in dict(asked(home))


def with_debit(message, *debits, codes=("PMNT", "ICDT", "ESCT")):
    one = files.Statement(1, ACCOUNT, "EUR", 50000)
    one.credit(*R1[:2], payer="Harbor Bakery", text=R1[2])
    for amount, bank_id in debits:
        one.debit(amount, bank_id, text="rent", codes=codes)
    return files.camt(message, [one])


def a_fee_that_the_bank_took_back_is_taken_off_too():
    codes = ("PMNT", "MCRD", "CHRG")
    with a_home() as home:
        night(home, 10, with_debit("M1", (7700, "D1"), (100, "D2"), codes=codes))
        fees = home.balances()["fees:" + ACCOUNT, "EUR"]
        night(home, 11, with_debit("M2", (100, "D2"), codes=codes), statuses=1)
        proof.equal(asked(home), [("line-gone", "-77.00")])
        all_are_accepted(home, "line-gone")
        review(home, "accept", "D1")
        night(home, 13, statuses=0)
        proof.equal((money(home)[0], home.balances()["fees:" + ACCOUNT, "EUR"]), (59900, fees - 7700))
        night(home, 14, with_debit("M3", (7700, "D1"), (100, "D2"), codes=codes), statuses=1)
        review(home, "reopen", "D1", day=14)
        night(home, 15, statuses=0)
        proof.equal((money(home)[0], home.balances()["fees:" + ACCOUNT, "EUR"]), (52200, fees))
        home.expect(0, "verify", "--rebuild")


def money_that_went_out_and_did_not_comes_back():
    with a_home() as home:
        night(home, 10, with_debit("M1", (7700, "D1"), (100, "D2")))
        out = home.balances()["unidentified-out", "EUR"]
        night(home, 11, with_debit("M2", (100, "D2")), statuses=1)
        proof.equal(asked(home), [("line-gone", "-77.00")])
        all_are_accepted(home, "line-gone")
        review(home, "accept", "D1")
        night(home, 13, statuses=0)
        proof.equal((money(home)[0], home.balances()["unidentified-out", "EUR"]), (59900, out - 7700))
        night(home, 14, with_debit("M3", (7700, "D1"), (100, "D2")), statuses=1)
        review(home, "reopen", "D1", day=14)
        night(home, 15, statuses=0)
        proof.equal((money(home)[0], home.balances()["unidentified-out", "EUR"]), (52200, out))
        home.expect(0, "verify", "--rebuild")


def one_that_waits_is_taken_off_too():
    with a_home() as home:
        night(home, 10, statement("M1", R1, (7700, "R2", "C1001")))
        night(home, 11, statement("M2", R1), statuses=1)
        review(home, "accept", "R2")
        night(home, 13, statuses=0)
        proof.equal((money(home), home.balances()["unapplied", "EUR"]), ((60000, 50000, 0), 0))
        home.expect(0, "verify", "--rebuild")


def what_a_person_takes_off_stays_asked():
    with a_home() as home:
        gone(home)
        review(home, "unapply", "R2")
        night(home, 13, statuses=1)
        proof.equal((money(home), asked(home)), ((80000, 50000, -20000), [("line-gone", "200.00")]))
        review(home, "accept", "R2", day=13)
        night(home, 14, statuses=0)
        proof.equal((money(home), asked(home)), ((60000, 50000, 0), []))


def what_is_refunded_is_not_promised():
    with a_home() as home:
        night(home, 10, statement("M1", R1, (7700, "R2", "C1001")))
        review(home, "refund", "R2", day=10)
        night(home, 11, statement("M2", R1), statuses=1)
        review(home, "accept", "R2", statuses=2)
        review(home, "unapply", "R2")
        review(home, "accept", "R2")
        night(home, 13, statuses=0)
        proof.equal((money(home), home.balances().get(("refunds-payable", "EUR"), 0)), ((60000, 50000, 0), 0))


def a_line_of_other_words_is_asked_with_the_one_it_came_for():
    with a_home() as home:
        gone(home, (20000, "R3", "F2026-10003"))
        proof.equal(sorted(asked(home)), [("line-gone", "200.00"), ("possible-duplicate", "200.00")])


def statements_in_one_line_of_text_are_told_apart_by_their_accounts():
    other = files.Statement(1, "DE89370400440532013000", "EUR", 0)
    other.credit(5000, "Q1", payer="Nils", text="hej")
    texts = []
    for lines in ((R1, R2), (R1,)):
        one = files.Statement(1, ACCOUNT, "EUR", 50000)
        for amount, bank_id, text in lines:
            one.credit(amount, bank_id, payer="Harbor Bakery", text=text)
        texts.append(files.camt("M%d" % len(texts), [other, one]).replace("\n", ""))
    with a_home() as home:
        night(home, 10, texts[0])
        night(home, 11, texts[1], statuses=1)
        proof.equal(sorted(asked(home)), [("line-gone", "200.00"), ("unknown-payer", "50.00")])


def a_statement_that_comes_again_whole_asks_nothing():
    with a_home() as home:
        night(home, 10, statement("M1", R1, R2))
        night(home, 11, statement("M2", R2, R1), statuses=0)
        night(home, 12, statement("M3", R1, R2, (30000, "R3", "F2026-10003")), statuses=0)
        night(home, 13, statement("M4", R1, R2), statuses=0)
        proof.equal(asked(home), [])


def a_question_goes_when_its_line_comes_back_and_another_line_is_still_heard():
    with a_home() as home:
        gone(home)
        night(home, 12, statement("M3", R1, R2), statuses=0)
        proof.equal((money(home), asked(home)), ((80000, 30000, 0), []))
        night(home, 13, statement("M4", R2), statuses=1)
        proof.equal((money(home), asked(home)), ((80000, 30000, 0), [("line-gone", "100.00")]))


def what_is_accepted_stays_when_tonights_statement_has_it():
    with a_home() as home:
        gone(home)
        review(home, "accept", "R2")
        night(home, 13, statement("M3", R1, R2), statuses=0)
        proof.equal((money(home), asked(home)), ((80000, 30000, 0), []))


def an_old_acceptance_counts_no_more_when_the_line_goes_again():
    with a_home() as home:
        gone(home)
        review(home, "accept", "R2")
        night(home, 13, statement("M3", R1, R2), statuses=0)
        night(home, 14, statement("M4", R1, (30000, "R3", "F2026-10003")), statuses=1)
        proof.equal((money(home), sorted(asked(home))), ((110000, 30000, -30000), [("line-gone", "200.00"), ("possible-duplicate", "300.00")]))
        review(home, "accept", "R2", day=14)
        night(home, 15, statuses=1)
        proof.equal((money(home), asked(home)), ((90000, 50000, -30000), [("possible-duplicate", "300.00")]))


def a_line_that_was_taken_off_and_comes_again_is_asked():
    with a_home() as home:
        gone(home)
        review(home, "accept", "R2")
        night(home, 13, statuses=0)
        night(home, 14, statement("M5", R1, R2), statuses=1)
        proof.equal((money(home), asked(home)), ((60000, 50000, 0), [("line-back", "200.00")]))
        all_are_accepted(home, "line-back")
        review(home, "reopen", "R2", day=14)
        night(home, 15)
        proof.equal(money(home)[0], 80000)
        home.expect(0, "verify", "--rebuild")


def made(hour, message, *lines):
    return statement(message, *lines).replace("T18:00:00", "T%02d:00:00" % hour)


def an_interim_statement_that_is_read_after_the_final_one_asks_nothing():
    with a_home() as home:
        night(home, 10, made(18, "M1", R1, R2), made(12, "M2", R1), statuses=0)
        proof.equal((money(home), asked(home)), ((80000, 30000, 0), []))
        night(home, 11, made(14, "M3", R1), statuses=0)
        night(home, 12, made(19, "M4", R1), statuses=1)
        proof.equal((money(home), asked(home)), ((80000, 30000, 0), [("line-gone", "200.00")]))
        night(home, 13, made(17, "M5", R1, R2), statuses=1)
        proof.equal(asked(home), [("line-gone", "200.00")])


def a_line_that_flickers_is_as_the_statement_made_last_has_it():
    with a_home() as home:
        for day, lines, wanted in ((10, (R1, R2), 0), (11, (R1,), 1), (12, (R1, R2), 0), (13, (R1,), 1), (14, (R1, R2), 0)):
            night(home, day, made(day, "M%d" % day, *lines), statuses=wanted)
            proof.equal(asked(home), [("line-gone", "200.00")] * wanted)


def a_state_of_other_lines_and_the_same_balance_is_the_last_one():
    other = (10000, "R5", "F2026-10003")
    with a_home() as home:
        night(home, 10, made(10, "M1", R1, other), statuses=0)
        night(home, 11, made(11, "M2", R1), statuses=1)
        review(home, "accept", "R5", day=11)
        night(home, 12, statuses=0)
        night(home, 13, made(13, "M3", other), statuses=1)
        proof.equal(sorted(asked(home)), [("line-back", "100.00"), ("line-gone", "100.00")])
        review(home, "accept", "R1", day=13)
        review(home, "reopen", "R5", day=13)
        night(home, 14, statuses=(0, 1))
        proof.equal(money(home)[0], 60000)
        night(home, 15, made(15, "M4", R2), statuses=1)
        assert ("line-gone", "100.00") in asked(home), asked(home)


if __name__ == "__main__":
    proof.run(globals())
