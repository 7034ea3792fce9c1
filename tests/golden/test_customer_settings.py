#!/usr/bin/env python3
"""test_customer_settings.py - what acquit.conf says of a customer whom nobody knows is told, and changes no exit status."""
import os
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "lib"))
import files  # noqa: E402
import proof  # noqa: E402
from home import Home  # noqa: E402

CONF = "[match]\ntolerance = 0.50 EUR\n\n[customer.C1001]\nshort = ask\n\n[customer.c1002]\ndiscount_grace = 3\nshort = ask\n"
CUSTOMERS = files.table("customer_no,name", [("C1001", "Harbor Bakery"), ("C1002", "Pine Works")])


def said(home, *words, statuses=0):
    """Lines of the log that speak of a customer's settings."""
    done = home.call("--verbose", *words)
    proof.equal(done.returncode, statuses, done.stderr)
    return [line for line in done.stderr.splitlines() if "settings.customer" in line]


def a_home():
    home = Home(conf=CONF)
    home.write("open-items/customers.csv", CUSTOMERS)
    return home


def one_that_is_written_otherwise_is_told_with_its_line():
    with a_home() as home:
        line, = said(home, "run", "--date", "2026-03-10")
        assert "acquit.conf, line 7: [customer.c1002]" in line and "customers table" in line, line
        line, = said(home, "run", "--date", "2026-03-11")


def one_that_is_loaded_tonight_is_known():
    with Home(conf=CONF.replace("c1002", "C1002")) as home:
        proof.equal(len(said(home, "run", "--date", "2026-03-09")), 2)
        home.write("open-items/customers.csv", CUSTOMERS)
        proof.equal(said(home, "run", "--date", "2026-03-10", "--dry-run"), [])
        proof.equal(said(home, "run", "--date", "2026-03-10"), [])


def a_load_tells_it_too():
    with a_home() as home:
        proof.equal(len(said(home, "load", home.at("open-items", "customers.csv"), "--date", "2026-03-10")), 1)


def a_night_without_a_terminal_says_nothing_on_0():
    with a_home() as home:
        done = home.call("run", "--date", "2026-03-10")
        proof.equal((done.returncode, done.stdout, done.stderr), (0, "", ""))
        home.write("inbox/cash.csv", files.table("id,booked_on,amount,currency,payer,text",
                                                 [("1", "2026-03-11", "7.00", "EUR", "Nils", "hej")]))
        proof.equal(len(said(home, "run", "--date", "2026-03-11", statuses=1)), 1)


if __name__ == "__main__":
    proof.run(globals())
