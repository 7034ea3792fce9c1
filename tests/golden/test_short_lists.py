#!/usr/bin/env python3
"""test_short_lists.py - a list that writes its numbers short is paid whole or asked about, never in part."""
import os
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "lib"))
import files  # noqa: E402
import proof  # noqa: E402
from home import Home  # noqa: E402

DAY = "2026-03-10"
ROWS = "id,booked_on,amount,currency,payer,text"
INVOICES = "invoice_no,customer_no,due_date,currency,amount"

# Of each customer 1: N1 100.00, N2 200.00, N3 50.00 and N9 7.00; N4 of 30.00 is another's.
PRICES = (("1", "100.00"), ("2", "200.00"), ("3", "50.00"), ("9", "7.00"))

WHOLE = (
    ("%s1, 02, 03", "350.00", "123"), ("%s1, 02 and 03", "350.00", "123"), ("%s1/02/03", "350.00", "123"), ("%s1, 02", "300.00", "12"),
    ("%s1-03", "350.00", "123"), ("%s1 - %s3", "350.00", "123"), ("%s1 to %s3", "350.00", "123"), ("%s1 + 03", "150.00", "13"),
    ("inv %s1, 02, 009", "307.00", "129"), ("%s1 bis 03", "350.00", "123"),
    # What is written in full is the money: the rest is a mention, or another time's.
    ("%s1, 02, 03", "100.00", "1"), ("%s1 - %s3", "150.00", "13"), ("%s1, 14 days late", "100.00", "1"),
    # Digits that a word may count are a number of the list only where there is one.
    ("%s1, 14 days late", "120.00", "1"), ("%s1, 02 thanks", "300.00", "12"),
    # Another's invoice is no part of it.
    ("%s1, 04", "100.00", "1"),
    # One digit, four, blanks between, dots of a range.
    ("%s1, 2, 3", "350.00", "123"), ("%s1 + 2", "300.00", "12"), ("%s1 & 0002 & 0003", "350.00", "123"), ("%s1 02 03", "350.00", "123"),
    ("%s1 002 003 009", "357.00", "1239"), ("%s1..%s3", "350.00", "123"), ("%s1 ... 03", "350.00", "123"),
    ("%s1-%s3", "350.00", "123"), ("%s1\u2013%s3", "350.00", "123"), ("%s1 - 00003", "350.00", "123"), ("%s1/02/03 tack", "350.00", "123"),
    # What looks like the last of a list by chance keeps nothing from being paid.
    ("%s1, 5", "100.00", "1"), ("%s1 2 pcs", "100.00", "1"), ("%s1/2", "100.00", "1"),
)
ASKED = (
    ("%s1, 02, 03", "360.00"), ("%s1, 02, 03", "90.00"), ("%s1, 02, 03", "300.00"), ("%s1 - %s3", "360.00"), ("%s1, 04", "130.00"),
    ("%s1 - %s3", "140.00"), ("%s1, 77", "120.00"), ("%s1, 02 thanks", "310.00"), ("%s1 02 03", "360.00"), ("%s1, 2, 3", "360.00"),
    ("%s1..%s3", "360.00"),
)
SHAPES = ("F%04d-1000", "WH/2026/%04d000", "3%04d000")


def table_of(cases, shape):
    rows, invoices, truths = [], [], {}
    for index, case in enumerate(cases):
        number = shape % (1000 + index)
        owner, other = "C%03d" % index, "D%03d" % index
        invoices += [(number + "0" + end, owner, "2026-03-15", "EUR", price) for end, price in PRICES]
        invoices.append((number + "04", other, "2026-03-15", "EUR", "30.00"))
        text = case[0].replace("%s", number + "0")
        rows.append(("T%d" % index, DAY, case[1], "EUR", "Somebody", text))
        truths["T%d" % index] = (text, sorted(number + "0" + end for end in case[2]) if len(case) > 2 else [])
    return rows, invoices, truths


def found(home):
    names = {row["payment_id"]: row["source_id"] for row in home.rows("payments")}
    out = {name: [] for name in names.values()}
    for row in home.rows("allocations"):
        if row["target_kind"] == "invoice":
            out[names[row["payment_id"]]].append(row["target_no"])
    return out


def night(cases, backwards=False, shape=SHAPES[0]):
    rows, invoices, truths = table_of(cases, shape)
    with Home() as home:
        home.write("open-items/customers.csv", files.table("customer_no,name", [
            (letter + "%03d" % index, "Owner %s%d" % (letter, index)) for index in range(len(cases)) for letter in "CD"]))
        home.write("open-items/invoices.csv", files.table(INVOICES, invoices[::-1] if backwards else invoices))
        home.write("inbox/cash.csv", files.table(ROWS, rows[::-1] if backwards else rows))
        home.run(DAY)
        home.expect(0, "verify")
        paid = found(home)
        for name, (text, expected) in truths.items():
            proof.equal(sorted(paid[name]), expected, "%s (%s)" % (text, name))
        return home.rows("exceptions"), home.rows("allocations")


def a_list_written_short_is_paid_when_all_of_it_is_the_money():
    for backwards in (False, True):
        for shape in SHAPES:
            exceptions, _ = night(WHOLE, backwards, shape)
            proof.equal(exceptions, [])


def a_list_written_short_is_never_paid_in_part():
    for shape in SHAPES:
        exceptions, allocations = night(ASKED, shape=shape)
        proof.equal([row["code"] for row in exceptions], ["ambiguous-items"] * len(ASKED))
        proof.equal({row["bucket"] for row in allocations}, {"unapplied"})
        proof.equal(sum(shape % 1000 + "01" in row["suggestions"] and shape % 1000 + "02" in row["suggestions"] for row in exceptions), 1)


def the_rest_of_a_list_is_paid_where_its_first_number_was_paid_before():
    cases = (("%s1, 02, 03", "250.00", "23"), ("%s1 and 03", "50.00", "3"), ("%s1 - %s3", "250.00", "23"), ("%s1, 2", "200.00", "2"),
             ("%s1/02/03", "250.00", "23"),
             # Paid twice, a list with a number that nobody knows, and another sum.
             ("%s1, 02", "100.00", ""), ("%s1, 02, 77", "200.00", ""), ("%s1, 02, 03", "240.00", ""))
    rows, invoices, truths = table_of(cases, SHAPES[0])
    with Home() as home:
        home.write("open-items/customers.csv", files.table("customer_no,name", [
            ("%s%03d" % (letter, index), "Owner %s%d" % (letter, index)) for index in range(len(cases)) for letter in "CD"]))
        home.write("open-items/invoices.csv", files.table(INVOICES, invoices))
        home.write("inbox/first.csv", files.table(ROWS, [
            ("P%d" % index, DAY, "100.00", "EUR", "Somebody", SHAPES[0] % (1000 + index) + "01") for index in range(len(cases))]))
        home.run(DAY)
        home.write("inbox/cash.csv", files.table(ROWS, [(row[0], "2026-03-11") + row[2:] for row in rows]))
        home.run("2026-03-11")
        home.expect(0, "verify")
        paid = found(home)
        for name, (text, expected) in truths.items():
            proof.equal(sorted(paid[name]), expected, "%s (%s)" % (text, name))


def two_numbers_without_anything_between_are_both_named():
    for one, other in (("F2026-03472", "F2026-03473"), ("WH/2026/00012", "WH/2026/00031"), ("INV20260001", "INV20260002")):
        for amount, expected in (("300.00", [one, other]), ("310.00", [one, other]), ("299.00", [one, other])):
            with Home() as home:
                home.write("open-items/customers.csv", files.table("customer_no,name", [("C1", "First Quay Works")]))
                home.write("open-items/invoices.csv", files.table(INVOICES, [
                    (one, "C1", "2026-03-15", "EUR", "100.00"), (other, "C1", "2026-03-16", "EUR", "200.00"),
                    ("A-1", "C1", "2026-03-16", "EUR", "100.00")]))
                home.write("inbox/cash.csv", files.table(ROWS, [("T", DAY, amount, "EUR", "Somebody", "ref %s%s thanks" % (one, other))]))
                home.run(DAY)
                home.expect(0, "verify")
                proof.equal([row["target_no"] for row in home.rows("allocations") if row["target_kind"] == "invoice"], expected, one + amount)


def half_of_a_long_number_is_nobodys_invoice():
    for text, number in (("ref 2026034721 thanks", "34721"), ("tel 0612347215", "47215"), ("EREF 8841034721", "34721"),
                         ("ref 202603472188 thanks", "472188")):
        with Home() as home:
            home.write("open-items/customers.csv", files.table("customer_no,name", [("C1", "First Quay Works")]))
            home.write("open-items/invoices.csv", files.table(INVOICES, [(number, "C1", "2026-03-15", "EUR", "100.00")]))
            home.write("inbox/cash.csv", files.table(ROWS, [("T", DAY, "100.00", "EUR", "Somebody", text)]))
            home.run(DAY)
            home.expect(0, "verify")
            proof.equal([row["target_no"] for row in home.rows("allocations") if row["target_kind"] == "invoice"], [], text)


def a_payer_who_is_somebody_else_pays_no_list_written_short():
    for payer, expected in (("Stranger Trading", ["F2026-100001", "F2026-100002"]), ("Second Harbour Works", [])):
        with Home() as home:
            home.write("open-items/customers.csv", files.table("customer_no,name", [("C1", "First Quay Works"), ("C2", "Second Harbour Works")]))
            home.write("open-items/invoices.csv", files.table(INVOICES, [
                ("F2026-100001", "C1", "2026-03-15", "EUR", "100.00"), ("F2026-100002", "C1", "2026-03-15", "EUR", "200.00"),
                ("F2026-200001", "C2", "2026-03-15", "EUR", "11.00")]))
            home.write("inbox/cash.csv", files.table(ROWS, [("T", DAY, "300.00", "EUR", payer, "F2026-100001, 02")]))
            home.run(DAY)
            proof.equal([row["target_no"] for row in home.rows("allocations") if row["target_kind"] == "invoice"], expected, payer)


if __name__ == "__main__":
    proof.run(globals())
