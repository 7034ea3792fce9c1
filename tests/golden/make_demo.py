#!/usr/bin/env python3
"""make_demo.py - writes fixtures/demo: three businesses, two nights, everybody invented.

A maintainer runs it after changing the story below; fixtures/demo/README.md
tells the same story for readers, and tests/golden/test_demo.py holds the
program to it.
"""
import os
import sys

sys.path.insert(0, os.path.join(os.path.dirname(__file__), "..", "lib"))
import files  # noqa: E402

HERE = os.path.join(os.path.dirname(__file__), "..", "..", "fixtures", "demo")
COMPANY = "1840012345"  # the utility's own identification: its debits are money in
PAYOUT = "po_demoSEK260309"
SEK_ACCOUNT, EUR_ACCOUNT = "SE9950000000053401234567", "SE2250000000053409876543"
RUB_ACCOUNT, USD_ACCOUNT = "40702810900000012345", "5500030000001"
OCR_BJORK = files.ocr("30411000")
RF_HOFMANN = files.rf("30420")

CUSTOMERS = [
    ("C20017", "Harbor Street Bakery LLC", "", "books@harborbakery.invalid", "en", "", ""),
    ("C20034", "Miller & Sons Builders Inc", "", "", "en", "", ""),
    ("C20051", "Riverside School District", "", "", "en", "", ""),
    ("C20068", "Lakeview Medical Group", "", "", "en", "", ""),
    ("C20085", "សុខ ចាន់ដារ៉ា", "", "", "km", "", ""),
    ("C31002", "Björk & Åberg Snickeri AB", "", "", "sv", "", ""),
    ("C31019", "Åsa Lindström", "", "", "sv", "", ""),
    ("C31036", "Göran Öhman Konsult", "", "", "sv", "", ""),
    ("C31053", "Fjäll Media AB", "BA531053", "", "sv", "", ""),
    ("C31070", "Hofmann Gartenbau GmbH", "", "", "de", "", ""),
    ("C42003", "Nguyễn Thị Hương", "", "", "vi", "", ""),
    ("C42020", "Trần Văn Đức", "", "", "vi", "", ""),
    ("C42037", "ООО «Северный Дом»", "", "", "ru", "", ""),
    ("C42054", "Анна Соколова", "", "", "ru", "", "40817810500000054321"),
]

INVOICES = [
    ("F2026-10234", "C20017", "2026-03-15", "USD", "1250.00", "engineering-advance", "2026-02-15", "", ""),
    ("F2026-10240", "C20034", "2026-02-20", "USD", "480.00", "temporary-service", "2026-01-21", "", ""),
    ("F2026-10251", "C20034", "2026-03-31", "USD", "2310.75", "per-meter", "2026-03-01", "", ""),
    ("F2026-10260", "C20051", "2026-01-31", "USD", "812.40", "per-meter", "2026-01-01", "", ""),
    ("F2026-10261", "C20051", "2026-02-28", "USD", "1190.00", "per-meter", "2026-02-01", "", ""),
    ("F2026-10262", "C20051", "2026-03-31", "USD", "655.15", "per-meter", "2026-03-01", "", ""),
    ("F2026-10270", "C20068", "2026-03-12", "USD", "5400.00", "per-meter", "2026-02-12", "", ""),
    ("F2026-10271", "C20068", "2026-03-12", "USD", "1275.50", "per-meter", "2026-02-12", "", ""),
    ("CN2026-0031", "C20068", "2026-03-12", "USD", "-175.50", "credit-note", "2026-02-20", "", ""),
    ("F2026-10280", "C20085", "2026-03-20", "USD", "96.20", "temporary-service", "2026-02-20", "", ""),
    ("F2026-30411", "C31002", "2026-03-20", "SEK", "4990.00", "hosting", "2026-02-20", OCR_BJORK, ""),
    ("F2026-30412", "C31019", "2026-03-09", "SEK", "1299.00", "hosting", "2026-03-09", "", ""),
    ("F2026-30413", "C31036", "2026-03-09", "SEK", "2599.00", "hosting", "2026-03-09", "", ""),
    ("F2026-30414", "C31036", "2026-03-09", "SEK", "499.00", "domain", "2026-03-09", "", ""),
    ("F2026-30416", "C31002", "2026-02-28", "SEK", "1240.00", "domain", "2026-01-29", "", ""),
    ("F2026-30420", "C31070", "2026-03-18", "EUR", "1188.00", "hosting", "2026-02-18", RF_HOFMANN, ""),
    ("F2026-40511", "C42037", "2026-03-16", "RUB", "73500.00", "market-place", "2026-03-02", "", ""),
    ("F2026-40512", "C42054", "2026-03-17", "RUB", "15250.50", "market-place", "2026-03-03", "", ""),
]

# Night one: K-5501 waits for its signature.
CONTRACTS = [
    ("K-5501", "N-88101", "C20034", "USD", "4200.00", "", "2026-03-31", "PRJ-310"),
    ("K-5502", "N-88102", "C20017", "USD", "", "2026-02-27", "2026-03-31", "PRJ-311"),
    ("K-5503", "N-88103", "C20068", "USD", "900.00", "2026-02-20", "2026-03-31", "PRJ-312"),
]

OPTIONS = [
    ("K-5502", "A", "3600.00", "all at once"),
    ("K-5502", "B", "1850.00", "the first of two"),
]

BUNDLES = [("B-7001", number) for number in ("F2026-10260", "F2026-10261", "F2026-10262")]

SUBSCRIPTIONS = [
    ("S-61001", "C42003", "VND", "150000", "1", "12", "2026-01-05", "market-stall", "basic", "", ""),
    ("S-61002", "C42020", "VND", "390000", "3", "4", "2026-02-01", "market-stall", "plus", "39000", "2026-12-31"),
]

CASH = [
    ("CASH-0001", "2026-03-10", "450000", "VND", "Nguyễn Thị Hương", "Thuê bao S-61001, 3 tháng"),
    ("CASH-0002", "2026-03-10", "351000", "VND", "Trần Văn Đức", "Thuê bao S-61002"),
    ("CASH-0003", "2026-03-10", "96.20", "USD", "សុខ ចាន់ដារ៉ា", "វិក្កយបត្រ F2026-10280"),
]

GATEWAY_HEADER = ("balance_transaction_id,created,available_on,currency,gross,fee,net,reporting_category,"
                  "automatic_payout_id,charge_id,source_id,invoice_number,description")
GATEWAY = [
    ("txn_d001", "1299.00", "21.29", "1277.71", "charge", "ch_d001", "ch_d001", "F2026-30412"),
    ("txn_d002", "2599.00", "40.79", "2558.21", "charge", "ch_d002", "ch_d002", "F2026-30413"),
    ("txn_d003", "499.00", "9.29", "489.71", "charge", "ch_d003", "ch_d003", "F2026-30414"),
    ("txn_d004", "-499.00", "0.00", "-499.00", "refund", "ch_d003", "re_d004", "F2026-30414"),
    ("txn_d005", "-3826.63", "0.00", "-3826.63", "payout", "", PAYOUT, ""),
]


def write(folder, name, text):
    path = os.path.join(HERE, folder)
    os.makedirs(path, exist_ok=True)
    with open(os.path.join(path, name), "w", encoding="utf-8", newline="") as out:
        out.write(text)


def echecks():
    """The utility's own debits: e-checks of its customers. Returns (text, trace of the one that comes back)."""
    ach = files.Ach()
    ach.begin("PPD", "PINE COUNTY PWR", COMPANY, description="ECHECK")
    ach.entry("27", 125000, "C20017", "HARBOR STREET BAKERY", account="70020017",
              addenda=["CUST C20017 INV F2026-10234"])
    back = ach.entry("27", 30000, "C20034", "MILLER AND SONS", account="70020034",
              addenda=["CUSTOMER C20034 INVOICE F2026-10240"])
    ach.entry("27", 420000, "C20034", "MILLER AND SONS", account="70020034",
              addenda=["CONTRACT K-5501 NOTIFICATION N-88101"])
    ach.entry("27", 360000, "C20017", "HARBOR STREET BAKERY", account="70020017",
              addenda=["CONTRACT K-5502 NOTIFICATION N-88102"])
    ach.entry("27", 90000, "ECHECK", "LAKEVIEW MEDICAL", account="70020068",
              addenda=["CONTRACT K-5503 NOTIFICATION N-88101"])
    ach.begin("CCD", "PINE COUNTY PWR", COMPANY, description="ECHECK")
    ach.entry("27", 265755, "B-7001", "RIVERSIDE SCHOOLS", account="70020051",
              addenda=["BUNDLE B-7001"])
    return ach.text(), back


def corporate():
    """A credit that a customer sent us, its remittance in an 820 that runs through seven addenda."""
    segments = ("ISA*00*          *00*          *ZZ*LAKEVIEW       *ZZ*PINECOUNTY     *260310*0730*U*00401*000000001"
                "*0*P*>~GS*RA*LAKEVIEW*PINECOUNTY*20260310*0730*1*X*004010~ST*820*0001~BPR*C*6500.00*C*ACH*CTX"
                "*01*123456780*DA*400100200*1770055512**01*876543210*DA*5500030000001*20260310~TRN*1*LV-20417~"
                "N1*PR*LAKEVIEW MEDICAL GROUP*91*C20068~ENT*1~RMR*IV*F2026-10270**5400.00~"
                "RMR*IV*F2026-10271**1275.50~RMR*CM*CN2026-0031**-175.50~SE*9*0001~GE*1*1~IEA*1*000000001~")
    ach = files.Ach(modifier="B")
    ach.begin("CTX", "LAKEVIEW MEDICAL", "1770055512", service="220", description="PAYMENT", settled="069")
    ach.entry("22", 650000, "LV-20417", "PINE COUNTY PWR", is_ctx=True, account="5500030000001",
              addenda=[segments[at:at + 80] for at in range(0, len(segments), 80)])
    return ach.text()


def broken(text):
    """One digit of an amount changed on the way: nothing ties any more."""
    assert text.count("0000125000") == 1
    return text.replace("0000125000", "0000725000")


def swedish():
    sek = files.Statement(49, SEK_ACCOUNT, "SEK", 2500000)
    sek.credit(499000, "SE26031000001", payer="BJÖRK & ÅBERG SNICKERI AB", structured=("OCR", OCR_BJORK),
               end_to_end="NOTPROVIDED")
    sek.credit(124000, "SE26031000002", payer="BJÖRK & ÅBERG SNICKERI AB", text="Faktura F2026-30416")
    sek.credit(150000, "SE26031000003", payer="FJÄLL MEDIA AB", text="BILLING ACCOUNT BA531053")
    sek.credit(382663, "SE26031000004", payer="STRIPE PAYMENTS EUROPE LTD", text="STRIPE %s" % PAYOUT)
    sek.debit(2500, "SE26031000005", codes=("ACMT", "MDOP", "CHRG"), info="Avgift betaltjänst mars")
    eur = files.Statement(12, EUR_ACCOUNT, "EUR", 100000)
    eur.credit(118800, "SE26031000101", payer="Hofmann Gartenbau GmbH", payer_account="DE75512108001245126199",
               structured=("SCOR", RF_HOFMANN))
    return files.camt("NORD-20260310", [sek, eur])


def russian():
    rub = files.Statement(31, RUB_ACCOUNT, "RUB", 25000000)
    rub.credit(7350000, "RU26031000001", payer="ООО «Северный Дом»", payer_account="40702810200000098765",
               text="Оплата по счету F2026-40511 от 02.03.2026. НДС не облагается")
    rub.credit(1525050, "RU26031000002", payer="Соколова Анна", payer_account="40817810500000054321",
               text="За услуги")
    rub.credit(900000, "RU26031000003", payer="ИП Кузнецов", payer_account="40802810700000011111",
               text="За товар")
    return files.camt("SEVER-20260310", [rub])


def settled():
    """Night two: the utility's bank books the two batches, the corporate credit and the return."""
    usd = files.Statement(58, USD_ACCOUNT, "USD", 1200000, day="2026-03-12")
    usd.credit(1025000, "US26031200001", text="ACH SETTLEMENT %s ECHECK" % COMPANY)
    usd.credit(265755, "US26031200002", text="ACH SETTLEMENT %s ECHECK" % COMPANY)
    usd.credit(650000, "US26031200003", text="ACH CREDIT 1770055512 LAKEVIEW MEDICAL")
    usd.debit(30000, "US26031200004", text="ACH RETURN %s" % COMPANY)
    return files.camt("HILL-20260312", [usd])


def returns(trace):
    ach = files.Ach(created="2603120600", modifier="A")
    ach.begin("PPD", "PINE COUNTY PWR", COMPANY, description="ECHECK", effective="260312", settled="071")
    ach.returned("26", 30000, "C20034", "MILLER AND SONS", reason="R01", original=trace, account="70020034")
    return ach.text()


def main():
    write("open-items", "customers.csv", files.table("customers", CUSTOMERS))
    write("open-items", "invoices.csv", files.table("invoices", INVOICES))
    write("open-items", "contracts.csv", files.table("contracts", CONTRACTS))
    write("open-items", "contract-options.csv", files.table("contract-options", OPTIONS))
    write("open-items", "bundles.csv", files.table("bundles", BUNDLES))
    write("open-items", "subscriptions.csv", files.table("subscriptions", SUBSCRIPTIONS))
    text, back = echecks()
    write("inbox", "echecks.ach", text)
    write("inbox", "resent-echecks.ach", text)
    write("inbox", "damaged-echecks.ach", broken(text))
    write("inbox", "corporate-payments.ach", corporate())
    write("inbox", "statement-sek-eur.xml", swedish())
    write("inbox", "statement-rub.xml", russian())
    write("inbox", "gateway-payouts.csv", files.table(GATEWAY_HEADER, [
        (row[0], "2026-03-09 10:0%d:00" % index, "2026-03-10 00:00:00", "sek", row[1], row[2], row[3], row[4],
         PAYOUT, row[5], row[6], row[7], "") for index, row in enumerate(GATEWAY)]))
    write("inbox", "cash.csv", files.table("cash", CASH))
    write("home", "acquit.conf", "# The utility's own company identification: debits of it are money in.\n"
          "[nacha]\ncompany_ids = %s\n\n[gateway.stripe]\nbank_name = STRIPE\n" % COMPANY)
    signed = [row[:5] + ("2026-03-11",) + row[6:] for row in CONTRACTS if row[0] == "K-5501"]
    write("night2", "contracts.csv", files.table("contracts", signed))
    write("night2", "echeck-returns.ach", returns(back))
    write("night2", "statement-usd.xml", settled())


if __name__ == "__main__":
    main()
