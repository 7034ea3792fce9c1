#!/usr/bin/env python3
"""test_bundle_owners.py - a bundle of two customers is nobody's: whose invoice stands first in its rows says nothing."""
import os
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "lib"))
import files  # noqa: E402
import proof  # noqa: E402
from home import Home  # noqa: E402

ONE, OTHER, THIRD = "F2026-1001", "F2026-1002", "F2026-1003"


def outcome(bundle, nights, currency="SEK"):
    """Nights of (amount, text); what became of the last night's payments, its questions, and whose account has how much."""
    with Home() as home:
        home.write("open-items/customers.csv", files.table("customer_no,name", [("C1001", "Ada Holm AB"), ("C1002", "Berg Data AB")]))
        home.write("open-items/invoices.csv", files.table("invoice_no,customer_no,due_date,currency,amount", [
            (ONE, "C1001", "2026-03-01", "SEK", "100.00"), (OTHER, "C1002", "2026-03-01", currency, "100.00"),
            (THIRD, "C1001", "2026-03-01", "SEK", "100.00")]))
        home.write("open-items/bundles.csv", files.table("bundle_no,invoice_no", [("BU7001", number) for number in bundle]))
        for night, rows in enumerate(nights):
            home.write("inbox/%d.csv" % night, files.table("cash", [
                ("R-%d-%d" % (night, place), "2026-03-10", amount, "SEK", "Payer %d %d" % (night, place), text)
                for place, (amount, text) in enumerate(rows)]))
            home.run("2026-03-%02d" % (10 + night))
        statuses = sorted(row["status"] for row in home.rows("payments"))
        codes = sorted(row["code"] for row in home.rows("exceptions"))
        money = {name: -home.balances().get((name, "SEK"), 0) for name in ("unidentified", "unapplied", "on-account")}
        return statuses, codes, {name: sum_ for name, sum_ in money.items() if sum_}


def both_ways(expected, nights, **facts):
    for bundle in ((ONE, OTHER), (OTHER, ONE)):
        proof.equal(outcome(bundle, nights, **facts), expected)


PAID = [("200.00", "BU7001")]


def it_is_nobodys_when_it_is_paid_already():
    both_ways((["unidentified"], ["already-paid"], {"unidentified": 20000}), [PAID, PAID])


def it_stays_nobodys_on_the_nights_that_follow():
    both_ways(([], ["already-paid"], {"unidentified": 20000}), [PAID, PAID, []])


def its_exact_sum_pays_its_invoices():
    both_ways((["applied"], [], {}), [PAID])


def what_is_more_than_its_sum_is_asked():
    both_ways((["unidentified"], ["no-item-fits"], {"unidentified": 25000}), [[("250.00", "BU7001")]])


def what_is_more_than_the_one_still_open_is_asked():
    both_ways((["unidentified"], ["no-item-fits"], {"unidentified": 20000}), [[("100.00", OTHER)], PAID])


def what_is_less_than_the_one_still_open_is_asked():
    both_ways((["unidentified"], ["no-item-fits"], {"unidentified": 5000}), [[("100.00", OTHER)], [("50.00", "BU7001")]])


def the_one_still_open_is_paid_exactly():
    both_ways((["applied"], [], {}), [[("100.00", OTHER)], [("100.00", "BU7001")]])


def another_currency_in_it_is_asked_of_nobody():
    both_ways((["unidentified"], ["currency-differs"], {"unidentified": 20000}), [PAID], currency="EUR")


def two_payments_of_one_night_for_it_are_nobodys():
    both_ways((["unidentified", "unidentified"], ["ambiguous-items", "ambiguous-items"], {"unidentified": 40000}), [PAID + PAID])


def a_payer_who_is_known_has_the_money_in_either_order():
    both_ways((["unapplied"], ["already-paid"], {"unapplied": 20000}), [PAID, [("200.00", "BU7001 C1002")]])
    both_ways((["unapplied"], ["reference-conflict"], {"unapplied": 25000}), [[("250.00", "BU7001 C1002")]])


def a_bundle_of_one_customer_is_that_customers():
    proof.equal(outcome((ONE, THIRD), [PAID, PAID]), (["on-account"], ["already-paid"], {"on-account": 20000}))


if __name__ == "__main__":
    proof.run(globals())
