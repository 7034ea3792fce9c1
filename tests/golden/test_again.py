#!/usr/bin/env python3
"""test_again.py - the same files again, renamed, or in another order change nothing.

What is compared between homes is what was applied to what: a payment is known
by its own id, amount and currency, so that the order of files may differ.
"""
import gzip
import os
import random
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "lib"))
import proof  # noqa: E402
from home import DEMO, Home  # noqa: E402

NIGHT = "2026-03-10"


def demo_files(folder):
    return [os.path.join(DEMO, folder, name) for name in sorted(os.listdir(os.path.join(DEMO, folder)))]


def bare_home():
    with open(os.path.join(DEMO, "home", "acquit.conf"), encoding="utf-8") as conf:
        home = Home(conf=conf.read())
    home.drop(*demo_files("open-items"), folder="open-items")
    return home


def content(path):
    with open(path, "rb") as file:
        return file.read()


def applied(home):
    """Every allocation as (payment's own id, its amount, target, amount, discount, rule), sorted."""
    payments = {row["payment_id"]: row for row in home.rows("payments")}
    return sorted((payments[row["payment_id"]]["source_id"], payments[row["payment_id"]]["amount"],
                   row["target_kind"], row["target_no"], row["amount"], row["discount"], row["currency"], row["rule"])
                  for row in home.rows("allocations"))


def statuses(home):
    """Every payment's status, the rows of files known by their bytes left out."""
    return sorted((row["source_id"], row["amount"], row["currency"], row["status"], row["rule"])
                  for row in home.rows("payments"))


def asked(home):
    return sorted((row["code"], row["amount"], row["currency"], row["text"]) for row in home.rows("exceptions"))


def reference():
    home = bare_home()
    home.drop(*demo_files("inbox"))
    home.run(NIGHT)
    return home


def a_run_with_nothing_new_makes_no_run():
    with reference() as home:
        reports, runs = home.reports(), home.names("reports")
        home.run(NIGHT, statuses=1)
        home.run("2026-03-11", statuses=1)
        proof.equal(home.names("reports"), runs)
        proof.equal(home.reports(), reports)


def the_same_files_under_other_names_change_nothing():
    with reference() as home:
        balances = home.balances()
        for index, path in enumerate(demo_files("inbox")):
            if "damaged" not in path:
                home.write("inbox/again-%d" % index, content(path))
                home.write("inbox/packed-%d.gz" % index, gzip.compress(content(path)))
        home.run("2026-03-11", statuses=1)
        proof.equal({row["status"] for row in home.rows("files")}, {"duplicate"})
        proof.equal(home.rows("allocations"), [])
        proof.equal(home.balances(), balances)
        proof.equal(home.names("inbox"), [])
        home.expect(0, "verify")


def two_homes_with_the_same_files_have_the_same_head_and_reports():
    with reference() as one, reference() as other:
        proof.equal(one.head(), other.head())
        ours, theirs = one.reports(), other.reports()
        proof.equal(sorted(ours), sorted(theirs))
        proof.equal([name for name in ours if name != "seal.json" and ours[name] != theirs[name]], [])


def files_in_another_order_give_the_same_allocations():
    with reference() as home:
        want = applied(home), statuses(home), asked(home)
    names = demo_files("inbox")
    shuffler = random.Random(20260310)
    for _ in range(3):
        shuffler.shuffle(names)
        with bare_home() as home:
            for index, path in enumerate(names):
                home.write("inbox/%03d-%s" % (index, os.path.basename(path)), content(path))
            home.run(NIGHT)
            proof.equal((applied(home), statuses(home), asked(home)), want, str(names))


def rows_in_another_order_give_the_same_allocations():
    with reference() as home:
        want = applied(home), statuses(home)
    shuffler = random.Random(7)
    with bare_home() as home:
        for path in demo_files("inbox"):
            text = content(path)
            if path.endswith(".csv"):
                head, *rows = text.decode("utf-8").splitlines(keepends=True)
                shuffler.shuffle(rows)
                text = (head + "".join(rows)).encode("utf-8")
            home.write("inbox/" + os.path.basename(path), text)
        home.run(NIGHT)
        proof.equal((applied(home), statuses(home)), want)


def open_items_in_another_order_give_the_same_allocations():
    with reference() as home:
        want = applied(home), statuses(home)
    with open(os.path.join(DEMO, "home", "acquit.conf"), encoding="utf-8") as conf:
        home = Home(conf=conf.read())
    with home:
        for index, path in enumerate(reversed(demo_files("open-items"))):
            head, *rows = content(path).decode("utf-8").splitlines(keepends=True)
            home.write("open-items/%d.csv" % index, head + "".join(reversed(rows)))
        home.drop(*demo_files("inbox"))
        home.run(NIGHT)
        proof.equal((applied(home), statuses(home)), want)


def files_that_come_night_by_night_end_with_the_same_balances():
    with reference() as home:
        want = home.balances()
    with bare_home() as home:
        for path in demo_files("inbox"):
            home.drop(path)
            home.run(NIGHT)
        got = home.balances()
        # a settlement may pass through other accounts on its way; what is left must not differ
        proof.equal({key: value for key, value in got.items() if value},
                    {key: value for key, value in want.items() if value})
        home.expect(0, "verify")


def strangers(home):
    """Customers and invoices by the thousand that none of the payments speak of."""
    customers = ["customer_no,name,payer_accounts\n"]
    invoices = ["invoice_no,customer_no,due_date,currency,amount\n"]
    for number in range(2000):
        customers.append(f"Z{number:06d},Stranger {number:06d},XX{number:08d}\n")
        invoices.append(f"Y{number:06d},Z{number:06d},2026-04-30,JPY,{number + 1}\n")
    for name, lines in (("z-customers.csv", customers), ("z-invoices.csv", invoices)):
        with open(home.at("open-items", name), "w", encoding="utf-8") as file:
            file.writelines(lines)


def a_store_full_of_strangers_changes_nothing_of_what_is_applied():
    # few payments before many numbers are looked up one by one; among few, all are read at once
    with reference() as home:
        want = applied(home), statuses(home), asked(home)
    with bare_home() as home:
        strangers(home)
        home.drop(*demo_files("inbox"))
        home.run(NIGHT)
        proof.equal((applied(home), statuses(home), asked(home)), want)
        home.expect(0, "verify")


def a_dry_run_changes_nothing_and_foretells_the_run():
    with bare_home() as home:
        home.drop(*demo_files("inbox"))
        before = home.names("inbox"), home.names("open-items"), home.names("archive")
        home.expect((0, 1), "run", "--date", NIGHT, "--dry-run")
        proof.equal((home.names("inbox"), home.names("open-items"), home.names("archive")), before)
        foretold = home.rows("payments", run="dry-run"), home.rows("trial_balance", run="dry-run")
        home.run(NIGHT)
        proof.equal((home.rows("payments"), home.rows("trial_balance")), foretold)


def an_older_run_is_rendered_again_byte_for_byte():
    with reference() as home:
        run = os.path.basename(os.path.realpath(home.at("reports", "latest")))
        before = home.reports()
        os.remove(home.at("reports", run, "index.html"))
        home.expect(0, "report", run)
        proof.equal([name for name in before if home.reports().get(name) != before[name]], [])


if __name__ == "__main__":
    proof.run(globals())
