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
import files  # noqa: E402
from audit import Audit  # noqa: E402
from home import ACQUIT, SAMPLE, Home  # noqa: E402

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
        "cr cr lf": (ach.joined(lines, "\r\r\n"), None),
        "no line ends": (ach.joined(lines, ""), "nacha.no-line-ends"),
        "one line, shifted": (b"  " + ach.joined(lines, "") + b"\n", "nacha.leading-blank"),
        "one line and a form feed": (ach.joined(lines, "") + b"\r\n\f", "nacha.no-line-ends"),
        "one line": (ach.joined(lines, "") + b"\r\n", "nacha.no-line-ends"),
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
        "no-break spaces": (plain.replace(b" ", b"\xa0"), "nacha.encoding"),
        "no-break spaces in UTF-8": (plain.replace(b" ", b"\xc2\xa0"), "nacha.encoding"),
        "no file header": (ach.joined(lines[1:]), "nacha.file-header-missing"),
        "neither header nor control": (ach.joined(unfilled[1:-1]), "nacha.partial-file"),
    }
    wrong = []
    for name, (content, rule) in bent.items():
        got, said = counted(content), rules(content)
        if got != WANT or (rule and rule not in said):
            wrong.append((name, got, rule, said))
    proof.equal(wrong, [])


def a_file_in_utf_16_is_refused_whole_by_its_name():
    plain = ach.joined(sound())
    plain = plain if isinstance(plain, bytes) else plain.encode("ascii")
    text = plain.decode("ascii")
    for wide in (text.encode("utf-16"), text.encode("utf-16-le"), text.encode("utf-16-be"), b"\xfe\xff" + text.encode("utf-16-be")):
        proof.equal((rows_of(wide), rules(wide)), ((1, []), {"nacha.utf-16"}))
    with Home(conf="[nacha]\ncompany_ids = %s\n" % ach.COMPANY) as home:
        home.write("inbox/wide.ach", text.encode("utf-16"))
        home.run("2026-03-10", statuses=1)
        row, = home.rows("files")
        proof.equal((row["status"], row["format"]), ("refused", "nacha"))
        with open(home.at("rejected", "wide.ach.reason.txt"), encoding="utf-8") as reason:
            assert "nacha.utf-16" in reason.read()
        proof.equal(home.rows("payments"), [])
        home.write("inbox/wide.ach", plain)
        home.run("2026-03-11")
        proof.equal([row["status"] for row in home.rows("files")], ["accepted"])


def no_break_spaces_are_blanks_and_no_part_of_a_number():
    lines = ach.lines_of([ach.Batch([ach.Entry("22", 1000, TRACE, ident="F-1")])])
    wide = [line[:43] + "\xa0" + line[44:] if line[0] == "6" else line for line in lines]
    bytes_of = [line[:43] + "\xa0" + line[45:] if line[0] == "6" else line for line in lines]
    for content in (ach.joined(wide), "".join(line + "\n" for line in wide).encode(), "".join(line + "\n" for line in bytes_of).encode(),
                    ach.joined(lines).replace(b" ", b"\xa0"), ach.joined(lines).replace(b" ", b"\xc2\xa0")):
        row = rows_of(content)[1][0]
        proof.equal((row["reference"], row["payer"], row["trace"]), ("F-1", "HOLLOWAY GOODS", "091000010000001"), content[190:300])


def several_files_in_one_are_all_read():
    lines = sound()
    unfilled = [line for line in lines if line.strip("9")]
    for content in (ach.joined(lines * 3), ach.joined(unfilled * 3), ach.joined(unfilled * 3, "")):
        proof.equal(counted(content), (0, 9, 3 * WANT[2]))


def long_lines_of_many_records_lose_none_of_them():
    """Longer than what is read at a time, and cut by it."""
    lines = ach.lines_of([ach.Batch([ach.Entry("22", 100 + at, TRACE + at) for at in range(30000)])])
    for count in (50, 150):
        content = b"".join(ach.joined(lines[at:at + count], "") + b"\n" for at in range(0, len(lines), count))
        proof.equal(counted(content), (0, 30000, sum(Decimal(100 + at) for at in range(30000)) / 100), count)


def every_framing_tells_the_record_that_is_wrong():
    lines = sound()
    lines[3] = lines[3][:11] + str((int(lines[3][11]) + 1) % 10) + lines[3][12:]
    for end, last in (("\n", ""), ("\r\n", ""), ("\r", ""), ("\r\r\n", ""), ("", ""), ("", "\n"), ("", "\r\n")):
        found = rows_of(ach.joined(lines, end) + last.encode(), "--check")[1]
        proof.equal([row["line"] for row in found if row["rule"] == "nacha.check-digit"], ["4"], (end, last))


def a_stray_carriage_return_ends_no_lines():
    lines = ach.lines_of([ach.Batch([ach.Entry("22", 100 + at, TRACE + at) for at in range(3000)])])
    content = ach.joined(lines).replace(b"OUR BANK", b"OUR\rBANK")
    status, rows = rows_of(content)
    proof.equal((status, [int(row["line"]) for row in rows]), (0, list(range(3, 3003))))
    assert "nacha.control-character" in rules(content)


def a_first_line_that_nobody_can_read_hides_no_file():
    lines = sound()
    for first in ("X" + lines[0][1:], "1 01" + lines[0][4:], "#" * 94):
        said = rules(ach.joined([first] + lines[1:]))
        assert said & {"nacha.record-outside-batch", "nacha.file-header-text"}, (first, said)


def a_batch_that_stands_twice_in_a_file_is_asked():
    """Both are in the totals, so both are posted; the second pays nothing before somebody has looked."""
    one = ach.Batch([ach.Entry("22", 5000, TRACE, ident="F-1"), ach.Entry("22", 7000, TRACE + 1, ident="F-2")])
    other = ach.Batch([ach.Entry("22", 5000, TRACE, ident="F-1")], number=2)
    with Home() as home:
        home.write("open-items/1.csv", "customer_no,name\nC-1,Mara Lindholm\n")
        home.write("open-items/2.csv", "invoice_no,customer_no,due_date,currency,amount\n"
                   "F2026-0401,C-1,2026-03-01,USD,50.00\nF2026-0402,C-1,2026-03-01,USD,50.00\n")
        home.write("inbox/1.ach", ach.file_of([one, one, other]))
        home.run("2026-03-10", statuses=1)
        proof.equal([row["status"] for row in home.rows("payments")],
                    ["unidentified"] * 2 + ["possible-duplicate"] * 2 + ["unidentified"])
        asked = [row for row in home.rows("exceptions") if row["code"] == "possible-duplicate"]
        proof.equal([row["amount"] for row in asked], ["50.00", "70.00"])
        assert "batch" in asked[0]["text"], asked
        found = [row for row in home.rows("findings") if row["rule"] == "nacha.batch-again"]
        proof.equal([row["line"] for row in found], ["6"])
        home.write("inbox/2.ach", ach.file_of([one, one, other], modifier="B"))
        home.run("2026-03-11", statuses=1)
        proof.equal({row["status"] for row in home.rows("payments")}, {"duplicate"})
        home.expect(0, "verify", "--rebuild")


def a_file_sent_again_in_one_with_the_first_is_a_duplicate_too():
    """A mailbox may put both in one; what they are does not depend on it."""
    lines = ach.lines_of([ach.Batch([ach.Entry("22", 5000, TRACE), ach.Entry("22", 5000, TRACE)])])
    again = [line[:33] + "B" + line[34:] if line[0] == "1" else line for line in lines]
    more = ach.lines_of([ach.Batch([ach.Entry("22", 5000, TRACE)] * 3)])
    with Home() as home:
        home.write("inbox/1.ach", ach.joined(lines + again + more))
        home.run("2026-03-10", statuses=1)
        proof.equal([row["status"] for row in home.rows("payments")],
                    ["unidentified"] * 2 + ["duplicate"] * 4 + ["unidentified"])
        home.expect(0, "verify", "--rebuild")


def a_file_of_nine_hundred_thousand_batches_has_a_control_and_no_fill():
    """Its control begins with 99, as fill does."""
    lines = sound()
    control = next(index for index, line in enumerate(lines) if line[0] == "9" and line.strip("9"))
    lines[control] = "9" + "990000" + lines[control][7:]
    said = rules(ach.joined(lines))
    assert "nacha.file-batch-count" in said and "nacha.file-control-missing" not in said, said


def a_count_that_outgrows_its_columns_is_proved_by_their_end():
    """Six columns for the records of a batch of a million; its other sums still prove it."""
    many = 1000001
    lines = ach.lines_of([ach.Batch([ach.Entry("22", 7, TRACE)])])
    head, entry, control, end = lines[:2], lines[2], lines[3], lines[4]
    digest = "%010d" % (int(ach.THEIR_BANK) * many % 10**10)
    money = "%012d" % (7 * many)
    blocks = (many + 4 + 9) // 10
    for count, statuses in ((many % 10**6, 0), (many % 10**6 + 1, 1), (many % 10**6 - 1, 1)):
        control = control[:4] + "%06d" % count + digest + control[20:32] + money + control[44:]
        end = end[:7] + "%06d%08d" % (blocks, many) + digest + end[31:43] + money + end[55:]
        content = ach.joined(head) + (entry + "\n").encode() * many + ach.joined([control, end])
        status, found = rows_of(content, "--check")
        said = {row["rule"]: row["severity"] for row in found}
        proof.equal((status, said["nacha.batch-entry-count"]), (statuses, "error" if statuses else "warning"), count)
        assert "nacha.block-count" not in said, said


def a_batch_without_its_control_is_proved_by_the_files_or_refused():
    lines = [line for line in sound() if line.strip("9") and line[0] != "8"]
    with Home(conf="[nacha]\ncompany_ids = %s\n" % ach.COMPANY) as home:
        home.write("inbox/x.ach", ach.joined(lines))
        home.run("2026-03-10")
        proof.equal([row["status"] for row in home.rows("files")], ["accepted"])
    for less in (lines[:-1], lines[1:-1], [line for line in lines if "F-1" not in line],
                 [line.replace("0000012550", "0000012551") for line in lines]):
        with Home(conf="[nacha]\ncompany_ids = %s\n" % ach.COMPANY) as home:
            home.write("inbox/x.ach", ach.joined(less))
            home.run("2026-03-10", statuses=1)
            proof.equal([row["status"] for row in home.rows("files")], ["refused"])


def blank_totals_and_dates_are_read_as_nothing():
    prenote = ach.lines_of([ach.Batch([ach.Entry("23", 0, TRACE)], effective="", settled="")])
    blank = [line[:29] + " " * 10 + line[39:] if line[0] == "6" else
             line[:20] + " " * 24 + line[44:] if line[0] == "8" else line for line in prenote]
    proof.equal(counted(ach.joined(blank)), (0, 1, 0))
    undated = [line[:23] + " " * 6 + line[29:] if line[0] == "1" else line for line in
               ach.lines_of([ach.Batch([ach.Entry("22", 1000, TRACE)], effective="", settled="")])]
    with Home() as home:
        home.write("inbox/x.ach", ach.joined(undated))
        home.run("2026-03-10")
        proof.equal([row["booked_on"] for row in home.rows("payments")], ["2026-03-10"])
    for settled in (undated, [line[:75] + "061" + line[78:] if line[0] == "5" else line for line in undated]):
        # No clock dates a payment; a day that is named does, as a run of it would.
        status, rows = rows_of(ach.joined(settled))
        proof.equal((status, [row["booked_on"] for row in rows]), (0, [""]))
        assert "nacha.date-from-file" in rules(ach.joined(settled))
        day = "2026-03-10" if settled is undated else "2026-03-02"
        proof.equal([row["booked_on"] for row in rows_of(ach.joined(settled), "--date", "2026-03-10")[1]], [day])
    money = [line[:29] + " " * 10 + line[39:] if line[0] == "6" else line for line in undated]
    proof.equal(counted(ach.joined(money))[0], 1)


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


def a_wrong_check_digit_moves_no_remittance_to_the_neighbour():
    entries = [ach.Entry("22", 10000 * at, TRACE + at, addenda=[ach.text("RMR*IV*F-%d**%d00.00\\" % (at, at))]) for at in (1, 2)]
    lines = ach.lines_of([ach.Batch(entries, sec="CCD")])
    bad = [line[:11] + str((int(line[11]) + 1) % 10) + line[12:] if line[:2] == "62" and line[30:39] == "000020000" else line
           for line in lines]
    for refuse, statuses in (("", ["unidentified"] * 2), ("check-digit", ["unidentified", "refused"])):
        with Home(conf=PARTNER % ("", refuse)) as home:
            found = [json.loads(line) for line in decoded(ach.joined(bad), "--to", "jsonl", home=home.path)[1].splitlines()]
            proof.equal([[one["document"] for one in row["remittances"]] for row in found], [["F-1"], ["F-2"]])
            home.write("inbox/x.ach", ach.joined(bad))
            home.run("2026-03-10", statuses=(0, 1))
            proof.equal([row["status"] for row in home.rows("payments")], statuses)


def a_batch_of_an_unknown_class_is_refused_whole_and_alone():
    """All of it is shown, nothing of it posted, and the other batches are."""
    one = ach.Batch([ach.Entry("22", 1000, TRACE), ach.Entry("22", 2000, TRACE + 1, addenda=[ach.text("INV F-1")])], sec="XYZ")
    two = ach.Batch([ach.Entry("22", 4000, TRACE + 2)], number=2)
    content = ach.file_of([one, two])
    grave = [row["rule"] for row in rows_of(content, "--check")[1] if row["severity"] in ("error", "fatal")]
    proof.equal((counted(content), grave), ((1, 3, Decimal("70.00")), ["nacha.sec"]))
    with Home() as home:
        home.write("inbox/x.ach", content)
        home.run("2026-03-10", statuses=1)
        proof.equal([(row["amount"], row["status"]) for row in home.rows("payments")],
                    [("10.00", "refused"), ("20.00", "refused"), ("40.00", "unidentified")])
        proof.equal(Audit(content).faults_of_run(home), [])


def bends(lines):
    """(what, lines): every record taken away, doubled, moved, of no type, and with a letter among its digits"""
    for at, line in enumerate(lines):
        yield "without %d" % at, lines[:at] + lines[at + 1:]
        yield "twice %d" % at, lines[:at + 1] + lines[at:]
        yield "moved %d" % at, lines[:at] + lines[at + 1:at + 2] + [line] + lines[at + 2:]
        yield "of no type %d" % at, lines[:at] + ["X" + line[1:]] + lines[at + 1:]
        yield "with a letter %d" % at, lines[:at] + [line[:35] + "O" + line[36:]] + lines[at + 1:]


def every_line_of_a_bent_file_has_one_verdict():
    lines = [line for line in sound() if line.strip("9")]
    wrong = []
    for number, (what, bent) in enumerate(bends(lines)):
        content = ach.joined(bent)
        audit, found = Audit(content), rows_of(content, "--check")[1]
        wrong += [(what, "decode", one) for one in audit.faults(rows_of(content)[1], found)]
        if number % (5 if SAMPLE else 1):
            continue
        with Home(conf="[nacha]\ncompany_ids = %s\n" % ach.COMPANY) as home:
            home.write("inbox/x.ach", content)
            home.run("2026-03-10")
            wrong += [(what, "run", one) for one in audit.faults_of_run(home)]
            posted = [row for row in home.rows("payments") if row["status"] != "refused"]
            if {row["severity"] for row in found} & {"fatal"} and posted:
                wrong.append((what, "posted of a fatal file", posted))
    proof.equal(wrong, [])


def a_return_whose_neighbour_is_refused_keeps_its_own_original():
    entries = [ach.Entry("26", 10000, TRACE, addenda=[ach.returned("R01", 71)]),
               ach.Entry("26", 20000, TRACE + 1, addenda=[ach.returned("RXX", 72)])]
    status, rows = rows_of(ach.file_of([ach.Batch(entries)]))
    proof.equal(status, 1)
    proof.equal([int(row["counter_reference"]) for row in rows], [71, 72])


def an_entry_that_takes_back_two_is_refused():
    """An entry between them is lost; which of the two is meant is anybody's guess."""
    def said(*addenda):
        status, rows = rows_of(ach.file_of([ach.Batch([ach.Entry("26", 1000, TRACE, addenda=addenda)])]), "--check")
        return status, [row["rule"] for row in rows if row["severity"] == "error"]

    one, two = ach.returned("R01", 71), ach.returned("R02", 72)
    proof.equal(said(one, two), (1, ["nacha.return-again"]))
    proof.equal(said(one, ach.returned("R02", 71)), (0, []))
    proof.equal(said(one, ach.dishonored("R68", 71, 81), ach.contested("R73", 71, 81, 91)), (0, []))


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
    nothing = ach.file_of([ach.Batch([ach.Entry("22", 0, TRACE)], sec="CCD")])
    assert "nacha.amount-zero" in rules(nothing)
    proof.equal([row["kind"] for row in rows_of(nothing)[1]], ["notice"])


def letters_in_an_amount_are_never_zero():
    lines = ach.lines_of([ach.Batch([ach.Entry("22", 1234, TRACE)])])
    status, rows = rows_of(ach.joined([line.replace("0000001234", "00000A1234") for line in lines]), "--check")
    found = [row for row in rows if row["rule"] == "nacha.amount-text"]
    proof.equal((status, len(found), found[0]["line"], found[0]["value"], found[0]["return_code"]),
                (1, 1, "3", "00000A1234", "R19"))
    with Home() as home:
        home.write("inbox/x.ach", ach.joined([line.replace("0000001234", "00000A1234") for line in lines]))
        home.run("2026-03-10", statuses=1)
        proof.equal((home.rows("journal"), [row["status"] for row in home.rows("files")]), ([], ["refused"]))


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


def advice(payload, cents, sec="CTX"):
    """What is read of a payload that the addenda cut every 80 columns."""
    pieces = [payload[at:at + 80] for at in range(0, len(payload), 80)]
    entry = ach.Entry("22", cents, TRACE, name="%04dHOLLOWAY" % len(pieces), addenda=[ach.text(one) for one in pieces])
    content = ach.file_of([ach.Batch([entry], sec=sec)])
    row = json.loads(decoded(content, "--to", "jsonl")[1])
    return ([(one["document"], one["amount"]) for one in row["remittances"]],
            [(one["kind"], one["value"]) for one in row["references"]], rules(content))


def xml_in_addenda_is_taken_apart():
    xml = ('<?xml version="1.0"?><Document xmlns="urn:iso:std:iso:20022:tech:xsd:remt.001.001.02"><RmtAdvc><RmtInf>'
           "<Ustrd>FOR HARBOUR &amp; SON, SEE F2026-0500</Ustrd><Strd><RfrdDocInf><Tp><CdOrPrtry><Cd>CINV</Cd></CdOrPrtry></Tp>"
           '<Nb>F2026-0401</Nb></RfrdDocInf><RfrdDocAmt><DuePyblAmt Ccy="USD">130.00</DuePyblAmt>'
           '<RmtdAmt Ccy="USD">125.50</RmtdAmt></RfrdDocAmt><CdtrRefInf><Ref>RF18539007547034</Ref></CdtrRefInf></Strd>'
           '<Strd><RfrdDocInf><Nb>G2026-0007</Nb></RfrdDocInf><RfrdDocAmt><CdtNoteAmt Ccy="USD">25.50</CdtNoteAmt>'
           "</RfrdDocAmt></Strd></RmtInf></RmtAdvc></Document>")
    lines, references, said = advice(xml, 10000)
    proof.equal(lines, [("F2026-0401", "125.50"), ("G2026-0007", "-25.50")])
    assert ("text", "FOR HARBOUR & SON, SEE F2026-0500") in references, references
    assert ("creditor-reference", "RF18539007547034") in references, references
    assert not [one for one in said if "remittance" in one], said
    lines, references, said = advice(xml, 9900)
    assert "nacha.remittance-unbalanced" in said, said
    lines, references, said = advice(xml[:400], 10000)
    proof.equal(lines, [])
    assert "nacha.remittance-text" in said and [one for one in references if one[0] == "text"], (said, references)


def an_820_is_read_with_its_own_marks_and_counts():
    isa = "ISA|00|          |00|          |ZZ|%-15s|ZZ|%-15s|260302|1200|U|00401|000000001|0|P|>!" % ("PAYER", "PAYEE")
    body = ["GS|RA|P|R|20260302|1200|1|X|004010", "ST|820|0001", "BPR|C|100|C|ACH|CTX", "TRN|1|T-7781",
            "N1|PR|WILLOW SHIPYARD|91|C-1001", "ENT|1", "NM1|PR|2|WILLOW SHIPYARD", "RMR|IV|F2026-0401|PO|125.5|130|4.5",
            "REF|CT|V-2026-031", "DTM|003|20260301", "RMR|CM|G2026-0007|PO|-25.5", "NTE|GEN|LESS RETURNED GOODS"]
    whole = isa + "!".join(body + ["SE|%d|0001" % len(body), "GE|1|1", "IEA|1|000000001"]) + "!"
    lines, references, said = advice(whole, 10000)
    proof.equal(lines, [("F2026-0401", "125.50"), ("G2026-0007", "-25.50")])
    for want in (("remittance-id", "T-7781"), ("contract", "V-2026-031"), ("customer", "C-1001"),
                 ("text", "LESS RETURNED GOODS")):
        assert want in references, (want, references)
    assert not [one for one in said if "remittance" in one], said
    assert "nacha.remittance-envelope" in advice(whole.replace("SE|12|", "SE|99|"), 10000)[2]
    for end, other in (("SE|12|0001", "SE|12|0002"), ("GE|1|1", "GE|1|7"), ("IEA|1|000000001", "IEA|1|000000010"), ("IEA|1|000000001", "IEA|1|")):
        said = advice(whole.replace(end, other), 10000)[2]
        assert {one for one in said if "remittance" in one} == {"nacha.remittance-control"}, (other, said)
    for end, other in (("GE|1|", "GE|2|"), ("IEA|1|", "IEA|2|"), ("SE|12|0001!", ""), ("GE|1|1!", ""), ("IEA|1|000000001!", "")):
        said = advice(whole.replace(end, other), 10000)[2]
        assert {one for one in said if "remittance" in one} == {"nacha.remittance-envelope"}, (other, said)
    assert not [one for one in advice(whole.replace("SE|12|0001", "SE|12|1"), 10000)[2] if "remittance" in one]
    assert "nacha.remittance-total" in advice(whole.replace("|100|", "|101|"), 10000)[2]
    assert "nacha.remittance-unbalanced" in advice(whole.replace("-25.5", "-20"), 10000)[2]


def tax_and_support_and_health_care_are_read():
    for payload, cents, want in (
            ("TXP*123456789*01500*260331*T*10000*P*2000*I*345*VERIF\\", 12345, ("text", "123456789")),
            ("DED*CS*CASE-77*260301*12345*123456789*N*DOE*06000*N\\", 12345, ("text", "CASE-77")),
            ("TRN*1*EFT-5512*1512345678~", 12345, ("remittance-id", "EFT-5512"))):
        _, references, said = advice(payload, cents, sec="CCD")
        assert want in references, (payload, references)
        assert not [one for one in said if "remittance" in one], (payload, said)
        if not payload.startswith("TRN"):
            assert "nacha.remittance-total" in advice(payload, cents + 1, sec="CCD")[2], payload


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
        "service-class": ach.joined(lines).replace(b"5200HOLLOWAY", b"5999HOLLOWAY"),
        "file-batch-count": ach.joined(lines[:-1] + ["9000009" + lines[-1][7:]]),
        "file-entry-count": ach.joined(lines[:-1] + [lines[-1][:13] + "00000077" + lines[-1][21:]]),
        "file-hash": ach.joined(lines[:-1] + [lines[-1][:21] + "0000000077" + lines[-1][31:]]),
        "batch-entry-count": ach.joined([line[:4] + "000077" + line[10:] if line[0] == "8" else line for line in lines]),
        "entry-hash": ach.joined([line[:10] + "0000000077" + line[20:] if line[0] == "8" else line for line in lines]),
        "record-outside-batch": ach.joined(lines[:1] + ["X" * 94] + lines[1:]),
        "rdfi-text": ach.joined([line[:3] + "A" + line[4:] if line[0] == "6" else line for line in lines]),
        "prenote-amount": ach.joined(lines).replace(b"\n622", b"\n623"),
        "notice-amount": ach.joined(lines).replace(b"PPD", b"ACK"),
        "zero-dollar-amount": ach.joined(lines).replace(b"\n622", b"\n624").replace(b"PPD", b"CCD"),
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


def a_file_without_a_header_has_the_partner_that_names_nobody():
    content = ach.joined([line for line in sound() if line[0] not in "189"])
    for partner, status in (("", 1), (PARTNER % ("batch-control-missing", ""), 1),
                            ("[nacha.partner.any]\nallow = batch-control-missing\n", 0)):
        with Home(conf=partner + "[nacha]\ncompany_ids = %s\n" % ach.COMPANY) as home:
            proof.equal(rows_of(content, home=home.path)[0], status, partner)
            home.write("inbox/x.ach", content)
            home.run("2026-03-10")
            proof.equal([row["status"] for row in home.rows("files")], ["refused" if status else "accepted"], partner)
            proof.equal(Audit(content).faults_of_run(home), [], partner)


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


def what_a_partner_is_refused_for_refuses_every_entry_that_has_it():
    """Told once a batch where it only warns; refused, each time."""
    entries = [ach.Entry("22", 1000 + at, TRACE + at) for at in range(4)]
    strange = [line[:79] + "0" * 8 + line[87:] if line[0] == "6" and line[39:46] == "C-1001 " and line[38] in "13" else line
               for line in ach.lines_of([ach.Batch(entries)])]
    with Home(conf=PARTNER % ("", "trace-odfi")) as home:
        home.write("inbox/x.ach", ach.joined(strange))
        home.run("2026-03-10", statuses=1)
        proof.equal([row["status"] for row in home.rows("payments")], ["unidentified", "refused"] * 2)


def numbers_filled_with_blanks_are_read_and_told():
    """As writers do who forget the zeros; blanks behind a number, or within, are no number."""
    lines = sound()

    def filled(line, spans):
        for first, last in spans:
            text = line[first:last].lstrip("0") or "0"
            line = line[:first] + text.rjust(last - first) + line[last:]
        return line

    spans = {"6": [(29, 39)], "8": [(4, 10), (10, 20), (20, 32), (32, 44)],
             "9": [(1, 7), (7, 13), (13, 21), (21, 31), (31, 43), (43, 55)]}
    bent = [filled(line, spans[line[0]]) if line[0] in spans and line.strip("9") else line for line in lines]
    proof.equal(counted(ach.joined(bent)), WANT)
    found = [row for row in rows_of(ach.joined(bent), "--check")[1] if row["rule"] == "nacha.number-blanks"]
    proof.equal([(row["severity"], row["line"], row["value"]) for row in found],
                [("warning", "3", "     12550"), ("warning", "9", "       100")])
    with Home(conf="[nacha]\ncompany_ids = %s\n" % ach.COMPANY) as home:
        home.write("inbox/x.ach", ach.joined(bent))
        home.run("2026-03-10")
        proof.equal([row["status"] for row in home.rows("files")], ["accepted"])
    for text in ("12550     ", "1 2550    ", "    12 550", "   -12550 ", "    125.50"):
        said = rules(ach.joined([line.replace("0000012550", text) for line in lines]))
        assert "nacha.amount-text" in said, (text, said)


def a_file_refused_whole_tells_how_much_lies_in_rejected():
    lines = [line for line in sound() if line.strip("9")]
    for content in (ach.joined(lines[:-1]), ach.joined(lines[:-1] + [lines[-1][:31] + "000000000001" + lines[-1][43:]]),
                    ach.joined([line[:20] + "9" + line[21:] if line[0] == "8" else line for line in lines])):
        with Home(conf="[nacha]\ncompany_ids = %s\n" % ach.COMPANY) as home:
            home.write("inbox/x.ach", content)
            home.run("2026-03-10", statuses=1)
            (row,) = home.rows("files")
            proof.equal([row[name] for name in ("status", "payments", "posted", "refused", "credits", "debits", "refused_credits",
                                                "refused_debits")],
                        ["refused", "3", "0", "3", "1.00", "224.50", "1.00", "224.50"])
            proof.equal(Audit(content).faults_of_run(home), [])
            home.expect(0, "verify", "--rebuild")


def a_first_line_that_is_cut_or_stray_hides_no_entry():
    """A run refuses such a file; what it holds is shown all the same, and why it is refused."""
    lines = sound()
    for first in ([lines[0][:30]], ["HELLO", lines[0]], ["9", lines[0]], ["-" * 94, lines[0]]):
        for end in ("\n", "\r\n", "\r"):
            content = ach.joined(first + lines[1:], end)
            proof.equal(counted(content)[1:], WANT[1:], first)
            assert "decode.unknown-format" not in rules(content), first


def a_batch_control_that_went_astray_refuses_its_batch_and_no_other():
    """What it leaves without a batch is no batch of its own, and the file ties."""
    lines = ach.lines_of([ach.Batch([ach.Entry("22", 1000 + at, TRACE + at) for at in range(3)], company="1555000111"),
                          ach.Batch([ach.Entry("22", 900, TRACE + 9)], number=2, company="1555000111")])
    lines.insert(3, lines.pop(5))
    content = ach.joined(lines)
    with Home() as home:
        home.write("inbox/x.ach", content)
        home.run("2026-03-10", statuses=1)
        proof.equal([(row["amount"], row["status"]) for row in home.rows("payments")],
                    [("10.00", "refused"), ("10.01", "refused"), ("10.02", "refused"), ("9.00", "unidentified")])
        proof.equal(Audit(content).faults_of_run(home), [])


def a_billers_number_is_read_whole_behind_a_name_that_fills_its_columns():
    """CIE has the name in 40-54 and the number in 55-76; the end of a number may be another customer's."""
    for cents, want in ((6000, {"F-1"}), (6100, {"ACCOUNT1234567"})):
        with Home() as home:
            home.write("open-items/1.csv", "customer_no,name\nACCOUNT1234567,Marta Junior\n1234567,Nobody Else\n")
            home.write("open-items/2.csv", "invoice_no,customer_no,due_date,currency,amount\nF-1,ACCOUNT1234567,2026-03-01,USD,60.00\n"
                       "F-2,1234567,2026-03-01,USD,61.00\n")
            home.write("inbox/x.ach", ach.file_of([ach.Batch([ach.Entry("22", cents, TRACE, ident="MARTA LINDQVIST", name="ACCOUNT1234567")],
                                                             sec="CIE", company="1555000111", service=220)]))
            home.run("2026-03-10")
            proof.equal({row["target_no"] for row in home.rows("allocations")}, want)


def who_pays_a_bill_is_the_consumer_and_not_the_service():
    """In CIE the company is a bill-pay service that pays for many; the consumer's name stands where others have the number."""
    def entry(name, ident, cents, trace=TRACE):
        # ach.py writes identification and name; CIE has them the other way round, in 15 and 22 columns.
        return ach.Entry("22", cents, trace, ident=name, name=ident)

    def batch(*entries):
        return ach.Batch(entries, sec="CIE", company="1555000111", service=220, name="BILLPAY SERVICE")

    rows = rows_of(ach.file_of([batch(entry("MARA LINDHOLM", "ACCT-77", 6000))]))[1]
    proof.equal([(row["payer"], row["reference"]) for row in rows], [("MARA LINDHOLM", "ACCT-77")])
    for at, (name, ident, cents, status) in enumerate((
            ("", "C-10017", 6000, "applied"), ("MARA LINDHOLM", "C-10017", 6000, "applied"), ("M LINDHOLM", "C-10017", 6000, "applied"),
            ("MARA LINDHOLM", "NOBODYS-1", 6000, "applied"), ("PAUL OTHERMANN", "NOBODYS-1", 6000, "applied"),
            ("PAUL OTHERMANN", "C-10017", 6000, "applied"), ("JOHN DOE", "NOBODYS-1", 6000, "unidentified"),
            ("MARTA LINDQVIST", "NOBODYS-1", 6000, "unidentified"))):
        with Home() as home:
            home.write("open-items/1.csv", "customer_no,name\nC-10017,Mara Lindholm\nC-20017,Paul Othermann\n"
                       "C-30017,Marta Lindqvist\n")
            home.write("open-items/2.csv", "invoice_no,customer_no,due_date,currency,amount\nF2026-0401,C-10017,2026-03-01,USD,60.00\n"
                       "F2026-0402,C-20017,2026-03-01,USD,60.00\nF2026-0403,C-30017,2026-03-01,USD,60.00\n")
            home.write("inbox/x.ach", ach.file_of([batch(entry(name, ident, cents))]))
            home.run("2026-03-10")
            row, = home.rows("payments")
            # A name of all fifteen columns may be cut off from another's; a number goes before a name.
            proof.equal((row["payer"], row["status"]), (name if 0 < len(name) < 15 else "BILLPAY SERVICE", status), at)
            proof.equal({one["target_no"] for one in home.rows("allocations")},
                        {"F2026-0402" if name.startswith("PAUL") and ident != "C-10017" else "F2026-0401"} if status == "applied" else set(), at)


def files_put_together_keep_the_marks_of_each():
    """As `cat` and `copy /b` leave them: an end mark or a byte order mark in front of the next header."""
    plain = ach.joined(sound())
    lines = b"".join(plain.splitlines())
    for between, said in ((b"\x1a", "nacha.end-bytes"), (b"\xef\xbb\xbf", "nacha.byte-order-mark"), (b"\0" * 40, "nacha.end-bytes"),
                          (b"\x1a\xef\xbb\xbf", "nacha.byte-order-mark")):
        content = plain + between + plain + between[:1 if between[0] == 0x1a else 0]
        proof.equal(counted(content), (0, 6, WANT[2] * 2), between)
        assert {said, "nacha.several-files"} <= rules(content), rules(content)
    proof.equal(counted(lines + b"\x1a" + lines + b"\x1a"), (0, 6, WANT[2] * 2))


def cents_of_a_class_or_addenda_that_only_tells_are_refused():
    """Other readers take them for nothing, or for a payment."""
    change = ach.changed("C01", TRACE, "1918171614")
    cases = [(ach.Entry("27", 5000, TRACE), sec) for sec in ("COR", "ACK", "ATX", "DNE", "ENR")]
    cases += [(ach.Entry("21", 5000, TRACE, addenda=[change]), "COR"), (ach.Entry("27", 5000, TRACE, addenda=[change]), "PPD"),
              (ach.Entry("26", 5000, TRACE, addenda=[ach.returned("R01", TRACE - 9), change]), "PPD")]
    for entry, sec in cases:
        content = ach.file_of([ach.Batch([entry], sec=sec), ach.Batch([ach.Entry("22", 900, TRACE + 1)], number=2)])
        found = {row["rule"]: row for row in rows_of(content, "--check")[1]}
        proof.equal((found["nacha.notice-amount"]["severity"], found["nacha.notice-amount"]["return_code"]), ("error", "R19"))
        with Home(conf="[nacha]\ncompany_ids = %s\n" % ach.COMPANY) as home:
            home.write("inbox/x.ach", content)
            home.run("2026-03-10", statuses=1)
            row = home.rows("files")[0]
            proof.equal((row["status"], Decimal(row["refused_credits"]) + Decimal(row["refused_debits"])), ("partial", 50), sec)
            proof.equal(Audit(content).faults_of_run(home), [], sec)


def advices_have_codes_of_their_own():
    for code, sec in (("81", "PPD"), ("82", "CCD"), ("88", "WEB"), ("27", "ADV"), ("22", "ADV")):
        said = rules(ach.file_of([ach.Batch([ach.Entry(code, 5000, TRACE)], sec=sec)]))
        assert "nacha.transaction-code" in said, (code, sec, said)


def no_partner_may_waive_what_money_moved():
    for rule in ("batch-debit-total", "file-credit-total", "amount-text", "trailing-records", "nonsense"):
        with Home(conf=PARTNER % (rule, "")) as home:
            home.expect(3, "run", "--date", "2026-03-10")
            home.write("x.ach", ach.joined(sound()))
            home.expect(3, "decode", home.at("x.ach"), "--check")


def every_rule_is_listed_with_severity_and_reason():
    said = subprocess.run([ACQUIT, "help", "findings"], capture_output=True, text=True, check=True).stdout
    listed = {line.split()[0]: line.split()[1:3] for line in said.splitlines()}
    proof.equal(listed["nacha.check-digit"], ["warning", "R28"])
    proof.equal(listed["nacha.amount-text"], ["error", "R19"])


def a_check_in_a_home_judges_debits_as_its_run_would():
    ach = files.Ach()
    ach.begin("PPD", "PINE COUNTY PWR", "1840012345", description="ECHECK")
    ach.entry("27", 1200, "C1001", "NORDWIND", account="70001001")
    with Home() as home:
        home.write("one.ach", ach.text())
        assert "run would take 0 payments; 1 refused" in home.expect(1, "formats", "--check", home.at("one.ach"))
        home.write("acquit.conf", "[nacha]\ncompany_ids = 1840012345\n")
        assert "run would take 1 payment" in home.expect(0, "formats", "--check", home.at("one.ach"))


if __name__ == "__main__":
    proof.run(globals())
