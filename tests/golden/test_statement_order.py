#!/usr/bin/env python3
"""test_statement_order.py - the bank account in the ledger ends where the bank's last statement ends, in whatever order statements come."""
import itertools
import os
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "lib"))
import files  # noqa: E402
import proof  # noqa: E402
from home import Home  # noqa: E402

ACCOUNT = "5500030000001"
DAYS = ("2026-03-08", "2026-03-09", "2026-03-09", "2026-03-10")


def statements():
    """Four that follow each other, two of them of one day; the last ends at 1150.00."""
    balance, out = 100000, []
    for index, day in enumerate(DAYS):
        usd = files.Statement(index + 1, ACCOUNT, "USD", balance, day=day)
        usd.credit(6000, "S-%d" % index, payer="somebody", text="thanks")
        if index == 1:
            usd.debit(9000, "D-%d" % index, info="rent")
        balance = usd.closing
        out.append(usd)
    return out, balance


def ends_right(*nights):
    closing = statements()[1]
    with Home() as home:
        for index, night in enumerate(nights):
            for number, part in enumerate(night):
                home.write("inbox/%d-%d.xml" % (index, number), files.camt("M%d%d" % (index, number), part))
            home.run("2026-03-%02d" % (11 + index))
            home.expect(0, "verify")
        balances = home.balances()
        proof.equal((balances["bank:" + ACCOUNT, "USD"], balances["opening-balance", "USD"]), (closing, -100000), nights)


def statements_may_come_in_any_order_of_nights_and_files():
    orders = list(itertools.permutations(statements()[0]))
    for order in orders[::2]:
        ends_right([[one] for one in order])
    for order in orders[1::5]:
        ends_right(*[[[one]] for one in order])


def statements_of_one_file_may_stand_in_any_order():
    for order in list(itertools.permutations(statements()[0]))[1::2]:
        ends_right([list(order)])


def an_earlier_statement_that_comes_twice_opens_once():
    first, second, third, last = statements()[0]
    ends_right([[third]], [[first, second]], [[last], [first]])


if __name__ == "__main__":
    proof.run(globals())
