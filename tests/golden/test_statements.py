#!/usr/bin/env python3
"""test_statements.py - a payment that the bank tells of in several messages is one, however often they come."""
import os
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "lib"))
import files  # noqa: E402
import proof  # noqa: E402
from home import Home  # noqa: E402

ACCOUNT = "DE02120300000000202051"
BANK, CLEARING = "bank:" + ACCOUNT, "clearing:camt.054:" + ACCOUNT


def entry(amount, number, bank_id=None, end_to_end=None):
    ids = "<AcctSvcrRef>%s</AcctSvcrRef>" % bank_id if bank_id else ""
    ids += "<EndToEndId>%s</EndToEndId>" % end_to_end if end_to_end else ""
    return ('<Ntry><Amt Ccy="EUR">%s</Amt><CdtDbtInd>CRDT</CdtDbtInd><Sts><Cd>BOOK</Cd></Sts>'
            "<BookgDt><Dt>2026-03-10</Dt></BookgDt><ValDt><Dt>2026-03-10</Dt></ValDt>"
            "<NtryDtls><TxDtls><Refs>%s</Refs><RmtInf><Ustrd>%s</Ustrd></RmtInf></TxDtls></NtryDtls></Ntry>"
            % (files.money(amount), ids, number))


def message(kind, entries, total=0, mark=""):
    root, name = {"053": ("BkToCstmrStmt", "Stmt"), "054": ("BkToCstmrDbtCdtNtfctn", "Ntfctn")}[kind]
    balances = "".join(
        '<Bal><Tp><CdOrPrtry><Cd>%s</Cd></CdOrPrtry></Tp><Amt Ccy="EUR">%s</Amt><CdtDbtInd>CRDT</CdtDbtInd>'
        "<Dt><Dt>2026-03-10</Dt></Dt></Bal>" % (code, files.money(amount))
        for code, amount in (("OPBD", 100000), ("CLBD", 100000 + total))) if kind == "053" else ""
    return ('<?xml version="1.0" encoding="UTF-8"?><Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.%s.001.08">'
            "<%s><GrpHdr><MsgId>M%s%s</MsgId><CreDtTm>2026-03-10T18:00:00</CreDtTm></GrpHdr><%s><Id>%s-1</Id>"
            "<Acct><Id><IBAN>%s</IBAN></Id><Ccy>EUR</Ccy></Acct>%s%s</%s></%s></Document>"
            % (kind, root, kind, mark, name, kind, ACCOUNT, balances, "".join(entries), name, root))


def one_invoice():
    home = Home()
    home.write("open-items/customers.csv", files.table("customer_no,name", [("C1001", "Nordwind Handels GmbH")]))
    home.write("open-items/invoices.csv", files.table(
        "invoice_no,customer_no,due_date,currency,amount", [("INV-4711", "C1001", "2026-03-15", "EUR", "300.00")]))
    return home


def nights(home, *texts):
    for index, text in enumerate(texts):
        home.write("inbox/%d.xml" % index, text)
        home.run("2026-03-%02d" % (10 + index))
        home.expect(0, "verify")


def a_statement_sent_again_does_not_book_a_known_detail_twice():
    detail = message("054", [entry(10000, "INV-4711", "S-1", "E-1")])
    lines = [entry(10000, "INV-4711", "S-1", "E-1")]
    with one_invoice() as home:
        nights(home, detail, message("053", lines, 10000), message("053", lines, 10000, "again"))
        balances = home.balances()
        proof.equal((balances[BANK, "EUR"], balances.get((CLEARING, "EUR"), 0), balances["receivable", "EUR"]),
                    (110000, 0, 20000))


def an_id_that_only_the_second_message_has_makes_the_payment_known_by_it():
    detail = message("054", [entry(10000, "INV-4711", None, "E-1")])
    lines = [entry(10000, "INV-4711", "S-1", "E-1")]
    bare = [entry(10000, "INV-4711", "S-1")]
    with one_invoice() as home:
        nights(home, detail, message("053", lines, 10000), message("053", bare, 10000, "corrected"))
        balances = home.balances()
        proof.equal((balances[BANK, "EUR"], balances.get((CLEARING, "EUR"), 0), balances["receivable", "EUR"]),
                    (110000, 0, 20000))


def a_second_line_with_the_payers_id_and_a_bank_id_of_its_own_is_asked():
    detail = message("054", [entry(10000, "INV-4711", None, "E-1")])
    first = message("053", [entry(10000, "INV-4711", "S-1", "E-1")], 10000)
    other = message("053", [entry(10000, "INV-4711", "S-2", "E-1")], 10000, "other")
    with one_invoice() as home:
        nights(home, detail, first, other)
        balances = home.balances()
        proof.equal((balances[BANK, "EUR"], balances["unidentified", "EUR"]), (120000, -10000))
        proof.equal([row["code"] for row in home.rows("exceptions")], ["possible-duplicate"])


def batch(amounts, bank_id):
    """One entry: without details when there is one amount, else with each of them."""
    details = "".join(
        '<TxDtls><Refs><EndToEndId>E-%d</EndToEndId></Refs><Amt Ccy="EUR">%s</Amt><CdtDbtInd>CRDT</CdtDbtInd>'
        "<RmtInf><Ustrd>INV-4711</Ustrd></RmtInf></TxDtls>" % (index, files.money(amount))
        for index, amount in enumerate(amounts)) if len(amounts) > 1 else (
            "<TxDtls><RmtInf><Ustrd>INV-4711</Ustrd></RmtInf></TxDtls>")
    return ('<Ntry><Amt Ccy="EUR">%s</Amt><CdtDbtInd>CRDT</CdtDbtInd><Sts><Cd>BOOK</Cd></Sts>'
            "<BookgDt><Dt>2026-03-10</Dt></BookgDt><ValDt><Dt>2026-03-10</Dt></ValDt>"
            "<AcctSvcrRef>%s</AcctSvcrRef><NtryDtls>%s</NtryDtls></Ntry>"
            % (files.money(sum(amounts)), bank_id, details))


def details_that_come_after_their_lump_take_its_place():
    lump = message("053", [batch([18000], "BATCH-9")], 18000)
    detail = message("054", [batch([10000, 8000], "BATCH-9")])
    for order in ((lump, detail), (detail, lump), (lump, detail, message("053", [batch([18000], "BATCH-9")], 18000, "x"))):
        with one_invoice() as home:
            nights(home, *order)
            balances = home.balances()
            proof.equal((balances[BANK, "EUR"], balances.get((CLEARING, "EUR"), 0), balances["receivable", "EUR"],
                         balances.get(("unidentified", "EUR"), 0)), (118000, 0, 12000, 0))
            proof.equal(home.rows("exceptions"), [])


def charged(told):
    """97.00 booked; with details, 100.00 less the bank's 3.00."""
    details = ('<Amt Ccy="EUR">97.00</Amt><AmtDtls><TxAmt><Amt Ccy="EUR">100.00</Amt></TxAmt></AmtDtls><Chrgs><Rcrd>'
               '<Amt Ccy="EUR">3.00</Amt><ChrgInclInd>true</ChrgInclInd></Rcrd></Chrgs>') if told else ""
    return ('<Ntry><Amt Ccy="EUR">97.00</Amt><CdtDbtInd>CRDT</CdtDbtInd><Sts><Cd>BOOK</Cd></Sts>'
            "<BookgDt><Dt>2026-03-10</Dt></BookgDt><AcctSvcrRef>S-7</AcctSvcrRef><NtryDtls><TxDtls>%s"
            "<RmtInf><Ustrd>INV-4711</Ustrd></RmtInf></TxDtls></NtryDtls></Ntry>" % details)


def a_charge_that_one_message_tells_and_the_other_not_is_paid_once():
    detail, bare, full = message("054", [charged(True)]), [charged(False)], [charged(True)]
    for order in ((detail, message("053", bare, 9700)), (message("053", bare, 9700), detail),
                  (detail, message("053", full, 9700)), (message("053", full, 9700), detail)):
        with one_invoice() as home:
            nights(home, *order)
            balances = home.balances()
            fees = sum(amount for (account, _), amount in balances.items() if account.startswith("fees"))
            proof.equal((balances[BANK, "EUR"], balances.get((CLEARING, "EUR"), 0), balances["receivable", "EUR"],
                         balances.get(("unidentified", "EUR"), 0), fees), (109700, 0, 20000, 0, 300))


def told_elsewhere(amounts, name=None):
    """One entry: with details, or without them and with the name of the message that has them."""
    inside = "<AddtlInfInd><MsgNmId>camt.054.001.08</MsgNmId><MsgId>%s</MsgId></AddtlInfInd>" % name if name else (
        "<NtryDtls>%s</NtryDtls>" % "".join(
            '<TxDtls><Refs><EndToEndId>E-%d</EndToEndId></Refs><Amt Ccy="EUR">%s</Amt><RmtInf><Ustrd>INV-4711</Ustrd>'
            "</RmtInf></TxDtls>" % (amount, files.money(amount)) for amount in amounts))
    return ('<Ntry><Amt Ccy="EUR">%s</Amt><CdtDbtInd>CRDT</CdtDbtInd><Sts><Cd>BOOK</Cd></Sts>'
            "<BookgDt><Dt>2026-03-10</Dt></BookgDt>%s</Ntry>" % (files.money(sum(amounts)), inside))


def a_line_that_names_the_message_of_its_details_closes_them():
    details = [message("054", [told_elsewhere(amounts)], mark=mark).replace("<Id>054-1", "<Id>N-" + mark)
               for mark, amounts in (("a", (4000, 5000)), ("b", (3000, 6000)))]
    lines = message("053", [told_elsewhere([9000], "M054a"), told_elsewhere([9000], "M054b")], 18000)
    with one_invoice() as home:
        nights(home, details[0], details[1], lines)
        balances = home.balances()
        proof.equal((balances[BANK, "EUR"], balances.get((CLEARING, "EUR"), 0), balances["receivable", "EUR"],
                     balances.get(("unidentified", "EUR"), 0)), (118000, 0, 12000, 0))
        proof.equal({row["rule"] for row in home.rows("payments") if row["status"] == "settlement"},
                    {"settlement-reference"})


def numbered(day, number, opening, amount, name=None):
    """A statement of one day with its number, as the bank counts them."""
    balances = "".join(
        '<Bal><Tp><CdOrPrtry><Cd>%s</Cd></CdOrPrtry></Tp><Amt Ccy="EUR">%d.00</Amt><CdtDbtInd>CRDT</CdtDbtInd>'
        "<Dt><Dt>2026-03-%02d</Dt></Dt></Bal>" % (code, one, day)
        for code, one in (("OPBD", opening), ("CLBD", opening + amount)))
    return ('<Document><BkToCstmrStmt><Stmt><Id>%s</Id><ElctrncSeqNb>%d</ElctrncSeqNb><Acct><Id><IBAN>%s</IBAN></Id>'
            '</Acct>%s<Ntry><Amt Ccy="EUR">%d.00</Amt><CdtDbtInd>CRDT</CdtDbtInd><BookgDt><Dt>2026-03-%02d</Dt></BookgDt>'
            "<AcctSvcrRef>D-%d</AcctSvcrRef></Ntry></Stmt></BkToCstmrStmt></Document>"
            % (name or "S-%d" % number, number, ACCOUNT, balances, amount, day, day))


def a_missing_statement_and_one_that_comes_twice_are_named():
    with Home() as home:
        for day, number, opening, name in ((2, 1, 0, None), (3, 2, 10, None), (4, 4, 20, None), (5, 4, 30, "S-4b"),
                                           (6, 1, 40, None), (7, 2, 60, None)):
            home.write("inbox/%d.xml" % day, numbered(day, number, opening, 10, name))
        home.run("2026-03-10")
        found = {day: [word for word in home.expect(0, "show", "file:%d.xml" % day).split() if word.startswith("run.")]
                 for day in range(2, 8)}
        proof.equal(found, {2: [], 3: [], 4: ["run.sequence:"], 5: ["run.sequence:"], 6: [], 7: ["run.continuity:"]})


if __name__ == "__main__":
    proof.run(globals())
