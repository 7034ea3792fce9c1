#!/usr/bin/env python3
"""test_options.py - a contract with options is paid by exactly one of them, and never by which payment came first."""
import itertools
import os
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "lib"))
import files  # noqa: E402
import proof  # noqa: E402
from home import Home  # noqa: E402

DAY = "2026-03-10"


def a_home():
    home = Home()
    home.write("open-items/customers.csv", files.table("customer_no,name", [("C1001", "Harbor Bakery"), ("C1002", "Ridge")]))
    home.write("open-items/contracts.csv", files.table("contracts", [
        ("K-5001", "N-80001", "C1001", "USD", "", "2026-02-01", "", "")]))
    home.write("open-items/options.csv", files.table("contract-options", [
        ("K-5001", "A", "100.00", ""), ("K-5001", "B", "200.00", "")]))
    return home


def pay(number, cents, text="CONTRACT K-5001 NOTIFICATION N-80001"):
    return (number, DAY, files.money(cents), "USD", "somebody", text)


def outcome(nights):
    with a_home() as home:
        for index, rows in enumerate(nights):
            for number, row in enumerate(rows):
                home.write("inbox/%d-%d.csv" % (index, number), files.table("cash", [row]))
            home.run("2026-03-%02d" % (10 + index))
            home.expect(0, "verify")
        return (sorted((row["source_id"], row["status"]) for row in home.rows("payments")),
                [(row["code"], row["text"], row["suggestions"]) for row in home.rows("exceptions")])


def two_options_paid_in_one_night_are_both_refused_and_both_named():
    for ids in itertools.permutations(("A-1", "B-2", "C-3", "D-4"), 2):
        payments, questions = outcome([[pay(ids[0], 10000), pay(ids[1], 20000)]])
        proof.equal([status for _, status in payments], ["unapplied", "unapplied"])
        proof.equal([code for code, _, _ in questions], ["ambiguous-items"] * 2)


def one_option_paid_twice_in_one_night_is_paid_by_one():
    payments, questions = outcome([[pay("A-1", 10000), pay("B-2", 10000)]])
    proof.equal([status for _, status in payments], ["applied", "on-account"])
    proof.equal([code for code, _, _ in questions], ["already-paid"])


def a_second_option_on_a_later_night_is_already_paid():
    payments, questions = outcome([[pay("A-1", 10000)], [pay("B-2", 20000)]])
    proof.equal((payments, [code for code, _, _ in questions]), ([("B-2", "on-account")], ["already-paid"]))


def refused_options_stay_refused_on_the_next_night():
    _, questions = outcome([[pay("A-1", 10000), pay("B-2", 20000)], [pay("C-3", 500, "nothing")]])
    proof.equal([code for code, _, _ in questions], ["ambiguous-items", "ambiguous-items", "unknown-payer"])


if __name__ == "__main__":
    proof.run(globals())
