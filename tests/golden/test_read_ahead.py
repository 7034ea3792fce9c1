#!/usr/bin/env python3
"""test_read_ahead.py - what a large night reads while its payments are still taken in is right when they are applied, though returns opened items meanwhile."""
import os
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "lib"))
import files  # noqa: E402
import proof  # noqa: E402
from home import Home  # noqa: E402

PAYMENTS = 24000  # more than are read ahead for, in a file of more than a MiB
PART = 3000  # a file of these is too small
COMES_BACK = 60
ROWS = "id,booked_on,amount,currency,payer,text,kind,counter_reference"


def owed(home, others):
    home.write("open-items/1.csv", files.table("customer_no,name", [
        ("C%d" % at, "Imaginary Person %d" % at) for at in range(10001, 10001 + PAYMENTS // 3)]))
    home.write("open-items/2.csv", files.table("invoice_no,customer_no,due_date,currency,amount", [
        ("F%d" % (200001 + at), "C%d" % (10001 + at // 3), "2026-03-20", "USD", "%d.00" % (100 + at % 7))
        for at in range(PAYMENTS)] + [
        ("G%d" % (200001 + at), "C%d" % (10001 + at % (PAYMENTS // 3)), "2026-03-20", "USD", "7%03d.00" % (at % 1000))
        for at in range(others)]))
    home.write("open-items/3.csv", files.table(
        "subscription_no,customer_no,currency,price,cycle_months,cycles,starts_on",
        [("SUB-%d" % at, "C%d" % at, "USD", "9.00", "1", "12", "2026-03-01") for at in range(10001, 10001 + COMES_BACK)]))
    home.write("open-items/4.csv", files.table("contract_no,notification_no,customer_no,currency,signed_on", [
        ("K%d" % at, "N%d" % at, "C%d" % at, "USD", "2026-02-01") for at in range(10001, 10001 + COMES_BACK)]))
    home.write("open-items/5.csv", files.table("contract_no,option,amount", [
        ("K%d" % at, "A", "55.00") for at in range(10001, 10001 + COMES_BACK)]))


def first_night():
    """Invoices of every third customer, four cycles ahead, and an option."""
    for at in range(COMES_BACK):
        yield ("A%d" % at, "2026-03-02", "%d.00" % (100 + 3 * at % 7), "USD", "x", "F%d" % (200001 + 3 * at), "", "")
        yield ("S%d" % at, "2026-03-02", "36.00", "USD", "x", "SUB-%d" % (10001 + at), "", "")
        yield ("K%d" % at, "2026-03-02", "55.00", "USD", "x", "K%d N%d" % (10001 + at, 10001 + at), "", "")


def second_night():
    """All of that comes back and is paid again, and the others pay whole, in part, or what nobody knows."""
    back = list(first_night())
    for key, _, amount, currency, payer, _, _, _ in back:
        yield ("R" + key, "2026-03-03", "-" + amount, currency, payer, "", "return", key)
    for at, (key, _, amount, currency, payer, text, _, _) in enumerate(back):
        by_name = ("Imaginary Person %d" % (10001 + at // 3), "rent")  # finds what is open of the customer
        yield ("B" + key, "2026-03-03", amount, currency, *(by_name if key[0] == "A" else (payer, text)), "", "")
    for at in range(PAYMENTS):
        if at % 3 == 0 and at < 3 * COMES_BACK:
            continue
        text = "rent" if at % 50 == 7 else "F%d" % (200001 + at)
        yield ("P%d" % at, "2026-03-03", "%d.00" % (100 + at % 7 - (at % 11 == 0)), "USD", "Imaginary Person %d" % (10001 + at // 3), text, "", "")


def night_of(files_of_rows, others):
    with Home() as home:
        owed(home, others)
        home.write("inbox/first.csv", files.table(ROWS, list(first_night())))
        home.run("2026-03-02")
        for at, rows in enumerate(files_of_rows):
            home.write("inbox/second-%02d.csv" % at, files.table(ROWS, rows))
        home.run("2026-03-03")
        home.expect(0, "verify", "--rebuild")
        return [sorted(sorted((name, value) for name, value in row.items() if name not in ("file", "line", "exception_id"))
                       for row in home.rows(table)) for table in ("allocations", "payments", "exceptions")]


def one_large_file_is_as_small_ones(others):
    rows = list(second_night())
    large = night_of([rows], others)
    small = night_of([rows[at:at + PART] for at in range(0, len(rows), PART)], others)
    proof.equal(len(large[0]), len(small[0]))
    for at, table in enumerate(("allocations", "payments", "exceptions")):
        for one, other in zip(large[at], small[at]):
            proof.equal(one, other, table)
    applied = sum(1 for row in large[1] if ("status", "applied") in row)
    assert applied > PAYMENTS * 0.9, applied
    again = [row for row in large[1] if dict(row)["source_id"].startswith("B")]
    proof.equal((len(again), {dict(row)["status"] for row in again}), (3 * COMES_BACK, {"applied"}))


def a_night_that_pays_most_of_what_is_open():
    one_large_file_is_as_small_ones(0)


def a_night_that_pays_a_part_of_what_is_open():
    one_large_file_is_as_small_ones(2 * PAYMENTS)


if __name__ == "__main__":
    proof.run(globals())
