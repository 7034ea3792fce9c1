#!/usr/bin/env python3
"""test_replay.py - the archive taken in again under other settings tells what would end otherwise, and changes nothing."""
import csv
import hashlib
import io
import os
import shutil
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "lib"))
import files  # noqa: E402
import proof  # noqa: E402
from home import DEMO, Home  # noqa: E402

HEADER = "payment_id,source_id,amount,currency,status,targets,replayed_status,replayed_targets"


def two_nights(home):
    home.run("2026-03-10")
    home.drop(*(os.path.join(DEMO, "night2", name) for name in ("echeck-returns.ach", "statement-usd.xml")))
    shutil.copy(os.path.join(DEMO, "night2", "contracts.csv"), home.at("open-items"))
    home.run("2026-03-12")


def bytes_of(home):
    found = {}
    for folder, _, names in os.walk(home.path):
        for name in names:
            path = os.path.join(folder, name)
            if not name.startswith("acquit.db-"):  # of whoever reads
                with open(path, "rb") as data:
                    found[os.path.relpath(path, home.path)] = hashlib.sha256(data.read()).hexdigest()
    return found


def replay(home, conf, *more):
    path = os.path.join(home.top, "other.conf")
    with open(path, "w", encoding="utf-8") as out:
        out.write(conf)
    done = home.call("replay", "--settings", path, *more)
    return done, list(csv.DictReader(io.StringIO(done.stdout)))


def own_conf(home):
    with open(home.at("acquit.conf"), encoding="utf-8") as text:
        return text.read()


def the_same_settings_end_the_same_and_the_home_keeps_every_byte():
    with Home(demo=True) as home:
        two_nights(home)
        before = bytes_of(home)
        done, rows = replay(home, own_conf(home))
        proof.equal((done.returncode, done.stdout, rows), (0, HEADER + "\n", []))
        assert "2 runs with 15 files replayed; 0 of 29 payments" in done.stderr, done.stderr
        proof.equal(bytes_of(home), before)


def other_settings_name_each_payment_that_ends_otherwise():
    with Home(demo=True) as home:
        two_nights(home)
        done, rows = replay(home, "[nacha]\ncompany_ids = 1999999999\n", "--since", "2026-03-12")
        proof.equal(done.returncode, 0)
        one = next(row for row in rows if row["targets"] == "contract:K-5501=4200.00")
        proof.equal((one["source_id"], one["amount"], one["currency"], one["status"], one["replayed_status"],
                     one["replayed_targets"]), ("876543210001003", "4200.00", "USD", "applied", "", ""))
        assert "4500.00 USD in 2 payments: no longer applied" in done.stderr, done.stderr
        proof.equal([name for name in home.names() if name.startswith("replay")], [])
        home.expect(0, "verify")


def messages_name_files_as_their_senders_do():
    with Home(demo=True) as home:
        home.write("inbox/my cash.csv", files.table("cash", [("R-1", "2026-03-10", "100.00", "USD", "x", "INV F2026-10001"),
                                                             ("R-2", "2026-03-33", "20.00", "USD", "x", "thanks")]))
        home.write("open-items/more.csv", files.table("invoice_no,customer_no,due_date,currency,amount", [
            ("F-9", "C-NONE", "2026-03-15", "USD", "100.00"), ("F-8", "C20017", "2026-03-15", "USD", "100.00")]))
        home.run("2026-03-10")
        done, _ = replay(home, "[nacha]\ncompany_ids = 1999999999\n")
        proof.equal(done.returncode, 0)
        for line in ("in the replay, my cash.csv is taken in only in part: 1 of 2 payments is refused\n",
                     "in the replay, more.csv is taken in only in part: 1 of 2 rows is refused\n",
                     "in the replay, echecks.ach is refused: line 3: a debit of a company that is not listed"):
            assert line in done.stderr, done.stderr
        assert "1 run with 14 files replayed" in done.stderr, done.stderr
        assert "0000" not in done.stderr and ".gz" not in done.stderr and "rejected/" not in done.stderr, done.stderr


def what_people_decided_is_counted():
    with Home(demo=True) as home:
        two_nights(home)
        asked = next(row for row in home.rows("exceptions") if row["code"] == "unknown-payer")
        home.expect((0, 1), "review", "note", asked["payment_id"], "asked the bank", "--by", "m.ito", "--why", "nobody known")
        done, _ = replay(home, own_conf(home))
        assert done.stderr.rstrip().endswith("1 act"), done.stderr


def faults_in_the_settings_are_told_of_the_file_that_was_named():
    with Home(demo=True) as home:
        done, _ = replay(home, "[nacha]\nno_such_key = 1\n")
        proof.equal(done.returncode, 3)
        assert "other.conf:2:1: [nacha] has no key 'no_such_key'" in done.stderr, done.stderr
        done, _ = replay(home, "company_ids = 1\n")
        assert "other.conf:1:1: 'company_ids' is in no section: a line [SECTION] must come before it" in done.stderr, done.stderr
        done = home.call("replay", "--settings", home.at("nothing.conf"))
        assert done.returncode == 3 and "name a file" in done.stderr, (done.returncode, done.stderr)
        proof.equal(home.call("replay").returncode, 2)
        proof.equal([name for name in home.names() if name.startswith("replay")], [])


if __name__ == "__main__":
    proof.run(globals())
