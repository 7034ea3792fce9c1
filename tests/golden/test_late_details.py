#!/usr/bin/env python3
"""test_late_details.py - details that come after their lump take its place, once, in any order of files and nights."""
import itertools
import os
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "lib"))
import files  # noqa: E402
import proof  # noqa: E402
from home import Home  # noqa: E402

ACCOUNT, PAYER = "5500030000001", "70002026"
BANK = "bank:" + ACCOUNT
DETAILS = "id,booked_on,amount,currency,fee,net,source,settlement_id,text"
GATEWAY = "[gateway.shopgate]\nbank_name = SHOPGATE\n"


def a_home(conf=None):
    """One customer, known by account, who owes 100.00, 80.00 and, alone of its amount, 176.00."""
    home = Home(conf=conf)
    home.write("open-items/customers.csv", files.table("customers", [
        ("C1001", "Harbor Bakery", "", "", "", "", PAYER), ("C1002", "Ridge Mill", "", "", "", "", "")]))
    home.write("open-items/invoices.csv", files.table("invoices", [
        ("F2026-10001", "C1002", "2026-03-15", "USD", "100.00", "", "2026-02-01", "", ""),
        ("F2026-10002", "C1002", "2026-03-15", "USD", "80.00", "", "2026-02-01", "", ""),
        ("F2026-10003", "C1001", "2026-03-15", "USD", "176.00", "", "2026-02-01", "", "")]))
    return home


def statement(text, amount=17600, number=1, line="US-1"):
    usd = files.Statement(number, ACCOUNT, "USD", 100000)
    usd.credit(amount, line, payer="Harbor Bakery", payer_account=PAYER, text=text)
    return "%d.xml" % number, files.camt("M%d" % number, [usd])


def gateway(settlement="po_778899"):
    return "details.csv", files.table(DETAILS, [
        ("g1", "2026-03-09", "100.00", "USD", "2.00", "98.00", "shopgate", settlement, "INV F2026-10001"),
        ("g2", "2026-03-09", "80.00", "USD", "2.00", "78.00", "shopgate", settlement, "INV F2026-10002")])


def received(amounts=(9800, 7800)):
    """A received file of one originator: two customers' credits in one batch."""
    ach = files.Ach().begin("CCD", "SHOPGATE INC", "9990001112", service="220", settled="069")
    for index, amount in enumerate(amounts):
        ach.entry("22", amount, "C1002", "RIDGE MILL", addenda=["INV F2026-1000%d" % (index + 1)])
    return "received.ach", ach.text()


def nights(home, *parts):
    """Each part is a night: its files."""
    for index, night in enumerate(parts):
        for name, text in night:
            home.write("inbox/" + name, text)
        home.run("2026-03-%02d" % (10 + index))
        home.expect(0, "verify")


def told(home, *accounts):
    balances = home.balances()
    return [balances.get((account, "USD"), 0) for account in accounts]


def orders(lump, details, *more):
    """Every order of nights, everything in one night, and the pair first with the rest after."""
    for order in itertools.permutations((lump, details) + more):
        yield [[part] for part in order]
    yield [[lump, details, *more]]


def a_payout_applied_as_a_receipt_is_taken_off_when_its_details_come():
    for order in orders(statement("PAYOUT PO_778899"), gateway()):
        with a_home() as home:
            nights(home, *order)
            proof.equal(told(home, BANK, "clearing:shopgate", "receivable", "fees:shopgate", "unidentified"),
                        [117600, 0, 17600, 400, 0])
            proof.equal(home.rows("exceptions"), [])


def a_payout_without_an_id_is_known_by_source_and_net():
    for order in orders(statement("SHOPGATE WEEKLY"), gateway()):
        with a_home(GATEWAY) as home:
            nights(home, *order)
            proof.equal(told(home, BANK, "clearing:shopgate", "receivable"), [117600, 0, 17600])
            proof.equal(home.rows("exceptions"), [])


def a_received_batch_takes_the_place_of_its_line():
    for order in orders(statement("ACH CREDIT 9990001112"), received()):
        with a_home() as home:
            nights(home, *order)
            proof.equal(told(home, BANK, "clearing:ach:9990001112", "receivable", "unidentified"),
                        [117600, 0, 18000, 0])
            proof.equal(home.rows("exceptions"), [])


def a_payout_of_another_amount_closes_with_a_difference_that_is_asked():
    for order in orders(statement("PAYOUT PO_778899", 17600), ("details.csv", gateway()[1].replace("2.00,78.00", "1.00,79.00"))):
        with a_home() as home:
            nights(home, *order)
            proof.equal(told(home, BANK, "clearing:shopgate", "receivable"), [117600, 100, 17600])
            proof.equal([row["code"] for row in home.rows("exceptions")], ["settlement-difference"])


def the_details_sent_again_take_nothing_apart_again():
    lump, details = statement("PAYOUT PO_778899"), gateway()
    again = ("again.csv", details[1].replace("INV F", "INVOICE F"))
    for order in orders(lump, details, again):
        with a_home() as home:
            nights(home, *order)
            proof.equal(told(home, BANK, "clearing:shopgate", "receivable"), [117600, 0, 17600])


def a_line_that_names_an_item_of_its_amount_and_fits_a_payout_by_net_alone_is_asked():
    lump = statement("SHOPGATE F2026-10003")
    for order in orders(lump, gateway()):
        with a_home(GATEWAY) as home:
            nights(home, *order)
            proof.equal([row["code"] for row in home.rows("exceptions")], ["possible-double"])
            proof.equal(told(home, BANK, "clearing:shopgate"), [117600, 17600])


def a_short_settlement_number_beside_an_item_of_the_amount_is_asked():
    for order in orders(statement("7788 F2026-10003"), gateway("7788")):
        with a_home() as home:
            nights(home, *order)
            proof.equal([row["code"] for row in home.rows("exceptions")], ["possible-double"])
    for order in orders(statement("7788"), gateway("7788")):
        with a_home() as home:
            nights(home, *order)
            proof.equal(told(home, "clearing:shopgate", "receivable"), [0, 17600])


def a_line_in_doubt_makes_no_run_of_a_night_that_changes_nothing():
    for night in ([gateway()], [statement("SHOPGATE F2026-10003")]), ([statement("SHOPGATE F2026-10003")], [gateway()]):
        with a_home(GATEWAY) as home:
            nights(home, *night, [], [])
            proof.equal(home.names("reports"), ["2026-03-10.1", "2026-03-11.1", "latest"])


def a_line_that_names_a_gateway_and_an_item_but_no_payout_is_a_receipt():
    for order in orders(statement("SHOPGATE F2026-10003"), ("d.csv", gateway()[1].replace("2.00,78.00", "3.00,77.00"))):
        with a_home(GATEWAY) as home:
            nights(home, *order)
            proof.equal(told(home, "clearing:shopgate", "receivable"), [17500, 0])
            proof.equal(home.rows("exceptions"), [])


def a_line_that_names_a_payout_and_an_item_is_the_payout():
    for order in orders(statement("PO_778899 F2026-10003"), gateway()):
        with a_home(GATEWAY) as home:
            nights(home, *order)
            proof.equal(told(home, "clearing:shopgate", "receivable"), [0, 17600])


def a_row_whose_number_is_a_batchs_number_is_a_receipt():
    cash = "cash.csv", files.table("cash", [("1", "2026-03-10", "176.00", "USD", "somebody", "INV F2026-10003")])
    for order in orders(cash, received((17600,))):
        with a_home() as home:
            nights(home, *order)
            told_of = [row["status"] for run in home.names("reports") if run != "latest"
                       for row in home.rows("payments", run) if row["source_id"] == "1"]
            proof.equal(told_of, ["applied"])


def what_a_person_moved_is_asked():
    with a_home() as home:
        nights(home, [statement("PAYOUT PO_778899", 5000)])
        payment = home.rows("payments")[0]["payment_id"]
        home.expect(0, "review", "apply", payment, "F2026-10003", "--by", "ada", "--why", "she called")
        nights(home, [], [gateway()])
        proof.equal(sorted({row["code"] for row in home.rows("exceptions")}), ["possible-double"])


if __name__ == "__main__":
    proof.run(globals())
