#!/usr/bin/env python3
"""test_gone_returns.py - a line that a corrected statement has no more is taken off with all that hung on it: the return it
was or had, the settlement it closed, the notified payment it booked."""
import os
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "lib"))
sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import files  # noqa: E402
import proof  # noqa: E402
import test_statements  # noqa: E402
from test_advice import all_are_accepted  # noqa: E402
from test_line_gone import ACCOUNT, a_home, asked, money, night, review  # noqa: E402

CLEARING = "clearing:camt.054:" + ACCOUNT


def statement(message, *lines):
    """R1 of 100.00 is what RR1 returns; R2 stays."""
    one = files.Statement(1, ACCOUNT, "EUR", 50000)
    for line in lines:
        if line == "RR1":
            one.debit(10000, line, end_to_end="E1", text="return", codes=("PMNT", "RCDT", "RRTN"))
        else:
            amount, text = {"R1": (10000, "F2026-10001"), "R2": (20000, "F2026-10002"), "nobody": (10000, "thank you")}[line]
            one.credit(amount, line, payer="Harbor Bakery" if line[0] == "R" else "Nils", text=text,
                       end_to_end="E1" if amount == 10000 else "E2")
    return files.camt(message, [one])


def statuses(home, file="0.xml"):
    return sorted((row["source_id"], row["status"]) for row in home.rows("payments") if row["file"] == file)


def proven(home):
    home.expect(0, "verify", "--rebuild")


def without_its_return_a_receipt_is_on_its_items_again():
    with a_home() as home:
        night(home, 10, statement("M1", "R1", "R2", "RR1"), statuses=0)
        proof.equal(money(home), (70000, 40000, 0))
        night(home, 11, statement("M2", "R1", "R2"), statuses=1)
        proof.equal(asked(home), [("line-gone", "-100.00")])
        all_are_accepted(home, "line-gone")
        review(home, "accept", "RR1")
        night(home, 13, statuses=0)
        proof.equal((money(home), asked(home)), ((80000, 30000, 0), []))
        proof.equal(statuses(home), [("R1", "applied"), ("RR1", "returned")])
        proof.equal([(row["target_no"], row["amount"]) for row in home.rows("allocations")], [("F2026-10001", "100.00")])
        proven(home)
        night(home, 14, statement("M3", "R1", "R2", "RR1"), statuses=1)
        proof.equal(asked(home), [("line-back", "-100.00")])
        review(home, "reopen", "RR1", day=14)
        night(home, 15, statuses=0)
        proof.equal((money(home), asked(home)), ((70000, 40000, 0), []))
        proven(home)


def one_that_was_on_no_item_waits_again():
    with a_home() as home:
        night(home, 10, statement("M1", "nobody", "R2", "RR1"), statuses=0)
        night(home, 11, statement("M2", "nobody", "R2"), statuses=1)
        review(home, "accept", "RR1")
        night(home, 13, statuses=1)
        proof.equal((money(home), asked(home)), ((80000, 40000, -10000), [("unknown-payer", "100.00")]))
        proven(home)


def its_item_is_not_paid_twice_where_another_paid_it_since():
    with a_home() as home:
        night(home, 10, statement("M1", "R1", "R2", "RR1"), statuses=0)
        other = files.Statement(2, ACCOUNT, "EUR", 70000, day="2026-03-11")
        other.credit(10000, "R9", payer="Harbor Bakery", text="F2026-10001", end_to_end="E9")
        night(home, 11, files.camt("N1", [other]), statuses=0)
        proof.equal(money(home), (80000, 30000, 0))
        night(home, 12, statement("M2", "R1", "R2"), statuses=1)
        review(home, "accept", "RR1")
        night(home, 13)
        proof.equal((money(home)[0], money(home)[1]), (90000, 30000))
        proven(home)


def without_its_receipt_a_return_waits():
    for receipt, owed in (("R1", 40000), ("nobody", 40000)):
        with a_home() as home:
            night(home, 10, statement("M1", receipt, "R2", "RR1"), statuses=0)
            night(home, 11, statement("M2", "R2", "RR1"), statuses=1)
            proof.equal(asked(home), [("line-gone", "100.00")])
            all_are_accepted(home, "line-gone")
            review(home, "accept", receipt)
            night(home, 13, statuses=1)
            proof.equal((money(home), asked(home)), ((60000, owed, 0), [("return-unknown", "-100.00")]))
            proof.equal(home.balances()["unidentified-out", "EUR"], 10000)
            review(home, "done", "RR1", day=13)
            night(home, 14, statuses=0)
            proven(home)


def a_gone_receipt_that_is_returned_in_the_same_statement_is_still_asked():
    for receipt in ("R1", "nobody"):
        with a_home() as home:
            night(home, 10, statement("M1", receipt, "R2"))
            night(home, 11, statement("M2", "R2", "RR1"), statuses=1)
            assert ("line-gone", "100.00") in asked(home), asked(home)
            review(home, "accept", receipt)
            night(home, 13, statuses=1)
            proof.equal((money(home), asked(home)), ((60000, 40000, 0), [("return-unknown", "-100.00")]))
            proven(home)


def both_are_gone_one_after_the_other():
    with a_home() as home:
        night(home, 10, statement("M1", "R1", "R2", "RR1"), statuses=0)
        night(home, 11, statement("M2", "R2", "RR1"), statuses=1)
        night(home, 12, statement("M3", "R2"), statuses=1)
        review(home, "accept", "R1")
        night(home, 13, statuses=1)
        proof.equal((money(home)[0], asked(home)), (60000, [("line-gone", "-100.00")]))
        review(home, "accept", "RR1", day=13)
        night(home, 14, statuses=0)
        proof.equal((money(home), asked(home), home.balances()["unidentified-out", "EUR"]), ((70000, 40000, 0), [], 0))
        proven(home)


def details_and_lines(home, *texts):
    for index, text in enumerate(texts):
        night(home, 10 + index, text)


def a_line_that_booked_a_notified_payment_is_taken_off_with_it():
    entry, message = test_statements.entry, test_statements.message
    first, second = entry(10000, "INV-4711", "S-1", "E-1"), entry(20000, "INV-4711", "S-2", "E-2")
    with test_statements.one_invoice() as home:
        details_and_lines(home, message("054", [first, second]), message("053", [first, second], 30000),
                          message("053", [second], 20000, "put-right"))
        proof.equal((asked(home), home.balances()["receivable", "EUR"]), ([("line-gone", "100.00")], 0))
        all_are_accepted(home, "line-gone")
        payment, = [row["payment_id"] for row in home.rows("exceptions")]
        review(home, "accept", payment)
        night(home, 13, statuses=0)
        proof.equal((money(home), home.balances().get((CLEARING, "EUR"), 0)), ((120000, 10000, 0), 0))
        proven(home)
        night(home, 14, message("053", [first, second], 30000, "after-all"), statuses=1)
        proof.equal(asked(home), [("line-back", "100.00")])
        review(home, "reopen", payment, day=14)
        night(home, 15, statuses=0)
        proof.equal((money(home), home.balances().get((CLEARING, "EUR"), 0)), ((130000, 0, 0), 0))
        proven(home)


def a_line_that_booked_a_notified_payment_is_asked_beside_a_new_one():
    entry, message = test_statements.entry, test_statements.message
    first, second, other = entry(10000, "INV-4711", "S-1", "E-1"), entry(20000, "INV-4711", "S-2", "E-2"), entry(7000, "thank you", "S-3", "E-3")
    with test_statements.one_invoice() as home:
        details_and_lines(home, message("054", [first, second]), message("053", [first, second], 30000),
                          message("053", [second, other], 27000, "put-right"))
        assert ("line-gone", "100.00") in asked(home), asked(home)
        payment, = [row["payment_id"] for row in home.rows("exceptions") if row["code"] == "line-gone"]
        review(home, "accept", payment)
        night(home, 13)
        proof.equal((money(home)[0], home.balances().get((CLEARING, "EUR"), 0)), (127000, 0))
        proven(home)


def a_lump_is_taken_off_and_its_details_wait_for_another():
    batch, message = test_statements.batch, test_statements.message
    lump = batch([18000], "BATCH-9")
    with test_statements.one_invoice() as home:
        details_and_lines(home, message("054", [batch([10000, 8000], "BATCH-9")]),
                          message("053", [lump, batch([2000], "S-3")], 20000), message("053", [batch([2000], "S-3")], 2000, "put-right"))
        proof.equal((asked(home), money(home)), ([("line-gone", "180.00")], (120000, 10000, 0)))
        all_are_accepted(home, "line-gone")
        payment, = [row["payment_id"] for row in home.rows("exceptions")]
        review(home, "accept", payment)
        night(home, 13, statuses=0)
        proof.equal((money(home), home.balances().get((CLEARING, "EUR"), 0)), ((102000, 10000, 0), 18000))
        proven(home)
        night(home, 14, message("053", [lump, batch([2000], "S-3")], 20000, "after-all"), statuses=1)
        proof.equal(asked(home), [("line-back", "180.00")])
        review(home, "reopen", payment, day=14)
        night(home, 15, statuses=0)
        proof.equal((money(home), home.balances().get((CLEARING, "EUR"), 0)), ((120000, 10000, 0), 0))
        proven(home)


if __name__ == "__main__":
    proof.run(globals())
