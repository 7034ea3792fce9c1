#!/usr/bin/env python3
"""test_three_way.py - invoice, gateway transaction and bank deposit meet to the cent.

Each night is a gateway's file and a bank statement. A transaction pays its
invoice gross; fee, tax, refund, chargeback, reserve and exchange go to accounts
of their own against clearing:GATEWAY, and the bank's money closes the payout.
What is left over has a name.
"""
import itertools
import os
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "lib"))
import files  # noqa: E402
import proof  # noqa: E402
from home import ROOT, Home, minor  # noqa: E402

PROFILE = """[nordpay.settlement]
posts     = gateway
header    = find Txn|Day|Kind|Gross|Payout
currency  = [Cur]
date      = [Day] %Y-%m-%d
sum.gross = [Gross]
sum.gross.currency = [Cur gross]
sum.fee   = [Fee]
sum.tax   = [Tax]
sum.net   = [Net]
type      = [Kind] Sale:receipt Refund:refund Claim:chargeback "Claim won":chargeback Cost:fee Tax:tax Hold|Release:reserve Exchange:exchange Move:transfer Failed:return Payout:settlement *:error
id        = [Txn]
counter   = [Of]
payout    = [Payout]
batch     = [Bank ref]
invoice   = [Invoice]
"""
HEADER = "Txn,Day,Kind,Cur gross,Gross,Fee,Tax,Cur,Net,Payout,Invoice,Of,Bank ref"
BANK = "5500030000001"


def row(txn, kind, gross, fee=0, payout="PO-77001", **facts):
    """facts: tax, invoice, of, day, cur, net, cur_net, bank"""
    net = facts.get("net", gross - fee)
    cur = facts.get("cur", "EUR")
    return (txn, facts.get("day", "2026-03-09"), kind, cur, files.money(gross), files.money(fee),
            files.money(facts.get("tax", 0)), facts.get("cur_net", cur), files.money(net), payout,
            facts.get("invoice", ""), facts.get("of", ""), facts.get("bank", ""))


def sales():
    return [row("TX-50001", "Sale", 10000, 290, tax=40, invoice="F2026-20001"),
            row("TX-50002", "Sale", 25000, 725, tax=100, invoice="F2026-20002")]


class Books(Home):
    """A home with two customers, open invoices and the gateway's profile."""

    def __init__(self, conf=""):
        super().__init__(conf="[gateway.nordpay]\nbank_name = NORDPAY\n" + conf)
        self.write("formats/nordpay.profile", PROFILE)
        self.write("open-items/customers.csv", files.table("customer_no,name", [("C1001", "Alpha Farms")]))
        self.write("open-items/invoices.csv", files.table(
            "invoice_no,customer_no,due_date,currency,amount",
            [("F2026-2000%d" % number, "C1001", "2026-03-20", "EUR", amount) for number, amount in
             ((1, "100.00"), (2, "250.00"), (3, "80.00"), (4, "60.00"))]))
        self.number, self.balance = 57, 500000
        self.statements = []

    def gateway(self, rows, name="payouts.csv"):
        self.write("inbox/" + name, files.table(HEADER, rows))

    def bank(self, day, *lines, currency="EUR"):
        """lines: (amount, reference, text)"""
        self.number += 1
        statement = files.Statement(self.number, BANK, currency, self.balance, day=day)
        for amount, reference, text in lines:
            statement.credit(abs(amount), reference, payer="NORDPAY AB", text=text, is_debit=amount < 0) \
                if amount < 0 else statement.credit(amount, reference, payer="NORDPAY AB", text=text)
        self.balance = statement.closing
        self.write("inbox/bank-%d.xml" % self.number, files.camt("M-%d" % self.number, [statement]))

    def night(self, date, statuses=(0, 1)):
        self.run(date, statuses)
        self.expect(0, "verify")
        return {(one["settlement_id"], one["currency"]): one for one in self.rows("settlements")}

    def codes(self):
        return sorted(one["code"] for one in self.rows("exceptions"))


def sheet(settlement):
    """gross, fees, returns, net, deposited, difference as minor units, and the status"""
    return tuple(minor(settlement[key]) for key in
                 ("gross", "fees", "returns", "net", "deposited", "difference")) + (settlement["status"],)


def each_component_has_an_account_of_its_own():
    with Books() as home:
        home.gateway(sales() + [
            row("TX-50003", "Refund", -10000, of="TX-50001", invoice="F2026-20001"),
            row("TX-50004", "Claim", -25000, 1500, of="TX-50002"),
            row("TX-50005", "Cost", -500),
            row("TX-50006", "Tax", -125),
            row("TX-50007", "Hold", -2000),
            row("TX-50008", "Release", 700),
            row("TX-50009", "Sale", 6000, 174, invoice="F2026-20004"),
            row("TX-50010", "Payout", -3914 + 8025 + 2500 - 2386 - 1, payout="PO-77001")])
        settled = home.night("2026-03-10")
        balances = home.balances()
        proof.equal(balances.get(("fees:nordpay", "EUR"), 0), 290 + 725 - 140 + 1500 + 500 + 174)
        proof.equal(balances["fee-tax:nordpay", "EUR"], 140 + 125)
        proof.equal(balances["reserve:nordpay", "EUR"], 1300)
        net = 10000 - 290 + 25000 - 725 - 10000 - 26500 - 500 - 125 - 2000 + 700 + 6000 - 174
        proof.equal(balances["clearing:nordpay", "EUR"], net)
        proof.equal(balances["receivable", "EUR"], 49000 - 6000)
        proof.equal(balances.get(("unidentified-out", "EUR"), 0), 0)
        proof.equal(balances.get(("unidentified", "EUR"), 0), 0)
        proof.equal(sheet(settled["PO-77001", "EUR"])[3:], (net, 0, -net, "awaiting"))


def the_bank_closes_what_the_gateway_declares():
    with Books() as home:
        home.gateway(sales() + [row("TX-50010", "Payout", -33985)])
        settled = home.night("2026-03-10", 0)
        proof.equal(sheet(settled["PO-77001", "EUR"]), (35000, 1015, 0, 33985, 0, -33985, "awaiting"))
        home.bank("2026-03-11", (33985, "B-1", "NORDPAY PO-77001"))
        settled = home.night("2026-03-11", 0)
        proof.equal(sheet(settled["PO-77001", "EUR"]), (35000, 1015, 0, 33985, 33985, 0, "closed"))
        balances = home.balances()
        proof.equal(balances.get(("clearing:nordpay", "EUR"), 0), 0)
        proof.equal(balances["bank:" + BANK, "EUR"], 500000 + 33985)
        proof.equal(balances["receivable", "EUR"], 14000)


def an_exchange_closes_in_the_currency_of_the_payout():
    with Books() as home:
        home.gateway([row("TX-50001", "Sale", 10000, 340, invoice="F2026-20001", cur_net="USD", net=10460),
                      row("TX-50010", "Payout", -10460, cur="USD")])
        settled = home.night("2026-03-10")
        proof.equal(sheet(settled["PO-77001", "USD"])[3:], (10460, 0, -10460, "awaiting"))
        home.bank("2026-03-11", (10460, "B-1", "NORDPAY PO-77001"), currency="USD")
        settled = home.night("2026-03-11")
        proof.equal(settled["PO-77001", "USD"]["status"], "closed")
        balances = home.balances()
        proof.equal((balances.get(("clearing:nordpay", "USD"), 0), balances.get(("clearing:nordpay", "EUR"), 0)), (0, 0))
        proof.equal((balances["fx:nordpay", "EUR"], balances["fx:nordpay", "USD"]), (10000, -10800))


def two_halves_of_an_exchange_meet_in_one_account():
    with Books() as home:
        home.gateway([row("TX-50001", "Sale", 10000, 300, invoice="F2026-20001"),
                      row("TX-50002", "Exchange", -9700), row("TX-50003", "Exchange", 10500, cur="USD"),
                      row("TX-50010", "Payout", -10500, cur="USD")])
        home.bank("2026-03-10", (10500, "B-1", "NORDPAY PO-77001"), currency="USD")
        settled = home.night("2026-03-10")
        proof.equal(settled["PO-77001", "USD"]["status"], "closed")
        proof.equal(settled["PO-77001", "EUR"]["status"], "closed")
        proof.equal(home.balances()["fx:nordpay", "EUR"], 9700)


def a_payout_split_in_two_deposits_is_closed_by_both():
    for days in (("2026-03-11", "2026-03-11"), ("2026-03-11", "2026-03-12")):
        with Books() as home:
            home.gateway(sales() + [row("TX-50010", "Payout", -33985)])
            home.night("2026-03-10")
            parts = [(20000, "B-1", "NORDPAY PO-77001"), (13985, "B-2", "NORDPAY PO-77001")]
            if days[0] == days[1]:
                home.bank(days[0], *parts)
            else:
                home.bank(days[0], parts[0])
                settled = home.night(days[0], 1)
                proof.equal(sheet(settled["PO-77001", "EUR"])[3:], (33985, 20000, -13985, "difference"))
                proof.equal(home.codes(), ["settlement-difference"])
                proof.equal([one["text"] for one in home.rows("exceptions")],
                            ["settlement PO-77001 of nordpay is named; it awaits 339.85 EUR, and 200.00 EUR came: "
                             "139.85 EUR short, and the rest may still come"])
                home.bank(days[1], parts[1])
            settled = home.night(days[1], 0)
            proof.equal(sheet(settled["PO-77001", "EUR"])[3:], (33985, 33985, 0, "closed"), days)
            proof.equal(home.codes(), [], days)


def two_payouts_of_one_batch_close_by_currency():
    with Books() as home:
        home.gateway([row("TX-50001", "Sale", 10000, 300, payout="BATCH-1128", invoice="F2026-20001"),
                      row("TX-50002", "Sale", 8000, 200, payout="BATCH-1128", cur="CAD"),
                      row("TX-50010", "Payout", -9700, payout="BATCH-1128"),
                      row("TX-50011", "Payout", -7800, payout="BATCH-1128", cur="CAD")])
        home.bank("2026-03-10", (9700, "B-1", "NORDPAY BATCH-1128"))
        settled = home.night("2026-03-10")
        proof.equal(settled["BATCH-1128", "EUR"]["status"], "closed")
        proof.equal(settled["BATCH-1128", "CAD"]["status"], "awaiting")


def two_payouts_of_one_batch_and_currency_are_two_deposits():
    with Books() as home:
        home.gateway(sales() + [row("TX-50010", "Payout", -20000), row("TX-50011", "Payout", -13985)])
        home.bank("2026-03-10", (20000, "B-1", "NORDPAY PO-77001"))
        settled = home.night("2026-03-10")
        proof.equal(settled["PO-77001", "EUR"]["deposited"], "200.00")
        home.bank("2026-03-11", (13985, "B-2", "NORDPAY PO-77001"))
        settled = home.night("2026-03-11", 0)
        proof.equal(settled["PO-77001", "EUR"]["status"], "closed")


def a_negative_payout_is_a_debit_of_the_bank():
    with Books() as home:
        home.gateway(sales()[:1], "sales.csv")
        home.night("2026-03-10")
        home.gateway([row("TX-50003", "Refund", -10000, 0, "PO-77002", of="TX-50001"),
                      row("TX-50004", "Cost", -250, 0, "PO-77002"),
                      row("TX-50010", "Payout", 10250, 0, "PO-77002")], "refunds.csv")
        home.bank("2026-03-11", (-10250, "B-1", "NORDPAY PO-77002"), (9710, "B-2", "NORDPAY PO-77001"))
        settled = home.night("2026-03-11", 0)
        proof.equal(sheet(settled["PO-77002", "EUR"]), (0, 250, 10000, -10250, -10250, 0, "closed"))
        proof.equal(sheet(settled["PO-77001", "EUR"])[3:], (9710, 9710, 0, "closed"))
        balances = home.balances()
        proof.equal(balances.get(("clearing:nordpay", "EUR"), 0), 0)
        proof.equal(balances.get(("unidentified-out", "EUR"), 0), 0)
        proof.equal(balances["receivable", "EUR"], 49000)


def a_late_failure_comes_off_a_later_payout():
    with Books() as home:
        home.gateway(sales()[:1] + [row("TX-50010", "Payout", -9710)], "first.csv")
        home.bank("2026-03-10", (9710, "B-1", "NORDPAY PO-77001"))
        home.night("2026-03-10", 0)
        # The failed payment goes out and its fee comes back with the next payout.
        home.gateway([sales()[1][:9] + ("PO-77002",) + sales()[1][10:],
                      row("TX-50003", "Failed", -10000, -290, "PO-77002", tax=-40, of="TX-50001"),
                      row("TX-50011", "Payout", -14565, 0, "PO-77002")], "second.csv")
        home.bank("2026-03-12", (14565, "B-2", "NORDPAY PO-77002"))
        settled = home.night("2026-03-12", 0)
        proof.equal(sheet(settled["PO-77002", "EUR"]), (25000, 435, 10000, 14565, 14565, 0, "closed"))
        balances = home.balances()
        proof.equal(balances.get(("clearing:nordpay", "EUR"), 0), 0)
        proof.equal(balances["receivable", "EUR"], 49000 - 25000)
        proof.equal(balances["fees:nordpay", "EUR"], 725 - 100)
        proof.equal(balances["fee-tax:nordpay", "EUR"], 100)


def a_claim_that_is_won_pays_the_invoice_again():
    for nights in (1, 2):
        with Books() as home:
            claim = [row("TX-50004", "Claim", -25000, 1500, of="TX-50002")]
            won = [row("TX-50005", "Claim won", 25000, -1500, of="TX-50002")]
            home.gateway(sales() + claim + (won if nights == 1 else []))
            home.night("2026-03-10")
            if nights == 2:
                proof.equal(home.balances()["receivable", "EUR"], 49000 - 10000)
                home.gateway(won, "won.csv")
                home.night("2026-03-11")
            balances = home.balances()
            proof.equal(balances["receivable", "EUR"], 49000 - 35000, nights)
            proof.equal(balances.get(("unidentified-out", "EUR"), 0), 0, nights)
            proof.equal(home.codes(), [], nights)


def what_moves_to_another_payout_comes_out_there():
    with Books() as home:
        home.gateway([row("TX-50003", "Cost", -500), row("TX-50004", "Move", 500)] +
                     [row("TX-50001", "Sale", 10000, 290, "PO-77002", invoice="F2026-20001"),
                      row("TX-50005", "Move", -500, 0, "PO-77002")])
        home.bank("2026-03-10", (9210, "B-1", "NORDPAY PO-77002"))
        settled = home.night("2026-03-10", 0)
        proof.equal(sheet(settled["PO-77001", "EUR"]), (0, 500, 0, 0, 0, 0, "closed"))
        proof.equal(sheet(settled["PO-77002", "EUR"]), (10000, 290, 0, 9210, 9210, 0, "closed"))
        proof.equal(home.balances().get(("payouts:nordpay", "EUR"), 0), 0)


def fractions_of_many_rows_are_rounded_once():
    """Gateways tell six digits, and pay the sum of them out, rounded."""
    with Books() as home:
        rows = []
        for number in range(50):
            one = list(row("TX-6%04d" % number, "Sale", 100))
            one[4], one[5], one[8] = "1.034567", "0.030333", "1.004234"
            rows.append(tuple(one))
        refund = list(row("TX-70001", "Cost", -7))
        refund[4], refund[8] = "-0.066000", "-0.066000"
        home.gateway(rows + [tuple(refund)])
        # 50 x 1.004234 - 0.066 = 50.1457
        home.bank("2026-03-10", (5015, "B-1", "NORDPAY PO-77001"))
        settled = home.night("2026-03-10")
        one = settled["PO-77001", "EUR"]
        proof.equal(sheet(one)[3:], (5015, 5015, 0, "closed"))
        proof.equal((one["gross"], one["fees"]), ("51.50", "1.57"))
        proof.equal({row["amount"] for row in home.rows("payments") if row["kind"] == "receipt" and row["source_id"][:2] == "TX"}, {"1.03"})


def a_reserve_is_held_and_released():
    with Books() as home:
        home.gateway(sales() + [row("TX-50003", "Hold", -3000), row("TX-50010", "Payout", -30985)], "first.csv")
        home.bank("2026-03-10", (30985, "B-1", "NORDPAY PO-77001"))
        settled = home.night("2026-03-10", 0)
        one = settled["PO-77001", "EUR"]
        proof.equal(sheet(one), (35000, 1015, 0, 30985, 30985, 0, "closed"))
        proof.equal(one["held"], "30.00")
        proof.equal(home.balances()["reserve:nordpay", "EUR"], 3000)
        home.gateway([row("TX-50004", "Release", 3000, 0, "PO-77002"), row("TX-50011", "Payout", -3000, 0, "PO-77002")],
                     "second.csv")
        home.bank("2026-03-12", (3000, "B-2", "NORDPAY PO-77002"))
        settled = home.night("2026-03-12", 0)
        one = settled["PO-77002", "EUR"]
        proof.equal((sheet(one), one["held"]), ((0, 0, 0, 3000, 3000, 0, "closed"), "-30.00"))
        proof.equal(home.balances().get(("reserve:nordpay", "EUR"), 0), 0)


def a_manual_payout_leaves_the_balance_of_what_has_no_payout():
    with Books() as home:
        home.gateway([one[:9] + ("",) + one[10:] for one in sales()] +
                     [row("PO-88001", "Payout", -20000, payout="")])
        home.bank("2026-03-10", (20000, "B-1", "NORDPAY PO-88001"))
        settled = home.night("2026-03-10", 0)
        proof.equal(sheet(settled["PO-88001", "EUR"])[3:], (20000, 20000, 0, "closed"))
        proof.equal(sheet(settled["", "EUR"])[:4], (35000, 1015, 0, 33985))
        proof.equal(home.balances()["clearing:nordpay", "EUR"], 13985)
        # The next one is known by the bank's own number alone, and takes the rest.
        home.gateway([row("PO-88002", "Payout", -13985, payout="", day="2026-03-11", bank="TRACE-990011")], "second.csv")
        home.bank("2026-03-12", (13985, "B-2", "transfer TRACE-990011"))
        settled = home.night("2026-03-12", 0)
        proof.equal(settled["PO-88002", "EUR"]["status"], "closed")
        proof.equal(home.balances().get(("clearing:nordpay", "EUR"), 0), 0)


def a_manual_payout_told_twice_is_paid_out_once():
    with Books() as home:
        payout = row("PO-88001", "Payout", -20000, payout="")
        home.gateway([one[:9] + ("",) + one[10:] for one in sales()] + [payout])
        home.night("2026-03-10", 0)
        home.gateway([payout, row("TX-50009", "Cost", -100, payout="")], "again.csv")
        settled = home.night("2026-03-11", 0)
        proof.equal(sheet(settled["PO-88001", "EUR"])[3:], (20000, 0, -20000, "awaiting"))
        proof.equal(sheet(settled["", "EUR"])[3:], (33885, 20000, -13885, "awaiting"))
        proof.equal(settled["", "EUR"]["residual"], "balance not paid out")


# What each gateway's deposit is known by on the bank's line, and what it comes to.
DEPOSITS = (
    ("adyen.settlement-detail", "EUR", 15000, "ADYEN TX41000001XT batch 41, FjordlysEU", "41"),
    ("amazon.settlement", "USD", 5701, "AMAZON PAYMENTS 26000000077", "26000000077"),
    ("checkout.financial-actions", "EUR", 7537, "CKO 00000000SOL2", "00000000SOL2"),
    ("dlocal.settlement", "USD", 4618, "DLOCAL TRANSFER 710077", "710077"),
    ("gocardless.payout-transactions", "GBP", 29100, "GOCARDLESS FJORD-A1B2C3", "PO0000000000A1"),
    ("klarna.settlement", "SEK", 119962, "KLARNA2603100077", "KLARNA2603100077"),
    ("paypal.settlement", "EUR", 3354, "PAYPAL BANKREF00077", "7AA00005"),
    ("razorpay.settlement-recon", "INR", 72640, "NEFT-UTR26031000077-RAZORPAY", "setl_Ana01"),
    ("square.transactions", "USD", 97400, "SQUARE INC DIR DEP", "DEPSQ01"),
    ("stripe.balance", "USD", 5000, "STRIPE po_lu02", "po_lu02"),
    ("stripe.payout-reconciliation", "EUR", 8572, "STRIPE TRACE-EK-1", "po_ek01"),
)


def the_bank_line_of_every_gateway_closes_its_payout():
    for profile, currency, amount, text, settlement in DEPOSITS:
        with Books() as home:
            home.drop(os.path.join(ROOT, "fixtures", "csv", "shipped", profile + ".csv"))
            home.bank("2026-03-10", (amount, "B-1", text), currency=currency)
            settled = home.night("2026-03-10")
            proof.equal(sheet(settled[settlement, currency])[3:], (amount, amount, 0, "closed"), profile)


def one_deposit_closes_the_payouts_it_names_in_either_order():
    def gateway(home):
        home.gateway([row("TX-50001", "Sale", 10000, 300, payout="PO-88001", invoice="F2026-20001"),
                      row("TX-50011", "Payout", -9700, payout="PO-88001"),
                      row("TX-50002", "Sale", 25000, 600, payout="PO-88002", invoice="F2026-20002"),
                      row("TX-50012", "Payout", -24400, payout="PO-88002")])

    def deposit(home):
        home.bank("2026-03-11", (34100, "B-1", "NORDPAY PO-88001 PO-88002"))

    for first, second in ((gateway, deposit), (deposit, gateway)):
        with Books() as home:
            first(home)
            home.night("2026-03-11")
            second(home)
            settled = home.night("2026-03-12", 0)
            for payout, net in (("PO-88001", 9700), ("PO-88002", 24400)):
                proof.equal(sheet(settled[payout, "EUR"])[3:], (net, net, 0, "closed"), payout)
            balances = home.balances()
            proof.equal([balances.get((account, "EUR"), 0) for account in ("clearing:nordpay", "unidentified", "receivable")],
                        [0, 0, 14000])
            # Taken off, it comes off both.
            line, = [row["payment_id"] for row in home.rows("payments") if row["amount"] == "341.00"] or \
                [row["payment_id"] for row in home.rows("payments", "2026-03-11.1") if row["amount"] == "341.00"]
            home.expect((0, 1), "review", "unsettle", line, "--by", "ann", "--why", "another deposit")
            home.expect(0, "verify")
            home.run("2026-03-13", 1)
            home.expect(0, "verify")
            act, = [run for run in home.names("reports") if run != "latest" and run > "2026-03-13"]
            balances = home.balances(act)
            proof.equal((balances["clearing:nordpay", "EUR"], balances["unidentified", "EUR"]), (34100, -34100))


def payouts_of_one_deposit_may_be_told_before_and_after_it():
    for order in itertools.permutations("12b"):
        with Books() as home:
            for at, what in enumerate(order):
                if what == "b":
                    home.bank("2026-03-11", (34100, "B-1", "NORDPAY PO-88001 PO-88002"))
                else:
                    gross, fee = ((10000, 300), (25000, 600))[int(what) - 1]
                    payout, invoice = "PO-8800" + what, "F2026-2000" + what
                    home.gateway([row("TX-5000" + what, "Sale", gross, fee, payout=payout, invoice=invoice),
                                  row("TX-5001" + what, "Payout", fee - gross, payout=payout)], "payout%s.csv" % what)
                home.night("2026-03-1%d" % (at + 1))
            balances = home.balances()
            proof.equal([balances.get((account, "EUR"), 0) for account in ("clearing:nordpay", "unidentified", "receivable")],
                        [0, 0, 14000], order)
            proof.equal(home.codes(), [], order)
            home.expect(0, "verify", "--rebuild")


def what_a_person_settled_with_one_payout_stays_there():
    with Books() as home:
        home.gateway([row("TX-50001", "Sale", 10000, 300, payout="PO-88001"), row("TX-50011", "Payout", -9700, payout="PO-88001")])
        home.bank("2026-03-11", (34100, "B-1", "NORDPAY PO-88002"))
        home.night("2026-03-11", 1)
        home.expect((0, 1), "review", "settle", "B-1", "PO-88001", "--by", "ann", "--why", "so it is")
        home.gateway([row("TX-50002", "Sale", 25000, 600, payout="PO-88002"), row("TX-50012", "Payout", -24400, payout="PO-88002")], "two.csv")
        home.night("2026-03-12", 1)
        proof.equal(home.balances().get(("clearing:nordpay", "EUR"), 0), 0)
        assert "settlement-difference" in home.codes(), home.codes()


def what_is_too_much_says_so():
    with Books() as home:
        home.gateway(sales() + [row("TX-50010", "Payout", -33985)])
        home.bank("2026-03-10", (34000, "B-1", "NORDPAY PO-77001"))
        home.night("2026-03-10", 1)
        proof.equal([one["text"] for one in home.rows("exceptions")],
                    ["settlement PO-77001 of nordpay is named; it awaits 339.85 EUR, and 340.00 EUR came: 0.15 EUR too much"])


def what_does_not_close_is_a_question_with_an_age():
    with Books() as home:
        home.gateway(sales() + [row("TX-50010", "Payout", -33985)])
        home.night("2026-03-10", 0)
        home.run("2026-03-13", 0)
        settled = home.night("2026-03-20", 1)
        proof.equal(settled["PO-77001", "EUR"]["residual"], "deposit awaited")
        proof.equal(home.codes(), ["settlement-late"])
        home.bank("2026-03-21", (33000, "B-1", "NORDPAY PO-77001"))
        settled = home.night("2026-03-21", 1)
        proof.equal(settled["PO-77001", "EUR"]["residual"], "deposit short")
        proof.equal(home.codes(), ["settlement-difference"])
        home.bank("2026-03-22", (985, "B-2", "NORDPAY PO-77001"))
        settled = home.night("2026-03-22", 0)
        proof.equal(home.codes(), [])


if __name__ == "__main__":
    proof.run(globals())
