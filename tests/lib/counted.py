"""counted.py - what payment files say, read without a line of acquit.

Yields (file, own id, currency, signed minor units, settlement id) for every
movement, money in positive: NACHA by columns, camt by element names, CSV by
header. Only what the samples hold is understood; anything else is an error.
"""
import csv
import os
import xml.etree.ElementTree as tree

ZERO_DIGITS = {"VND", "JPY", "KRW"}


def to_minor(text, currency):
    sign = -1 if text.startswith("-") else 1
    whole, _, part = text.lstrip("-").partition(".")
    digits = 0 if currency in ZERO_DIGITS else 2
    assert len(part) <= digits, text
    return sign * int(whole + part.ljust(digits, "0"))


def of_nacha(path, own):
    with open(path, encoding="latin-1") as lines:
        company, batch = "", ""
        for line in lines:
            if line[0] == "5":
                company, batch = line[40:50].strip(), line
            if line[0] != "6":
                continue
            is_return = batch[50:53] != "COR" and line[1:3] in ("21", "26", "31", "36")
            is_debit = line[2] in "6789"
            is_ours = company in own
            amount = int(line[29:39])
            # our own debit is money in; a return of it is money out; a credit we are sent is money in
            is_in = (is_debit and is_ours) != is_return if is_ours else not is_debit
            yield line[79:94], "USD", amount if is_in else -amount


def of_camt(path):
    namespace = {"c": tree.parse(path).getroot().tag[1:].split("}")[0]}
    for entry in tree.parse(path).getroot().iterfind(".//c:Ntry", namespace):
        amount = entry.find("c:Amt", namespace)
        currency = amount.get("Ccy")
        cents = to_minor(amount.text, currency)
        is_in = entry.find("c:CdtDbtInd", namespace).text == "CRDT"
        yield entry.find("c:AcctSvcrRef", namespace).text, currency, cents if is_in else -cents


def of_csv(path):
    with open(path, encoding="utf-8", newline="") as text:
        for row in csv.DictReader(text):
            if "balance_transaction_id" in row:
                currency = row["currency"].upper()
                yield row["balance_transaction_id"], currency, to_minor(row["gross"], currency)
            else:
                yield row["id"], row["currency"], to_minor(row["amount"], row["currency"])


def movements(folder, own):
    for name in sorted(os.listdir(folder)):
        path = os.path.join(folder, name)
        read = of_nacha(path, own) if name.endswith(".ach") else of_camt(path) if name.endswith(".xml") \
            else of_csv(path)
        for own_id, currency, cents in read:
            yield name, own_id, currency, cents
