#!/usr/bin/env python3
"""test_told_ahead.py - what a report of the day, remittance advice or an order of ours tells is read with its payment."""
import itertools
import os
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "lib"))
import files  # noqa: E402
import proof  # noqa: E402
from home import Home  # noqa: E402

ACCOUNT = "DE02120300000000202051"
ROOTS = {"052": ("BkToCstmrAcctRpt", "Rpt"), "053": ("BkToCstmrStmt", "Stmt")}
ONE_PAYER, OTHER_PAYER = "DE89370400440532013000", "DE75512108001245126199"


def detail(amount=None, ids="", payer=None, text=None, account=None, more=""):
    money = '<Amt Ccy="EUR">%s</Amt>' % amount if amount else ""
    parties = "<Dbtr><Pty><Nm>%s</Nm></Pty></Dbtr>" % payer if payer else ""
    parties += "<DbtrAcct><Id><IBAN>%s</IBAN></Id></DbtrAcct>" % account if account else ""
    text = "<RmtInf><Ustrd>%s</Ustrd></RmtInf>" % text if text else ""
    return "<TxDtls><Refs>%s</Refs>%s<RltdPties>%s</RltdPties>%s%s</TxDtls>" % (ids, money, parties, more, text)


def entry(amount, bank_id, details="", status="BOOK"):
    return ('<Ntry><Amt Ccy="EUR">%s</Amt><CdtDbtInd>CRDT</CdtDbtInd><Sts><Cd>%s</Cd></Sts><BookgDt><Dt>2026-03-10</Dt>'
            "</BookgDt><AcctSvcrRef>%s</AcctSvcrRef>%s</Ntry>"
            % (amount, status, bank_id, "<NtryDtls>%s</NtryDtls>" % details if details else ""))


def message(kind, *entries):
    root, name = ROOTS[kind]
    return ('<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.%s.001.08"><%s><GrpHdr><MsgId>M%s</MsgId></GrpHdr>'
            "<%s><Id>%s</Id><Acct><Id><IBAN>%s</IBAN></Id><Ccy>EUR</Ccy></Acct>%s</%s></%s></Document>"
            % (kind, root, kind, name, kind, ACCOUNT, "".join(entries), name, root))


def advice(amount="300.00", ids="<EndToEndId>E-77</EndToEndId>", advice_id="R-77"):
    lines = "".join("<Strd><RfrdDocInf><Nb>%s</Nb></RfrdDocInf><RfrdDocAmt><RmtdAmt Ccy=\"EUR\">%s</RmtdAmt></RfrdDocAmt></Strd>"
                    % line for line in (("INV-4711", "200.00"), ("INV-4712", "100.00")))
    money = '<Amt><InstdAmt Ccy="EUR">%s</InstdAmt></Amt>' % amount if amount else ""
    return ('<Document xmlns="urn:iso:std:iso:20022:tech:xsd:remt.001.001.05"><RmtAdvc><GrpHdr><MsgId>A1</MsgId>'
            "<CreDtTm>2026-03-10T09:00:00</CreDtTm></GrpHdr><RmtInf><RmtId>%s</RmtId>%s<OrgnlPmtInf><Refs>%s</Refs>%s"
            "</OrgnlPmtInf></RmtInf></RmtAdvc></Document>" % (advice_id, lines, ids, money))


def collections(*rows):
    """Our own pain.008: (end-to-end id, amount, text)."""
    inside = "".join("<DrctDbtTxInf><PmtId><EndToEndId>%s</EndToEndId></PmtId><InstdAmt Ccy=\"EUR\">%s</InstdAmt>"
                     "<Dbtr><Nm>Nordwind</Nm></Dbtr><RmtInf><Ustrd>%s</Ustrd></RmtInf></DrctDbtTxInf>" % row for row in rows)
    return ('<Document xmlns="urn:iso:std:iso:20022:tech:xsd:pain.008.001.02"><CstmrDrctDbtInitn><GrpHdr><MsgId>D1</MsgId>'
            "<CreDtTm>2026-03-08T09:00:00</CreDtTm></GrpHdr><PmtInf><PmtInfId>PI-1</PmtInfId>"
            "<ReqdColltnDt>2026-03-10</ReqdColltnDt>%s</PmtInf></CstmrDrctDbtInitn></Document>" % inside)


def status(inside):
    return ('<Document xmlns="urn:iso:std:iso:20022:tech:xsd:pain.002.001.03"><CstmrPmtStsRpt><GrpHdr><MsgId>S1</MsgId>'
            "<CreDtTm>2026-03-09T09:00:00</CreDtTm></GrpHdr><OrgnlGrpInfAndSts><OrgnlMsgId>D1</OrgnlMsgId>"
            "</OrgnlGrpInfAndSts><OrgnlPmtInfAndSts><OrgnlPmtInfId>PI-1</OrgnlPmtInfId>%s</OrgnlPmtInfAndSts>"
            "</CstmrPmtStsRpt></Document>" % inside)


REJECTED = ("<TxInfAndSts><OrgnlEndToEndId>E-2</OrgnlEndToEndId><TxSts>RJCT</TxSts>"
            "<StsRsnInf><Rsn><Cd>AC04</Cd></Rsn></StsRsnInf></TxInfAndSts>")
ALL_REJECTED = "<PmtInfSts>RJCT</PmtInfSts><StsRsnInf><Rsn><Cd>AM05</Cd></Rsn></StsRsnInf>"
LUMP = "<Btch><PmtInfId>PI-1</PmtInfId></Btch>"


def a_home():
    home = Home()
    home.write("open-items/customers.csv", files.table("customer_no,name", [("C1001", "Nordwind"), ("C1002", "Sued")]))
    home.write("open-items/invoices.csv", files.table("invoice_no,customer_no,due_date,currency,amount", [
        ("INV-4711", "C1001", "2026-03-15", "EUR", "200.00"), ("INV-4712", "C1001", "2026-03-15", "EUR", "100.00"),
        ("INV-4801", "C1002", "2026-03-15", "EUR", "50.00")]))
    return home


def left_after(*nights, again=True):
    """What is still owed, and what waits unidentified, after texts of several nights."""
    with a_home() as home:
        for day, texts in enumerate(nights, 10):
            for name, text in texts.items():
                home.write("inbox/%s.xml" % name, text)
            home.run("2026-03-%d" % day)
            home.expect(0, "verify")
        runs = home.names("reports")
        if again:
            home.run("2026-03-%d" % (9 + len(nights)))
            proof.equal(home.names("reports"), runs)
        balances = home.balances()
        return balances.get(("receivable", "EUR"), 0), -balances.get(("unidentified", "EUR"), 0)


def in_every_order(texts):
    for names in itertools.permutations(texts):
        yield [{name: texts[name]} for name in names]
        yield [{"%d%s" % (place, name): texts[name] for place, name in enumerate(names)}]


def details_of_a_report_serve_a_bare_line():
    for told in (entry("200.00", "B-1", detail("200.00", payer="Somebody", text="INV-4711")),
                 entry("200.00", "B-1", detail("200.00", payer="Somebody", text="INV-4711"), "PDNG")):
        for nights in in_every_order({"a": message("052", told), "b": message("053", entry("200.00", "B-1"))}):
            proof.equal(left_after(*nights), (15000, 0), nights)


def details_of_a_batch_serve_its_line_where_one_paid_all():
    report = message("052", entry("300.00", "B-1", detail("200.00", "<EndToEndId>1</EndToEndId>", "Somebody", "INV-4711")
                                  + detail("100.00", "<EndToEndId>2</EndToEndId>", "Somebody", "INV-4712")))
    for nights in ([{"a": report}, {"b": message("053", entry("300.00", "B-1"))}],
                   [{"a": report, "b": message("053", entry("300.00", "B-1"))}]):
        proof.equal(left_after(*nights), (5000, 0), nights)
    twice = report.replace("M052", "M052-2")
    proof.equal(left_after({"a": report, "b": twice}, {"c": message("053", entry("300.00", "B-1"))}), (5000, 0))


def details_of_several_payers_take_their_line_apart():
    report = message("052", entry("250.00", "B-1", detail("200.00", "<EndToEndId>1</EndToEndId>", "Nordwind", "INV-4711")
                                  + detail("50.00", "<EndToEndId>2</EndToEndId>", "Sued")))
    proof.equal(left_after({"a": report}, {"b": message("053", entry("250.00", "B-1"))}), (10000, 0))


def advice_is_joined_by_its_id_or_the_payers_and_the_amount():
    by_id = entry("300.00", "B-1", detail(payer="Somebody", more="<RltdRmtInf><RmtId>R-77</RmtId></RltdRmtInf>"))
    by_payers_id = entry("300.00", "B-1", detail(ids="<EndToEndId>E-77</EndToEndId>", payer="Somebody"))
    for line in (by_id, by_payers_id):
        for told in (advice(), advice(amount=None)):
            for nights in in_every_order({"a": told, "b": message("053", line)}):
                proof.equal(left_after(*nights), (5000, 0), nights)


def advice_of_another_amount_is_nobodys():
    line = entry("299.00", "B-1", detail(ids="<EndToEndId>E-77</EndToEndId>", payer="Somebody"))
    proof.equal(left_after({"a": advice()}, {"b": message("053", line)}), (35000, 29900))


def advice_that_two_payments_fit_is_left_alone():
    lines = [entry("300.00", number, detail(ids="<EndToEndId>E-77</EndToEndId>", payer="Somebody"))
             for number in ("B-1", "B-2")]
    proof.equal(left_after({"a": advice()}, {"b": message("053", *lines)}), (35000, 60000))


def what_another_account_paid_is_not_what_was_told():
    def left(first, second):
        report = message("052", entry("200.00", "X", detail("200.00", text="INV-4711", **first)))
        line = entry("200.00", "B-1", detail(**second))
        return left_after({"a": report}, {"b": message("053", line)}, again=False)

    long_id, short_id = "<EndToEndId>E-77</EndToEndId>", "<EndToEndId>1</EndToEndId>"
    one, other = {"ids": long_id, "account": ONE_PAYER}, {"ids": long_id, "account": OTHER_PAYER}
    proof.equal((left(one, one), left(one, other)), ((15000, 0), (35000, 20000)))
    one, other = {"ids": long_id, "payer": "Someone"}, {"ids": long_id, "payer": "Somebody"}
    proof.equal((left(one, one), left(one, other)), ((15000, 0), (35000, 20000)))
    proof.equal(left({"ids": short_id}, {"ids": short_id}), (35000, 20000))


def a_collection_is_known_by_its_own_order():
    order = collections(("E-1", "200.00", "INV-4711"), ("E-2", "100.00", "INV-4712"))
    lines = [entry("200.00", "B-1", detail(ids="<EndToEndId>E-1</EndToEndId>")),
             entry("100.00", "B-2", detail(ids="<EndToEndId>E-2</EndToEndId>"))]
    for nights in in_every_order({"a": order, "b": message("053", *lines)}):
        proof.equal(left_after(*nights), (5000, 0), nights)


def a_sum_of_collections_is_known_by_its_group_without_what_was_rejected():
    order = collections(("E-1", "200.00", "INV-4711"), ("E-2", "100.00", "INV-4712"))
    whole, part = message("053", entry("300.00", "B-1", LUMP)), message("053", entry("200.00", "B-1", LUMP))
    proof.equal(left_after({"a": order}, {"b": whole}), (5000, 0))
    proof.equal(left_after({"a": order}, {"b": part}), (35000, 20000))
    proof.equal(left_after({"a": order}, {"b": status(REJECTED)}, {"c": part}), (15000, 0))
    proof.equal(left_after({"a": status(REJECTED), "b": order, "c": part}), (15000, 0))
    no_reason = "<TxInfAndSts><OrgnlEndToEndId>E-2</OrgnlEndToEndId><TxSts>RJCT</TxSts></TxInfAndSts>"
    proof.equal(left_after({"a": order}, {"b": status(no_reason)}, {"c": part}), (15000, 0))
    proof.equal(left_after({"a": order}, {"b": status(REJECTED)}, {"c": whole}), (35000, 30000))
    proof.equal(left_after({"a": order}, {"b": status(ALL_REJECTED)}, {"c": whole}), (35000, 30000))


def a_rejected_collection_is_told():
    with a_home() as home:
        home.write("inbox/a.xml", collections(("E-1", "200.00", "INV-4711"), ("E-2", "100.00", "INV-4712")))
        home.write("inbox/b.xml", status(REJECTED))
        home.run("2026-03-09")
        proof.equal([(row["file"], row["value"]) for row in home.rows("findings") if row["rule"] == "iso.rejected"],
                    [("b.xml", "E-2")])


if __name__ == "__main__":
    proof.run(globals())
