#!/usr/bin/env python3
"""test_another_amount.py - a bank id that comes again with another amount is asked, and puts nothing on an item by itself."""
import os
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "lib"))
import files  # noqa: E402
import proof  # noqa: E402
from home import Home  # noqa: E402

ACCOUNT = "5500030000001"


def a_home():
    home = Home()
    home.write("open-items/customers.csv", files.table("customer_no,name", [("C1001", "Harbor Bakery")]))
    home.write("open-items/invoices.csv", files.table("invoice_no,customer_no,due_date,currency,amount", [
        ("F2026-1000%d" % index, "C1001", "2026-03-15", "USD", "100.00") for index in range(1, 5)]))
    return home


def statement(number, *lines, day="2026-03-10", opening=100000):
    usd = files.Statement(number, ACCOUNT, "USD", opening, day=day)
    for amount, line, text in lines:
        usd.credit(amount, line, payer="Harbor Bakery", text=text)
    return "s%d.xml" % number, files.camt("M%d" % number, [usd])


def cash(number, *rows):
    return "c%d.csv" % number, files.table("cash", [
        (line, day, files.money(amount), "USD", "Harbor Bakery", text) for amount, line, day, text in rows])


def codes_of(*nights):
    with a_home() as home:
        for index, (name, text) in enumerate(nights):
            home.write("inbox/" + name, text)
            home.run("2026-03-%02d" % (10 + index))
            home.expect(0, "verify")
        return [row["code"] for row in home.rows("exceptions")], home.balances()


def a_statement_line_that_comes_with_another_amount_is_asked():
    for second in (statement(2, (10000, "S-1", "F2026-10001")),
                   statement(2, (10000, "S-1", "F2026-10001"), day="2026-03-12"),
                   statement(2, (10000, "S-1", "something else"))):
        codes, balances = codes_of(statement(1, (6000, "S-1", "F2026-10001")), second)
        proof.equal(codes, ["possible-duplicate"])
        proof.equal((balances["receivable", "USD"], balances["unidentified", "USD"]), (34000, -10000))


def a_cash_row_that_comes_with_another_amount_is_asked():
    codes, balances = codes_of(cash(1, (6000, "R-77", "2026-03-09", "F2026-10001")),
                               cash(2, (4000, "R-77", "2026-03-09", "F2026-10001")))
    proof.equal((codes, balances["receivable", "USD"]), (["possible-duplicate"], 34000))


def numbers_that_begin_anew_with_each_file_are_rows_of_their_own():
    codes, balances = codes_of(cash(1, (10000, "1", "2026-03-09", "F2026-10001"), (6000, "2", "2026-03-09", "F2026-10002")),
                               cash(2, (4000, "1", "2026-03-10", "F2026-10002"), (10000, "2", "2026-03-10", "F2026-10003")))
    proof.equal((codes, balances["receivable", "USD"]), ([], 10000))


def one_id_on_several_lines_of_one_statement_is_the_banks_way():
    codes, balances = codes_of(statement(1, (10000, "S-1", "F2026-10001"), (6000, "S-1", "F2026-10002")))
    proof.equal((codes, balances["receivable", "USD"]), ([], 24000))


if __name__ == "__main__":
    proof.run(globals())
