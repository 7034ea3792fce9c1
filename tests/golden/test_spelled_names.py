#!/usr/bin/env python3
"""test_spelled_names.py - names that banks wrote in ASCII, and names that a field cut off."""
import os
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "lib"))
import files  # noqa: E402
import proof  # noqa: E402
from home import Home  # noqa: E402

DAY = "2026-03-10"
ROWS = "id,booked_on,amount,currency,payer,text"
INVOICES = "invoice_no,customer_no,due_date,currency,amount"


def paid(customers, payer, text="thank you", invoices=None):
    """What a payment of 100.00 by this name ends on: numbers paid, status."""
    with Home() as home:
        home.write("open-items/customers.csv", files.table("customer_no,name", [
            ("C%d" % index, name) for index, name in enumerate(customers)]))
        home.write("open-items/invoices.csv", files.table(INVOICES, invoices or [
            ("A-0010%d" % index, "C%d" % index, "2026-03-15", "EUR", "100.00") for index in range(len(customers))]))
        home.write("inbox/cash.csv", files.table(ROWS, [("T", DAY, "100.00", "EUR", payer, text)]))
        home.run(DAY)
        home.expect(0, "verify")
        for row in home.rows("allocations"):
            if "spelled" in row["evidence"]:
                assert row["rule"].startswith("payer-name"), row
        return [row["target_no"] for row in home.rows("allocations") if row["target_kind"] == "invoice"]


SPELLED = (
    ("Nguyễn Văn Anh", "NGUYEN VAN ANH"), ("Đặng Thị Hồng", "Dang Thi Hong"), ("Ångström Åkeri AB", "ANGSTROM AKERI"),
    ("Ångström Åkeri AB", "Aangstroem Aakeri AB"), ("Jörg Müller", "Joerg Mueller"), ("Jörg Müller", "JORG MULLER"),
    ("Søren Kjær", "Soeren Kjaer"), ("Иванов Пётр", "Ivanov Petr"), ("Юлия Васильевна", "Yuliya Vasilyevna"),
    ("Юлия Васильевна", "Iuliia Vasilevna"), ("ООО Ромашка", "OOO Romashka"), ("Щербаков Алексей", "Shcherbakov Aleksey"),
    ("Щербаков Алексей", "Shcherbakov Alexei"), ("Joerg Mueller", "Jörg Müller"), ("Ivanov Petr", "Иванов Пётр"),
)


def a_name_is_its_customers_however_it_is_spelled():
    for customer, payer in SPELLED:
        proof.equal(paid([customer, "Somebody Else"], payer), ["A-00100"], payer)


def two_customers_whose_names_are_spelled_alike_are_asked():
    for one, other, payer in (("Nguyễn Văn Anh", "Nguyễn Vân Ánh", "NGUYEN VAN ANH"), ("Jörg Müller", "Joerg Mueller", "Joerg Mueller"), ("Jörg Müller", "Jorg Muller", "JORG MULLER"),
                              ("Иванов Пётр", "Ivanov Petr", "Ivanov Petr"), ("Jorg Muller", "Joerg Mueller", "Jörg Müller")):
        proof.equal(paid([one, other], payer), [], payer)


def who_writes_the_marks_means_them():
    proof.equal(paid(["Nguyễn Văn Anh", "Nguyễn Vân Ánh"], "Nguyễn Văn Anh"), ["A-00100"])
    proof.equal(paid(["Nguyễn Văn Anh", "Somebody Else"], "Nguyễn Vân Ánh"), [])
    proof.equal(paid(["Ångström Åkeri AB", "Ångström Åkeri KB"], "ANGSTROM AKERI KB"), ["A-00101"])


def paid_by_ach(customers, payer, text, invoices, sec="CCD"):
    with Home() as home:
        home.write("open-items/customers.csv", files.table("customer_no,name", [
            ("C%d" % index, name) for index, name in enumerate(customers)]))
        home.write("open-items/invoices.csv", files.table(INVOICES, [
            (number, "C%d" % owner, "2026-03-15", "USD", amount) for number, owner, amount in invoices]))
        file = files.Ach()
        file.begin(sec, payer, "1999888777", service="220")
        file.entry("22", 10000, "", "PINE COUNTY POWER", text=text)
        home.write("inbox/a.ach", file.text())
        home.run(DAY)
        home.expect(0, "verify")
        return ([row["target_no"] for row in home.rows("allocations") if row["target_kind"] == "invoice"],
                [row["suggestions"].split(" (")[0] for row in home.rows("exceptions")])


OPEN = (("A-00100", 0, "100.00"), ("A-00101", 1, "100.00"), ("A-00777", 2, "900.00"))


def a_company_name_that_fills_its_sixteen_columns_may_go_on():
    """The whole name of one customer may be where another's begins."""
    for one, other, said in (("Riverside Foods", "Riverside Foods of Ohio", []), ("Riverside Foods", "Elsewhere Mills", ["A-00100"]),
                             ("Riverside Foodz", "Riverside Foods of Ohio", []), ("Riverside Foods", "Rïverside Foods of Ohio", [])):
        proof.equal(paid_by_ach([one, other, "Third"], "RIVERSIDE FOODS", "", OPEN)[0], said, (one, other))
    proof.equal(paid_by_ach(["Mara Mill", "Mara Mill Works", "Third"], "MARA MILL", "", OPEN)[0], ["A-00100"])


def a_strangers_invoice_beside_a_cut_name_is_asked():
    """No customer is called so, but names begin so: one has exactly this, or two have."""
    for names in (["Harborview Produce Inc", "Nobody Near", "Third"], ["Harborview Produce Inc", "Harborview Prodigy", "Third"],
                  ["Hárborview Producé Inc", "Nobody Near", "Third"]):
        got, suggested = paid_by_ach(names, "HARBORVIEW PRODU" if "Prodigy" not in names[1] else "HARBORVIEW PROD", "A-00777", OPEN)
        proof.equal(got, [], names)
        assert suggested[0].startswith("invoice:A-0010"), suggested


if __name__ == "__main__":
    proof.run(globals())
