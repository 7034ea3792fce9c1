"""nights.py - writes a world's two nights as the files that acquit takes.

The order of rows and files is shuffled by a seed of its own: no figure may
depend on it.
"""
import csv
import os
import random

from world import NIGHTS, money

HEADERS = {
    "customers": "customer_no,name,billing_account,email,language,payer_names,payer_accounts",
    "invoices": "invoice_no,customer_no,due_date,currency,amount,kind,issue_date,reference,project_no,discount_amount,"
                "discount_until",
    "contracts": "contract_no,notification_no,customer_no,currency,amount,signed_on,due_date,project_no",
    "contract-options": "contract_no,option,amount,label",
    "bundles": "bundle_no,invoice_no",
    "subscriptions": "subscription_no,customer_no,currency,price,cycle_months,cycles,starts_on,service,plan,package_discount,"
                     "promo_until",
}
PAYMENTS = "id,booked_on,amount,currency,kind,fee,net,source,settlement_id,payer,payer_account,counter_reference,text"
ROWS_A_FILE = 50000


def write_table(path, header, rows):
    with open(path, "w", encoding="utf-8", newline="") as out:
        writer = csv.writer(out, lineterminator="\n")
        writer.writerow(header.split(","))
        writer.writerows(rows)


def row_of(payment):
    currency, amount, fee = payment["currency"], payment["amount"], payment["fee"]
    is_detail = fee is not None
    return (payment["id"], NIGHTS[payment["night"]].isoformat(), money(amount, currency), currency, payment["kind"],
            money(fee, currency) if is_detail else "", money(amount - fee, currency) if is_detail else "",
            "till" if is_detail else "", "PO-%s-%d" % (currency, payment["night"]) if is_detail else "", payment["payer"],
            payment["account"], payment["counter_reference"], payment["text"])


def write(world, folder, shuffle):
    """folder/night1 and folder/night2, each with open-items and inbox."""
    order = random.Random(shuffle)
    for night in range(len(NIGHTS)):
        owed, inbox = (os.path.join(folder, "night%d" % (night + 1), name) for name in ("open-items", "inbox"))
        os.makedirs(owed)
        os.makedirs(inbox)
        for table, nights in world.tables.items():
            if nights[night]:
                write_table(os.path.join(owed, table + ".csv"), HEADERS[table], nights[night])
        rows = [row_of(payment) for payment in world.payments if payment["night"] == night]
        order.shuffle(rows)
        for at in range(0, len(rows), ROWS_A_FILE):
            name = "%08x-payments.csv" % order.getrandbits(32)
            write_table(os.path.join(inbox, name), PAYMENTS, rows[at:at + ROWS_A_FILE])
    replay(folder)


def replay(folder):
    """On the second night a file of the first one comes again, under another name."""
    first = os.path.join(folder, "night1", "inbox")
    name = sorted(os.listdir(first))[0]
    with open(os.path.join(first, name), "rb") as source, open(os.path.join(folder, "night2", "inbox", "again.csv"), "wb") as out:
        out.write(source.read())
