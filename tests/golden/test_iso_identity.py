#!/usr/bin/env python3
"""test_iso_identity.py - one payment in 052, 053 and 054, in two versions, in a copy: with ids and without."""
import itertools
import json
import os
import re
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "lib"))
import files  # noqa: E402
import proof  # noqa: E402
from home import Home  # noqa: E402

ACCOUNT = "DE02120300000000202051"
ROOTS = {"052": ("BkToCstmrAcctRpt", "Rpt"), "053": ("BkToCstmrStmt", "Stmt"), "054": ("BkToCstmrDbtCdtNtfctn", "Ntfctn")}
OWED = (("INV-1", "Nord", "200.00"), ("INV-2", "Sued", "100.00"), ("INV-3", "West", "10.00"), ("INV-4", "Ost", "20.00"))


def balance(code, amount):
    return ('<Bal><Tp><CdOrPrtry><Cd>%s</Cd></CdOrPrtry></Tp><Amt Ccy="EUR">%s</Amt><CdtDbtInd>CRDT</CdtDbtInd>'
            "<Dt><Dt>2026-03-10</Dt></Dt></Bal>" % (code, amount))


def detail(end_to_end, amount, name, text):
    return ('<TxDtls><Refs><EndToEndId>%s</EndToEndId></Refs><Amt Ccy="EUR">%s</Amt><CdtDbtInd>CRDT</CdtDbtInd><RltdPties><Dbtr>'
            "<Pty><Nm>%s</Nm></Pty></Dbtr></RltdPties><RmtInf><Ustrd>%s</Ustrd></RmtInf></TxDtls>" % (end_to_end, amount, name, text))


def entry(amount, bank_id, details):
    return ('<Ntry><Amt Ccy="EUR">%s</Amt><CdtDbtInd>CRDT</CdtDbtInd><Sts><Cd>BOOK</Cd></Sts><BookgDt><Dt>2026-03-10</Dt></BookgDt>'
            "%s<NtryDtls>%s</NtryDtls></Ntry>" % (amount, "<AcctSvcrRef>%s</AcctSvcrRef>" % bank_id if bank_id else "", details))


NAMELESS = entry("50.00", "", detail("NOTPROVIDED", "50.00", "Sued", "INV-2"))
BODY = (entry("200.00", "B1", detail("E1", "200.00", "Nord", "INV-1")) + NAMELESS + NAMELESS
        + entry("30.00", "B3", detail("E3", "10.00", "West", "INV-3") + detail("E4", "20.00", "Ost", "INV-4")))


def as_version(text, version):
    if version > 6:
        return text
    text = re.sub(r"<Dbtr><Pty>(.*?)</Pty></Dbtr>", r"<Dbtr>\1</Dbtr>", text).replace("<Sts><Cd>BOOK</Cd></Sts>", "<Sts>BOOK</Sts>")
    if version == 2:
        text = re.sub(r"</Refs>(<Amt.*?</Amt>)<CdtDbtInd>CRDT</CdtDbtInd>", r"</Refs><AmtDtls><TxAmt>\1</TxAmt></AmtDtls>", text)
    return text


def message(kind, version=8, ident="S1", copy="", body=BODY, sequence="5"):
    root, unit = ROOTS[kind]
    balances = balance("OPBD", "100.00") + balance("CLBD", "430.00") if kind == "053" else ""
    return ('<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.%s.001.%02d"><%s><GrpHdr><MsgId>M-%s</MsgId></GrpHdr><%s><Id>%s</Id>'
            "<ElctrncSeqNb>%s</ElctrncSeqNb>%s<Acct><Id><IBAN>%s</IBAN></Id><Ccy>EUR</Ccy></Acct>%s%s</%s></%s></Document>"
            % (kind, version, root, ident + kind, unit, ident, sequence, copy, ACCOUNT, balances, as_version(body, version), unit, root))


def seen(*nights):
    """Balances, questions and the payments of the first night, when every night has run and the last one twice."""
    with Home() as home:
        home.write("open-items/customers.csv", files.table("customer_no,name", [("C-" + name, name) for _, name, _ in OWED]))
        home.write("open-items/invoices.csv", files.table("invoice_no,customer_no,due_date,currency,amount", [
            (number, "C-" + name, "2026-03-15", "EUR", amount) for number, name, amount in OWED]))
        for day, texts in enumerate(nights, 10):
            for name, text in texts.items():
                home.write("inbox/%s.xml" % name, text)
            home.run("2026-03-%d" % day)
            home.expect(0, "verify")
        runs = home.names("reports")
        for run in runs:
            with open(home.at("reports", run, "summary.json"), encoding="utf-8") as text:
                proof.equal(json.load(text)["control_totals_tie"], True, run)
        home.run("2026-03-%d" % (9 + len(nights)))
        proof.equal(home.names("reports"), runs)
        first = sorted((row["payment_id"], row["amount"]) for row in home.rows("payments", "2026-03-10.1"))
        balances = {account: minor for (account, _), minor in home.balances().items() if minor != 0}
        return balances, [row["code"] for row in home.rows("exceptions")], first


ONCE = {"bank:" + ACCOUNT: 43000, "opening-balance": -10000, "billed": -33000}


def a_statement_is_the_same_in_every_version():
    results = [seen({"a": message("053", version)}) for version in (2, 4, 8, 13, 14)]
    proof.equal(results[0][:2], (ONCE, []))
    for result in results[1:]:
        proof.equal(result, results[0])
    proof.equal(seen({"a": message("053", 2)}, {"b": message("053", 8)})[:2], (ONCE, []))


def a_copy_moves_nothing():
    for copy in ("DUPL", "COPY", "CODU"):
        mark = "<CpyDplctInd>%s</CpyDplctInd>" % copy
        proof.equal(seen({"a": message("053")}, {"b": message("053", copy=mark)})[:2], (ONCE, []))
        proof.equal(seen({"a": message("053")}, {"b": message("053", copy=mark, ident="S9")})[:2], (ONCE, []))
    proof.equal(seen({"a": message("053", copy="<CpyDplctInd>DUPL</CpyDplctInd>")})[:2], (ONCE, []))


def equal_payments_without_ids_are_as_many_as_the_statement_has():
    texts = {"a": message("052"), "b": message("053"), "c": message("054")}
    for names in itertools.permutations(texts):
        proof.equal(seen(*[{name: texts[name]} for name in names])[:2], (ONCE, []), names)
    proof.equal(seen(texts)[:2], (ONCE, []))


def one_that_the_notification_did_not_tell_is_new():
    told = message("054", body=BODY.replace(NAMELESS, "", 1))
    for nights in ([{"c": told}, {"b": message("053")}], [{"b": message("053")}, {"c": told}], [{"b": message("053"), "c": told}]):
        proof.equal(seen(*nights)[:2], (ONCE, []), nights)


def another_statement_with_equal_rows_is_asked():
    other = message("053", ident="S2", sequence="6", body=NAMELESS).replace("430.00", "480.00").replace("100.00", "430.00")
    balances, questions, _ = seen({"b": message("053"), "c": message("054")}, {"d": other})
    proof.equal((balances.get("unidentified"), questions), (-5000, ["possible-duplicate"]))


def a_line_comes_bare_or_with_its_details_and_is_one():
    bare = message("053", body=entry("30.00", "B3", "")).replace("430.00", "130.00")
    whole = entry("30.00", "B3", detail("E3", "10.00", "West", "INV-3") + detail("E4", "20.00", "Ost", "INV-4"))
    full = message("053", body=whole).replace("430.00", "130.00")
    other = message("053", body=whole, ident="S7", sequence="7").replace("430.00", "130.00")
    charged = entry("29.00", "B3", detail("E4", "30.00", "Ost", "INV-4").replace("</Amt>", "</Amt><Chrgs><Rcrd><Amt Ccy=\"EUR\">1.00"
                    "</Amt></Rcrd></Chrgs>", 1))
    once = ({"bank:" + ACCOUNT: 13000, "opening-balance": -10000, "billed": -33000, "receivable": 30000}, [])
    for nights in ([{"a": bare}, {"b": full}], [{"a": full}, {"b": bare}], [{"a": bare}, {"b": other}], [{"a": other}, {"b": bare}],
                   [{"a": bare}, {"b": full}, {"c": message("054", body=whole)}], [{"c": message("054", body=whole)}, {"a": full}, {"b": bare}]):
        proof.equal(seen(*nights)[:2], once, nights)
    kept, line = (message("053", body=body).replace("430.00", "129.00") for body in (charged, entry("29.00", "B3", "")))
    proof.equal(seen({"a": kept}, {"b": line})[0]["bank:" + ACCOUNT], 12900)
    proof.equal(seen({"a": line}, {"b": kept})[0]["bank:" + ACCOUNT], 12900)


if __name__ == "__main__":
    proof.run(globals())
