"""nights.py - a seeded night of any size in all three families, for proofs that count.

Every kind of outcome is in it: exact, in part, too much, lists, subscriptions
in several cycles, unknown payers, wrong pairs, twins, refunds and a return.
"""
import random

import files

COMPANY = "1840012345"
CONF = "[nacha]\ncompany_ids = %s\n\n[gateway.stripe]\nbank_name = STRIPE\n" % COMPANY
NAMES = ("Harbor Bakery", "Åkerlund & Söner", "Nguyễn Văn An", "ООО Рассвет", "សុខ ចាន់ដារ៉ា", "Ridge, Hill \"R&H\" Ltd")


class Night:
    """open_items and inbox: {file name: text}."""

    def __init__(self, seed, count=60, date="2026-03-10"):
        self.random = random.Random(seed)
        self.date = date
        self.count = count
        self.customers = [("C%05d" % (10000 + 17 * index), NAMES[index % len(NAMES)] + " %d" % index, "BA%06d" % index
                           if index % 9 == 0 else "", "", "", "", "4070281090000%07d" % index if index % 4 == 0 else "")
                          for index in range(count)]
        self.invoices = [("F2026-%05d" % (20000 + 3 * index), self.customers[index % count][0], "2026-03-%02d" %
                          (1 + index % 28), "USD", files.money(self.amount()), "per-meter", "2026-02-01", "", "")
                         for index in range(2 * count)]
        self.contracts = [("K-%04d" % (5000 + index), "N-%05d" % (80000 + index), self.customers[index][0], "USD",
                           files.money(self.amount()), "2026-02-01" if index % 2 else "", "2026-04-01", "")
                          for index in range(count // 10)]
        self.subscriptions = [("S-%05d" % (60000 + index), self.customers[-1 - index][0], "USD",
                               files.money(1000 + index), "1", "12", "2026-01-05", "hosting", "basic", "", "")
                              for index in range(count // 6)]
        self.open_items = {
            "customers.csv": files.table("customers", self.customers),
            "invoices.csv": files.table("invoices", self.invoices),
            "contracts.csv": files.table("contracts", self.contracts),
            "subscriptions.csv": files.table("subscriptions", self.subscriptions),
        }
        self.paid_out = 0
        self.inbox = {"gateway.csv": self.gateway(), "debits.ach": self.nacha(), "cash.csv": self.cash()}
        self.inbox["statement.xml"] = self.statement()

    def amount(self):
        return self.random.randrange(500, 900000)

    def intent(self):
        """(amount, text, customer) of one payment: what a payer would write."""
        dice = self.random.randrange(100)
        number, customer, _, _, amount = self.random.choice(self.invoices)[:5]
        cents = int(amount.replace(".", ""))
        if dice < 35:
            return cents, "CUST %s INV %s" % (customer, number), customer
        if dice < 50:
            return cents, "INV %s" % number, customer
        if dice < 60:
            return cents // 2 + 1, "INVOICE %s" % number, customer
        if dice < 68:
            return cents + 1234, "INVOICE %s" % number, customer
        if dice < 78 and self.contracts:
            contract = self.random.choice(self.contracts)
            pair = contract[1] if dice < 75 else self.contracts[0][1]
            return int(contract[4].replace(".", "")), "CONTRACT %s NOTIFICATION %s" % (contract[0], pair), contract[2]
        if dice < 88 and self.subscriptions:
            one = self.random.choice(self.subscriptions)
            return int(one[3].replace(".", "")) * self.random.randrange(1, 4), "SUBSCRIPTION %s" % one[0], one[1]
        return self.amount(), "THANK YOU", ""

    def nacha(self):
        ach = files.Ach()
        for index in range(self.count // 10):
            ach.begin("PPD" if index % 2 else "CCD", "PINE COUNTY PWR", COMPANY, description="ECHECK")
            for _ in range(5):
                amount, text, customer = self.intent()
                ach.entry("27", amount, customer, "PAYER", addenda=[text])
        return ach.text()

    def statement(self):
        usd = files.Statement(58, "5500030000001", "USD", 1200000, day=self.date)
        for index in range(self.count // 2):
            amount, text, _ = self.intent()
            customer = self.random.choice(self.customers)
            usd.credit(amount, "US%010d" % index, payer=customer[1], text=text,
                       **({"payer_account": customer[6]} if customer[6] else {}))
        usd.credit(self.paid_out, "US-PAYOUT", payer="STRIPE", text="STRIPE po_seeded1")
        usd.debit(1250, "US-FEE", codes=("ACMT", "MDOP", "CHRG"), info="Service fee")
        return files.camt("SEEDED-1", [usd])

    def cash(self):
        rows = []
        for index in range(self.count // 3):
            amount, text, _ = self.intent()
            rows.append(("CASH-%05d" % index, self.date, files.money(amount), "USD", "somebody", text))
        return files.table("cash", rows)

    def gateway(self):
        header = ("balance_transaction_id,created,available_on,currency,gross,fee,net,reporting_category,"
                  "automatic_payout_id,charge_id,source_id,invoice_number,description")
        rows, total = [], 0
        for index in range(self.count // 4):
            number, _, _, _, amount = self.random.choice(self.invoices)[:5]
            cents = int(amount.replace(".", ""))
            fee = cents * 29 // 1000 + 30
            total += cents - fee
            rows.append(("txn_s%04d" % index, "2026-03-09 10:00:00", "2026-03-10 00:00:00", "usd", amount,
                         files.money(fee), files.money(cents - fee), "charge", "po_seeded1", "ch_s%04d" % index,
                         "ch_s%04d" % index, number, ""))
        self.paid_out = total
        rows.append(("txn_out", "2026-03-09 23:00:00", "2026-03-10 00:00:00", "usd", files.money(-total), "0.00",
                     files.money(-total), "payout", "po_seeded1", "", "po_seeded1", "", ""))
        return files.table(header, rows)


def put(home, night):
    for name, text in night.open_items.items():
        home.write("open-items/" + name, text)
    for name, text in night.inbox.items():
        home.write("inbox/" + name, text)
