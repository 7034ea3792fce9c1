"""audit.py - what becomes of every line of an ACH file.

The lines are cut and told apart here, from the rules' columns alone and with no
code of acquit's: an entry owns its line and the addenda behind it, a batch its
header and control, a file its own. Then every entry must be one row, every odd
line must be spoken of, and cents in must be cents out.
"""
import collections
import re
from decimal import Decimal

WIDTH = 94
Entry = collections.namedtuple("Entry", "line cents lines")


def text_of(raw):
    """Columns as characters; in a line of 94 bytes a column is a byte."""
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError:
        return raw.decode("cp1252", "replace")
    if len(raw) == WIDTH != len(text):
        return "".join(letter + "\0" * (len(letter.encode()) - 1) for letter in text)
    return text


def records_of(content):
    """[(line number, text)] of all that is no blank line"""
    content = content.removeprefix(b"\xef\xbb\xbf").rstrip(b"\0\x1a\r\n\f ")
    if b"\n" in content:
        pieces = [piece.rstrip(b"\r") for piece in content.split(b"\n")]
    elif b"\r" in content:
        pieces = content.split(b"\r")
    else:
        pieces = [content[at:at + WIDTH] for at in range(0, len(content), WIDTH)]
    for number, piece in enumerate(pieces, 1):
        text = text_of(piece).rstrip()
        tail = len(text) % WIDTH
        joined = len(text) > WIDTH and (tail == 0 or tail >= 55) and not set(text[::WIDTH]) - set("156789")
        for at in range(0, len(text) if joined else min(len(text), 1), WIDTH):
            yield number, text[at:at + WIDTH].ljust(WIDTH)


def cents_of(line, is_advice):
    text = (line[27:39] if is_advice else line[29:39]).lstrip(" ")
    return int(text) if re.fullmatch("[0-9]+", text) else 0


class Audit:
    """entries, and the lines that no entry, batch or file owns"""

    def __init__(self, content):
        self.entries, self.odd, self.frame = [], [], []
        is_advice = is_open = False
        for number, line in records_of(content):
            if line[0] == "6":
                self.entries.append(Entry(number, cents_of(line, is_advice), [number]))
                is_open = True
            elif line[0] == "7" and is_open:
                self.entries[-1].lines.append(number)
            elif line[0] in "1589":
                self.frame.append(number)
                is_open = False
                is_advice = line[50:53].upper() == "ADV" if line[0] == "5" else is_advice
            else:
                self.odd.append(number)
                is_open = False
        self.cents = sum(entry.cents for entry in self.entries)

    def faults(self, rows, findings):
        """What is wrong with {line, amount} rows and {line, rule} findings of the file."""
        want = collections.Counter((entry.line, entry.cents) for entry in self.entries)
        found = collections.Counter((int(row["line"]), int(abs(Decimal(row["amount"] or 0)) * 100)) for row in rows)
        spoken = {int(row["line"] or 0) for row in findings}
        wrong = [("entry without a row", *key) for key in want - found]
        wrong += [("row without an entry", *key) for key in found - want]
        wrong += [("line without a word", line) for line in self.odd if line not in spoken]
        return wrong

    def faults_of_refusal(self, file):
        """What lies in rejected/ is all of it, where acquit read all of it."""
        if not file["refused"]:
            return []
        refused = int(Decimal(file["refused_credits"]) * 100 + Decimal(file["refused_debits"]) * 100)
        return [] if (int(file["payments"]), int(file["refused"]), int(file["posted"]), refused) == (
            len(self.entries), len(self.entries), 0, self.cents) else [("refused", file["refused"], refused)]

    def faults_of_run(self, home):
        """The same of a home that took in this file and no other."""
        (file,), rows, findings = home.rows("files"), home.rows("payments"), home.rows("findings")
        if file["status"] == "refused":
            return [("posted of a refused file", row["line"]) for row in rows] + (
                [] if file["reason"] else [("refused without a reason",)]) + self.faults_of_refusal(file)
        wrong = self.faults(rows, findings)
        parts = ("posted", "duplicate", "notice", "refused")
        units = sum(int(file[part] or 0) for part in parts)
        cents = sum(int(Decimal(file[part + side] or 0) * 100) for part in parts for side in ("_credits", "_debits"))
        if (units, cents) != (len(self.entries), self.cents):
            wrong.append(("in and out", (len(self.entries), self.cents), (units, cents)))
        wrong += [("refused without a reason", row["line"]) for row in rows
                  if row["status"] == "refused" and not row["refusal"]]
        refused = sum(row["status"] == "refused" for row in rows)
        if (refused > 0) != (file["status"] == "partial") or refused != int(file["refused"] or 0):
            wrong.append(("refused", refused, file["status"], file["refused"]))
        return wrong
