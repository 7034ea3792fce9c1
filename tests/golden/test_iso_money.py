#!/usr/bin/env python3
"""test_iso_money.py - gross, fee and exchange of an entry, in several currencies at once."""
import json
import os
import subprocess
import sys
import tempfile

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "lib"))
import proof  # noqa: E402
from home import ACQUIT  # noqa: E402


def decoded(*entries):
    text = ('<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.08"><BkToCstmrStmt><GrpHdr><MsgId>M</MsgId></GrpHdr>'
            "<Stmt><Id>S</Id><Acct><Id><IBAN>DE02120300000000202051</IBAN></Id><Ccy>EUR</Ccy></Acct>%s</Stmt>"
            "</BkToCstmrStmt></Document>" % "".join(entries))
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "a.xml")
        with open(path, "w", encoding="utf-8") as out:
            out.write(text)
        done = subprocess.run([ACQUIT, "--home", "/nonexistent", "decode", "--to", "jsonl", path], capture_output=True,
                              check=False, timeout=60, stdin=subprocess.DEVNULL)
    rows = [json.loads(line) for line in done.stdout.decode("utf-8").splitlines()]
    return [(row["kind"], row["amount"], row["currency"], row.get("instructed", ""), row.get("instructed_currency", ""),
             row.get("exchange_rate", "")) for row in rows]


def amount(name, value, currency, more=""):
    return '<%s><Amt Ccy="%s">%s</Amt>%s</%s>' % (name, currency, value, more, name)


def entry(value, currency, details, direction="CRDT"):
    return ('<Ntry><Amt Ccy="%s">%s</Amt><CdtDbtInd>%s</CdtDbtInd><Sts><Cd>BOOK</Cd></Sts><BookgDt><Dt>2026-03-10</Dt>'
            "</BookgDt><NtryDtls><TxDtls>%s</TxDtls></NtryDtls></Ntry>" % (currency, value, direction, details))


def charge(value, currency, included="true"):
    return ('<Chrgs><Rcrd><Amt Ccy="%s">%s</Amt><ChrgInclInd>%s</ChrgInclInd></Rcrd></Chrgs>' % (currency, value, included))


RATE = "<CcyXchg><SrcCcy>USD</SrcCcy><TrgtCcy>EUR</TrgtCcy><XchgRate>1.25</XchgRate></CcyXchg>"


def a_charge_that_was_kept_is_a_fee_beside_the_gross():
    details = "<AmtDtls>%s%s</AmtDtls>%s" % (amount("InstdAmt", "100.00", "EUR"), amount("TxAmt", "100.00", "EUR"),
                                           charge("1.50", "EUR"))
    proof.equal(decoded(entry("98.50", "EUR", details)),
                [("receipt", "100.00", "EUR", "100.00", "EUR", ""), ("fee", "-1.50", "EUR", "", "", "")])


def a_charge_told_apart_changes_nothing():
    details = "<AmtDtls>%s</AmtDtls>%s" % (amount("TxAmt", "100.00", "EUR"), charge("1.50", "EUR", "false"))
    proof.equal(decoded(entry("100.00", "EUR", details)), [("receipt", "100.00", "EUR", "", "", "")])


def what_was_ordered_in_dollars_and_charged_in_francs_is_the_euros_that_came():
    details = "<AmtDtls>%s%s</AmtDtls>%s" % (amount("InstdAmt", "100.00", "USD"), amount("TxAmt", "80.00", "EUR", RATE),
                                           charge("2.00", "CHF"))
    proof.equal(decoded(entry("78.00", "EUR", details)),
                [("receipt", "80.00", "EUR", "100.00", "USD", "1.25"), ("adjustment", "-2.00", "EUR", "", "", "")])


def exchange_and_charge_of_one_entry_are_told_apart():
    details = "<AmtDtls>%s%s</AmtDtls>%s" % (amount("InstdAmt", "100.00", "USD"), amount("TxAmt", "80.00", "EUR", RATE),
                                           charge("2.00", "EUR"))
    proof.equal(decoded(entry("78.00", "EUR", details)),
                [("receipt", "80.00", "EUR", "100.00", "USD", "1.25"), ("fee", "-2.00", "EUR", "", "", "")])


def three_currencies_in_one_statement_keep_their_own():
    dollars = "<AmtDtls>%s</AmtDtls>" % amount("InstdAmt", "10.00", "USD")
    yen = "<AmtDtls>%s</AmtDtls>" % amount("InstdAmt", "1500", "JPY")
    rows = decoded(entry("10.00", "USD", dollars), entry("1500", "JPY", yen), entry("9.00", "EUR", ""))
    proof.equal([row[1:5] for row in rows],
                [("10.00", "USD", "10.00", "USD"), ("1500", "JPY", "1500", "JPY"), ("9.00", "EUR", "", "")])


if __name__ == "__main__":
    proof.run(globals())
