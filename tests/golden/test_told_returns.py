#!/usr/bin/env python3
"""test_told_returns.py - a pacs.004 says what the bank's own debit takes back, and moves nothing itself."""
import itertools
import os
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "lib"))
import files  # noqa: E402
import proof  # noqa: E402
from home import Home  # noqa: E402

ACCOUNT = "DE02120300000000202051"
RETURNED = "<RtrInf><Rsn><Cd>AC04</Cd></Rsn></RtrInf>"


def entry(amount, bank_id, ids, more="", direction="CRDT", day="2026-03-10"):
    return ('<Ntry><Amt Ccy="EUR">%s</Amt><CdtDbtInd>%s</CdtDbtInd><Sts><Cd>BOOK</Cd></Sts><BookgDt><Dt>%s</Dt></BookgDt>'
            "<AcctSvcrRef>%s</AcctSvcrRef><NtryDtls><TxDtls><Refs>%s</Refs>%s</TxDtls></NtryDtls></Ntry>"
            % (amount, direction, day, bank_id, ids, more))


def statement(ident, *entries):
    return ('<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.08"><BkToCstmrStmt><GrpHdr><MsgId>%s</MsgId></GrpHdr>'
            "<Stmt><Id>%s</Id><Acct><Id><IBAN>%s</IBAN></Id><Ccy>EUR</Ccy></Acct>%s</Stmt></BkToCstmrStmt></Document>"
            % (ident, ident, ACCOUNT, "".join(entries)))


def return_message(original="E-2", amount="50.00", day="2026-03-12", ident="RTR-1"):
    return ('<Document xmlns="urn:iso:std:iso:20022:tech:xsd:pacs.004.001.09"><PmtRtr><GrpHdr><MsgId>M%s</MsgId></GrpHdr><TxInf>'
            "<RtrId>%s</RtrId><OrgnlEndToEndId>%s</OrgnlEndToEndId><RtrdIntrBkSttlmAmt Ccy=\"EUR\">%s</RtrdIntrBkSttlmAmt>"
            "<IntrBkSttlmDt>%s</IntrBkSttlmDt><RtrRsnInf><Rsn><Cd>AC04</Cd></Rsn></RtrRsnInf></TxInf></PmtRtr></Document>"
            % (ident, ident, original, amount, day))


RECEIPTS = statement("1", entry("50.00", "B-1", "<EndToEndId>E-1</EndToEndId>", "<RmtInf><Ustrd>INV-1</Ustrd></RmtInf>"),
                     entry("50.00", "B-2", "<EndToEndId>E-2</EndToEndId>", "<RmtInf><Ustrd>INV-2</Ustrd></RmtInf>"))


def debit(ids="<TxId>RTR-1</TxId>", more=RETURNED, bank_id="R-1", ident="2", amount="50.00"):
    return statement(ident, entry(amount, bank_id, ids, more, "DBIT", "2026-03-12"))


def a_home():
    home = Home()
    home.write("open-items/customers.csv", files.table("customer_no,name", [("C1", "Nordwind"), ("C2", "Sued")]))
    home.write("open-items/invoices.csv", files.table("invoice_no,customer_no,due_date,currency,amount", [
        ("INV-1", "C1", "2026-03-15", "EUR", "50.00"), ("INV-2", "C2", "2026-03-15", "EUR", "50.00")]))
    return home


def night(home, day, **texts):
    for name, text in texts.items():
        home.write("inbox/%s.xml" % name, text)
    home.run(day)
    home.expect(0, "verify")


def questions(home):
    return sorted(row["code"] for row in home.rows("exceptions"))


def ends(nights):
    with a_home() as home:
        for day, texts in enumerate(nights, 13):
            night(home, "2026-03-%d" % day, **texts)
        runs = home.names("reports")
        home.run("2026-03-%d" % (12 + len(nights)))
        proof.equal(home.names("reports"), runs)
        return ({account: minor for (account, _), minor in home.balances().items() if minor != 0}, questions(home))


BACK = {"bank:" + ACCOUNT: 5000, "receivable": 5000, "billed": -10000}


def in_every_order(texts):
    for names in itertools.permutations(texts):
        yield [{name: texts[name]} for name in names]
        yield [{"n%d%s" % (place, name): texts[name] for place, name in enumerate(names)}]


def the_banks_debit_finds_what_was_told():
    for nights in in_every_order({"a": RECEIPTS, "b": debit(), "c": return_message()}):
        proof.equal(ends(nights), (BACK, []), nights)


def a_debit_that_is_not_marked_or_has_no_id_is_found_too():
    for line in (debit(more=""), debit(ids="")):
        for nights in ([{"a": RECEIPTS}, {"b": line}, {"c": return_message()}], [{"c": return_message()}, {"b": line}, {"a": RECEIPTS}],
                       [{"a": RECEIPTS, "b": line, "c": return_message()}]):
            proof.equal(ends(nights), (BACK, []), nights)


def it_is_the_invoice_of_the_payment_that_was_named():
    with a_home() as home:
        night(home, "2026-03-13", a=RECEIPTS, b=debit(), c=return_message())
        proof.equal([(row["target_no"], row["amount"]) for row in home.rows("allocations")],
                    [("INV-1", "50.00")])
        proof.equal(sorted(row["status"] for row in home.rows("payments")), ["applied", "notice", "returned", "reversal"])


def a_return_that_is_told_twice_takes_back_once():
    texts = {"a": RECEIPTS, "b": debit(), "c": return_message(), "d": return_message().replace("<MsgId>M", "<MsgId>X")}
    for names in (("a", "b", "c", "d"), ("c", "d", "a", "b"), ("a", "c", "b", "d")):
        proof.equal(ends([{name: texts[name]} for name in names])[0], BACK, names)


def what_two_lines_look_like_is_asked():
    lines = statement("2", *[entry("50.00", number, "", RETURNED, "DBIT", "2026-03-12") for number in ("R-1", "R-2")])
    proof.equal(ends([{"a": RECEIPTS}, {"b": lines, "c": return_message()}]),
                ({"unidentified-out": 10000, "billed": -10000}, ["return-unknown", "return-unknown"]))


def a_return_alone_posts_nothing_and_is_asked_for_after_days():
    with a_home() as home:
        night(home, "2026-03-12", a=RECEIPTS, c=return_message())
        before = home.balances()
        proof.equal(questions(home), [])
        night(home, "2026-03-18")
        proof.equal(questions(home), [])
        night(home, "2026-03-19")
        proof.equal((home.balances(), questions(home)), (before, ["return-awaited"]))
        runs = home.names("reports")
        night(home, "2026-03-20")
        proof.equal(home.names("reports"), runs)
        night(home, "2026-03-20", b=debit())
        proof.equal(({account: minor for (account, _), minor in home.balances().items() if minor != 0}, questions(home)),
                    (BACK, []))


def a_return_of_what_nobody_knows_is_asked_at_once_and_may_be_done_with():
    with a_home() as home:
        night(home, "2026-03-12", a=RECEIPTS, c=return_message("E-9"))
        proof.equal(questions(home), ["return-unknown"])
        payment = [row["payment_id"] for row in home.rows("payments") if row["kind"] == "notice"][0]
        home.expect(0, "review", "done", payment, "--by", "me", "--why", "not ours")
        night(home, "2026-03-20", x=statement("9", entry("1.00", "B-9", "")))
        proof.equal(questions(home), ["unknown-payer"])


def a_return_rejects_no_order_of_ours():
    order = ('<Document xmlns="urn:iso:std:iso:20022:tech:xsd:pain.008.001.02"><CstmrDrctDbtInitn><GrpHdr><MsgId>D1</MsgId></GrpHdr>'
             "<PmtInf><PmtInfId>PI-1</PmtInfId><ReqdColltnDt>2026-03-10</ReqdColltnDt>%s</PmtInf></CstmrDrctDbtInitn></Document>"
             % "".join("<DrctDbtTxInf><PmtId><EndToEndId>E-%d</EndToEndId></PmtId><InstdAmt Ccy=\"EUR\">50.00</InstdAmt>"
                       "<Dbtr><Nm>%s</Nm></Dbtr><RmtInf><Ustrd>INV-%d</Ustrd></RmtInf></DrctDbtTxInf>" % (number, name, number)
                       for number, name in ((1, "Nordwind"), (2, "Sued"))))
    line = statement("1", entry("100.00", "B-1", "").replace("<TxDtls><Refs></Refs></TxDtls>", "<Btch><PmtInfId>PI-1</PmtInfId></Btch>"))
    texts = {"a": order, "b": line, "c": return_message(), "d": debit()}
    for nights in ([{"a": order, "b": line, "c": return_message(), "d": debit()}],
                   [{"a": order}, {"c": return_message()}, {"b": line}, {"d": debit()}]):
        proof.equal(ends(nights), (BACK, []), nights)
    proof.equal(len(texts), 4)


if __name__ == "__main__":
    proof.run(globals())
