#!/usr/bin/env python3
"""test_ach_odd.py - ACH files as mailboxes hold them, and faults that other readers have.

One sound file is bent in every way that is known to happen; what can still be
told must be read to the cent, what cannot must be refused, and each with a word.
"""
import csv
import io
import json
import os
import subprocess
import sys
import tempfile
from decimal import Decimal

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "lib"))
import ach  # noqa: E402
import proof  # noqa: E402
from home import ACQUIT, Home  # noqa: E402

TRACE = 91000010000001


def decoded(content, *options, home="/nonexistent"):
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "x.ach")
        with open(path, "wb") as out:
            out.write(content)
        done = subprocess.run([ACQUIT, "--home", home, "decode", *options, path], capture_output=True, text=True,
                              errors="replace", timeout=60, check=False, stdin=subprocess.DEVNULL)
    assert done.returncode in (0, 1), done.stderr
    return done.returncode, done.stdout


def rows_of(content, *options, home="/nonexistent"):
    status, out = decoded(content, *options, home=home)
    return status, list(csv.DictReader(io.StringIO(out)))


def counted(content):
    status, rows = rows_of(content)
    return status, len(rows), sum(abs(Decimal(row["amount"] or 0)) for row in rows)


def rules(content, home="/nonexistent"):
    return {row["rule"] for row in rows_of(content, "--check", home=home)[1]}


def sound():
    one = ach.Batch([ach.Entry("22", 12550, TRACE), ach.Entry("32", 9900, TRACE + 1, addenda=[ach.text("INV F-1"), ach.text("INV F-2")])])
    two = ach.Batch([ach.Entry("27", 100, TRACE + 2)], number=2, sec="WEB")
    return ach.lines_of([one, two])


WANT = (0, 3, Decimal("225.50"))


def every_bent_file_is_read_to_the_cent():
    lines = sound()
    plain = ach.joined(lines)
    unfilled = [line for line in lines if line.strip("9")]
    bent = {
        "plain": (plain, None),
        "crlf": (ach.joined(lines, "\r\n"), None),
        "cr": (ach.joined(lines, "\r"), "nacha.cr-line-ends"),
        "no line ends": (ach.joined(lines, ""), "nacha.no-line-ends"),
        "no fill": (ach.joined(unfilled), "nacha.fill"),
        "byte order mark": (b"\xef\xbb\xbf" + plain, "nacha.byte-order-mark"),
        "ctrl-z": (plain + b"\x1a", "nacha.end-bytes"),
        "ctrl-z without a line end": (plain[:-1] + b"\x1a", "nacha.end-bytes"),
        "nul fill": (plain + b"\0" * 512, "nacha.end-bytes"),
        "leading blank": (ach.joined([" " + line for line in lines]), "nacha.leading-blank"),
        "leading blanks": (ach.joined(["   " + line for line in lines]), "nacha.leading-blank"),
        "leading tab": (ach.joined(["\t" + line for line in lines]), "nacha.leading-blank"),
        "text behind column 94": (ach.joined([line + " 0001234" for line in lines]), "nacha.line-long"),
        "record-like text behind column 94": (ach.joined([line + "6270001" for line in lines]), "nacha.line-long"),
        "trimmed lines": (ach.joined([line.rstrip() for line in lines]), "nacha.line-short"),
        "blank lines": (ach.joined([line + "\n" for line in lines]), "nacha.line-blank"),
        "form feed": (plain + b"\f\n", "nacha.line-blank"),
        "lower-case class": (plain.replace(b"PPD", b"ppd"), "nacha.sec-form"),
        "retired class": (plain.replace(b"PPD", b"CBR").replace(b"WEB", b"PBR"), "nacha.sec-form"),
        "tab in a name": (plain.replace(b"MARA LIND", b"MARA\tLIND"), "nacha.control-character"),
        "no file header": (ach.joined(lines[1:]), "nacha.file-header-missing"),
        "neither header nor control": (ach.joined(unfilled[1:-1]), "nacha.partial-file"),
    }
    wrong = []
    for name, (content, rule) in bent.items():
        got, said = counted(content), rules(content)
        if got != WANT or (rule and rule not in said):
            wrong.append((name, got, rule, said))
    proof.equal(wrong, [])


def several_files_in_one_are_all_read():
    lines = sound()
    unfilled = [line for line in lines if line.strip("9")]
    for content in (ach.joined(lines * 3), ach.joined(unfilled * 3), ach.joined(unfilled * 3, "")):
        proof.equal(counted(content), (0, 9, 3 * WANT[2]))


def a_file_of_nine_hundred_thousand_batches_has_a_control_and_no_fill():
    """Its control begins with 99, as fill does."""
    lines = sound()
    control = next(index for index, line in enumerate(lines) if line[0] == "9" and line.strip("9"))
    lines[control] = "9" + "990000" + lines[control][7:]
    said = rules(ach.joined(lines))
    assert "nacha.file-batch-count" in said and "nacha.file-control-missing" not in said, said


def an_addenda_of_a_refused_entry_goes_with_it():
    """The neighbour must not get the remittance, or the original trace, of an entry that is refused."""
    entries = [ach.Entry("22", 10000, TRACE, ident="A", addenda=[ach.text("RMR*IV*F-1**100.00\\")]),
               ach.Entry("22", 20000, TRACE + 1, ident="B", addenda=[ach.text("RMR*IV*F-2**200.00\\")])]
    lines = ach.lines_of([ach.Batch(entries, sec="CCD")])
    bad = [line[:3] + "X" + line[4:] if line.startswith("622") and line[39] == "B" else line for line in lines]
    status, out = decoded(ach.joined(bad), "--to", "jsonl")
    found = [json.loads(line) for line in out.splitlines()]
    proof.equal(status, 1)
    proof.equal([[one["document"] for one in row["remittances"]] for row in found], [["F-1"], ["F-2"]])
    with Home() as home:
        home.write("inbox/x.ach", ach.joined(bad))
        home.run("2026-03-10", statuses=1)
        posted = {row["amount"]: row["status"] for row in home.rows("payments")}
        proof.equal(posted, {"100.00": "unidentified", "200.00": "refused"})
        home.expect(0, "verify")


def a_return_whose_neighbour_is_refused_keeps_its_own_original():
    entries = [ach.Entry("26", 10000, TRACE, addenda=[ach.returned("R01", 71)]),
               ach.Entry("26", 20000, TRACE + 1, addenda=[ach.returned("RXX", 72)])]
    status, rows = rows_of(ach.file_of([ach.Batch(entries)]))
    proof.equal(status, 1)
    proof.equal([int(row["counter_reference"]) for row in rows], [71, 72])


def an_entry_of_many_addenda_is_one_entry():
    entries = [ach.Entry("22", 1000, TRACE + index, addenda=[ach.text("A%d" % at) for at in range(500)])
               for index in range(8)]
    for entry in entries:
        entry.name = "0500" + entry.name
    proof.equal(counted(ach.file_of([ach.Batch(entries, sec="CTX")])), (0, 8, Decimal("80.00")))


def dishonored_and_contested_returns_are_returns():
    entries = [ach.Entry("27", 1000, TRACE, addenda=[ach.dishonored("R68", 71, 81)]),
               ach.Entry("27", 1000, TRACE + 1, addenda=[ach.contested("R73", 71, 81, 91)])]
    _, rows = rows_of(ach.file_of([ach.Batch(entries)]))
    proof.equal([(row["kind"], row["return_code"]) for row in rows], [("return", "R68"), ("return", "R73")])


def zero_dollar_remittances_are_notices():
    for code in ("24", "29", "34", "39"):
        entry = ach.Entry(code, 0, TRACE, addenda=[ach.text("RMR*CM*G-1**-50.00\\")])
        status, rows = rows_of(ach.file_of([ach.Batch([entry], sec="CCD")]))
        proof.equal((status, [row["kind"] for row in rows]), (0, ["notice"]))
        said = rules(ach.file_of([ach.Batch([ach.Entry(code, 0, TRACE)], sec="PPD")]))
        assert "nacha.zero-dollar-sec" in said, said


def letters_in_an_amount_are_never_zero():
    lines = ach.lines_of([ach.Batch([ach.Entry("22", 1234, TRACE)])])
    status, rows = rows_of(ach.joined([line.replace("0000001234", "00000A1234") for line in lines]), "--check")
    found = [row for row in rows if row["rule"] == "nacha.amount-text"]
    proof.equal((status, len(found), found[0]["line"], found[0]["value"], found[0]["return_code"]),
                (1, 1, "3", "00000A1234", "R19"))


def an_effective_date_that_is_no_day_is_told():
    said = rules(ach.file_of([ach.Batch([ach.Entry("22", 1234, TRACE)], effective="261345", settled="   ")]))
    assert "nacha.effective-date" in said, said


def payloads_are_joined_with_their_blanks():
    one, two = ("INV F-77 FOR HARBOUR STREET").ljust(80), "  STE 200"
    entry = ach.Entry("22", 1000, TRACE, name="0002HOLLOWAY", addenda=[ach.text("A" * 78 + "ST"), ach.text("REET 5")])
    _, out = decoded(ach.file_of([ach.Batch([entry], sec="CTX")]), "--to", "jsonl")
    assert "ASTREET 5" in out, out
    entry = ach.Entry("22", 1000, TRACE, name="0002HOLLOWAY", addenda=[ach.text(one), ach.text(two)])
    _, out = decoded(ach.file_of([ach.Batch([entry], sec="CTX")]), "--to", "jsonl")
    assert "STREETSTE" not in out, out


def a_wrong_block_count_and_an_unknown_addenda_are_told():
    lines = ach.lines_of([ach.Batch([ach.Entry("22", 1000, TRACE, addenda=["780%-80s%04d%07d" % ("SOMETHING", 1, 1)])])])
    control = next(index for index, line in enumerate(lines) if line[0] == "9" and line.strip("9"))
    lines[control] = lines[control][:7] + "000777" + lines[control][13:]
    said = rules(ach.joined(lines))
    assert {"nacha.block-count", "nacha.addenda-type"} <= said, said


def a_batch_sent_again_is_a_duplicate_and_an_equal_one_of_another_day_is_not():
    def batch(effective, settled, number=1):
        return ach.Batch([ach.Entry("22", 5000, TRACE)], effective=effective, settled=settled, number=number)
    with Home() as home:
        home.write("inbox/1.ach", ach.file_of([batch("260302", "061")]))
        home.write("inbox/2.ach", ach.file_of([batch("260302", "061")], modifier="B"))
        home.write("inbox/3.ach", ach.file_of([batch("260309", "068")]))
        home.write("inbox/4.ach", ach.file_of([batch("260302", "061", number=2)]))
        home.run("2026-03-10", statuses=1)
        proof.equal([row["status"] for row in home.rows("payments")],
                    ["unidentified", "duplicate", "unidentified", "unidentified"])


def the_settlement_day_finds_its_year_over_new_year():
    for created, settled, day in (("251231", "001", "2026-01-01"), ("260102", "365", "2025-12-31"),
                                  ("241230", "366", "2024-12-31"), ("260302", "061", "2026-03-02")):
        content = ach.file_of([ach.Batch([ach.Entry("22", 1000, TRACE)], effective=created, settled=settled)],
                              created=created)
        proof.equal([row["value_on"] for row in rows_of(content)[1]], [day])


PARTNER = """[nacha.partner.payroll]
origin = 1912345678
destination = 91000019
allow = %s
refuse = %s
"""


def a_partner_may_break_the_rules_that_it_is_allowed_and_no_other():
    lines = [line for line in sound() if line.strip("9")]
    broken = {
        "file-control-missing": ach.joined(lines[:-1]),
        "batch-company": ach.joined([line.replace("1912345678", "1999999999") if line[0] == "8" else line for line in lines]),
        "batch-number": ach.joined([line[:-1] + "7" if line[0] == "8" else line for line in lines]),
        "batch-odfi": ach.joined([line[:79] + "99999999" + line[87:] if line[0] == "8" else line for line in lines]),
        "sec": ach.joined(lines).replace(b"PPD", b"XYZ"),
        "service-class-side": ach.joined(lines).replace(b"5200HOLLOWAY", b"5225HOLLOWAY").replace(b"WEB", b"PPD"),
    }
    for rule, content in broken.items():
        proof.equal(rows_of(content)[0], 1, rule + " is refused by itself")
        with Home(conf=PARTNER % (rule, "")) as home:
            status, rows = rows_of(content, "--check", home=home.path)
            found = {row["rule"]: row["severity"] for row in rows}
            proof.equal((status, found.get("nacha." + rule)), (0, "warning"), rule)
            assert "nacha.leniency" in found, (rule, found)
            home.write("inbox/x.ach", content)
            home.run("2026-03-10")
            proof.equal([row["status"] for row in home.rows("files")][0] in ("accepted", "partial"), True, rule)
        with Home(conf=(PARTNER % (rule, "")).replace("1912345678", "1000000000")) as home:
            proof.equal(rows_of(content, home=home.path)[0], 1, rule + " for another partner")


def a_partner_can_be_held_to_more_rules():
    lines = ach.lines_of([ach.Batch([ach.Entry("22", 1000, TRACE), ach.Entry("22", 2000, TRACE + 1)])])
    entry = next(index for index, line in enumerate(lines) if line[0] == "6")
    lines[entry] = lines[entry][:11] + str((int(lines[entry][11]) + 1) % 10) + lines[entry][12:]
    with Home(conf=PARTNER % ("", "check-digit origin")) as home:
        home.write("inbox/x.ach", ach.joined([lines[0][:13] + " 091000019" + lines[0][23:]] + lines[1:]))
        home.run("2026-03-10")
        proof.equal([row["status"] for row in home.rows("payments")], ["unidentified", "unidentified"])
    with Home(conf=(PARTNER % ("", "check-digit"))) as home:
        home.write("inbox/x.ach", ach.joined(lines))
        home.run("2026-03-10", statuses=1)
        proof.equal([row["status"] for row in home.rows("payments")], ["refused", "unidentified"])
    with Home(conf=(PARTNER % ("", "origin"))) as home:
        proof.equal(rows_of(ach.joined(lines), home=home.path)[0], 1)


def no_partner_may_waive_what_money_moved():
    for rule in ("batch-debit-total", "file-credit-total", "amount-text", "trailing-records", "nonsense"):
        with Home(conf=PARTNER % (rule, "")) as home:
            home.expect(3, "run", "--date", "2026-03-10")


def every_rule_is_listed_with_severity_and_reason():
    said = subprocess.run([ACQUIT, "help", "findings"], capture_output=True, text=True, check=True).stdout
    listed = {line.split()[0]: line.split()[1:3] for line in said.splitlines()}
    proof.equal(listed["nacha.check-digit"], ["warning", "R28"])
    proof.equal(listed["nacha.amount-text"], ["error", "R19"])


if __name__ == "__main__":
    proof.run(globals())
