#!/usr/bin/env python3
"""test_told_apart.py - a bare line of several payers comes apart by what posts nothing: reports, orders of our own, their status."""
import itertools
import json
import os
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "lib"))
import files  # noqa: E402
import proof  # noqa: E402
from home import Home  # noqa: E402

ACCOUNT = "DE02120300000000202051"
ROOTS = {"052": ("BkToCstmrAcctRpt", "Rpt"), "053": ("BkToCstmrStmt", "Stmt"), "054": ("BkToCstmrDbtCdtNtfctn", "Ntfctn")}
PAYERS = (("E-1", "200.00", "Nordwind", "INV-4711"), ("E-2", "50.00", "Sued", "INV-4801"), ("E-3", "70.00", "West", "INV-4901"))


def detail(end_to_end, amount, payer, text, more=""):
    ids = "<EndToEndId>%s</EndToEndId>%s" % (end_to_end, more) if end_to_end else "%s" % more
    return ('<TxDtls><Refs>%s</Refs><Amt Ccy="EUR">%s</Amt><RltdPties><Dbtr><Pty><Nm>%s</Nm></Pty></Dbtr></RltdPties>'
            "<RmtInf><Ustrd>%s</Ustrd></RmtInf></TxDtls>" % (ids, amount, payer, text))


def entry(amount, bank_id, inside="", direction="CRDT", day="2026-03-10"):
    return ('<Ntry><Amt Ccy="EUR">%s</Amt><CdtDbtInd>%s</CdtDbtInd><Sts><Cd>BOOK</Cd></Sts><BookgDt><Dt>%s</Dt>'
            "</BookgDt>%s<NtryDtls>%s</NtryDtls></Ntry>"
            % (amount, direction, day, "<AcctSvcrRef>%s</AcctSvcrRef>" % bank_id if bank_id else "", inside))


def message(kind, *entries, ident=""):
    root, name = ROOTS[kind]
    return ('<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.%s.001.08"><%s><GrpHdr><MsgId>M%s</MsgId></GrpHdr>'
            "<%s><Id>%s</Id><Acct><Id><IBAN>%s</IBAN></Id><Ccy>EUR</Ccy></Acct>%s</%s></%s></Document>"
            % (kind, root, kind + ident, name, kind + ident, ACCOUNT, "".join(entries), name, root))


def collections(*rows):
    inside = "".join("<DrctDbtTxInf><PmtId><InstrId>I%s</InstrId><EndToEndId>%s</EndToEndId></PmtId><InstdAmt Ccy=\"EUR\">%s</InstdAmt>"
                     "<DrctDbtTx><MndtRltdInf><MndtId>MNDT%s</MndtId></MndtRltdInf></DrctDbtTx>"
                     "<Dbtr><Nm>%s</Nm></Dbtr><RmtInf><Ustrd>%s</Ustrd></RmtInf></DrctDbtTxInf>"
                     % (row[0], row[0], row[1], row[0], row[2], row[3]) for row in rows)
    return ('<Document xmlns="urn:iso:std:iso:20022:tech:xsd:pain.008.001.02"><CstmrDrctDbtInitn><GrpHdr><MsgId>D1</MsgId>'
            "<CreDtTm>2026-03-08T09:00:00</CreDtTm></GrpHdr><PmtInf><PmtInfId>PI-1</PmtInfId>"
            "<ReqdColltnDt>2026-03-10</ReqdColltnDt>%s</PmtInf></CstmrDrctDbtInitn></Document>" % inside)


def status(*rows):
    inside = "".join("<TxInfAndSts><OrgnlEndToEndId>%s</OrgnlEndToEndId><TxSts>%s</TxSts>%s</TxInfAndSts>"
                     % (end_to_end, word, more) for end_to_end, word, more in rows)
    return ('<Document xmlns="urn:iso:std:iso:20022:tech:xsd:pain.002.001.03"><CstmrPmtStsRpt><GrpHdr><MsgId>S1</MsgId>'
            "<CreDtTm>2026-03-09T09:00:00</CreDtTm></GrpHdr><OrgnlGrpInfAndSts><OrgnlMsgId>D1</OrgnlMsgId>"
            "</OrgnlGrpInfAndSts><OrgnlPmtInfAndSts><OrgnlPmtInfId>PI-1</OrgnlPmtInfId>%s</OrgnlPmtInfAndSts>"
            "</CstmrPmtStsRpt></Document>" % inside)


BATCH = "<Btch><PmtInfId>PI-1</PmtInfId></Btch>"
DETAILS = "".join(detail(*payer) for payer in PAYERS)
ORDERS = collections(*PAYERS)
REPORT = message("052", entry("320.00", "B-1", DETAILS))
NOTICE = message("054", entry("320.00", "B-1", DETAILS))
LINE = message("053", entry("320.00", "B-1", BATCH))


def a_home():
    home = Home()
    home.write("open-items/customers.csv", files.table("customer_no,name", [
        ("C1", "Nordwind"), ("C2", "Sued"), ("C3", "West")]))
    home.write("open-items/invoices.csv", files.table("invoice_no,customer_no,due_date,currency,amount", [
        ("INV-4711", "C1", "2026-03-15", "EUR", "200.00"), ("INV-4801", "C2", "2026-03-15", "EUR", "50.00"),
        ("INV-4901", "C3", "2026-03-15", "EUR", "70.00"), ("INV-4999", "C3", "2026-04-15", "EUR", "1.00")]))
    return home


def night(home, day, texts):
    for name, text in texts.items():
        home.write("inbox/%s.xml" % name, text)
    home.run(day)
    home.expect(0, "verify")


def ends(nights):
    """Balances that are not zero, when every night has run and the last one twice."""
    with a_home() as home:
        for day, texts in enumerate(nights, 10):
            night(home, "2026-03-%d" % day, texts)
        runs = home.names("reports")
        home.run("2026-03-%d" % (9 + len(nights)))
        proof.equal(home.names("reports"), runs)
        return {account: minor for (account, _), minor in home.balances().items() if minor != 0}


PAID = {"bank:" + ACCOUNT: 32000, "receivable": 100, "billed": -32100}


def in_every_order(texts):
    for names in itertools.permutations(texts):
        yield [{name: texts[name]} for name in names]
        yield [{"%d%s" % (place, name): texts[name] for place, name in enumerate(names)}]


def a_line_comes_apart_by_the_details_of_a_report():
    for nights in in_every_order({"a": REPORT, "b": LINE}):
        proof.equal(ends(nights), PAID, nights)


def a_line_comes_apart_by_what_we_asked_for():
    for nights in in_every_order({"a": ORDERS, "b": LINE}):
        proof.equal(ends(nights), PAID, nights)
    nameless = message("053", entry("320.00", "", BATCH))
    for nights in in_every_order({"a": ORDERS, "b": nameless}):
        proof.equal(ends(nights), PAID, nights)


def the_rows_say_what_became_of_them():
    with a_home() as home:
        night(home, "2026-03-10", {"a": ORDERS})
        night(home, "2026-03-11", {"b": LINE})
        rows = [(row["kind"], row["amount"], row["status"], row["payer"]) for row in home.rows("payments")]
        proof.equal(sorted(rows), [("receipt", "200.00", "applied", "Nordwind"), ("receipt", "320.00", "settlement", ""),
                                   ("receipt", "50.00", "applied", "Sued"), ("receipt", "70.00", "applied", "West")])
        with open(home.at("reports", "latest", "summary.json"), encoding="utf-8") as text:
            proof.equal(json.load(text)["control_totals_tie"], True)
        proof.equal([(row["source"], row["gross"], row["net"], row["deposited"], row["status"])
                     for row in home.rows("settlements")], [("camt.054:" + ACCOUNT, "320.00", "320.00", "320.00", "closed")])


def whatever_else_tells_of_the_line_posts_nothing_more():
    for more in ({"c": NOTICE}, {"c": ORDERS}, {"c": message("052", entry("320.00", "B-1", DETAILS), ident="x")}):
        texts = {"a": REPORT, "b": LINE, **more}
        for names in itertools.permutations(texts):
            proof.equal(ends([{name: texts[name]} for name in names]), PAID, names)
        for nights in in_every_order(texts):
            if len(nights) == 1:
                proof.equal(ends(nights), PAID, nights)


def what_was_rejected_is_no_part():
    part = message("053", entry("250.00", "B-1", BATCH))
    rejected = status(("E-3", "RJCT", "<StsRsnInf><Rsn><Cd>AC04</Cd></Rsn></StsRsnInf>"))
    left = dict(PAID, **{"bank:" + ACCOUNT: 25000, "receivable": 7100})
    for nights in ([{"a": ORDERS}, {"b": rejected}, {"c": part}], [{"a": ORDERS, "b": rejected, "c": part}],
                   [{"c": part}, {"a": ORDERS, "b": rejected}], [{"a": ORDERS, "c": part}, {"b": rejected}]):
        proof.equal(ends(nights), left, nights)


def a_sum_that_differs_takes_nothing_apart():
    line = message("053", entry("319.00", "B-1", BATCH))
    for told in (ORDERS, REPORT):
        proof.equal(ends([{"a": told}, {"b": line}]),
                    {"bank:" + ACCOUNT: 31900, "unidentified": -31900, "receivable": 32100, "billed": -32100})


def what_was_applied_too_soon_is_taken_off():
    line = message("053", entry("320.00", "B-1", BATCH + "<TxDtls><RmtInf><Ustrd>C1</Ustrd></RmtInf></TxDtls>"))
    line = line.replace("<NtryDtls>", "<AddtlNtryInf>INV-4711</AddtlNtryInf><NtryDtls>").replace(
        "<TxDtls><RmtInf><Ustrd>C1</Ustrd></RmtInf></TxDtls>", "")
    for told in (ORDERS, REPORT):
        proof.equal(ends([{"b": line}, {"a": told}]), PAID)


def what_a_person_decided_stands():
    with a_home() as home:
        night(home, "2026-03-10", {"b": LINE})
        payment = home.rows("payments")[0]["payment_id"]
        home.expect(0, "review", "apply", payment, "INV-4711=200.00", "INV-4801=50.00", "--by", "me", "--why", "he said so",
                    "--date", "2026-03-10")
        night(home, "2026-03-11", {"a": REPORT})
        proof.equal(home.balances(), {("bank:" + ACCOUNT, "EUR"): 32000, ("unidentified", "EUR"): -7000,
                                      ("receivable", "EUR"): 7100, ("billed", "EUR"): -32100})


def a_collection_that_comes_back_finds_its_part():
    for ids in ("<EndToEndId>E-2</EndToEndId>", "<MndtId>MNDTE-2</MndtId>", "<InstrId>IE-2</InstrId>"):
        back = message("053", entry("50.00", "R-1", '<TxDtls><Refs>%s</Refs><RtrInf><Rsn><Cd>AC04</Cd></Rsn></RtrInf></TxDtls>'
                                    % ids, "DBIT", "2026-03-12"), ident="r")
        left = dict(PAID, **{"bank:" + ACCOUNT: 27000, "receivable": 5100})
        for nights in ([{"a": ORDERS}, {"b": LINE}, {"c": back}], [{"a": ORDERS, "b": LINE, "c": back}],
                       [{"b": LINE}, {"c": back}, {"a": ORDERS}]):
            proof.equal(ends(nights), left, (ids, nights))


def a_statement_sent_again_with_details_books_nothing_again():
    again = message("053", entry("320.00", "B-1", DETAILS), ident="x")
    for told in (ORDERS, REPORT, NOTICE):
        proof.equal(ends([{"a": told}, {"b": LINE}, {"c": again}]), PAID)
        proof.equal(ends([{"a": told}, {"c": again}, {"b": LINE}]), PAID)
        proof.equal(ends([{"b": LINE}, {"c": again}, {"a": told}]), PAID)


def details_with_ids_of_their_own_are_the_same_ones():
    own = "".join(detail(*payer, more="<AcctSvcrRef>D%d</AcctSvcrRef>" % place) for place, payer in enumerate(PAYERS))
    for told in (ORDERS, message("052", entry("320.00", "B-1", own))):
        for late in (message("054", entry("320.00", "B-1", own)), message("053", entry("320.00", "B-1", own), ident="x")):
            for nights in ([{"a": told}, {"b": LINE}, {"c": late}], [{"b": LINE}, {"c": late}, {"a": told}],
                           [{"c": late}, {"b": LINE}, {"a": told}], [{"a": told, "b": LINE, "c": late}]):
                proof.equal(ends(nights), PAID, nights)


def orders(*rows):
    inside = "".join("<CdtTrfTxInf><PmtId><InstrId>I%s</InstrId><EndToEndId>%s</EndToEndId></PmtId><Amt><InstdAmt Ccy=\"EUR\">%s</InstdAmt>"
                     "</Amt><Cdtr><Nm>%s</Nm></Cdtr><RmtInf><Ustrd>%s</Ustrd></RmtInf></CdtTrfTxInf>"
                     % (row[0], row[0], row[1], row[2], row[3]) for row in rows)
    return ('<Document xmlns="urn:iso:std:iso:20022:tech:xsd:pain.001.001.09"><CstmrCdtTrfInitn><GrpHdr><MsgId>O1</MsgId>'
            "<CreDtTm>2026-03-08T09:00:00</CreDtTm></GrpHdr><PmtInf><PmtInfId>PI-9</PmtInfId><PmtMtd>TRF</PmtMtd>"
            "<ReqdExctnDt><Dt>2026-03-10</Dt></ReqdExctnDt><Dbtr><Nm>We</Nm></Dbtr><DbtrAcct><Id><IBAN>%s</IBAN></Id></DbtrAcct>"
            "%s</PmtInf></CstmrCdtTrfInitn></Document>" % (ACCOUNT, inside))


SENT = (("O-1", "200.00", "Miete GmbH", "rent"), ("O-2", "50.00", "Strom AG", "power"), ("O-3", "70.00", "Wasser AG", "water"))
DEBIT = entry("320.00", "B-9", "<Btch><PmtInfId>PI-9</PmtInfId></Btch>", direction="DBIT")


def a_debit_comes_apart_by_what_we_ordered():
    texts = {"a": orders(*SENT), "b": message("053", DEBIT)}
    for nights_of in ([["a", "b"]], [["a"], ["b"]], [["b"], ["a"]]):
        with a_home() as home:
            for day, names in enumerate(nights_of):
                night(home, "2026-03-1%d" % day, {name: texts[name] for name in names})
            balances = home.balances()
            proof.equal((balances["bank:" + ACCOUNT, "EUR"], balances["unidentified-out", "EUR"],
                         balances.get(("clearing:camt.054:" + ACCOUNT, "EUR"), 0)), (-32000, 32000, 0))
            shown = home.expect(0, "show", "O-2").splitlines()
            assert any("Strom AG" in line for line in shown) and any("outgoing" in line for line in shown), shown
            proof.equal(home.rows("exceptions"), [])
            home.expect(0, "verify", "--rebuild")


def one_that_we_ordered_and_that_came_back_is_known_by_its_id():
    back = entry("50.00", "B-10", "<TxDtls><Refs><EndToEndId>O-2</EndToEndId></Refs><RtrInf><Rsn><Cd>AC01</Cd></Rsn></RtrInf></TxDtls>",
                 day="2026-03-12")
    with a_home() as home:
        night(home, "2026-03-10", {"a": orders(*SENT), "b": message("053", DEBIT)})
        night(home, "2026-03-12", {"c": message("053", back, ident="c")})
        proof.equal((home.rows("exceptions"), home.balances()["unidentified-out", "EUR"]), ([], 27000))


def a_debit_of_another_sum_stays_whole():
    with a_home() as home:
        night(home, "2026-03-10", {"a": orders(*SENT[:2]), "b": message("053", DEBIT)})
        proof.equal(home.balances()["unidentified-out", "EUR"], 32000)
        proof.equal([row["status"] for row in home.rows("payments") if row["file"] == "b.xml"], ["outgoing"])


if __name__ == "__main__":
    proof.run(globals())
