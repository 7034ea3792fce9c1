#!/usr/bin/env python3
"""test_statement_again.py - a statement that comes again moves nothing twice, and one that was put right says what is too much."""
import os
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "lib"))
import files  # noqa: E402
import proof  # noqa: E402
from home import Home  # noqa: E402

ACCOUNT = "DE02120300000000202051"
BANK = "bank:" + ACCOUNT


def entry(amount, text, day="2026-03-10"):
    return ('<Ntry><Amt Ccy="EUR">%s</Amt><CdtDbtInd>CRDT</CdtDbtInd><Sts><Cd>BOOK</Cd></Sts>'
            "<BookgDt><Dt>%s</Dt></BookgDt><NtryDtls><TxDtls><RltdPties><Dbtr><Pty><Nm>Nils</Nm></Pty></Dbtr></RltdPties>"
            "<RmtInf><Ustrd>%s</Ustrd></RmtInf></TxDtls></NtryDtls></Ntry>" % (files.money(amount), day, text))


def balance(code, amount):
    return ('<Bal><Tp><CdOrPrtry><Cd>%s</Cd></CdOrPrtry></Tp><Amt Ccy="EUR">%s</Amt><CdtDbtInd>CRDT</CdtDbtInd>'
            "<Dt><Dt>2026-03-10</Dt></Dt></Bal>" % (code, files.money(amount)))


def statement(message, *entries, number=1, opening=0):
    """Without ids of the bank's own; each entry is (amount, text)."""
    total = opening + sum(amount for amount, _ in entries)
    return ('<?xml version="1.0" encoding="UTF-8"?><Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.08">'
            "<BkToCstmrStmt><GrpHdr><MsgId>%s</MsgId><CreDtTm>2026-03-10T18:00:00</CreDtTm></GrpHdr><Stmt><Id>S%d</Id>"
            "<ElctrncSeqNb>%d</ElctrncSeqNb><Acct><Id><IBAN>%s</IBAN></Id><Ccy>EUR</Ccy></Acct>%s%s%s</Stmt></BkToCstmrStmt></Document>"
            % (message, number, number, ACCOUNT, balance("OPBD", opening), balance("CLBD", total),
               "".join(entry(*one) for one in entries)))


def a_home():
    home = Home()
    home.write("open-items/customers.csv", files.table("customer_no,name", [("C1001", "Nordwind Handels GmbH")]))
    home.write("open-items/invoices.csv", files.table(
        "invoice_no,customer_no,due_date,currency,amount", [
            ("INV-471%d" % index, "C1001", "2026-03-15", "EUR", "100.00") for index in range(1, 6)]))
    return home


def nights(home, *texts):
    for index, text in enumerate(texts):
        home.write("inbox/%d.%s" % (index, "xml" if text.startswith("<") else "csv"), text)
        home.run("2026-03-%02d" % (10 + index))
        home.expect(0, "verify")


def outcome(home):
    balances = home.balances()
    return (balances.get((BANK, "EUR"), 0), balances["receivable", "EUR"],
            [row["status"] for row in home.rows("payments")], [row["code"] for row in home.rows("exceptions")])


def findings(home):
    """Codes of what was found in tonight's files, by severity."""
    return [(row["severity"], row["rule"]) for row in home.rows("findings") if row["rule"].startswith("run.")]


def a_statement_that_comes_again_is_one():
    lines = [(10000, "INV-4711"), (5000, "hej")]
    with a_home() as home:
        nights(home, statement("M1", *lines), statement("M2", *lines))
        proof.equal(outcome(home), (15000, 40000, ["duplicate", "duplicate"], ["unknown-payer"]))
        proof.equal(findings(home), [("note", "run.statement-again")])
        row = home.rows("files")[0]
        proof.equal((row["status"], row["payments"]), ("accepted", "2"))


def two_equal_entries_of_one_statement_stay_two_and_come_again_as_two():
    lines = [(10000, "hej"), (10000, "hej")]
    with a_home() as home:
        nights(home, statement("M1", *lines), statement("M2", *lines), statement("M3", *lines))
        proof.equal(outcome(home), (20000, 50000, ["duplicate", "duplicate"], ["unknown-payer"] * 2))


def both_of_one_night_are_one_too():
    lines = [(10000, "INV-4711"), (5000, "hej")]
    with a_home() as home:
        home.write("inbox/a.xml", statement("M1", *lines))
        nights(home, statement("M2", *reversed(lines)))
        proof.equal(sorted(outcome(home)[2]), ["applied", "duplicate", "duplicate", "unidentified"])
        proof.equal(outcome(home)[:2], (15000, 40000))


def a_statement_that_was_completed_brings_what_is_new():
    first, second = (10000, "INV-4711"), (10000, "INV-4712")
    with a_home() as home:
        nights(home, statement("M1", first), statement("M2", first, second), statement("M3", second, first))
        proof.equal(outcome(home)[:2], (20000, 30000))
        proof.equal(home.rows("exceptions"), [])


def an_entry_that_a_statement_of_the_same_balances_had_not_is_asked_with_the_one_it_had():
    with a_home() as home:
        nights(home, statement("M1", (10000, "INV-4711"), (5000, "hej")), statement("M2", (10000, "INV-4712"), (5000, "hej")))
        proof.equal(outcome(home), (25000, 40000, ["possible-duplicate", "duplicate"],
                                    ["unknown-payer", "possible-duplicate", "line-gone"]))
        proof.equal(findings(home), [("warning", "run.statement-differs")])


def an_entry_that_a_corrected_statement_has_no_more_is_asked():
    with a_home() as home:
        nights(home, statement("M1", (10000, "INV-4711"), (5000, "hej")), statement("M2", (10000, "INV-4711")))
        proof.equal((outcome(home)[0], outcome(home)[3]), (15000, ["line-gone"]))
        proof.equal(findings(home), [("warning", "run.statement-differs")])


def what_was_refused_of_it_is_posted_when_it_comes_mended():
    whole = statement("M1", (10000, "INV-4711"), (10000, "INV-4712"))
    wrong = whole.replace("<BookgDt><Dt>2026-03-10", "<BookgDt><Dt>2026-02-30", 1)
    with a_home() as home:
        nights(home, wrong, whole, whole.replace("M1", "M2"))
        balances = home.balances()
        proof.equal((balances[BANK, "EUR"], balances["receivable", "EUR"], home.rows("exceptions")), (20000, 30000, []))
        proof.equal(findings(home), [("note", "run.statement-again")])


def the_next_statement_of_the_account_is_another():
    with a_home() as home:
        nights(home, statement("M1", (10000, "hej")), statement("M2", (10000, "INV-4711"), number=2, opening=10000),
               statement("M1again", (10000, "hej")),
               statement("M3", (5000, "INV-4712"), number=3, opening=20000))
        proof.equal(outcome(home)[0], 25000)
        proof.equal(findings(home), [])


PROFILE = """[site.bank]
summary   = a bank of this site
posts     = bank
delimiter = ;
header    = find Date|Text|In|Out
carry.account = find "Account"* $2
opening   = find Opening* $3
closing   = find Closing* $3
footer    = find "End of list"*
account   = {account}
currency  = EUR
date      = [Date] %Y-%m-%d
amount    = [In] - [Out]
text      = [Text]
"""


def table_of(*rows, printed="today"):
    return "\n".join(["Account;%s;;" % ACCOUNT, "Opening balance;;0.00;", "", "Date;Text;In;Out",
                      *("2026-03-10;%s;%s;" % (text, files.money(amount)) for amount, text in rows),
                      "Closing balance;;%s;" % files.money(sum(amount for amount, _ in rows)),
                      "End of list, printed %s;;;" % printed, ""])


def a_table_with_balances_that_comes_again_is_one():
    rows = [(10000, "INV-4711"), (5000, "hej"), (5000, "hej")]
    with a_home() as home:
        home.write("formats/site.profile", PROFILE)
        nights(home, table_of(*rows), table_of(*rows, printed="tomorrow"))
        proof.equal(outcome(home), (20000, 40000, ["duplicate"] * 3, ["unknown-payer"] * 2))


def a_row_that_was_refused_is_posted_when_the_table_comes_mended():
    whole = table_of((10000, "INV-4711"), (10000, "INV-4712"), (5000, "hej"))
    with a_home() as home:
        home.write("formats/site.profile", PROFILE)
        nights(home, whole.replace("2026-03-10", "2026-02-30", 1), whole, whole + "any words\n")
        balances = home.balances()
        proof.equal((balances[BANK, "EUR"], balances["receivable", "EUR"]), (25000, 30000))
        proof.equal([row["code"] for row in home.rows("exceptions")], ["unknown-payer"])


def bundle(message, *numbered):
    """Statements in one file; each is (number, opening, [(amount, the bank's id), ...])."""
    statements = []
    for number, opening, lines in numbered:
        one = files.Statement(number, ACCOUNT, "EUR", opening)
        for amount, bank_id in lines:
            one.credit(amount, bank_id, payer="Nils", text="INV-471" + bank_id[-1])
        statements.append(one)
    return files.camt(message, statements)


def statements_that_overlap_in_one_file_are_as_in_two():
    one, two = (1, 0, [(10000, "B1"), (10000, "B2")]), (2, 10000, [(10000, "B2"), (10000, "B3")])
    want = (30000, 20000)
    for texts in ([bundle("M1", one), bundle("M2", two)], [bundle("M1", one, two)], [bundle("M1", one), bundle("M2", one, two)],
                  [bundle("M1", one, two), bundle("M2", two)], [bundle("M1", one, two), bundle("M2", one, two)]):
        with a_home() as home:
            nights(home, *texts)
            proof.equal(outcome(home)[:2], want)
            proof.equal(outcome(home)[3], [])


def one_statement_twice_in_one_file_is_one():
    one = (1, 0, [(10000, "B1"), (10000, "B2")])
    with a_home() as home:
        nights(home, bundle("M1", one, one))
        proof.equal(outcome(home)[:2], (20000, 30000))
        proof.equal([row["status"] for row in home.rows("payments")], ["applied", "applied", "duplicate", "duplicate"])


def two_lines_of_one_statement_with_one_id_stay_two():
    with a_home() as home:
        nights(home, bundle("M1", (1, 0, [(10000, "B1"), (10000, "B1")])))
        proof.equal(outcome(home)[0], 20000)
        assert "duplicate" not in outcome(home)[2]


if __name__ == "__main__":
    proof.run(globals())
