#!/usr/bin/env python3
"""test_name_and_number.py - a payer known by name alone, and a number beside it that is mistyped, cut off or something else."""
import os
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "lib"))
import files  # noqa: E402
import proof  # noqa: E402
from home import Home  # noqa: E402

DAY = "2026-03-10"
ROWS = "id,booked_on,amount,currency,payer,text"
INVOICES = "invoice_no,customer_no,due_date,currency,amount"
NAME = "Ulla Hugo Dahlberg"

NEARLY = ("faktura A-004540", "faktura A-004405", "faktura A-004440", "faktura A-004350", "faktura A-O04450", "faktura A-00445", "faktura 04450", "fakturanr 2A-004450")
OTHERWISE = (
    "faktura A-OO4450",  # two are wrong
    "faktura A-0099", "PO-55417", "faktura A-004540 och A-009999",
    "faktura B-004454",  # another customer's
)


def ends(texts, more=()):
    with Home() as home:
        home.write("open-items/customers.csv", files.table("customer_no,name", [("C1", NAME), ("C2", "Sten Wallin")]))
        home.write("open-items/invoices.csv", files.table(INVOICES, [
            ("A-004450", "C1", "2026-03-15", "SEK", "100.00"), ("A-007777", "C1", "2026-03-15", "SEK", "250.00"),
            ("B-004454", "C2", "2026-03-15", "SEK", "70.00"), *more]))
        home.write("inbox/cash.csv", files.table(ROWS, [(text, DAY, "100.00", "SEK", NAME, text) for text in texts]))
        home.run(DAY)
        home.expect(0, "verify")
        return ([(row["target_no"], row["rule"]) for row in home.rows("allocations") if row["target_kind"] == "invoice"],
                [row["suggestions"].split(" (")[0] for row in home.rows("exceptions")])


def a_number_that_is_nearly_that_of_the_one_item_is_its_number():
    for text in NEARLY:
        proof.equal(ends([text]), ([("A-004450", "payer-name-item")], []), text)


def a_number_that_comes_after_the_one_items_is_asked():
    """It may be the next invoice, which is not loaded yet: 4451 is open, 4452 to 4459 are written."""
    for text in ("faktura A-004451", "faktura A-004459", "A-004452"):
        proof.equal(ends([text]), ([], ["invoice:A-004450"]), text)


def who_is_known_better_may_mistype_but_does_not_mean_the_number_before():
    for text, paid in (("C1 faktura A-004451", []), ("C1 faktura A-004452", ["A-004450"]), ("C1 faktura A-004440", ["A-004450"])):
        with Home() as home:
            home.write("open-items/customers.csv", files.table("customer_no,name,payer_accounts", [("C1", NAME, "SE99")]))
            home.write("open-items/invoices.csv", files.table(INVOICES, [("A-004450", "C1", "2026-03-15", "SEK", "100.00")]))
            home.write("inbox/cash.csv", files.table(ROWS + ",payer_account", [("T", DAY, "100.00", "SEK", NAME, text, "SE99")]))
            home.run(DAY)
            proof.equal([row["target_no"] for row in home.rows("allocations") if row["target_kind"] == "invoice"], paid, text)
            if paid:
                continue
            assert "not be loaded yet" in home.rows("exceptions")[0]["text"]
            home.write("open-items/more.csv", files.table(INVOICES, [("A-004451", "C1", "2026-03-25", "SEK", "100.00")]))
            home.run("2026-03-11")
            proof.equal([row["target_no"] for row in home.rows("allocations") if row["target_kind"] == "invoice"], ["A-004451"])


def a_number_that_is_nearly_the_one_that_fits_is_asked():
    """A-004450 and A-004540 are the payer's; one is named, the other is what came, more or less than the one named."""
    for amount, number in (("100.00", "A-004540"), ("250.00", "A-004450")):
        for account in ("", "SE99"):
            with Home() as home:
                home.write("open-items/customers.csv", files.table("customer_no,name,payer_accounts", [("C1", NAME, "SE99")]))
                home.write("open-items/invoices.csv", files.table(INVOICES, [
                    ("A-004450", "C1", "2026-03-15", "SEK", "100.00"), ("A-004540", "C1", "2026-03-15", "SEK", "250.00"),
                    ("A-777777", "C1", "2026-03-15", "SEK", "60.00")]))
                home.write("inbox/cash.csv", files.table(ROWS + ",payer_account", [
                    ("T", DAY, amount, "SEK", NAME, number, account), ("P", DAY, "30.00", "SEK", NAME, "A-777777", account)]))
                home.run(DAY)
                asked = {row["payment_id"]: row["suggestions"] for row in home.rows("exceptions")}
                proof.equal([row["code"] for row in home.rows("exceptions")], ["ambiguous-items"], (amount, number, account))
                proof.equal([row["amount"] for row in home.rows("allocations") if row["target_kind"] == "invoice"], ["30.00"])
                assert all("its number is nearly named" in words for words in asked.values()), asked


def any_other_number_that_nobody_knows_is_asked():
    for text in OTHERWISE:
        proof.equal(ends([text]), ([], ["invoice:A-004450"]), text)


def of_two_items_of_the_amount_a_number_that_is_nearly_ones_chooses_none():
    for number in ("A-004452", "X-12345"):
        proof.equal(ends(["faktura A-004459"], [(number, "C1", "2026-03-15", "SEK", "100.00")])[0], [], number)


def a_slip_that_is_a_strangers_invoice_is_asked_where_nobody_is_known():
    """A-4540 is named; what came is exactly A-4450's, whose digits are swapped, or nobody's."""
    for amount, payer, paid in (("100.00", "Nobody Known", []), ("100.00", "Sten Wallin", ["A-4540"]), ("90.00", "Nobody Known", ["A-4540"]),
                                ("250.00", "Nobody Known", ["A-4540"])):
        with Home() as home:
            home.write("open-items/customers.csv", files.table("customer_no,name", [("C1", NAME), ("C2", "Sten Wallin")]))
            home.write("open-items/invoices.csv", files.table(INVOICES, [
                ("A-4450", "C1", "2026-03-15", "SEK", "100.00"), ("A-4540", "C2", "2026-03-15", "SEK", "250.00")]))
            home.write("inbox/cash.csv", files.table(ROWS, [("T", DAY, amount, "SEK", payer, "faktura A-4540")]))
            home.run(DAY)
            proof.equal([row["target_no"] for row in home.rows("allocations") if row["target_kind"] == "invoice"],
                        paid, (amount, payer))
            if not paid:
                assert home.rows("exceptions")[0]["suggestions"].startswith("invoice:A-4450"), home.rows("exceptions")


def a_customers_number_beside_a_strangers_invoice_of_the_same_price_is_asked():
    """Where the customer who is named has no such item, a third party pays what is named."""
    for price, paid in (("100.00", []), ("110.00", ["B-2002"])):
        with Home() as home:
            home.write("open-items/customers.csv", files.table("customer_no,name", [("K-1001", "Sten Wallin"), ("K-2002", "Rut Berg")]))
            home.write("open-items/invoices.csv", files.table(INVOICES, [
                ("A-1001", "K-1001", "2026-03-15", "SEK", price), ("B-2002", "K-2002", "2026-03-15", "SEK", "100.00")]))
            home.write("inbox/cash.csv", files.table(ROWS, [("T", DAY, "100.00", "SEK", "Sten Wallin", "customer K-1001 invoice B-2002")]))
            home.run(DAY)
            proof.equal([row["target_no"] for row in home.rows("allocations") if row["target_kind"] == "invoice"], paid, price)
            if not paid:
                words = home.rows("exceptions")[0]["suggestions"]
                assert "A-1001" in words and "B-2002" in words, words


def an_invoice_that_was_cut_off_is_no_customers_number():
    for payer, paid in ((NAME, ["INV-20269344"]), ("Nobody Known", [])):
        with Home() as home:
            home.write("open-items/customers.csv", files.table("customer_no,name", [("C1", NAME), ("020269", "Sten Wallin")]))
            home.write("open-items/invoices.csv", files.table(INVOICES, [
                ("INV-20269344", "C1", "2026-03-15", "SEK", "100.00"), ("A-1", "020269", "2026-03-15", "SEK", "70.00")]))
            home.write("inbox/cash.csv", files.table(ROWS, [("T", DAY, "100.00", "SEK", payer, "payment for the mo INV-20269")]))
            home.run(DAY)
            proof.equal([row["target_no"] for row in home.rows("allocations")], paid, payer)


def a_customers_number_with_letters_of_its_own_is_known_behind_any_word():
    with Home() as home:
        home.write("open-items/customers.csv", files.table("customer_no,name,billing_account", [("C20017", NAME, "BA500017")]))
        home.write("inbox/cash.csv", files.table(ROWS, [
            ("T%d" % index, DAY, "5%d.00" % index, "SEK", "", text) for index, text in enumerate(("счет BA500017", "invoice C20017"))]))
        home.run(DAY)
        proof.equal([row["target_no"] for row in home.rows("allocations")], ["C20017"] * 2)


if __name__ == "__main__":
    proof.run(globals())
