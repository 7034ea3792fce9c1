#!/usr/bin/env python3
"""test_words_hold.py - what a question says holds now, whatever came after it was asked."""
import os
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "lib"))
sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import files  # noqa: E402
import proof  # noqa: E402
from test_fallen import Book  # noqa: E402

RETURNS = "id,booked_on,amount,currency,payer,text,kind,counter_reference"


def comes_back(book, key, amount, original):
    date = "2026-03-%02d" % (book.day + 1)
    book.home.write("inbox/r%s.csv" % key, files.table(RETURNS, [(key, date, "-" + amount, "USD", "x", "", "return", original)]))


def one_rest_is_one_deduction():
    with Book("[match]\nshort = residual\n") as book:
        book.night(("P1", "480.00", "F101"), owed=[("F101", "500.00")])
        proof.equal(book.asked(), [("deduction", "20.00", "invoice F101 is short by 20.00 USD; that stays open")])
        book.night(("P2", "5.00", "F101"))
        proof.equal(book.asked(), [("deduction", "15.00", "invoice F101 is short by 15.00 USD; that stays open")])
        book.does("write-off", "F101=4.00")
        book.night(("P3", "0.01", "nobody"))
        proof.equal(book.asked()[0], ("deduction", "11.00", "invoice F101 is short by 11.00 USD; that stays open"))
        book.night(("P4", "11.00", "F101"))
        proof.equal(book.codes(), ["unknown-payer"])


def who_paid_is_who_pays_now():
    with Book() as book:
        book.night(("P1", "100.00", "F101"), owed=[("F101", "100.00")], status=0)
        first = book.home.rows("payments")[0]["payment_id"]
        book.night(("P2", "100.00", "F101"), ("P3", "60.00", "F101"))
        assert all(first in words for _, _, words in book.asked()), book.asked()
        comes_back(book, "R1", "100.00", "P1")
        book.night()
        second = next(row["payment_id"] for row in book.home.rows("payments") if row["status"] == "applied")
        [(_, _, words)] = book.asked()
        assert second in words and first not in words, words
        comes_back(book, "R2", "100.00", "P2")
        book.night()
        [(code, amount, words)] = book.asked()
        proof.equal((code, amount, words.split(";")[0]), ("already-paid", "60.00", "F101 was paid already, and is open again with 100.00 USD"))


def the_order_of_rows_tells_nothing():
    """A bundle's rows come in either order: which invoice a question names, and what it suggests first, is the same."""
    said = []
    rows = [("B77001", "F10%d" % index) for index in range(1, 6)]
    for order in (rows, rows[::-1]):
        with Book() as book:
            book.home.write("open-items/3.csv", files.table("bundle_no,invoice_no", order))
            book.home.write("inbox/e.csv", files.table("id,booked_on,amount,currency,payer,text", [
                ("E", "2026-03-02", "77.00", "EUR", "x", "B77001")]))
            book.night(("U", "77.00", "B77001"), owed=[
                ("F10%d" % index, "C%d" % (1001 + 1001 * (index % 2)), "%d0.00" % index) for index in range(1, 6)])
            said.append(sorted((row["code"], row["text"], row["suggestions"]) for row in book.home.rows("exceptions")))
    proof.equal(said[0], said[1])
    proof.equal([code for code, _, _ in said[0]], ["currency-differs", "no-item-fits"])


if __name__ == "__main__":
    proof.run(globals())
