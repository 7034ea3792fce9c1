#!/usr/bin/env python3
"""test_partial_named.py - a file that was taken in only in part is named where cron mails it, and so is what a person typed."""
import os
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "lib"))
import files  # noqa: E402
import proof  # noqa: E402
from home import Home  # noqa: E402

DAY = "2026-03-10"
GOOD = ("P-1", DAY, "10.00", "USD", "somebody", "nothing")
BAD = ("P-2", "10.03.2026", "20.00", "USD", "somebody", "nothing")


def said(home, *words):
    done = home.call("run", "--date", DAY, *words)
    proof.equal(done.returncode, 1)
    return done.stderr.splitlines()


def payments_refused_in_part_are_named():
    with Home() as home:
        home.write("inbox/baddates.csv", files.table("cash", [GOOD, BAD]))
        proof.equal(said(home), ["acquit: baddates.csv is taken in only in part: 1 of 2 payments is refused; "
                                 "see rejected/baddates.csv.reason.txt"])
        proof.equal(home.names("rejected"), ["baddates.csv.reason.txt"])


def rows_of_open_items_refused_in_part_are_named():
    with Home() as home:
        home.write("open-items/customers.csv", files.table("customer_no,name", [("C1", "One"), ("C2", ""), ("C3", "")]))
        proof.equal(said(home), ["acquit: customers.csv is taken in only in part: 2 of 3 rows are refused; "
                                 "see rejected/customers.csv.rows.csv"])
        assert "customers.csv.rows.csv" in home.names("rejected")


def a_dry_run_names_no_file_that_it_does_not_write():
    with Home() as home:
        home.write("open-items/customers.csv", files.table("customer_no,name", [("C1", "One"), ("C2", "")]))
        home.write("inbox/baddates.csv", files.table("cash", [GOOD, BAD]))
        home.write("inbox/empty.csv", "")
        lines = said(home, "--dry-run")
        proof.equal(len(lines), 3)
        for line in lines:
            assert "rejected/" not in line, line
            assert "line 0" not in line, line
        proof.equal(home.names("rejected"), [])
        assert not [row for row in home.rows("files", "dry-run") if "rejected/" in row["reason"]]


def an_amount_that_cannot_be_read_is_named():
    with Home() as home:
        home.write("open-items/customers.csv", files.table("customer_no,name", [("C1001", "Harbor Bakery")]))
        home.write("open-items/invoices.csv", files.table("invoice_no,customer_no,due_date,currency,amount", [
            ("INV-7001", "C1001", "2026-03-01", "USD", "50.00")]))
        home.write("inbox/cash.csv", files.table("cash", [GOOD]))
        home.run(DAY)
        payment = home.rows("payments")[0]["payment_id"]
        done = home.call("review", "apply", payment, "INV-7001=2,50", "--by", "anna", "--why", "told")
        assert "the amount 2,50 in INV-7001=2,50 cannot be read" in done.stderr, done.stderr
        assert done.returncode != 0


def plain_csv_faults_say_what_to_write():
    with Home() as home:
        home.write("inbox/faults.csv", files.table("id,booked_on,amount,currency,kind", [
            ("P-1", DAY, "10.00", "USD", ""), ("P-2", "10.03.2026", "1.00", "USD", ""), ("P-3", DAY, "1,50", "USD", ""),
            ("P-4", DAY, "1.00", "USD", "gift"), ("", DAY, "1.00", "USD", "")]))
        said(home)
        told = " ".join(row["message"] for row in home.rows("findings"))
        for words in ("write YYYY-MM-DD", "write it with a point", "receipt, return, refund", "every row needs an id"):
            assert words in told, (words, told)
        assert "profile" not in told, told


def files_of_one_name_are_told_apart():
    with Home() as home:
        for day, number in ((DAY, "P-1"), ("2026-03-11", "P-2")):
            home.write("inbox/cash.csv", files.table("cash", [(number,) + GOOD[1:]]))
            home.run(day)
        home.write("inbox/again.csv", files.table("cash", [GOOD]))
        home.run("2026-03-12")
        done = home.call("show", "file:cash.csv")
        names = [line.split("show ")[1] for line in done.stdout.splitlines()[1:]]
        proof.equal(len(set(names)), 2)
        proof.equal(done.returncode, 2)
        for name in names:
            assert "File cash.csv" in home.expect(0, "show", name)
        assert "duplicate" in home.expect(0, "show", "file:again.csv")
        assert "the kinds are payment:, invoice:" in home.call("show", "zzz:1").stderr
        assert "the kinds are" not in home.call("show", "invoice:zzz").stderr


def a_file_refused_whole_is_not_counted():
    with Home() as home:
        home.write("inbox/cash.csv", files.table("cash", [GOOD]))
        home.write("inbox/odd.csv", "what,is,this\n1,2,3\n")
        told = home.run(DAY)
        row = [row for row in home.rows("files") if row["file"] == "odd.csv"][0]
        proof.equal([row[name] for name in ("payments", "posted", "duplicate", "notice", "refused")], [""] * 5)
        assert "1 file lies in rejected/" in told, told
        with open(home.at("reports", "latest", "index.html"), encoding="utf-8") as page:
            text = page.read()
        assert "file was refused and lies in rejected/" in text
        files_part = text[text.index('id="files"'):text.index('id="payments"')]
        proof.equal(files_part.count('class="tick"'), 1)


def a_file_that_no_format_takes_is_told_what_is_missing():
    with Home() as home:
        home.write("inbox/odd.csv", "id,bookedon,amount,currency\n1,2026-03-10,5.00,USD\n")
        home.write("inbox/odder.csv", "what,is,this\n1,2,3\n")
        home.write("formats/zorbapay.profile", "[zorbapay.payouts]\nsummary = Zorbapay\nheader = first\ndate = [Tag] %d.%m.%Y\n"
                   "currency = [W\u00e4hrung]\namount = [Betrag]\nid = [Nummer]\nmatch = header Kanal\n")
        home.write("inbox/zorba.csv", "Tag,Waehrung,Betrag,Nummer,Kanal\n10.03.2026,EUR,5.00,1,x\n")
        lines = said(home)
        assert "no format takes this file; csv is nearest: the column [booked_on] is missing" in lines[0], lines
        assert "no format takes this file; see" in lines[1], lines
        assert "no format takes this file; zorbapay.payouts is nearest: the column [W\u00e4hrung] is missing" in lines[2], lines


def a_plain_csv_with_other_delimiters_or_names_in_capitals_is_told_so():
    with Home() as home:
        home.write("inbox/a.csv", "id;booked_on;amount;currency\n1;2026-03-10;5.00;USD\n")
        home.write("inbox/b.csv", "ID,Booked_On,Amount,Currency\n1,2026-03-10,5.00,USD\n")
        home.write("inbox/c.csv", "ID\tBooked_On\tAmount\tSum\n1\t2026-03-10\t5.00\t1\n")
        home.write("open-items/d.csv", "customer_no;name\nC1;One\n")
        lines = said(home)
        for name, text in (("a.csv", "csv is nearest: there are semicolons between the cells where commas belong; see"),
                           ("b.csv", "csv is nearest: the names of the columns belong in lower case; see"),
                           ("c.csv", "csv is nearest: there are tabs between the cells where commas belong, the names of the "
                                     "columns belong in lower case, the column [currency] is missing; see"),
                           ("d.csv", "there are semicolons between its cells where commas belong; see")):
            assert any(name in line and text in line for line in lines), (text, lines)


def warnings_are_counted_in_the_summary():
    with Home() as home:
        home.write("inbox/cash.csv", "id,booked_on,amount,currency\n1,2026-03-10,5.00,USD")
        told = home.run("2026-03-10", statuses=1)
        assert "1 warning: see findings.csv\n" in told, told
        home.write("inbox/again.csv", "id,booked_on,amount,currency\n2,2026-03-10,5.00,USD\n3,2026-03-10,5.00\n")
        told = home.run("2026-03-11", statuses=1)
        assert "warning" not in told, told
        proof.equal([row["message"] for row in home.rows("findings") if row["severity"] == "error"],
                    ["the row has 3 cells, where 4 belong"])


def a_file_in_the_wrong_folder_is_told_where_it_belongs():
    with Home() as home:
        home.write("inbox/customers.csv", files.table("customer_no,name", [("C1", "One")]))
        home.write("open-items/cash.csv", files.table("cash", [GOOD]))
        lines = said(home)
        assert "these are payments (csv), no open items: drop the file into inbox/" in lines[0], lines
        assert "these are open items (customers), no payments: drop the file into open-items/" in lines[1], lines


def a_last_row_without_a_line_end_is_posted_with_a_warning():
    with Home() as home:
        home.write("inbox/cut.csv", files.table("id,booked_on,amount,currency", [("P-1", DAY, "10.00", "USD"),
                                                                                 ("P-2", DAY, "20.00", "USD")]).rstrip())
        home.write("inbox/whole.csv", files.table("cash", [("P-3",) + GOOD[1:]]))
        home.run(DAY)
        proof.equal([(row["file"], row["line"], row["severity"]) for row in home.rows("findings") if row["rule"] == "csv.last-line"],
                    [("cut.csv", "3", "warning")])
        proof.equal(len(home.rows("payments")), 3)


if __name__ == "__main__":
    proof.run(globals())
