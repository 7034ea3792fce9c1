#!/usr/bin/env python3
"""test_kill.py - killed at any system call, the next run ends as if nothing had happened.

Fifty calls spread over each phase of the night (a few of each by SAMPLE): the
ledger's head and every byte of the reports must be those of an undisturbed run.
"""
import os
import sys

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import sweep  # noqa: E402
from home import SAMPLE  # noqa: E402
import proof  # noqa: E402

POINTS = 5 if SAMPLE else 50


def killed_in(phase):
    with sweep.Sweep() as one:
        calls = one.phases()[phase]
        killed = 0
        for call in sweep.spread(calls, POINTS):
            where = "%s: %s %d" % (phase, call.name, call.number)
            one.fresh()
            done = one.inject(call, "signal=KILL")
            killed += done.returncode in (-9, 137)
            one.nothing_is_lost(where)
            one.reports_are_whole(where)
            one.recovers(where)
        print("  %s: %d calls, killed at %d" % (phase, len(calls), killed))
        assert killed >= min(POINTS, len(calls)) * 3 // 4, "only %d points were reached" % killed


def killed_while_loading_open_items():
    killed_in("load")


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
