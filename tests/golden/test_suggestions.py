#!/usr/bin/env python3
"""test_suggestions.py - what a person might mean is suggested even where a price stands on many items."""
import os
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "lib"))
import files  # noqa: E402
import proof  # noqa: E402
from home import Home  # noqa: E402

ROWS = "id,booked_on,amount,currency,payer,text"
PRICE = "499.00"


def suggested(text, amount=PRICE):
    with Home() as home:
        home.write("open-items/customers.csv", files.table("customer_no,name", [
            ("C%04d" % index, "Customer %d" % index) for index in range(60)]))
        home.write("open-items/invoices.csv", files.table(
            "invoice_no,customer_no,issue_date,due_date,currency,amount,reference", [
                ("F2026-%05d" % (30000 + 137 * index), "C%04d" % index, "2026-02-01", "2026-03-15", "EUR", PRICE,
                 files.rf("9%07d" % (7341 * index + 11))) for index in range(60)]))
        home.write("inbox/cash.csv", files.table(ROWS, [("A", "2026-03-10", amount, "EUR", "Somebody", text)]))
        home.run("2026-03-10")
        home.expect(0, "verify")
        row, = home.rows("exceptions")
        proof.equal(row["code"], "unknown-payer")
        return [one.strip().split(" ")[0] for one in row["suggestions"].split(";") if one]


def a_number_with_one_digit_wrong_is_found_among_many_of_its_price():
    wanted = "invoice:F2026-%05d" % (30000 + 137 * 17)
    for text in ("Invoice F2026-32328", "Invoice F2026-33229", "Invoice F2026-3239", "Invoice F2026-323299",
                 "Invoice F2026-323"):
        assert wanted in suggested(text), (text, suggested(text))


def a_letter_that_looks_like_a_digit_is_read_as_one():
    for index, text in ((51, "Invoice F2O26-36987"), (51, "Invoice F2026-369B7"), (30, "Invoice F2026-34l10"), (30, "Invoice F2026-3411O")):
        assert "invoice:F2026-%05d" % (30000 + 137 * index) in suggested(text), (text, suggested(text))


def the_payers_own_item_stands_before_a_number_of_another_currency():
    with Home() as home:
        home.write("open-items/customers.csv", files.table("customer_no,name", [("C1001", "One Harbour Works"), ("C1002", "Two")]))
        home.write("open-items/invoices.csv", files.table("invoice_no,customer_no,due_date,currency,amount", [
            ("F2026-10234", "C1001", "2026-03-15", "EUR", PRICE), ("F2026-10324", "C1002", "2026-03-15", "SEK", PRICE)]))
        home.write("inbox/cash.csv", files.table(ROWS, [
            ("A", "2026-03-10", PRICE, "EUR", "Somebody", "customer C1001 F2026-10324"),
            ("B", "2026-03-10", PRICE, "EUR", "One Harbour Works", "F2026-10324")]))
        home.run("2026-03-10")
        proof.equal([(row["code"], [word for word in row["suggestions"].split(" ") if word.startswith("invoice:")])
                     for row in home.rows("exceptions")],
                    [("currency-differs", ["invoice:F2026-10234", "invoice:F2026-10324"]),
                     ("reference-conflict", ["invoice:F2026-10234", "invoice:F2026-10324"])])
        proof.equal({row["customer_no"] for row in home.rows("allocations")}, {"C1001"})


def a_number_nearly_written_stands_before_whom_the_payer_paid_for_before():
    with Home() as home:
        home.write("open-items/customers.csv", files.table("customer_no,name", [("C100%d" % index, "Customer %d" % index) for index in range(5)]))
        home.write("open-items/invoices.csv", files.table("invoice_no,customer_no,due_date,currency,amount", [
            ("F2026-1%d00%d" % (index, kind), "C100%d" % index, "2026-03-15", "EUR", "%d0.00" % (index + 2 + 10 * kind))
            for index in range(5) for kind in range(2)]))
        home.write("inbox/1.csv", files.table(ROWS, [
            ("A%d" % index, "2026-03-10", "%d0.00" % (index + 2), "EUR", "Zora Finch", "F2026-1%d000" % index) for index in range(4)]))
        home.run("2026-03-10")
        home.write("inbox/2.csv", files.table(ROWS, [("B", "2026-03-11", "60.00", "EUR", "Zora Finch", "F2026-41000")]))
        home.run("2026-03-11")
        row, = home.rows("exceptions")
        assert row["suggestions"].startswith("invoice:F2026-14000 (amount equals open; its number is nearly"), row


def check_digits_that_are_wrong_leave_the_reference():
    reference = files.rf("9%07d" % (7341 * 21 + 11))
    wrong = "RF" + "%02d" % ((int(reference[2:4]) + 31) % 97) + reference[4:]
    proof.equal(suggested(wrong)[0], "invoice:F2026-%05d" % (30000 + 137 * 21))


def another_amount_and_no_number_suggest_nothing():
    proof.equal(suggested("Invoice F2026-32328", "498.00"), [])
    proof.equal(suggested("thank you"), [])


def what_tonight_closed_is_out_of_the_way():
    """Thirty items of one price say nothing; of the eight that are still open when all is applied, three are named."""
    with Home() as home:
        home.write("open-items/customers.csv", files.table("customer_no,name", [
            ("C%04d" % index, "Customer %d" % index) for index in range(30)]))
        home.write("open-items/invoices.csv", files.table("invoice_no,customer_no,due_date,currency,amount", [
            ("F2026-%05d" % (30000 + index), "C%04d" % index, "2026-03-15", "EUR", PRICE) for index in range(30)]))
        home.write("inbox/cash.csv", files.table(ROWS, [
            ("A%d" % index, "2026-03-10", PRICE, "EUR", "Somebody", "F2026-%05d" % (30000 + index))
            for index in range(22)] + [("Z", "2026-03-10", PRICE, "EUR", "Nobody", "thank you")]))
        home.run("2026-03-10")
        row, = home.rows("exceptions")
        proof.equal([one.strip().split(" ")[0] for one in row["suggestions"].split(";")],
                    ["invoice:F2026-%05d" % (30000 + index) for index in (22, 23, 24)])


if __name__ == "__main__":
    proof.run(globals())
