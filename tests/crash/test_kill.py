#!/usr/bin/env python3
"""test_kill.py - killed at any system call, the next run ends as if nothing had happened.

Fifty calls spread over each phase of the night (a few of each by SAMPLE): the
ledger's head and every byte of the reports must be those of an undisturbed run.
"""
import os
import sys

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import sweep  # noqa: E402
import files  # noqa: E402
from home import SAMPLE  # noqa: E402
import proof  # noqa: E402

POINTS = 5 if SAMPLE else 50


def kills(one, call):
    one.fresh()
    return one.inject(call, "signal=KILL").returncode in (-9, 137)


def killed_in(phase, before=None):
    with sweep.Sweep(before) as one:
        calls = one.phases()[phase]
        killed = 0
        for call in sweep.spread(calls, POINTS):
            where = "%s: %s %d" % (phase, call.name, call.number)
            is_killed = kills(one, call)
            if not is_killed:  # two share the reports, and this one made fewer calls this time
                is_killed = kills(one, call._replace(number=max(1, call.number * 3 // 4)))
            killed += is_killed
            one.nothing_is_lost(where)
            one.reports_are_whole(where)
            one.recovers(where)
        print("  %s: %d calls, killed at %d" % (phase, len(calls), killed))
        assert killed >= min(POINTS, len(calls)) * 3 // 4, "only %d points were reached" % killed


def killed_while_loading_open_items():
    killed_in("load")


INVOICES = "invoice_no,customer_no,due_date,currency,amount"
CONTRACTS = "contract_no,notification_no,customer_no,currency,amount,signed_on"


def states_before(home):
    """An older state comes again, the last one of another table too, and rows whose customer came since."""
    first = files.table(INVOICES, [("F9-1", "C20017", "2026-04-15", "USD", "100.00")])
    second = files.table(INVOICES, [("F9-1", "C20017", "2026-04-15", "USD", "80.00")])
    names = files.table("customer_no,name", [("C77", "Nils Berg")])
    in_part = files.table(CONTRACTS, [("K9-1", "N-9001", "C78", "USD", "40.00", "2026-03-01"),
                                      ("K9-2", "N-9002", "C77", "USD", "50.00", "2026-03-01")])
    for day, text in ((8, first), (9, second)):
        home.write("open-items/state.csv", text)
        home.write("open-items/names.csv", names)
        home.write("open-items/z.csv", in_part)
        home.run("2026-03-%02d" % day)
    for name, text in (("state.csv", first), ("state-2.csv", second), ("state-3.csv", first), ("names.csv", names),
                       ("new.csv", files.table("customer_no,name", [("C78", "Mara Lindholm")])), ("z.csv", in_part)):
        home.write("open-items/" + name, text)


def killed_while_open_items_stand_again_as_they_did():
    killed_in("load", states_before)


def killed_while_taking_files_in():
    killed_in("intake")


def killed_between_commit_and_unlink():
    killed_in("commit to unlink")


def killed_while_applying():
    killed_in("apply")


def killed_while_reporting():
    killed_in("report")


if __name__ == "__main__":
    proof.run(globals())
