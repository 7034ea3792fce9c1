#!/usr/bin/env python3
"""test_formats_command.py - `formats --new` proposes, `formats --check` explains.

What --new writes must load and take its own file, whatever the file is; what
--check says must be what decode and run do.
"""
import os
import random
import re
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "lib"))
import proof  # noqa: E402
from home import SAMPLE, Home  # noqa: E402

GERMAN = ("Umsätze Girokonto;01.03.2026 - 31.03.2026;;\n"
          "Buchungstag;Empfänger;Verwendungszweck;Betrag\n"
          "02.03.2026;Ada Grün;Rechnung F2026-1;1.250,00\n"
          "03.03.2026;Stadtwerke;Strom;-80,25\n").encode("cp1252")
PAIR = (b"Date,Description,Money Out,Money In,Balance\n"
        b"13/03/2026,CARD KIOSK,2.50,,97.50\n"
        b"14/03/2026,ADA HOLM,,10.00,107.50\n")
FLAGGED = (b"id\tday\tsum\tD/C\tcurrency\n"
           b"a1\t2026-03-02 10:00:00\t5.00\tC\tUSD\n"
           b"a2\t2026-03-02 11:00:00\t3.00\tD\tEUR\n")
BARE = (b"2026/03/02,\"Ada, Holm\",\"$1,250.00\"\n"
        b"2026/03/03,Stadtwerke,($80.25)\n")
GATEWAY = (b"Transaction ID,Created,Type,Gross,Fee,Net,Currency,Payout ID,Description\n"
           b"t1,2026-03-02,Sale,10.00,-0.30,9.70,USD,p1,order F2026-4\n"
           b"t2,2026-03-03,Refund,-4.00,0.00,-4.00,USD,p1,\n"
           b"t3,2026-03-04,Payout,-5.70,0.00,-5.70,USD,p1,\n")


def propose(home, name, content):
    home.write(name, content)
    os.makedirs(home.at("formats"), exist_ok=True)
    done = home.call("formats", "--new", home.at(name))
    if done.returncode == 0:  # a currency that the file does not tell is filled in
        home.write("formats/new.profile", done.stdout.replace("currency  = ?", "currency  = EUR"))
    return done


def amounts(home, name):
    lines = home.call("decode", home.at(name)).stdout.splitlines()[1:]
    return [line.split(",")[8] for line in lines]


def a_part_of_a_name_lists_the_formats_that_have_it():
    with Home() as home:
        done = home.call("formats", "Stripe")
        names = [line.split()[0] for line in done.stdout.splitlines()]
        proof.equal(done.returncode, 0)
        assert len(names) > 3 and all("stripe" in name for name in names), names
        done = home.call("formats", "no-such-name")
        proof.equal((done.returncode, done.stdout), (2, ""))
        assert "acquit formats lists all" in done.stderr, done.stderr
        home.write("a.csv", GATEWAY)
        done = home.call("formats", "stripe", "--check", home.at("a.csv"))
        assert "acquit formats PART" in done.stderr, done.stderr


def proposals_take_their_files_and_read_the_amounts():
    for name, content, wanted in (
            ("german.csv", GERMAN, ["1250.00", "-80.25"]),
            ("pair.csv", PAIR, ["-2.50", "10.00"]),
            ("flagged.tsv", FLAGGED, ["5.00", "-3.00"]),
            ("bare.csv", BARE, ["1250.00", "-80.25"]),
            ("gateway.csv", GATEWAY, ["10.00", "-4.00", "-5.70"])):
        with Home() as home:
            done = propose(home, name, content)
            proof.equal((done.returncode, done.stderr), (0, ""), name)
            assert "# guess" in done.stdout, done.stdout
            proof.equal(amounts(home, name), wanted, done.stdout)
            check = home.call("formats", "--check", home.at(name))
            proof.equal(check.returncode, 0, check.stdout)
            assert name.split(".")[0] + ".export" in check.stdout, check.stdout


def a_currency_that_the_file_does_not_tell_is_never_made_up():
    above = b"Account;123;Currency;SEK\n\nDay;Text;Sum\n2026-03-02;Kiosk;-2,50\n2026-03-03;Ada;10,00\n"
    signs = "Tag;Text;Betrag (€)\n02.03.2026;Kiosk;-2,50\n03.03.2026;Ada;10,00\n".encode()
    for name, content, line, status in (("signs.csv", signs, "currency  = EUR", 0), ("german.csv", GERMAN, "currency  = ?", 1), ("pair.csv", PAIR, "currency  = ?", 1),
                                        ("above.csv", above, "currency  = SEK", 0)):
        with Home() as home:
            text = propose(home, name, content).stdout
            assert line in text.splitlines(), text
            home.write("formats/new.profile", text)
            check = home.call("formats", "--check", home.at(name))
            proof.equal(check.returncode, status, check.stdout)
            assert status == 0 or ("put its code there instead of ?" in check.stdout and "run would take 0" in check.stdout), check.stdout


def the_balance_and_its_amount_are_found_by_arithmetic():
    """Whatever they are called, and where nothing has a name."""
    rows = (b"123456789\tEUR\t20260302\t3025,00\t3000,00\t-25,00\tKiosk\n"
            b"123456789\tEUR\t20260303\t3000,00\t4250,00\t1250,00\tAda\n"
            b"123456789\tEUR\t20260304\t4250,00\t4240,50\t-9,50\tCafe\n")
    named = (b"When,What,One,Two,Three\n"
             b"2026-03-04,Cafe,9.50,,4240.50\n"
             b"2026-03-03,Ada,,1250.00,4250.00\n"
             b"2026-03-03,Ben,,50.00,\n"
             b"2026-03-02,Kiosk,25.00,,2950.00\n")
    for name, content, amount, balance, wanted in (
            ("bare.tsv", rows, "$6", "$5", ["-25.00", "1250.00", "-9.50"]),
            ("named.csv", named, "[Two] - [One]", "[Three]", ["-9.50", "1250.00", "50.00", "-25.00"])):
        with Home() as home:
            done = propose(home, name, content)
            assert re.search("(?m)^amount +=.%s$" % re.escape(amount), done.stdout), done.stdout
            assert re.search("(?m)^balance +=.%s$" % re.escape(balance), done.stdout), done.stdout
            proof.equal(amounts(home, name), wanted, done.stdout)


def money_out_is_not_taken_for_money_in():
    # Nothing came in; the column for it is there.
    out = (b"Day,Code,Debit Amount,Credit Amount,Text\n"
           b"02 Mar 2026,ATM, 34.65, ,Kiosk\n"
           b"03 Mar 2026,ATM, 7.50, ,Cafe\n")
    words = ("Datum;Beleg;Betrag ausgehend;Betrag eingehend;Verf\u00fcgbares Guthaben;W\u00e4hrung\n"
             "02.03.2026;B1;840.12;0.00;90.00;EUR\n"
             "03.03.2026;B2;0.00;40.00;1000.00;EUR\n").encode()
    moves = (b"Fecha;Concepto;Cargos;Abonos\n"
             b"02/03/2026;Kiosk;34.65;\n"
             b"13/03/2026;Ada;;7.50\n")
    for name, content, wanted in (("out.csv", out, ["-34.65", "-7.50"]), ("words.csv", words, ["-840.12", "40.00"]),
                                  ("moves.csv", moves, ["-34.65", "7.50"])):
        with Home() as home:
            done = propose(home, name, content)
            proof.equal(amounts(home, name), wanted, done.stdout)
    # All are positive, and nothing tells the way: that is said.
    card = b"Day,Merchant,Amount\n2026-03-02,Kiosk,34.65\n2026-03-03,Cafe,7.50\n"
    with Home() as home:
        text = propose(home, "card.csv", card).stdout
        assert "# no amount has a minus sign: on a card they are what was paid; then it is - [Amount]" in text, text
    with Home() as home:
        assert "no amount has a minus" not in propose(home, "german.csv", GERMAN).stdout


def words_for_nothing_are_no_amounts():
    shop = (b"Date,Type,Title,Currency,Amount,Fees,Net,Tax\n"
            b'"March 5, 2026",Deposit,sent,USD,--,--,-40.00,--\n'
            b'"March 4, 2026",Sale,Order 1,USD,$50.00,-$3.25,$46.75,--\n'
            b'"March 3, 2026",Refund,Order 2,USD,-$2.90,--,-$2.90,--\n')
    pair = (b"Day,Text,Paid in,Paid out\n2026-03-02,Ada,5.00,-\n2026-03-13,Kiosk,-,7.00\n")
    for name, content, line, wanted in (("shop.csv", shop, "empty     = --", ["-40.00", "50.00", "-2.90"]),
                                        ("pair.csv", pair, "empty     = -", ["5.00", "-7.00"])):
        with Home() as home:
            done = propose(home, name, content)
            assert line in done.stdout.splitlines(), done.stdout
            proof.equal(amounts(home, name), wanted, done.stdout)


def an_amount_without_a_name_is_no_number_of_an_account():
    """It has signs, else decimals; a pair moves every row; words and codes beside it count."""
    bare = (b"7001;Kiosk;2026-03-02;-25,00\n7001;Ada Holm;2026-03-03;+80,00\n")
    pair = (b"When,What,One,Two,Left\n2026-03-02,Kiosk,25,0,475\n2026-03-03,Ada,0,80.5,555.5\n")
    code = (b"When;Betrag\n2026-03-02;-25,00 PLN\n2026-03-03;80,00 PLN\n")
    word = (b"Fecha;Tipo;Importe\n2026-03-02;D\xc3\xa9bito;25,00\n2026-03-03;Cr\xc3\xa9dito;80,00\n")
    for name, content, line, wanted in (
            ("bare.csv", bare, r"amount +=.\$4", ["-25.00", "80.00"]),
            ("pair.csv", pair, r"amount +=.\[Two\] - \[One\]", ["-25.00", "80.50"]),
            ("code.csv", code, r"currency +=.PLN", ["-25.00", "80.00"]),
            ("word.csv", word, r"amount\.sign +=.\[Tipo\]", ["-25.00", "80.00"])):
        with Home() as home:
            done = propose(home, name, content)
            assert re.search("(?m)^" + line, done.stdout), done.stdout
            proof.equal(amounts(home, name), wanted, done.stdout)


def a_gateway_is_proposed_with_kinds_fees_and_payout():
    with Home() as home:
        text = propose(home, "gateway.csv", GATEWAY).stdout
        for line in ("posts     = gateway", "sum.fee   = - [Fee]", "sum.net   = [Net]", "payout    = [Payout ID]",
                     'type      = [Type] "Sale":receipt "Refund":refund "Payout":settlement *:error'):
            assert line in text.splitlines(), (line, text)


ONE_ACCOUNT = (b'"Account Number","Post Date","Check","Description","Debit/Credit","Amount","Status","Balance"\n'
               b'"XXXX1234","11/03/2026","","ACH CREDIT A","CREDIT","$1,476.00","Posted","$3,476.00"\n'
               b'"XXXX1234","11/04/2026","1055","CHECK #1055","DEBIT","$76.00","Posted","$3,400.00"\n'
               b'"XXXX1234","11/05/2026","","POS HOLD","DEBIT","$12.00","Pending",""\n')
TOTALLED = ("Tag;Name;IBAN;Zweck;Soll;Haben\n05.11.2026;Ada;DE1;Rechnung;;238,00\n04.11.2026;Werke;DE2;Strom;100,00;\n"
            "03.11.2026;Eva;DE3;Miete;;1.100,00\nSumme;;;;100,00;1.338,00\n").encode()


def an_account_that_all_rows_share_is_ours_and_never_the_payers():
    with Home() as home:
        lines = propose(home, "My US bank (1).csv", ONE_ACCOUNT).stdout.splitlines()
        at = lines.index("account   = [Account Number]")
        assert lines[at - 1].startswith("# guess: "), lines
        assert not any(line.startswith("payer.account") for line in lines), lines
        at = lines.index("[my-us-bank-1.export]")
        assert lines[at - 2].startswith("# guess: "), lines
        assert "payer.account = [IBAN]" in propose(home, "total.csv", TOTALLED).stdout.splitlines()
        one = b"Date,Amount,Counterparty IBAN,Name\n2026-03-02,1.50,DE1,Ada\n"
        assert "account   = " not in propose(home, "one.csv", one).stdout
        assert "payer.account" not in propose(home, "one.csv", one).stdout


def two_gateways_proposed_share_no_ids():
    with Home() as home:
        for name, heading in (("gate-a", b"Description"), ("gate-b", b"Note")):
            content = GATEWAY.replace(b"Description", heading)
            propose(home, name + ".csv", content)
            os.replace(home.at("formats/new.profile"), home.at("formats/%s.profile" % name))
            home.write("inbox/%s.csv" % name, content)
        home.run("2026-03-05")
        proof.equal(sorted(row["source_id"] for row in home.rows("payments")).count("t1"), 2, home.rows("payments"))


def the_part_of_a_day_that_moves_is_the_day():
    with Home() as home:
        for days, sign, wanted in ((("11/03", "11/04", "11/05"), "$", "%m/%d/%Y"), (("11/03", "11/04", "11/05"), "", "%m/%d/%Y"),
                                   (("03/11", "04/11", "05/11"), "", "%d/%m/%Y"), (("03/11", "04/12", "05/11"), "$", "%m/%d/%Y"),
                                   (("03/11", "04/12", "05/11"), "", "%d/%m/%Y"), (("03/13", "04/12", "05/11"), "", "%m/%d/%Y")):
            text = propose(home, "days.csv", ("Date,Amount,Text\n" + "".join(
                "%s/2026,%s1.5%d,x\n" % (day, sign, at) for at, day in enumerate(days))).encode()).stdout
            assert "date      = [Date] " + wanted in text.splitlines(), (days, sign, text)
            assert ("WHICH IS THE DAY?" in text) == ("13" not in days[0]), (days, text)


def rows_that_pend_and_a_row_of_totals_are_told_apart():
    with Home() as home:
        text = propose(home, "us.csv", ONE_ACCOUNT).stdout
        assert "pending   = [Status] \"Pending\"" in text.splitlines(), text
        proof.equal(amounts(home, "us.csv"), ["1476.00", "-76.00", "-12.00"], text)
        text = propose(home, "total.csv", TOTALLED).stdout
        assert 'footer    = find "Summe"' in text.splitlines(), text
        check = home.call("formats", "--check", home.at("total.csv"))
        proof.equal(check.returncode, 0, check.stdout)


def a_check_explains_columns_payments_totals_and_verdict():
    with Home() as home:
        propose(home, "gateway.csv", GATEWAY)
        text = home.call("formats", "--check", home.at("gateway.csv")).stdout
        assert re.search(r"^profile   gateway\.export \(.*/formats/new\.profile:\d+\)$", text, re.M), text
        assert "header on line 1" in text and "lines     4: 3 of payments, 1 of headers" in text, text
        assert re.search(r"^ +5  Fee +sum\.fee = - \[Fee\]$", text, re.M), text
        assert re.search(r"^ +2  receipt +2026-03-02 +10\.00 +0\.30 USD +t1 ", text, re.M), text
        assert re.search(r"^  receipt +USD +1 +10\.00 +0\.30 +9\.70$", text, re.M), text
        assert "findings\n  none\n" in text and text.endswith("verdict   run would take 3 payments\n"), text


def a_check_names_what_would_be_refused_and_the_mend():
    with Home() as home:
        propose(home, "gateway.csv", GATEWAY)
        home.write("bad.csv", GATEWAY.replace(b"Refund", b"Gift") + b"t4,soon,Sale,x,0,0,USD,p1,\n")
        done = home.call("formats", "--check", home.at("bad.csv"))
        proof.equal(done.returncode, 1)
        for words in ("bad.csv:3:3: error: the profile's type map does not know this value (Gift)", "bad.csv:5:4: error",
                      "bad.csv:5:2: error", "mend: write one of the kinds", "run would take 2 payments; 2 refused"):
            assert words in done.stdout, (words, done.stdout)


def a_named_profile_is_tried_and_says_why_it_does_not_fit():
    with Home() as home:
        propose(home, "gateway.csv", GATEWAY)
        home.write("other.csv", GATEWAY.replace(b"Gross", b"Brutto"))
        done = home.call("formats", "gateway.export", "--check", home.at("other.csv"))
        proof.equal(done.returncode, 1)
        assert "no header found" in done.stdout and "csv.header" in done.stdout, done.stdout
        done = home.call("formats", "--check", home.at("other.csv"))
        proof.equal(done.returncode, 1)
        assert "gateway.export is nearest: the column [Gross] is missing" in done.stdout, done.stdout
        assert "acquit formats --new" in done.stdout, done.stdout
        done = home.call("formats", "nobody", "--check", home.at("other.csv"))
        assert done.returncode != 0 and "no CSV profile nobody" in done.stderr, done


CLOSED = b"2026-03-02;C;5,00;;\n2026-03-03;D;-3,00;;\n"
BARE_BANK = "[bare.bank]\ndelimiter = ;\ndecimal = ,\nheader = none\nmatch = %s\ncurrency = EUR\ndate = $1\namount = $3\n"


def a_named_profile_that_run_would_not_take_says_so():
    with Home() as home:
        os.makedirs(home.at("formats"), exist_ok=True)
        home.write("closed.csv", CLOSED)
        for match, why in (("cells 2", "more or fewer cells"), ("$2 X", "a match = does not hold"), ("find Bank*", "match = find")):
            home.write("formats/bare.profile", BARE_BANK % match)
            done = home.call("formats", "bare.bank", "--check", home.at("closed.csv"))
            assert "why not   run reads no such file by it:" in done.stdout and why in done.stdout, done.stdout
            assert "run would not read it by this profile" in done.stdout, done.stdout
            proof.equal(amounts(home, "closed.csv"), [], match)


def cells_at_the_end_that_are_empty_count_for_no_width():
    with Home() as home:
        os.makedirs(home.at("formats"), exist_ok=True)
        home.write("closed.csv", CLOSED)
        for width in ("3", "4", "5"):
            home.write("formats/bare.profile", BARE_BANK % ("cells " + width))
            done = home.call("formats", "bare.bank", "--check", home.at("closed.csv"))
            assert "why not" not in done.stdout and "verdict   run would take 2 payments" in done.stdout, done.stdout
            proof.equal(amounts(home, "closed.csv"), ["5.00", "-3.00"], width)


def a_profile_in_the_wrong_encoding_is_named_with_the_mend():
    with Home() as home:
        home.write("formats/umlaut.profile", "[umlaut.bank]\ndelimiter = ;\ndecimal = ,\nheader = find Buchungstag|Empfänger|Betrag\n"
                                             "currency = EUR\ndate = [Buchungstag] %d.%m.%Y\namount = [Betrag]\npayer = [Empfänger]\n")
        home.write("german.csv", GERMAN)
        text = home.call("formats", "--check", home.at("german.csv")).stdout
        assert "umlaut.bank is nearest: the column [Empfänger] is missing, and the file is not UTF-8" in text, text


def a_wrong_byte_or_quote_has_the_line_and_the_cell_it_stands_in():
    head, good = b"id,booked_on,amount,currency,text\n", b"P1,2026-03-02,1.00,EUR,x\n"
    for bad, where in ((b"P2,2026-03-02,1.00,EUR,a\xffb\n", "bad.csv,3,5,file,,csv.encoding"), (b"\xffP2,2026\n", "bad.csv,3,1,file,,csv.encoding"),
                       (b"P2,2026-03-02,1\0,EUR,x\n", "bad.csv,3,3,file,,csv.encoding,fatal,,\"the line holds a NUL byte"),
                       (b'P2,"2026-03-02"x,1.00,EUR,x\n', "bad.csv,3,2,file,,csv.syntax"),
                       (b"P2,2026-03-02," + b"9" * 70000 + b",EUR,x\n", "bad.csv,3,3,file,,base.limit")):
        with Home() as home:
            home.write("bad.csv", head + good + bad + good)
            done = home.call("decode", "--check", home.at("bad.csv"))
            assert done.stdout.splitlines()[1].startswith(where), (where, done.stdout)


def what_is_no_table_is_refused():
    with Home() as home:
        for content in (b"", b"just words\nand more\n", b"\0\1\2\3" * 100):
            done = propose(home, "none.bin", content)
            assert done.returncode != 0 and done.stdout == "", done


def every_proposal_loads_whatever_the_file():
    chance = random.Random(5)
    seeds = (GERMAN, PAIR, FLAGGED, BARE, GATEWAY)
    with Home() as home:
        for turn in range(40 if SAMPLE else 400):
            content = bytearray(seeds[turn % len(seeds)])
            for _ in range(chance.randrange(1, 9)):
                content[chance.randrange(len(content))] = chance.choice(b'",;\t\n|[]{}#=:*~/$-9a\xe4\xff "')
            if propose(home, "mutant.csv", bytes(content)).returncode:
                continue
            done = home.call("formats")
            proof.equal((done.returncode, done.stderr), (0, ""), bytes(content))
            assert home.call("formats", "--check", home.at("mutant.csv")).returncode in (0, 1)


if __name__ == "__main__":
    proof.run(globals())
