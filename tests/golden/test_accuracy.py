#!/usr/bin/env python3
"""test_accuracy.py - on generated nights nothing is applied wrongly, whatever can be decided is, in whatever order it comes."""
import os
import sys
import tempfile

sys.path[:0] = [os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", name) for name in ("lib", "accuracy")]
import accuracy  # noqa: E402
import nights  # noqa: E402
import proof  # noqa: E402
import scenarios  # noqa: E402
import score  # noqa: E402
from home import SAMPLE  # noqa: E402
from world import World  # noqa: E402

PAYMENTS = 1000 if SAMPLE else 10000


def scored(seed, shuffle):
    world = World(seed)
    scenarios.fill(world, PAYMENTS)
    with tempfile.TemporaryDirectory(prefix="acquit-test-") as folder:
        nights.write(world, folder, shuffle)
        read = accuracy.run_acquit(folder)
    return world, read, accuracy.score_acquit(world, read)[0]


def nothing_is_wrong_and_nothing_decidable_is_missed():
    _, _, tally = scored(11, 1)
    proof.equal([accuracy.show(fault) for fault in tally.faults], [])
    assert tally.counts["automatic"] > PAYMENTS // 2 and tally.counts[score.REFUSED] > PAYMENTS // 10, tally.counts


def the_order_of_files_and_rows_changes_nothing():
    world, first, _ = scored(12, 1)
    _, other, _ = scored(12, 2)
    for payment in world.payments:
        keys = [(payment["id"], payment["night"])]
        proof.equal(*[(found.targets, found.accounts, found.status, found.suggestions)
                      for found in (first.outcome(keys, 1), other.outcome(keys, 1))], payment["scenario"])


def the_baselines_are_wrong_where_they_guess():
    """Else the figures beside ours would show nothing."""
    world = World(13)
    scenarios.fill(world, PAYMENTS)
    for name, choose in accuracy.baselines.BASELINES:
        assert accuracy.score_baseline(world, choose).wrong > PAYMENTS // 100, name


if __name__ == "__main__":
    proof.run(globals())
