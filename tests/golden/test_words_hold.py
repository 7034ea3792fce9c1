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


if __name__ == "__main__":
    proof.run(globals())
