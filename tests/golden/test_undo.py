#!/usr/bin/env python3
"""test_undo.py - what a person decided and took back leaves, after a night, what nobody's deciding would have left."""
import os
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "lib"))
sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import files  # noqa: E402
import proof  # noqa: E402
import test_review_verbs as verbs  # noqa: E402

DAY = "2026-03-12"


def newest(desk):
    return max((name for name in desk.home.names("reports") if name != "latest"),
               key=lambda name: (name.split(".")[0], int(name.split(".")[1])))


def left(desk, night=True):
    """Balances, open invoices and questions after a night that brings something small."""
    if night:
        desk.home.write("inbox/small.csv", files.table("id,booked_on,amount,currency,payer,text", [
            ("SMALL", DAY, "0.01", "EUR", "Nobody", "x")]))
        desk.home.run(DAY)
    desk.home.expect(0, "verify")
    balances = {key: value for key, value in desk.home.balances(newest(desk)).items() if value}
    return balances, sorted(verbs.questions(desk))


def same_as_undecided(rows, *acts, exact=False):
    with verbs.Desk(*rows) as control:
        want = left(control, night=not exact)
    with verbs.Desk(*rows) as desk:
        for words in acts:
            desk.does(*words)
        proof.equal(left(desk, night=not exact), want, acts)


STRANGER = (("A", "55.00", "Somebody", "thank you"),)
KNOWN = (("A", "55.00", "Somebody", "C1001"),)
HELD = (("A", "50.00", "Somebody", "contract K-5001 N-80001"),)
PAID = (("A", "100.00", "Somebody", "F101"),)


def an_application_is_taken_off_whole():
    for rows in (STRANGER, KNOWN):
        for targets in (("F101",), ("F101=20.00", "F102=35.00"), ("account:C1001",), ("account:C2002",), ("F103=5.00", "account:C2002")):
            same_as_undecided(rows, ("apply", "A", *targets), ("unapply", "A"))


def one_of_several_is_taken_off():
    same_as_undecided(STRANGER, ("apply", "A", "F101=20.00", "F102=35.00"), ("unapply", "A", "F102"), ("unapply", "A", "F101"))


def what_was_taken_off_is_put_on_again():
    same_as_undecided(PAID, ("unapply", "A"), ("apply", "A", "F101"))
    same_as_undecided(PAID, ("unapply", "A", "F101"), ("apply", "A", "F101"), exact=True)


def a_release_and_a_refund_are_taken_off():
    for rows in (STRANGER, KNOWN):
        same_as_undecided(rows, ("refund", "A"), ("unapply", "A"))
        same_as_undecided(rows, ("refund", "A", "5.00"), ("refund", "A", "6.00"), ("unapply", "A"))
    same_as_undecided(KNOWN, ("release", "A"), ("unapply", "A"))


def what_was_held_is_asked_again():
    for act in (("release", "A"), ("refund", "A")):
        with verbs.Desk(*HELD) as desk:
            desk.does(*act)
            desk.does("unapply", "A")
            balances, asked = left(desk)
            proof.equal(balances.get(("unidentified", "EUR"), 0) + balances.get(("held", "EUR"), 0), -5001)
            assert "contract-unsigned" in asked, asked


def a_write_off_is_restored_at_once():
    same_as_undecided(STRANGER, ("write-off", "F101"), ("restore", "F101"), exact=True)
    same_as_undecided(STRANGER, ("write-off", "F101=10.00"), ("write-off", "F101"), ("restore", "F101"), ("restore", "F101"), exact=True)


def what_was_accepted_or_done_is_opened_again():
    for kind in ("refund", "chargeback", "return"):
        for act in (("done", "B"), ("accept", "B", "A"), ("accept", "B", "account:C1001")):
            states = []
            for acts in ((), (act, ("reopen", "B"))):
                with verbs.Back(("A", "33.00", "", ""), ("B", "-33.00", kind, "nothing")) as desk:
                    for words in acts:
                        desk.does(*words)
                    states.append((left(desk, night=False), left(desk)))
            proof.equal(states[1], states[0], (kind, act))


if __name__ == "__main__":
    proof.run(globals())
