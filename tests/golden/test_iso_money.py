#!/usr/bin/env python3
"""test_iso_money.py - gross, fee and exchange of an entry, in several currencies at once."""
import json
import os
import subprocess
import sys
import tempfile

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "lib"))
import proof  # noqa: E402
from home import ACQUIT, Home  # noqa: E402


def document(*entries):
    return ('<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.08"><BkToCstmrStmt><GrpHdr><MsgId>M</MsgId></GrpHdr>'
            "<Stmt><Id>S</Id><Acct><Id><IBAN>DE02120300000000202051</IBAN></Id><Ccy>EUR</Ccy></Acct>%s</Stmt>"
            "</BkToCstmrStmt></Document>" % "".join(entries))


def lines_of(*entries):
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "a.xml")
        with open(path, "w", encoding="utf-8") as out:
            out.write(document(*entries))
        done = subprocess.run([ACQUIT, "--home", "/nonexistent", "decode", "--to", "jsonl", path], capture_output=True,
                              check=False, timeout=60, stdin=subprocess.DEVNULL)
    return [json.loads(line) for line in done.stdout.decode("utf-8").splitlines()]


def decoded(*entries):
    return [(row["kind"], row["amount"], row["currency"], row.get("instructed", ""), row.get("instructed_currency", ""),
             row.get("exchange_rate", "")) for row in lines_of(*entries)]


def kept(*entries):
    """Of each leaf its amount, fee and net, with their currencies."""
    return [tuple(row.get(name, "") for name in ("kind", "amount", "currency", "fee", "fee_currency", "net", "net_currency"))
            for row in lines_of(*entries)]


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


FEE = ("", "", "", "")


def what_was_kept_of_a_payment_is_its_fee_and_the_rest_its_net():
    details = "<AmtDtls>%s</AmtDtls>%s" % (amount("TxAmt", "100.00", "EUR"), charge("1.50", "EUR"))
    proof.equal(kept(entry("98.50", "EUR", details)),
                [("receipt", "100.00", "EUR", "1.50", "EUR", "98.50", "EUR"), ("fee", "-1.50", "EUR") + FEE])
    proof.equal(kept(entry("101.50", "EUR", details, "DBIT")),
                [("outgoing", "-100.00", "EUR", "1.50", "EUR", "-101.50", "EUR"), ("fee", "-1.50", "EUR") + FEE])


def a_charge_of_the_entry_is_kept_of_its_one_transaction():
    whole = entry("98.50", "EUR", "<Amt Ccy=\"EUR\">100.00</Amt>").replace("<NtryDtls>", charge("1.50", "EUR") + "<NtryDtls>")
    proof.equal(kept(whole), [("receipt", "100.00", "EUR", "1.50", "EUR", "98.50", "EUR"), ("fee", "-1.50", "EUR") + FEE])
    bare = whole[:whole.index("<NtryDtls>")] + "</Ntry>"
    bare = bare.replace("<Chrgs>", "<AmtDtls>%s</AmtDtls><Chrgs>" % amount("TxAmt", "100.00", "EUR"))
    proof.equal(kept(bare), [("receipt", "100.00", "EUR", "1.50", "EUR", "98.50", "EUR"), ("fee", "-1.50", "EUR") + FEE])


def each_transaction_of_a_batch_has_its_own_charge():
    one = "<Amt Ccy=\"EUR\">100.00</Amt>" + charge("1.50", "EUR")
    other = "</TxDtls><TxDtls><Amt Ccy=\"EUR\">200.00</Amt>" + charge("2.00", "EUR")
    proof.equal(kept(entry("296.50", "EUR", one + other)),
                [("receipt", "100.00", "EUR", "1.50", "EUR", "98.50", "EUR"),
                 ("receipt", "200.00", "EUR", "2.00", "EUR", "198.00", "EUR"), ("fee", "-3.50", "EUR") + FEE])


def one_charge_of_a_batch_is_nobodys():
    batch = "<Amt Ccy=\"EUR\">100.00</Amt></TxDtls><TxDtls><Amt Ccy=\"EUR\">200.00</Amt>"
    whole = entry("296.50", "EUR", batch).replace("<NtryDtls>", charge("3.50", "EUR") + "<NtryDtls>")
    proof.equal(kept(whole), [("receipt", "100.00", "EUR") + FEE, ("receipt", "200.00", "EUR") + FEE,
                              ("fee", "-3.50", "EUR") + FEE])


def a_charge_in_a_third_currency_is_told_in_it():
    details = "<AmtDtls>%s%s</AmtDtls>%s" % (amount("InstdAmt", "100.00", "USD"), amount("TxAmt", "80.00", "EUR", RATE),
                                           charge("2.10", "CHF"))
    proof.equal(kept(entry("77.90", "EUR", details)),
                [("receipt", "80.00", "EUR", "2.10", "CHF", "77.90", "EUR"), ("adjustment", "-2.10", "EUR") + FEE])


def a_counter_value_is_the_amount_and_its_charge_the_fee():
    details = "<AmtDtls>%s%s</AmtDtls>%s" % (amount("InstdAmt", "100.00", "USD"), amount("CntrValAmt", "80.00", "EUR", RATE),
                                           charge("2.00", "EUR"))
    proof.equal(kept(entry("78.00", "EUR", details)),
                [("receipt", "80.00", "EUR", "2.00", "EUR", "78.00", "EUR"), ("fee", "-2.00", "EUR") + FEE])


def a_charge_that_comes_apart_is_no_fee_of_the_payment():
    details = "<AmtDtls>%s</AmtDtls>%s" % (amount("TxAmt", "100.00", "EUR"), charge("1.50", "EUR", "false"))
    proof.equal(kept(entry("100.00", "EUR", details)), [("receipt", "100.00", "EUR") + FEE])


def a_charge_in_a_third_currency_is_told_beside_an_amount_that_is_net():
    more = "<AmtDtls>%s%s</AmtDtls>" % (amount("InstdAmt", "100.00", "USD"), amount("TxAmt", "80.00", "EUR", RATE))
    told = [("receipt", "80.00", "EUR", "2.10", "CHF", "77.90", "EUR"), ("adjustment", "-2.10", "EUR") + FEE]
    proof.equal(kept(entry("77.90", "EUR", '<Amt Ccy="EUR">77.90</Amt>' + more + charge("2.10", "CHF"))), told)
    # Told apart, or too much for a charge: the amount is what came.
    for other in (charge("2.10", "CHF", "false"), charge("2.10", "CHF").replace("</Chrgs>", "") + charge("1", "JPY").replace("<Chrgs>", "")):
        proof.equal(kept(entry("77.90", "EUR", '<Amt Ccy="EUR">77.90</Amt>' + more + other)),
                    [("receipt", "77.90", "EUR") + FEE])
    proof.equal(kept(entry("7.79", "EUR", '<Amt Ccy="EUR">7.79</Amt>' + more + charge("2.10", "CHF"))),
                [("receipt", "7.79", "EUR") + FEE])


def a_charge_of_the_entry_is_taken_off_an_amount_that_is_net():
    details = '<Amt Ccy="EUR">98.50</Amt><AmtDtls>%s</AmtDtls>' % amount("TxAmt", "100.00", "EUR")
    whole = entry("98.50", "EUR", details).replace("<NtryDtls>", charge("1.50", "EUR") + "<NtryDtls>")
    proof.equal(kept(whole), [("receipt", "100.00", "EUR", "1.50", "EUR", "98.50", "EUR"), ("fee", "-1.50", "EUR") + FEE])


def taxed(value, tax, total=""):
    return ("<Chrgs>%s<Rcrd><Amt Ccy=\"EUR\">%s</Amt><ChrgInclInd>true</ChrgInclInd><Tax><Id>VAT</Id><Rate>20</Rate>"
            "<Amt Ccy=\"EUR\">%s</Amt></Tax></Rcrd></Chrgs>" % (total and "<TtlChrgsAndTaxAmt Ccy=\"EUR\">%s</TtlChrgsAndTaxAmt>" % total,
                                                               value, tax))


def the_tax_on_a_charge_is_a_leaf_of_its_own():
    leaves = [("receipt", "100.00", "EUR", "1.80", "EUR", "98.20", "EUR"), ("fee", "-1.50", "EUR") + FEE,
              ("fee", "-0.30", "EUR") + FEE]
    details = "<AmtDtls>%s</AmtDtls>" % amount("TxAmt", "100.00", "EUR")
    for one in (taxed("1.50", "0.30"), taxed("1.50", "0.30", "1.80"), taxed("1.80", "0.30")):
        proof.equal(kept(entry("98.20", "EUR", details + one)), leaves, one)
    old = "<Chrgs><Amt Ccy=\"EUR\">1.50</Amt><Tax><Amt Ccy=\"EUR\">0.30</Amt></Tax></Chrgs>"
    proof.equal(kept(entry("98.20", "EUR", details + old)), leaves)
    # Each of two has its own.
    batch = "<Amt Ccy=\"EUR\">100.00</Amt>" + taxed("1.50", "0.30") + "</TxDtls><TxDtls><Amt Ccy=\"EUR\">200.00</Amt>" + taxed("2.00", "0.40")
    proof.equal(kept(entry("295.80", "EUR", batch)),
                [("receipt", "100.00", "EUR", "1.80", "EUR", "98.20", "EUR"), ("receipt", "200.00", "EUR", "2.40", "EUR", "197.60", "EUR"),
                 ("fee", "-3.50", "EUR") + FEE, ("fee", "-0.70", "EUR") + FEE])
    with Home() as home:
        home.write("inbox/a.xml", document(entry("98.20", "EUR", details + taxed("1.50", "0.30"))))
        home.run("2026-03-10")
        proof.equal({row["account"]: row["balance"] for row in home.rows("trial_balance")},
                    {"bank:DE02120300000000202051": "98.20", "fees:DE02120300000000202051": "1.50",
                     "fee-tax:DE02120300000000202051": "0.30", "unidentified": "-100.00"})
        home.expect(0, "verify")


def a_charge_is_posted_once():
    details = "<AmtDtls>%s</AmtDtls>%s" % (amount("TxAmt", "100.00", "EUR"), charge("1.50", "EUR"))
    with Home() as home:
        home.write("inbox/a.xml", document(entry("98.50", "EUR", details)))
        home.run("2026-03-10")
        balances = {row["account"]: row["balance"] for row in home.rows("trial_balance")}
        proof.equal(balances, {"bank:DE02120300000000202051": "98.50", "fees:DE02120300000000202051": "1.50",
                               "unidentified": "-100.00"})
        proof.equal([(row["amount"], row["fee"], row["net"], row["status"]) for row in home.rows("payments")],
                    [("100.00", "1.50", "98.50", "unidentified"), ("-1.50", "", "", "fee")])
        home.expect(0, "verify")


if __name__ == "__main__":
    proof.run(globals())
