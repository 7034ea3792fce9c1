#!/usr/bin/env python3
"""test_show_book.py - `show` of what the book itself is made of: proposals and acts, settlements, runs and entries; who, why, and what goes on."""
import os
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "lib"))
sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import files  # noqa: E402
import proof  # noqa: E402
import test_approval as approval  # noqa: E402
import test_settle_verbs as settle  # noqa: E402


def holds(text, *lines):
    for line in lines:
        assert line in text, (line, text)


def a_proposal_tells_what_waits_for_whom_and_what_to_type():
    with approval.Desk() as desk:
        number = desk.propose("refund", "R1")
        payment = desk.home.rows("payments")[0]["payment_id"]
        for word in (number, number.lower(), "act:" + number, "act:" + number[1:]):
            said = desk.home.expect(0, "show", word)
            holds(said, "Act %s\n" % number, "refund", "by          eva\n", "why         she asked\n", "payment     " + payment,
                  "moves       300.00 EUR\n", "nothing is posted; waits for the approval of ",
                  "acquit review approve %s --by YOU --why REASON" % number, "acquit review withdraw %s --by YOU" % number)
        desk.does("approve", number, by="kim", why="I asked her")
        said = desk.home.expect(0, "show", number)
        holds(said, "approved    as A2, by kim: I asked her")
        assert "acquit review approve" not in said, said
        said = desk.home.expect(0, "show", "A2")
        holds(said, "refund", "approved    by kim: I asked her", "refund-decided", "300.00 EUR")
        number = desk.propose("write-off", "F101")
        holds(desk.home.expect(0, "show", number), "write-off F101", "moves       250.00 EUR")
        desk.does("withdraw", number, by="kim", why="no")
        holds(desk.home.expect(0, "show", number), "withdrawn   as A4, by kim: no")
        proof.equal(desk.home.call("show", "A99").returncode, desk.home.call("show", "nothing").returncode)
        proof.equal(desk.home.call("show", "act:99").returncode, desk.home.call("show", "nothing").returncode)


def what_is_called_so_goes_before_an_act():
    with approval.Desk() as desk:
        desk.home.write("open-items/more.csv", files.table("customer_no,name", [("A1", "Adler")]))
        desk.home.run("2026-03-11")
        desk.propose("refund", "R1")
        holds(desk.home.expect(0, "show", "A1"), "Customer A1")
        holds(desk.home.expect(0, "show", "act:A1"), "Act A1")


def a_settlement_tells_its_sums_its_payments_and_what_to_type():
    with settle.Books(bank=("97.50",)) as home:
        for word in ("PO1", "pay/PO1", "settlement:PO1", "settlement:pay/PO1"):
            said = home.expect(0, "show", word)
            holds(said, "Settlement pay/PO1\n", "status      awaiting", "gross       100.00 EUR\n", "net         100.00 EUR\n",
                  "deposited   0.00 EUR\n", "details.csv:2", "acquit review settle PAYMENT settlement:pay/PO1 --by YOU --why REASON")
        home.does("settle", settle.line_of(home), "PO1")
        said = home.expect(0, "show", "PO1")
        line, = [row["payment_id"] for row in home.rows("payments") if row["amount"] == "97.50"]
        holds(said, "status      difference", "difference  2.50 EUR", "Closed by", line, "settle PO1, by eva: I asked them",
              "settlement-difference", "acquit review difference %s ACCOUNT" % line, "acquit review unsettle " + line)
        home.does("difference", line, "fees")
        said = home.expect(0, "show", "PO1")
        holds(said, "status      closed", "difference fees, by eva")
        assert "acquit review settle" not in said, said
        proof.equal(home.call("show", "settlement:PO7").returncode, home.call("show", "nothing").returncode)


def one_id_of_two_sources_is_asked_about():
    with settle.Books() as home:
        home.write("inbox/other.csv", files.table(settle.DETAILS, [("X1", "2026-03-02", "5.00", "EUR", "other", "PO1", "Ann", "x"),
                                                                   ("X2", "2026-03-02", "6.00", "USD", "other", "PO1", "Ann", "x")]))
        home.run("2026-03-05")
        said = home.expect(2, "show", "PO1")
        holds(said, "acquit show settlement:pay/PO1\n", "acquit show settlement:other/PO1\n")
        said = home.expect(0, "show", "settlement:other/PO1")
        holds(said, "5.00 EUR", "6.00 USD")


def a_run_and_an_entry_tell_what_they_hold():
    with approval.Desk() as desk:
        run = desk.home.expect(0, "show", "2026-03-10.1")
        holds(run, "Run 2026-03-10.1\n", "entries 1 to ", "cash.csv", "accepted", "reports/2026-03-10.1/index.html", desk.home.head())
        desk.does("write-off", "F102=40.00")
        run = desk.home.expect(0, "show", "run:2026-03-10.2")
        holds(run, "A1  write-off F102=40.00, by eva: she asked")
        entry = [row for row in desk.home.rows("journal", "2026-03-10.2")][0]
        said = desk.home.expect(0, "show", "entry:" + entry["entry_no"])
        holds(said, "Entry %s\n" % entry["entry_no"], "written-off", "40.00 EUR", "write-offs | receivable", "F102", "C1001",
              "run         2026-03-10.2", "posted      2026-03-10", entry["hash"], "A1  write-off F102=40.00, by eva: she asked")
        desk.does("restore", "F102")
        after = [row for row in desk.home.rows("journal", "2026-03-10.3")][0]
        holds(desk.home.expect(0, "show", "entry:" + entry["entry_no"]), "taken back  by entry " + after["entry_no"])
        holds(desk.home.expect(0, "show", "entry:" + after["entry_no"]), "takes back  entry " + entry["entry_no"])
        first = [row for row in desk.home.rows("journal") if row["payment_id"]][0]
        holds(desk.home.expect(0, "show", "entry:" + first["entry_no"]), "payment     " + first["payment_id"])
        for word in ("entry:999", "run:2026-03-10.9", "entry:x"):
            proof.equal(desk.home.call("show", word).returncode, desk.home.call("show", "nothing").returncode)
        holds(desk.home.call("show", "zzz:1").stderr, "act:, settlement:, run:, entry:")


if __name__ == "__main__":
    proof.run(globals())
