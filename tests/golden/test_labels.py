#!/usr/bin/env python3
"""test_labels.py - a word beside a number says whether it is an invoice, an account, a contract, or none of ours."""
import os
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "lib"))
import files  # noqa: E402
import proof  # noqa: E402
from home import Home  # noqa: E402

DAY = "2026-03-10"
ROWS = "id,booked_on,amount,currency,payer,text"
INVOICES = "invoice_no,customer_no,due_date,currency,amount"

NO_INVOICE = (
    "р/с %s", "к/с %s", "расчетный счет %s", "bankgiro %s", "plusgiro: %s", "STK %s", "số tài khoản %s", "CMND %s", "CCCD số %s",
    "hộ chiếu %s", "passport no %s", "паспорт %s", "mã số thuế %s", "чек № %s", "п/п %s", "платежное поручение № %s", "КБК %s",
    "УИН %s", "ОКТМО %s", "ABA %s", "meter no. %s", "счетчик %s", "mätare %s", "công tơ %s", "កុងទ័រ %s", "លេខកុងទ័រ %s",
    "показания %s", "mã GD %s", "transaction %s", "អត្តសញ្ញាណប័ណ្ណ %s", "ការបញ្ជាទិញ %s", "ទូរស័ព្ទ %s", "លេខទូរស័ព្ទ %s",
    "điện thoại %s", "сот. %s", "факс %s", "телефона %s", "electricity %s kWh", "Ek Livs, Box 7, %s Stockholm",
    "customer no %s", "khách hàng %s", "contract %s", "лицевой счет %s")


def a_strangers_number_of_another_kind_pays_no_invoice():
    with Home() as home:
        home.write("open-items/customers.csv", files.table("customer_no,name", [
            ("C%03d" % index, "Owner %d" % index) for index in range(len(NO_INVOICE))]))
        home.write("open-items/invoices.csv", files.table(INVOICES, [
            (str(71350000 + 137 * index), "C%03d" % index, "2026-03-15", "USD", "812.50") for index in range(len(NO_INVOICE))]))
        home.write("inbox/cash.csv", files.table(ROWS, [
            ("T%d" % index, DAY, "%d.35" % (300 + index), "USD", "Stranger", text % (71350000 + 137 * index))
            for index, text in enumerate(NO_INVOICE)]))
        home.run(DAY)
        proof.equal([row["target_no"] for row in home.rows("allocations")], [])
        proof.equal(len(home.rows("exceptions")), len(NO_INVOICE))


def applied(text, amount, currency="USD", tables=(), payer="Somebody"):
    with Home() as home:
        for name, table in tables:
            home.write("open-items/%s.csv" % name, table)
        home.write("inbox/cash.csv", files.table(ROWS, [("T", DAY, amount, currency, payer, text)]))
        home.run(DAY)
        home.expect(0, "verify")
        return [(row["target_no"], row["customer_no"], row["amount"]) for row in home.rows("allocations")]


OWNERS = ("customers", files.table("customer_no,name,billing_account", [
    ("748003", "Owner", "53189416"), ("C2", "Other", ""), ("C3", "Third", "")]))


def an_account_by_its_word_is_no_invoice_of_that_number():
    tables = (OWNERS, ("invoices", files.table(INVOICES, [
        ("748003", "C2", "2026-03-15", "RUB", "9000.00"), ("53189416", "C2", "2026-03-15", "RUB", "7000.00"),
        ("F2026-1007", "748003", "2026-03-15", "RUB", "123.45")])))
    for text in ("лицевой счет 748003", "по лиц. счету 748003", "номер лицевого счета: 748003", "л/счет 748003"):
        proof.equal(applied(text, "123.45", "RUB", tables), [("F2026-1007", "748003", "123.45")], text)
    for text in ("пополнение счета 53189416", "баланс счета 53189416", "платежный счет 53189416", "invoice account 53189416"):
        proof.equal(applied(text, "55.00", "RUB", tables), [("748003", "748003", "55.00")], text)
    proof.equal(applied("оплата по счету 748003", "9000.00", "RUB", tables), [("748003", "C2", "9000.00")])


def a_contract_and_its_notification_are_no_invoice_of_that_number():
    tables = (OWNERS, ("invoices", files.table(INVOICES, [("53774892", "C2", "2026-03-15", "VND", "1600230")])),
              ("contracts", files.table("contract_no,notification_no,customer_no,currency,amount,signed_on",
                                        [("53774892", "N-280583", "C3", "VND", "3138048", "2026-01-05")])))
    for text in ("HD so 53774892, TB so N-280583", "HĐ 53774892 thông báo N-280583", "invoice 53774892 notification N-280583"):
        proof.equal(applied(text, "3138048", "VND", tables), [("53774892", "C3", "3138048")], text)
    proof.equal([row[1] for row in applied("HD so 53774892, TB so N-280583", "3000000", "VND", tables)].count("C2"), 0)
    proof.equal(applied("hóa đơn 53774892", "1600230", "VND", tables), [("53774892", "C2", "1600230")])


def what_stands_before_a_comma_is_not_the_lists():
    tables = (OWNERS, ("invoices", files.table(INVOICES, [
        ("67316068", "C2", "2026-03-15", "USD", "100.00"), ("67316111", "C2", "2026-03-15", "USD", "200.00"),
        ("26-624378", "C3", "2026-03-15", "USD", "60.00"), ("2026", "C2", "2026-03-15", "USD", "49.00")])))
    for text in ("ref my mail of 2026-04-09, 67316068, 67316111", "tel 555-0142, 67316068, 67316111"):
        proof.equal([row[0] for row in applied(text, "300.00", "USD", tables)], ["67316068", "67316111"], text)
    proof.equal(applied("за апрель, 26-624378", "60.00", "USD", tables), [("26-624378", "C3", "60.00")])
    proof.equal(applied("thanks April 2026", "49.00", "USD", tables), [])
    proof.equal(applied("Оплата по сч. №67316068от 02.11.2026", "100.00", "USD", tables), [("67316068", "C2", "100.00")])
    proof.equal(applied("Оплата по сч. №26-624378от 02.11.2026", "60.00", "USD", tables), [("26-624378", "C3", "60.00")])
    proof.equal(applied("Оплата по сч. №X26/67316068от 02.11.2026", "30.00", "USD", tables), [])


def a_list_may_write_what_its_numbers_share_once():
    tables = (OWNERS, ("invoices", files.table(INVOICES, [
        ("F2026-730308", "C2", "2026-03-15", "SEK", "100.00"), ("F2026-730309", "C2", "2026-03-15", "SEK", "200.00"),
        ("F2026-730417", "C3", "2026-03-15", "SEK", "50.00")])))
    for text in ("faktura F2026-730308, 730309", "F2026-730308/730309", "F2026-730308 + 730309"):
        proof.equal([row[0] for row in applied(text, "300.00", "SEK", tables)], ["F2026-730308", "F2026-730309"], text)
    # Somebody else's invoice is not drawn in by six digits, nor one by its amount written behind it.
    proof.equal([row[0] for row in applied("F2026-730308, 730417", "100.00", "SEK", tables)], ["F2026-730308"])
    proof.equal([row[0] for row in applied("F2026-730308, 730309 SEK", "100.00", "SEK", tables)], ["F2026-730308"])


def a_customers_number_is_known_in_all_its_pieces():
    numbers = (("KH-26813", "customer KH-26813, transfer"), ("C27628", "cust no C27628 / thank you"), ("A/20/7", "customer number A/20/7"),
               ("KH-55012", "лицевой счет KH-55012"))
    with Home() as home:
        home.write("open-items/customers.csv", files.table("customer_no,name", [(number, "Owner " + number) for number, _ in numbers]))
        home.write("open-items/invoices.csv", files.table(INVOICES, [
            ("INV%s-%d" % (number, index), number, "2026-03-%d" % (15 + index), "USD", "%d.%02d" % (100 + index, index * 7 + place))
            for place, (number, _) in enumerate(numbers) for index in range(3)]))
        home.write("inbox/cash.csv", files.table(ROWS, [
            ("T%d" % place, DAY, "303.%02d" % (21 + 3 * place), "USD", "Somebody", text) for place, (_, text) in enumerate(numbers)]))
        home.run(DAY)
        proof.equal([row["rule"] for row in home.rows("allocations")], ["customer-canonical-set"] * 3 * len(numbers))
        proof.equal(home.rows("exceptions"), [])


def pieces_that_take_of_one_another_are_no_list():
    with Home() as home:
        home.write("open-items/customers.csv", files.table("customer_no,name", [("C1001", "One"), ("019312", "Two")]))
        home.write("open-items/invoices.csv", files.table(INVOICES, [
            ("WH/2026/01931", "C1001", "2026-03-15", "USD", "100.00"), ("WH/2026/01932", "C1001", "2026-03-15", "USD", "70.00"),
            ("A-7001", "019312", "2026-03-15", "USD", "50.00")]))
        home.write("inbox/cash.csv", files.table(ROWS, [("T", DAY, "80.00", "USD", "Somebody", "WH/2026/01931/2")]))
        home.run(DAY)
        proof.equal([row["customer_no"] for row in home.rows("allocations")], [])


def another_number_beside_a_customers_says_that_something_else_is_meant():
    with Home() as home:
        home.write("open-items/customers.csv", files.table("customer_no,name", [("KH-26813", "Owner")]))
        home.write("open-items/invoices.csv", files.table(INVOICES, [
            ("INV-%d" % (55010 + index), "KH-26813", "2026-03-15", "USD", "100.00") for index in range(3)]))
        home.write("inbox/cash.csv", files.table(ROWS, [
            ("T%d" % index, DAY, "300.00", "USD", "Somebody", text)
            for index, text in enumerate(("customer KH-26813 invoice 9826813", "customer KH-26813-2"))]))
        home.run(DAY)
        proof.equal([row["code"] for row in home.rows("exceptions")], ["no-item-fits", "unknown-payer"])


if __name__ == "__main__":
    proof.run(globals())
