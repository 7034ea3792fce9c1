#!/usr/bin/env python3
"""test_traps.py - numbers and sums that only look like an answer put no money anywhere."""
import os
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "lib"))
import files  # noqa: E402
import proof  # noqa: E402
from home import Home  # noqa: E402

ROWS = "id,booked_on,amount,currency,payer,payer_account,text"


def night(invoices, *rows):
    """{id: status and what is paid}; questions' texts."""
    with Home() as home:
        home.write("open-items/customers.csv", files.table("customer_no,name,payer_accounts", [
            ("C1001", "Harbor Bakery", "DE1"), ("C2002", "Pine Works", "DE2")]))
        home.write("open-items/invoices.csv", files.table(
            "invoice_no,customer_no,issue_date,due_date,currency,amount",
            [(number, customer, "2026-02-01", due, currency, amount) for number, customer, due, currency, amount in invoices]))
        home.write("inbox/cash.csv", files.table(ROWS, [
            (key, "2026-03-10", amount, currency, "Somebody", account, text) for key, amount, currency, account, text in rows]))
        home.run("2026-03-10")
        home.expect(0, "verify")
        paid = {}
        for row in home.rows("allocations"):
            paid.setdefault(row["payment_id"], []).append(row["target_no"])
        return ({row["source_id"]: " ".join([row["status"]] + sorted(paid.get(row["payment_id"], [])))
                 for row in home.rows("payments")}, [row["text"] for row in home.rows("exceptions")])


def the_pieces_of_a_date_are_no_list_of_invoices():
    invoices = [("2112", "C1001", "2026-04-15", "EUR", "11199.00"), ("2026", "C1001", "2026-04-15", "EUR", "500.00"),
                ("1121", "C2002", "2026-04-15", "EUR", "700.00")]
    texts = ("betalt 21. 12. 2026", "paid on 11.21.2026", "paid 11/21 2026", "21-12-2026", "21 12 2026")
    said, _ = night(invoices, *[("A%d" % index, "171.39", "EUR", "", text) for index, text in enumerate(texts)])
    proof.equal(said, {"A%d" % index: "unidentified" for index in range(len(texts))})


def a_number_in_another_currency_does_not_stand_beside_the_exact_one():
    invoices = [("F2026-102749", "C1001", "2026-04-15", "EUR", "499.00"), ("1812", "C2002", "2026-04-15", "USD", "12998.77"),
                ("F2026-102750", "C1001", "2026-04-15", "EUR", "1.00")]
    said, _ = night(invoices, ("A", "499.00", "EUR", "", "Invoice F2026-102749 Invoice 1812"))
    proof.equal(said, {"A": "applied F2026-102749"})
    for amount, text in (("498.00", "Invoice F2026-102749 Invoice 1812"), ("499.00", "Invoice 1812"),
                         ("499.50", "Invoice F2026-102749 F2026-102750 Invoice 1812")):
        said, _ = night(invoices, ("A", amount, "EUR", "", text))
        assert not said["A"].startswith(("applied", "part-applied")), (amount, text, said)


def one_item_and_all_that_is_overdue_are_both_named():
    invoices = [("F1", "C1001", "2026-02-10", "EUR", "750.00"), ("F2", "C1001", "2026-02-20", "EUR", "200.00"),
                ("F3", "C1001", "2026-04-20", "EUR", "950.00"), ("F4", "C1001", "2026-05-20", "EUR", "80.00")]
    said, texts = night(invoices, ("A", "950.00", "EUR", "DE1", "thank you"))
    proof.equal(said, {"A": "unapplied C1001"})
    assert "F3" in texts[0] and "overdue" in texts[0], texts
    said, _ = night(invoices[1:], ("A", "950.00", "EUR", "DE1", "thank you"))
    proof.equal(said, {"A": "applied F3"})


def the_payers_own_payment_number_needs_a_second_fact():
    invoices = [("2317", "C1001", "2026-04-15", "EUR", "499.00")]
    said, _ = night(invoices, ("A", "120.00", "EUR", "", "PMT002317"), ("B", "120.00", "EUR", "", "PAY2317"))
    proof.equal(said, {"A": "unidentified", "B": "unidentified"})
    proof.equal(night(invoices, ("A", "499.00", "EUR", "", "PMT002317"))[0], {"A": "applied 2317"})
    proof.equal(night(invoices, ("A", "120.00", "EUR", "DE1", "PMT002317"))[0], {"A": "applied 2317"})
    proof.equal(night(invoices, ("A", "120.00", "EUR", "", "INV002317"))[0], {"A": "applied 2317"})


def a_number_with_letters_of_its_own_is_not_the_short_one_in_it():
    invoices = [("1810", "C1001", "2026-04-15", "EUR", "4990.00")]
    said, _ = night(invoices, ("A", "1061.32", "EUR", "", "Оплата по счету № СЧ-001810 от 02.11.2026"),
                    ("B", "1061.32", "EUR", "", "СЧ001810"))
    proof.equal(said, {"A": "unidentified", "B": "unidentified"})
    for text in ("счет 1810", "счет № 1810", "№1810", "INV-1810", "số 1810"):
        proof.equal(night(invoices, ("A", "1061.32", "EUR", "", text))[0], {"A": "applied 1810"}, text)
    proof.equal(night(invoices, ("A", "4990.00", "EUR", "", "СЧ-1810"))[0], {"A": "applied 1810"})


if __name__ == "__main__":
    proof.run(globals())
