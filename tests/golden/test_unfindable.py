#!/usr/bin/env python3
"""test_unfindable.py - a number that no payer's text can name is told when it is loaded."""
import os
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "lib"))
import files  # noqa: E402
import proof  # noqa: E402
from home import Home  # noqa: E402


def warned(numbers):
    with Home() as home:
        home.write("open-items/customers.csv", files.table("customer_no,name", [(one, "name") for one in numbers]))
        home.run("2026-03-10")
        return [(row["line"], row["value"]) for row in home.rows("findings") if row["rule"] == "load.unfindable"]


def short_numbers_and_those_without_a_digit_are_named():
    proof.equal(warned(["17", "0018", "A-1", "ABCD", "C1001", "១២៣៤"]), [("2", "17"), ("4", "A-1"), ("5", "ABCD")])


def many_are_counted():
    rows = warned([str(number) for number in range(100, 150)])
    proof.equal((len(rows), rows[-1]), (21, ("", "")))


if __name__ == "__main__":
    proof.run(globals())
