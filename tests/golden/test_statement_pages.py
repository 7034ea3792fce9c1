#!/usr/bin/env python3
"""test_statement_pages.py - a statement on several pages, and an account in several currencies."""
import os
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "lib"))
import proof  # noqa: E402
from home import Home  # noqa: E402

ACCOUNT = "DE02120300000000202051"
BANK = "bank:" + ACCOUNT


def balance(code, amount, currency="EUR"):
    return ('<Bal><Tp><CdOrPrtry><Cd>%s</Cd></CdOrPrtry></Tp><Amt Ccy="%s">%s</Amt><CdtDbtInd>CRDT</CdtDbtInd>'
            "<Dt><Dt>2026-03-10</Dt></Dt></Bal>" % (code, currency, amount))


def entry(amount, bank_id, currency="EUR"):
    return ('<Ntry><Amt Ccy="%s">%s</Amt><CdtDbtInd>CRDT</CdtDbtInd><Sts><Cd>BOOK</Cd></Sts>'
            "<BookgDt><Dt>2026-03-10</Dt></BookgDt><AcctSvcrRef>%s</AcctSvcrRef></Ntry>" % (currency, amount, bank_id))


def page(number, is_last, inside):
    return ("<Stmt><Id>S-1</Id><StmtPgntn><PgNb>%d</PgNb><LastPgInd>%s</LastPgInd></StmtPgntn>"
            "<ElctrncSeqNb>7</ElctrncSeqNb><Acct><Id><IBAN>%s</IBAN></Id><Ccy>EUR</Ccy></Acct>%s</Stmt>"
            % (number, str(is_last).lower(), ACCOUNT, inside))


def message(*statements):
    return ('<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.08"><BkToCstmrStmt><GrpHdr>'
            "<MsgId>M</MsgId></GrpHdr>%s</BkToCstmrStmt></Document>" % "".join(statements))


BOTH = balance("OPBD", "100.00") + balance("CLBD", "350.00")
FIRST, SECOND = entry("200.00", "B-1"), entry("50.00", "B-2")


def told(home):
    rows = home.rows("findings")
    return sorted((row["file"], row["rule"]) for row in rows if row["severity"] != "note")


def night(home, texts, date="2026-03-10"):
    for name, text in texts.items():
        home.write("inbox/" + name, text)
    home.run(date)
    home.expect(0, "verify")
    return {row["file"]: row["status"] for row in home.rows("files")}


def pages_of_one_file_are_one_statement():
    for pages in ((BOTH, BOTH), (balance("OPBD", "100.00"), balance("CLBD", "350.00")),
                  (balance("OPBD", "100.00") + balance("CLBD", "300.00"),
                   balance("OPBD", "300.00") + balance("CLBD", "350.00"))):
        with Home() as home:
            files = night(home, {"a.xml": message(page(1, False, pages[0] + FIRST), page(2, True, pages[1] + SECOND))})
            proof.equal((files, told(home)), ({"a.xml": "accepted"}, []), pages)
            proof.equal(home.balances()[BANK, "EUR"], 35000)


def pages_of_one_file_that_do_not_tie_together_are_refused():
    with Home() as home:
        files = night(home, {"a.xml": message(page(1, False, BOTH + FIRST), page(2, True, BOTH + entry("51.00", "B-2")))})
        proof.equal((files, told(home)), ({"a.xml": "refused"}, [("a.xml", "iso.balance")]))


def pages_of_two_files_are_joined_in_either_order():
    for names in (("a.xml", "b.xml"), ("b.xml", "a.xml")):
        with Home() as home:
            first, second = message(page(1, False, BOTH + FIRST)), message(page(2, True, BOTH + SECOND))
            files = night(home, {names[0]: first, names[1]: second})
            proof.equal(files, {"a.xml": "accepted", "b.xml": "accepted"})
            missing = [("a.xml", "run.pages")] if names[0] == "b.xml" else []
            proof.equal(told(home), sorted([("a.xml", "iso.page"), ("b.xml", "iso.page")] + missing))
            proof.equal((home.balances()[BANK, "EUR"], home.balances()["opening-balance", "EUR"]), (35000, -10000))
            # all of it again, in one file
            night(home, {"c.xml": message(page(1, False, BOTH + FIRST), page(2, True, BOTH + SECOND))}, "2026-03-11")
            proof.equal(home.balances()[BANK, "EUR"], 35000)


def pages_that_prove_themselves_stand_alone():
    first = balance("OPBD", "100.00") + balance("CLBD", "300.00") + FIRST
    second = balance("OPBD", "300.00") + balance("CLBD", "350.00") + SECOND
    for other in (page(2, True, second), page(2, True, second).replace("S-1", "S-2").replace(">7<", ">8<")):
        with Home() as home:
            files = night(home, {"a.xml": message(page(1, False, first)), "b.xml": message(other)})
            proof.equal((files, told(home)), ({"a.xml": "accepted", "b.xml": "accepted"}, []), other)
            proof.equal(home.balances()[BANK, "EUR"], 35000)
            night(home, {"c.xml": message(other) + "\n"}, "2026-03-11")
            proof.equal(home.balances()[BANK, "EUR"], 35000)
    with Home() as home:
        night(home, {"a.xml": message(page(1, False, first)),
                     "b.xml": message(page(3, True, second.replace("300.00", "310.00").replace("350.00", "360.00")))})
        proof.equal(told(home), [("b.xml", "run.continuity")])


def pages_of_two_files_that_do_not_tie_together_are_told():
    with Home() as home:
        first = message(page(1, False, balance("OPBD", "100.00") + FIRST))
        night(home, {"a.xml": first, "b.xml": message(page(2, True, balance("CLBD", "351.00") + SECOND))})
        proof.equal(told(home), [("b.xml", "run.pages")])


def a_first_page_that_comes_last_opens_the_account_all_the_same():
    with Home() as home:
        night(home, {"b.xml": message(page(2, True, balance("CLBD", "350.00") + SECOND))})
        night(home, {"a.xml": message(page(1, False, balance("OPBD", "100.00") + FIRST))}, "2026-03-11")
        proof.equal((home.balances()[BANK, "EUR"], told(home)), (35000, []))


def every_currency_of_an_account_has_balances_of_its_own():
    dollars = balance("OPBD", "10.00", "USD") + balance("CLBD", "85.00", "USD")
    lines = FIRST + SECOND + entry("75.00", "B-3", "USD")
    with Home() as home:
        files = night(home, {"a.xml": message(page(1, True, BOTH + dollars + lines))})
        proof.equal((files, told(home)), ({"a.xml": "accepted"}, []))
        balances = home.balances()
        proof.equal((balances[BANK, "EUR"], balances[BANK, "USD"], balances["opening-balance", "USD"]),
                    (35000, 8500, -1000))
    with Home() as home:
        files = night(home, {"a.xml": message(page(1, True, BOTH + dollars + lines.replace("75.00", "74.00")))})
        proof.equal((files, told(home)), ({"a.xml": "refused"}, [("a.xml", "iso.balance")]))


if __name__ == "__main__":
    proof.run(globals())
