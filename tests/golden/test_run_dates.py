#!/usr/bin/env python3
"""test_run_dates.py - a business date before the last run's is taken, with a word."""
import os
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "lib"))
import proof  # noqa: E402
from home import Home  # noqa: E402

CASH = "id,booked_on,amount,currency\n%s,2026-03-09,10.00,USD\n"


def night(home, name, date):
    home.write("inbox/%s.csv" % name, CASH % name)
    done = home.call("run", "--date", date)
    proof.equal(done.returncode, 1)
    return done.stderr


def an_earlier_day_is_taken_with_a_word():
    with Home() as home:
        proof.equal(night(home, "A", "2026-03-10"), "")
        proof.equal(night(home, "B", "2026-03-10"), "")
        assert "the business date 2025-01-01 is before that of the last run, 2026-03-10.2" in night(home, "C", "2025-01-01")
        home.expect(0, "verify")


if __name__ == "__main__":
    proof.run(globals())
