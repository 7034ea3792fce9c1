#!/usr/bin/env python3
"""test_told_more.py - what a second message tells of a payment is used, whichever message comes first."""
import contextlib
import os
import sqlite3
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "lib"))
import files  # noqa: E402
import proof  # noqa: E402
from home import Home  # noqa: E402

ACCOUNT = "SE9950000000053401234567"


def entry(amount, bank_id, payer="", text="", info="", account=""):
    details = ""
    if payer or text or account:
        details = "<NtryDtls><TxDtls>"
        details += "<RltdPties><Dbtr><Pty><Nm>%s</Nm></Pty></Dbtr>%s</RltdPties>" % (payer, (
            "<DbtrAcct><Id><Othr><Id>%s</Id></Othr></Id></DbtrAcct>" % account) if account else "")
        details += ("<RmtInf><Ustrd>%s</Ustrd></RmtInf>" % text if text else "") + "</TxDtls></NtryDtls>"
    return ('<Ntry><Amt Ccy="SEK">%s</Amt><CdtDbtInd>CRDT</CdtDbtInd><Sts><Cd>BOOK</Cd></Sts>'
            "<BookgDt><Dt>2026-03-10</Dt></BookgDt><ValDt><Dt>2026-03-10</Dt></ValDt><AcctSvcrRef>%s</AcctSvcrRef>"
            "<BkTxCd><Domn><Cd>PMNT</Cd><Fmly><Cd>RCDT</Cd><SubFmlyCd>ESCT</SubFmlyCd></Fmly></Domn></BkTxCd>%s%s</Ntry>"
            % (files.money(amount), bank_id, details, "<AddtlNtryInf>%s</AddtlNtryInf>" % info if info else ""))


def balance(code, amount):
    return ('<Bal><Tp><CdOrPrtry><Cd>%s</Cd></CdOrPrtry></Tp><Amt Ccy="SEK">%s</Amt><CdtDbtInd>CRDT</CdtDbtInd>'
            "<Dt><Dt>2026-03-10</Dt></Dt></Bal>" % (code, files.money(amount)))


def message(kind, total, *entries):
    root, name = {"053": ("BkToCstmrStmt", "Stmt"), "054": ("BkToCstmrDbtCdtNtfctn", "Ntfctn")}[kind]
    balances = balance("OPBD", 0) + balance("CLBD", total) if kind == "053" else ""
    return ('<?xml version="1.0" encoding="UTF-8"?><Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.%s.001.08">'
            "<%s><GrpHdr><MsgId>M%s</MsgId><CreDtTm>2026-03-10T18:00:00</CreDtTm></GrpHdr><%s><Id>%s-1</Id>"
            "<Acct><Id><IBAN>%s</IBAN></Id><Ccy>SEK</Ccy></Acct>%s%s</%s></%s></Document>"
            % (kind, root, kind, name, kind, ACCOUNT, balances, "".join(entries), name, root))


def a_home():
    home = Home()
    home.write("open-items/customers.csv", files.table(
        "customer_no,name,payer_accounts", [("C1001", "Alpha Farms LLC", ""), ("C1002", "Beta Mills Inc", "70010002")]))
    home.write("open-items/invoices.csv", files.table("invoice_no,customer_no,due_date,currency,amount", [
        ("304110018", "C1001", "2026-03-15", "SEK", "100.00"), ("304110026", "C1002", "2026-03-15", "SEK", "100.00")]))
    return home


def ends(nights):
    """What is put on items in all, and what is left, after nights of (name, text)."""
    with a_home() as home:
        put = []
        for index, night in enumerate(nights):
            for name, text in night:
                home.write("inbox/" + name, text)
            home.run("2026-03-%02d" % (11 + index))
            home.expect(0, "verify")
            put += [(row["target_no"], row["amount"], row["rule"]) for row in home.rows("allocations")]
        return sorted(put), {key: value for key, value in home.balances().items() if value}, home.rows("exceptions")


def orders(statement, notice):
    """Both names of one night, and both nights, in both orders."""
    yield [[("1.xml", notice), ("2.xml", statement)]]
    yield [[("1.xml", statement), ("2.xml", notice)]]
    yield [[("1.xml", notice)], [("2.xml", statement)]]
    yield [[("1.xml", statement)], [("2.xml", notice)]]


def all_end_with(want, statement, notice):
    outcomes = [ends(nights) for nights in orders(statement, notice)]
    proof.equal([(row[0], row[1]) for row in outcomes[0][0]], want)
    for outcome in outcomes[1:]:
        proof.equal(outcome, outcomes[0])
    return outcomes[0]


def the_details_of_a_bare_entry_put_it_on_its_invoice():
    _, balances, asked = all_end_with(
        [("304110018", "100.00"), ("304110026", "100.00")],
        message("053", 20000, entry(10000, "AB1"), entry(10000, "AB2")),
        message("054", 0, entry(10000, "AB1", "Nils", "Faktura 304110018"), entry(10000, "AB2", "Olle", "Faktura 304110026")))
    proof.equal((balances["bank:" + ACCOUNT, "SEK"], asked), (20000, []))


def the_payers_account_of_the_second_message_makes_him_known():
    all_end_with([("304110026", "100.00")], message("053", 10000, entry(10000, "AB1")),
                 message("054", 0, entry(10000, "AB1", "Beta", "thanks", account="70010002")))


def what_the_statement_says_beside_its_details_is_used_too():
    all_end_with([("304110018", "100.00")], message("053", 10000, entry(10000, "AB1", info="Faktura 304110018")),
                 message("054", 0, entry(10000, "AB1", "Nils", "tack")))


def a_line_is_no_lump_of_what_came_beside_its_detail():
    _, balances, asked = all_end_with(
        [("304110018", "100.00"), ("304110026", "100.00")],
        message("053", 10000, entry(10000, "AB1", "Nils", "Faktura 304110018")),
        message("054", 0, entry(10000, "AB1", "Nils", "Faktura 304110018"), entry(10000, "AB2", "Olle", "Faktura 304110026")))
    proof.equal((balances["bank:" + ACCOUNT, "SEK"], balances["clearing:camt.054:" + ACCOUNT, "SEK"], asked), (10000, 10000, []))


def a_person_sees_what_the_second_message_told():
    with a_home() as home:
        home.write("inbox/1.xml", message("053", 10000, entry(10000, "AB1")))
        home.run("2026-03-11")
        home.write("inbox/2.xml", message("054", 0, entry(10000, "AB1", "Nils", "tack for kaffet")))
        home.run("2026-03-12")
        said = home.expect(0, "show", home.rows("exceptions")[0]["payment_id"])
        assert "2.xml:1: duplicate, from Nils: tack for kaffet" in said, said
        proof.equal(home.rows("exceptions")[0]["payer"], "Nils")
        home.write("open-items/more.csv", files.table("customer_no,name", [("C1003", "Nils")]))
        home.write("inbox/3.xml", message("054", 0, entry(10000, "AB1", "Nils", "Faktura 304110018")))
        home.run("2026-03-13")
        proof.equal([(row["payer"], row["status"]) for row in home.rows("payments")],
                    [("Nils", "applied"), ("Nils", "duplicate")])


def a_row_of_another_payment_put_beside_it_is_found_out():
    with a_home() as home:
        home.write("inbox/1.xml", message("053", 20000, entry(10000, "AB1"), entry(10000, "AB2", "Nils", "Faktura 304110018")))
        home.run("2026-03-11")
        home.expect(0, "verify")
        with contextlib.closing(sqlite3.connect(home.at("acquit.db"))) as store, store:
            store.execute("INSERT INTO told_more VALUES(1, 2)")
        home.expect(6, "verify")


def the_same_message_again_tells_nothing_more():
    statement = message("053", 10000, entry(10000, "AB1", "Nils", "tack"))
    with a_home() as home:
        for index, text in enumerate((statement, statement.replace("<MsgId>M", "<MsgId>N"))):
            home.write("inbox/%d.xml" % index, text)
            home.run("2026-03-%02d" % (11 + index))
        proof.equal([row["status"] for row in home.rows("payments")], ["duplicate"])
        home.expect(0, "verify")


if __name__ == "__main__":
    proof.run(globals())
