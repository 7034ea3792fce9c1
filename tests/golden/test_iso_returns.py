#!/usr/bin/env python3
"""test_iso_returns.py - a return finds its collection by whatever id the bank repeats."""
import os
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "lib"))
import files  # noqa: E402
import proof  # noqa: E402
from home import Home  # noqa: E402

ACCOUNT, DEBTOR, OTHER = "DE02120300000000202051", "DE75512108001245126199", "DE89370400440532013000"
NONE = "<EndToEndId>NOTPROVIDED</EndToEndId>"
END_TO_END = "<EndToEndId>E-1</EndToEndId>"
INSTRUCTION = "<InstrId>I-1</InstrId>"
MANDATE = "<MndtId>MD-1</MndtId>"
BANK = "<AcctSvcrRef>B-1</AcctSvcrRef>"
TRANSACTION = "<TxId>T-1</TxId>"


def entry(day, bank_id, ids, debtor=DEBTOR, is_return=False, amount="100.00"):
    return ('<Ntry><Amt Ccy="EUR">%s</Amt><CdtDbtInd>%s</CdtDbtInd><Sts><Cd>BOOK</Cd></Sts><BookgDt><Dt>2026-03-%d</Dt>'
            "</BookgDt><AcctSvcrRef>%s</AcctSvcrRef><BkTxCd><Domn><Cd>PMNT</Cd><Fmly><Cd>IDDT</Cd><SubFmlyCd>%s</SubFmlyCd>"
            "</Fmly></Domn></BkTxCd><NtryDtls><TxDtls><Refs>%s</Refs><RltdPties><DbtrAcct><Id><IBAN>%s</IBAN></Id></DbtrAcct>"
            "</RltdPties>%s</TxDtls></NtryDtls></Ntry>"
            % (amount, "DBIT" if is_return else "CRDT", day, bank_id, "UPDD" if is_return else "ESDD", ids, debtor,
               "<RtrInf><Rsn><Cd>AC04</Cd></Rsn></RtrInf>" if is_return else
               "<RmtInf><Ustrd>INV-4711</Ustrd></RmtInf>"))


def statement(number, *entries):
    return ('<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.08"><BkToCstmrStmt><GrpHdr><MsgId>M%d</MsgId>'
            "</GrpHdr><Stmt><Id>S%d</Id><Acct><Id><IBAN>%s</IBAN></Id><Ccy>EUR</Ccy></Acct>%s</Stmt></BkToCstmrStmt>"
            "</Document>" % (number, number, ACCOUNT, "".join(entries)))


def outcome(collections, returned):
    """Statuses of the collections after the return came, and the question it makes."""
    with Home() as home:
        home.write("open-items/customers.csv", files.table("customer_no,name", [("C1001", "Nordwind")]))
        home.write("open-items/invoices.csv", files.table("invoice_no,customer_no,due_date,currency,amount", [
            ("INV-4711", "C1001", "2026-03-15", "EUR", "100.00")]))
        home.write("inbox/1.xml", statement(1, *collections))
        home.run("2026-03-10")
        home.write("inbox/2.xml", statement(2, returned))
        home.run("2026-03-12")
        home.expect(0, "verify")
        told = [row["status"] for row in home.rows("payments") if row["file"] == "1.xml"]
        return told, [row["code"] for row in home.rows("exceptions") if row["code"].startswith("return")]


def a_return_finds_its_collection_by_any_id_that_the_bank_repeats():
    for first, second in ((END_TO_END, END_TO_END), (NONE + INSTRUCTION, NONE + INSTRUCTION), (NONE + MANDATE, NONE + MANDATE),
                          (END_TO_END, BANK), (END_TO_END + TRANSACTION, TRANSACTION),
                          (END_TO_END + MANDATE, NONE + MANDATE), (END_TO_END + MANDATE + INSTRUCTION, INSTRUCTION)):
        proof.equal(outcome([entry(10, "B-1", first)], entry(12, "R-1", second, is_return=True)),
                    (["returned"], []), (first, second))


def a_better_id_goes_before_the_mandate():
    both = [entry(10, "B-1", END_TO_END + MANDATE), entry(10, "B-2", "<EndToEndId>E-2</EndToEndId>" + MANDATE)]
    told, asked = outcome(both, entry(12, "R-1", END_TO_END + MANDATE, is_return=True))
    # The second collection named the same invoice, which is open again: it pays it now.
    proof.equal((told, asked), (["returned", "applied"], []))


def two_collections_of_one_mandate_are_a_question():
    both = [entry(10, "B-1", END_TO_END + MANDATE), entry(10, "B-2", "<EndToEndId>E-2</EndToEndId>" + MANDATE)]
    proof.equal(outcome(both, entry(12, "R-1", NONE + MANDATE, is_return=True)), ([], ["return-unknown"]))


def an_id_that_others_may_have_too_needs_the_same_account():
    proof.equal(outcome([entry(10, "B-1", NONE + MANDATE)], entry(12, "R-1", NONE + MANDATE, OTHER, True)),
                ([], ["return-unknown"]))


def what_nobody_knows_is_a_question():
    proof.equal(outcome([entry(10, "B-1", END_TO_END)], entry(12, "R-1", "<EndToEndId>E-9</EndToEndId>", is_return=True)),
                ([], ["return-unknown"]))


if __name__ == "__main__":
    proof.run(globals())
