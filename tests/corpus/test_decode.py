#!/usr/bin/env python3
"""test_decode.py - `acquit decode` and `run` on real files, against figures that others counted.

Needs ../shared/data beside the project and is skipped where it is not. Nothing
of it is copied here. The unit tests of the decoders hold them to the same
truths field by field; this holds the whole program to sums and verdicts.
"""
import collections
import csv
import io
import os
import re
import subprocess
import sys
from decimal import Decimal

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "lib"))
import proof  # noqa: E402
from audit import Audit  # noqa: E402
from home import ACQUIT, ROOT, SAMPLE, Home  # noqa: E402

DATA = os.path.join(ROOT, "..", "shared", "data")


def table(folder, name="EXPECT.tsv", header=None):
    path = os.path.join(DATA, folder, name)
    if not os.path.exists(path):
        raise proof.Skip("no shared/data/" + folder)
    with open(path, encoding="utf-8", newline="") as text:
        return list(csv.DictReader(text, fieldnames=header, delimiter="\t", quoting=csv.QUOTE_NONE))


def nacha_files():
    return table("nacha", header=("repo", "path", "file", "verdict", "facts"))


def decode(folder, name, *options):
    done = subprocess.run([ACQUIT, "--home", "/nonexistent", "decode", *options, os.path.join(DATA, folder, name)],
                          capture_output=True, text=True, errors="replace", timeout=120, check=False,
                          stdin=subprocess.DEVNULL)
    assert done.returncode in (0, 1), "%s: exit %d\n%s" % (name, done.returncode, done.stderr[-2000:])
    return done.returncode, list(csv.DictReader(io.StringIO(done.stdout)))


def sums(rows):
    """{currency: money in less money out}"""
    found = collections.Counter()
    for row in rows:
        found[row["currency"]] += Decimal(row["amount"] or 0)
    return {key: value for key, value in found.items() if value}


def entries_and_cents_of_valid_nacha_files_are_those_counted():
    wrong = []
    for expected in nacha_files():
        if expected["verdict"] != "valid":
            continue
        facts = dict(re.findall(r"(\w+)=(\S+)", expected["facts"]))
        status, rows = decode("nacha", expected["file"])
        cents = sum(abs(Decimal(row["amount"] or 0)) for row in rows) * 100
        want = int(facts["entries"]), int(facts["credit"]) + int(facts["debit"])
        if (len(rows), int(cents)) != want or status != 0:
            wrong.append((expected["file"], (len(rows), int(cents)), want, status))
    proof.equal(wrong, [])


def findings_of_invalid_nacha_files_name_line_and_rule():
    wrong = []
    for expected in nacha_files():
        if expected["verdict"] != "invalid":
            continue
        _, rows = decode("nacha", expected["file"], "--check")
        # what the reference reader refuses may be a warning here: real banks send it
        telling = [row for row in rows if row["line"] and row["rule"].startswith(("nacha.", "decode."))]
        if not telling:
            wrong.append((expected["file"], rows[:3], expected["facts"]))
    proof.equal(wrong, [])


def entries_and_cents_of_invalid_nacha_files_are_those_counted_too():
    """What cannot be posted is read all the same; an amount that is no number counts for nothing."""
    wrong = []
    for expected in nacha_files():
        facts = dict(re.findall(r"(\w+)=(\S+)", expected["facts"]))
        _, rows = decode("nacha", expected["file"])
        cents = sum(abs(Decimal(row["amount"] or 0)) for row in rows) * 100
        want = int(facts["entries"]), int(facts["credit"]) + int(facts["debit"])
        if (len(rows), int(cents)) != want:
            wrong.append((expected["file"], (len(rows), int(cents)), want))
    proof.equal(wrong, [])


def our_companies():
    """Settings by which every company in the files is our own"""
    ours = set()
    for expected in nacha_files():
        with open(os.path.join(DATA, "nacha", expected["file"]), encoding="latin-1") as text:
            ours.update(line[40:50].strip() for line in text if line[:1] == "5")
    return "[nacha]\ncompany_ids = %s\n" % " ".join(sorted(one for one in ours if one and " " not in one))


def every_line_of_a_nacha_file_has_one_verdict():
    """Taken in by itself, with its companies ours and not: each entry is one row, posted, a notice or
    refused with a reason; each odd line is spoken of; cents in are cents out."""
    wrong = []
    for expected in nacha_files()[::3 if SAMPLE else 1]:
        path = os.path.join(DATA, "nacha", expected["file"])
        with open(path, "rb") as file:
            audit = Audit(file.read())
        rows, findings = decode("nacha", expected["file"])[1], decode("nacha", expected["file"], "--check")[1]
        wrong += [(expected["file"], "decode", one) for one in audit.faults(rows, findings)]
        for conf in (None, our_companies()):
            with Home(conf=conf) as home:
                home.drop(path)
                home.run("2026-03-10")
                wrong += [(expected["file"], conf is None, one) for one in audit.faults_of_run(home)]
    proof.equal(wrong, [])


def nothing_of_a_refused_nacha_unit_is_posted():
    """Each file alone in a home: what its findings refuse moves no cent, and cents in are cents out."""
    conf = our_companies()
    for expected in nacha_files()[::3 if SAMPLE else 1]:
        with Home(conf=conf) as home:
            home.drop(os.path.join(DATA, "nacha", expected["file"]))
            home.run("2026-03-10")
            worst = {row["severity"] for row in home.rows("findings")}
            files, rows = home.rows("files"), home.rows("payments")
            journal = {row["payment_id"] for row in home.rows("journal") if row["payment_id"]}
            what = expected["file"], files
            if files[0]["status"] == "refused":
                proof.equal((rows, journal), ([], set()), what)
            assert files[0]["status"] == "refused" or "fatal" not in worst, what
            refused = {row["payment_id"] for row in rows if row["status"] in ("refused", "notice")}
            proof.equal(journal & refused, set(), what)
            proof.equal(journal | refused, {row["payment_id"] for row in rows}, what)
            home.expect(0, "verify")


def iso_files():
    """{file: {currency: [money in, money out]}} as counted entry by entry"""
    want = collections.defaultdict(lambda: collections.defaultdict(lambda: [Decimal(0), Decimal(0)]))
    for row in table("iso20022"):
        if row["msg"] in ("camt.052", "camt.053", "camt.054"):
            sides = want[row["file"]][row["currency"]]
            sides[0] += Decimal(row["credit_sum"] or 0)
            sides[1] += Decimal(row["debit_sum"] or 0)
    return want


def told(sums_of):
    return {key: value for key, value in sums_of.items() if any(value)}


def credits_and_debits_of_iso_statements_are_those_counted():
    mixed = {row["file"] for row in table("iso20022", "EXPECT_TX.tsv")
             if row["tx_cdtdbt"] not in ("", row["cdtdbt"]) and row["cdtdbt"] in ("CRDT", "DBIT")}
    wrong = []
    for name, counted in sorted(iso_files().items()):
        status, rows = decode("iso20022", name)
        found = collections.defaultdict(lambda: [Decimal(0), Decimal(0)])
        for row in rows:
            amount = Decimal(row["amount"] or 0)
            found[row["currency"]][amount < 0] += abs(amount)
        if any(debits < 0 for _, debits in counted.values()):
            # An amount with a sign beside its direction: shown on the side the
            # file names, and refused; never turned over.
            counted = {key: [abs(side) for side in value] for key, value in counted.items()}
            proof.equal(status, 1, name)
        if name in mixed:
            # A batch of both directions booked net: its leaves have sides of their own.
            found = {key: [value[0] - value[1]] for key, value in found.items()}
            counted = {key: [value[0] - value[1]] for key, value in counted.items()}
        if told(found) != told(counted):
            wrong.append((name, told(found), told(counted)))
    proof.equal(wrong, [])


def ids_of_iso_leaves_are_those_counted():
    wrong = []
    seen = {}
    for leaf in table("iso20022", "EXPECT_TX.tsv"):
        name, sought = leaf["file"], leaf["e2e"].strip()
        if name not in seen:
            seen[name] = collections.Counter(row["end_to_end_id"] for row in decode("iso20022", name)[1])
        if sought.upper() not in ("", "-", "NOTPROVIDED", "NONREF") and not seen[name][sought]:
            wrong.append((name, leaf["stmt"], leaf["ntry"], leaf["tx"], sought))
    proof.equal(wrong, [])


def other_iso_messages_decode_to_notices():
    wrong = []
    for expected in table("iso20022", "EXPECT_OTHER.tsv"):
        status, rows = decode("iso20022", expected["file"])
        kinds = {row["kind"] for row in rows}
        if "doctype" in expected["file"]:
            if rows or status != 1:
                wrong.append((expected["file"], status, len(rows)))
        elif len(rows) != int(expected["transactions"]) or kinds - {"notice"}:
            wrong.append((expected["file"], len(rows), expected["transactions"], kinds))
        else:
            counted = re.findall(r"([A-Z]{3}) (-?[\d.]+)", expected["sum_by_ccy"])
            found = {key: abs(value) for key, value in sums(rows).items()}
            if any(found.get(code) != Decimal(number) for code, number in counted):
                wrong.append((expected["file"], found, counted))
    proof.equal(wrong, [])


def a_night_of_all_real_files_proves_itself_and_again_changes_nothing():
    nacha_files()
    with Home() as home:
        dropped = []
        for folder in ("nacha", "iso20022", "csv"):
            for name in sorted(os.listdir(os.path.join(DATA, folder))):
                path = os.path.join(DATA, folder, name)
                if os.path.isfile(path) and not name.endswith((".tsv", ".txt")):
                    home.drop(path)
                    dropped.append(name)
        home.run("2026-03-10", statuses=1)
        files = {row["file"]: row["status"] for row in home.rows("files")}
        proof.equal(sorted(set(dropped) - set(files) - set(home.names("inbox"))), [], "files without a word")
        home.expect(0, "verify")
        balances, reports = home.balances(), home.names("reports")
        home.run("2026-03-10", statuses=1)
        proof.equal((home.balances(), home.names("reports")), (balances, reports))
        refused = {name for name, status in files.items() if status == "refused"}
        proof.equal({row["file"] for row in home.rows("payments")} & refused, set(), "payments of refused files")
        print("  %d files: %s" % (len(files), dict(collections.Counter(files.values()))))


if __name__ == "__main__":
    proof.run(globals())
