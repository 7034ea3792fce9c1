#!/usr/bin/env python3
"""test_guards.py - what a home that is not as it should be is told, before anything is posted."""
import os
import shutil
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "lib"))
import files  # noqa: E402
import proof  # noqa: E402
from home import Home  # noqa: E402

DATE = "2026-03-10"
NEXT = "2026-03-11"


def cash(number, day=DATE):
    return files.table("cash", [("R-%d" % number, day, "1.00", "USD", "somebody", "thanks %d" % number)])


def one_invoice():
    home = Home()
    home.write("open-items/customers.csv", files.table("customer_no,name", [("C1001", "Harbor Bakery")]))
    home.write("open-items/invoices.csv", files.table("invoice_no,customer_no,due_date,currency,amount", [
        ("F2026-10001", "C1001", "2026-03-15", "USD", "100.00")]))
    home.write("inbox/paid.csv", files.table("cash", [("R-1", DATE, "100.00", "USD", "x", "INV F2026-10001")]))
    home.run(DATE, statuses=0)
    return home


# --- rejected/ ---

def a_refused_file_that_was_taken_away_waits_for_nobody():
    with one_invoice() as home:
        home.write("inbox/bad.ach", "101 nothing\n")
        home.run(NEXT, statuses=1)
        proof.equal(home.names("rejected"), ["bad.ach", "bad.ach.reason.txt"])
        home.run(NEXT, statuses=1)
        os.remove(home.at("rejected", "bad.ach"))
        home.run(NEXT, statuses=0)
        assert "0 files lie in rejected/" in home.expect(0, "status")


def a_file_taken_in_part_waits_until_its_reason_is_removed():
    with one_invoice() as home:
        home.write("open-items/more.csv", files.table("invoice_no,customer_no,due_date,currency,amount", [
            ("F2026-10003", "C1001", "2026-03-15", "USD", "1.00"), ("F2026-10004", "C9", "2026-03-15", "USD", "1.00")]))
        home.run(NEXT, statuses=1)
        home.run(NEXT, statuses=1)
        assert "1 file lies in rejected/" in home.expect(0, "status")
        for name in home.names("rejected"):
            os.remove(home.at("rejected", name))
        home.run(NEXT, statuses=0)


# --- reports ---

def the_nights_report_is_not_lost_behind_what_people_decided():
    with one_invoice() as home:
        night = home.reports()
        payment = home.rows("payments")[0]["payment_id"]
        home.expect(0, "review", "unapply", payment, "--by", "ada", "--why", "wrong", "--date", DATE)
        for words in (("report",), ("report", DATE + ".2")):
            home.expect(0, *words)
            proof.equal(os.readlink(home.at("reports", "latest")), DATE + ".1")
            proof.equal({name: text for name, text in home.reports().items() if name.endswith(".csv")},
                        {name: text for name, text in night.items() if name.endswith(".csv")})
        os.remove(home.at("reports", DATE + ".1", "index.html"))
        home.expect(0, "report")
        assert "index.html" in home.names("reports", DATE + ".1")


# --- the book, its key, its folders ---

def stamps(home):
    """When each file was written last; the lock and the database are touched by looking."""
    return {os.path.join(folder, name): os.path.getmtime(os.path.join(folder, name))
            for folder, _, names in os.walk(home.path) for name in names
            if name != "lock" and not name.startswith("acquit.db")}


def refused(home, status, *words, says=""):
    """It says what to do, and changes nothing."""
    before = stamps(home)
    done = home.call(*words)
    proof.equal(done.returncode, status, " ".join(words) + done.stdout + done.stderr)
    assert says in done.stderr, done.stderr
    proof.equal(stamps(home), before)


def init_makes_no_book_where_one_is_lost():
    for left in (("archive", "reports", "seal.key", "seal.key.pub"), ("archive",), ("reports",), ("seal.key",)):
        with one_invoice() as home:
            for name in ("acquit.db", "acquit.conf") + tuple({"archive", "reports", "seal.key", "seal.key.pub"} - set(left)):
                path = home.at(name)
                (shutil.rmtree if os.path.isdir(path) else os.remove)(path)
            for words in (("init",), ("run", "--date", NEXT), ("status",)):
                refused(home, 3, *words, says="restore acquit.db from a backup")


def a_damaged_book_is_restored_not_opened():
    for damage in (b"", b"\0" * 4096, b"hello", None):
        with one_invoice() as home:
            with open(home.at("acquit.db"), "r+b") as book:
                if damage is None:
                    book.seek(68)
                    book.write(b"\0\0\0\0")
                else:
                    book.write(damage)
                    book.truncate(len(damage))
            for words in (("run", "--date", NEXT), ("status",), ("verify",)):
                refused(home, 6, *words, says="restore the store from a backup")


def reports_of_another_book_are_not_written_over():
    with one_invoice() as home, one_invoice() as other:
        shutil.copytree(other.at("reports", DATE + ".1"), home.at("reports", NEXT + ".1"))
        home.write("inbox/more.csv", cash(2))
        payment = home.rows("payments")[0]["payment_id"]
        refused(home, 3, "run", "--date", NEXT, says="reports/%s.1" % NEXT)
        refused(home, 3, "review", "unapply", payment, "--by", "a", "--why", "b", "--date", NEXT, says="home.reports")
        proof.equal(home.names("inbox"), ["more.csv"])
        shutil.rmtree(home.at("reports", NEXT + ".1"))
        home.run(NEXT, statuses=1)
        home.expect(0, "verify")


def what_a_killed_run_had_begun_to_write_is_no_report():
    with one_invoice() as home:
        os.makedirs(home.at("reports", NEXT + ".1"))
        home.write("reports/%s.1/.tmp-0123456789abcdef" % NEXT, "entry_no,posted_on\n")
        home.write("inbox/more.csv", cash(2))
        home.run(NEXT, statuses=1)
        assert "journal.csv" in home.names("reports", NEXT + ".1")


def the_journal_that_is_written_while_a_night_posts_is_that_of_the_store():
    with one_invoice() as home:
        home.write("inbox/more.csv", cash(2))
        home.write("inbox/torn.csv", cash(3) + "R-4,never,1.00,USD\n")
        home.run(NEXT, statuses=1)
        before = home.reports()
        assert before["journal.csv"].count(b"\n") > 2
        home.expect(0, "report")
        proof.equal(home.reports(), before)


def a_key_that_cannot_seal_is_told_before_anything_is_posted():
    for damage in ("gone", "empty"):
        with one_invoice() as home:
            payment = home.rows("payments")[0]["payment_id"]
            os.rename(home.at("seal.key"), home.at("kept"))
            if damage == "empty":
                home.write("seal.key", "")
                os.chmod(home.at("seal.key"), 0o600)
            refused(home, 3, "run", "--date", NEXT, says="restore seal.key from a backup")
            home.write("inbox/more.csv", cash(2))
            refused(home, 3, "run", "--date", NEXT, says="nothing was changed")
            refused(home, 3, "review", "unapply", payment, "--by", "a", "--why", "b", says="home.key")
            os.rename(home.at("kept"), home.at("seal.key"))
            home.run(NEXT, statuses=1)
            home.expect(0, "verify")


def a_drop_folder_that_is_not_mounted_is_no_quiet_night():
    for name in ("inbox", "open-items"):
        with one_invoice() as home:
            os.rmdir(home.at(name))
            home.expect(0, "status")
            for _ in range(2):
                refused(home, 5, "run", "--date", NEXT, says="/%s is not there" % name)
                assert name not in home.names()
            os.mkdir(home.at(name))
            home.run(NEXT, statuses=0)


if __name__ == "__main__":
    proof.run(globals())
