#!/usr/bin/env python3
"""test_state_again.py - open items say how things stand: an older file again is news, the last one again is none."""
import os
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "lib"))
import files  # noqa: E402
import proof  # noqa: E402
from home import Home  # noqa: E402

SNAPSHOT = "[load]\ninvoices = snapshot\n"
ONE, BOTH = (("F1", "100.00"),), (("F1", "100.00"), ("F2", "200.00"))


def invoices(*rows):
    return files.table("invoice_no,customer_no,due_date,currency,amount",
                       [(number, "C1", "2026-03-20", "USD", amount) for number, amount in rows])


def customers(name):
    return files.table("customer_no,name", [("C1", name)])


def a_home(conf=None):
    home = Home(conf=conf)
    home.write("open-items/customers.csv", customers("Mara Lindholm"))
    home.run("2026-03-01")
    return home


def night(home, day, *tables, name="invoices"):
    """Several tables of one night are numbered, in their order."""
    for index, text in enumerate(tables):
        home.write("open-items/%s.csv" % (name if len(tables) == 1 else "%s-%d" % (name, index)), text)
    home.run("2026-03-%02d" % day)
    home.expect(0, "verify")
    return [row["status"] for row in home.rows("files")]


def owed(home):
    return home.balances()["receivable", "USD"]


def an_amount_that_is_put_back_is_heard():
    with a_home() as home:
        for day, amount, want in ((2, "100.00", 10000), (3, "80.00", 8000), (4, "100.00", 10000), (5, "80.00", 8000)):
            proof.equal(night(home, day, invoices(("F1", amount))), ["accepted"])
            proof.equal(owed(home), want)
        home.expect(0, "verify", "--rebuild")


def the_last_file_of_a_night_stands_whatever_stood_before():
    """An older state under a new name comes before the last one, which is news again then."""
    for nights, want in ((((100,), (80,), (100, 80)), 8000), (((100,), (80,), (80, 100), (80, 100), (80, 100)), 10000)):
        with a_home() as home:
            for day, amounts in enumerate(nights, 2):
                night(home, day, *(invoices(("F1", "%d.00" % amount)) for amount in amounts), name="some%d" % len(amounts))
            proof.equal(owed(home), want)
            home.expect(0, "verify", "--rebuild")


def what_a_snapshot_lists_no_more_is_closed_whatever_came_before():
    with a_home(SNAPSHOT) as home:
        for day, rows, want in ((2, ONE, 10000), (3, BOTH, 30000), (4, ONE, 10000), (5, BOTH, 30000), (6, ONE, 10000)):
            proof.equal(night(home, day, invoices(*rows)), ["accepted"])
            proof.equal(owed(home), want)
        home.expect(0, "verify", "--rebuild")


def a_name_that_is_put_back_is_heard():
    with a_home() as home:
        for day, name in ((2, "Mara Berg"), (3, "Mara Lindholm")):
            proof.equal(night(home, day, customers(name), name="customers"), ["accepted"])
        assert "Mara Lindholm" in home.expect(0, "show", "customer:C1")


def the_last_one_again_is_a_duplicate():
    with a_home(SNAPSHOT) as home:
        night(home, 2, invoices(*ONE))
        night(home, 3, invoices(*BOTH))
        balances, head = home.balances(), home.head()
        for day, name in ((4, "invoices"), (5, "another"), (6, "invoices")):
            proof.equal(night(home, day, invoices(*BOTH), name=name), ["duplicate"])
            proof.equal((home.balances(), home.head()), (balances, head))
        proof.equal(night(home, 7, invoices(*ONE)), ["accepted"])
        proof.equal(night(home, 8, invoices(*ONE)), ["duplicate"])
        proof.equal(owed(home), 10000)


def an_older_one_that_changes_nothing_is_a_duplicate():
    with a_home() as home:
        night(home, 2, invoices(("F1", "100.00")))
        night(home, 3, invoices(("F2", "200.00")))
        head = home.head()
        proof.equal(night(home, 4, invoices(("F1", "100.00"))), ["duplicate"])
        proof.equal((home.head(), owed(home)), (head, 30000))
        proof.equal(home.rows("files")[0]["reason"], "the same bytes came before as invoices.csv")
        proof.equal(home.names("work"), [])


def all_that_ever_came_again_in_one_night_changes_nothing():
    """A folder that is copied whole each night: what stands was made by these very files."""
    with a_home(SNAPSHOT) as home:
        texts = [invoices(*ONE), invoices(*BOTH), invoices(("F1", "80.00"))]
        for day, text in enumerate(texts):
            night(home, 2 + day, text, name="invoices-%d" % day)
        head = home.head()
        for day, text in enumerate(texts):
            home.write("open-items/invoices-%d.csv" % day, text)
        proof.equal(night(home, 6, customers("Mara Lindholm"), name="customers"), ["duplicate"] * 4)
        proof.equal((home.head(), owed(home)), (head, 8000))
        # and a new one beside them is all that is news
        for day, text in enumerate(texts):
            home.write("open-items/invoices-%d.csv" % day, text)
        proof.equal(night(home, 7, invoices(("F1", "90.00")), name="invoices-9"), ["duplicate"] * 3 + ["accepted"])
        proof.equal(owed(home), 9000)


def files_of_several_days_in_one_night_are_read_in_their_order():
    for conf, first, second, want in ((SNAPSHOT, ONE, BOTH, 10000), (None, ONE, (("F1", "80.00"),), 10000)):
        with a_home(conf) as home:
            proof.equal(night(home, 2, *(invoices(*rows) for rows in (first, second, first))), ["accepted"] * 3)
            proof.equal(owed(home), want)
            head = home.head()
            proof.equal(night(home, 3, *(invoices(*rows) for rows in (first, second, first))), ["duplicate"] * 3)
            proof.equal((home.head(), owed(home)), (head, want))


def named_files_are_read_in_their_order_too():
    with a_home(SNAPSHOT) as home:
        names = []
        for folder, rows in (("a", ONE), ("b", BOTH), ("c", ONE)):
            os.mkdir(home.at(folder))
            home.write(folder + "/open.csv", invoices(*rows))
            names.append(home.at(folder, "open.csv"))
        home.expect(0, "load", *names)
        home.run("2026-03-03")
        proof.equal(owed(home), 10000)
        home.expect(0, "load", names[1])
        home.expect(0, "verify")
        proof.equal(owed(home), 30000)


def a_dry_run_foretells_it():
    with a_home(SNAPSHOT) as home:
        night(home, 2, invoices(*ONE))
        night(home, 3, invoices(*BOTH))
        home.write("open-items/invoices.csv", invoices(*ONE))
        home.expect(0, "run", "--date", "2026-03-04", "--dry-run")
        foretold = home.balances(run="dry-run")
        home.run("2026-03-04")
        proof.equal((home.balances(), owed(home)), (foretold, 10000))


def rows_that_lacked_their_customer_are_taken_when_it_came():
    with a_home() as home:
        rows = [("F1", "C1", "2026-03-20", "USD", "100.00"), ("F2", "C2", "2026-03-20", "USD", "200.00")]
        text = files.table("invoice_no,customer_no,due_date,currency,amount", rows)
        proof.equal(night(home, 2, text), ["partial"])
        proof.equal(night(home, 3, text), ["duplicate"])
        night(home, 4, files.table("customer_no,name", [("C2", "Jon Berg")]), name="customers")
        proof.equal(night(home, 5, text), ["accepted"])
        proof.equal(owed(home), 30000)
        proof.equal([row["rule"] for row in home.rows("findings") if row["severity"] == "note"], ["run.state-again"])
        proof.equal(night(home, 6, text), ["duplicate"])


def what_is_paid_by_then_stays_paid():
    """The amount falls below what was put on it: the excess is the customer's, and goes back when the old file comes again."""
    with a_home() as home:
        night(home, 2, invoices(("F1", "100.00")))
        home.write("inbox/cash.csv", files.table("id,booked_on,amount,currency,payer,text",
                                                 [("1", "2026-03-03", "100.00", "USD", "Mara Lindholm", "F1")]))
        home.run("2026-03-03")
        proof.equal(owed(home), 0)
        night(home, 4, invoices(("F1", "80.00")))
        proof.equal((owed(home), home.balances()["on-account", "USD"]), (0, -2000))
        night(home, 5, invoices(("F1", "100.00")))
        proof.equal((owed(home), home.balances()["on-account", "USD"]), (0, 0))
        home.expect(0, "verify", "--rebuild")


if __name__ == "__main__":
    proof.run(globals())
