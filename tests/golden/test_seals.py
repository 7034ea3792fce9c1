#!/usr/bin/env python3
"""test_seals.py - verify names a run whose seal or reports are gone, and a seal that stands in another's place."""
import os
import shutil
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "lib"))
import files  # noqa: E402
import proof  # noqa: E402
from home import Home  # noqa: E402

RUNS = ("2026-03-10.1", "2026-03-11.1", "2026-03-12.1")


def three_nights():
    home = Home()
    for index, run in enumerate(RUNS):
        home.write("inbox/%d.csv" % index, files.table("cash", [
            ("R-%d" % index, run[:10], "1.00", "USD", "somebody", "thanks %d" % index)]))
        home.run(run[:10])
    home.expect(0, "verify")
    return home


def said(home, status):
    done = home.call("verify")
    proof.equal(done.returncode, status, done.stderr)
    return done.stdout + done.stderr


def the_newest_seal_must_be_there():
    for gone in ("seal.json", ""):
        with three_nights() as home:
            path = home.at("reports", RUNS[2], gone)
            (os.remove if gone else shutil.rmtree)(path)
            assert RUNS[2] in said(home, 6)


def an_older_seal_that_is_gone_is_named_and_counted():
    for gone in ("seal.json", ""):
        with three_nights() as home:
            path = home.at("reports", RUNS[0], gone)
            (os.remove if gone else shutil.rmtree)(path)
            text = said(home, 0)
            assert RUNS[0] in text and RUNS[1] not in text and "2 seals" in text, text


def what_is_gone_is_not_made_by_looking_for_it():
    with three_nights() as home:
        shutil.rmtree(home.at("reports", RUNS[0]))
        said(home, 0)
        proof.equal(os.path.exists(home.at("reports", RUNS[0])), False)


def a_seal_in_another_runs_place_does_not_hold():
    with three_nights() as home:
        shutil.copy(home.at("reports", RUNS[0], "seal.json"), home.at("reports", RUNS[1], "seal.json"))
        assert RUNS[1] in said(home, 6)


def a_sealed_run_that_the_ledger_does_not_know_is_named():
    with three_nights() as home:
        shutil.copytree(home.at("reports", RUNS[1]), home.at("reports", "2026-03-11.2"))
        assert "2026-03-11.2" in said(home, 6)


if __name__ == "__main__":
    proof.run(globals())
