#!/usr/bin/env python3
"""accuracy.py - how often acquit is right on two generated nights, beside three other ways to match.

    accuracy.py [--payments N] [--seed S] [--shuffle K] [--faults N] [FOLDER]

Prints tables in Markdown: doc/accuracy.md says how to read them. Exit status 1
if any money stands on a customer or an item that was not meant.
"""
import argparse
import collections
import csv
import os
import shutil
import sys
import tempfile

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path[:0] = [HERE, os.path.join(HERE, "..", "lib")]
import baselines  # noqa: E402
import nights  # noqa: E402
import scenarios  # noqa: E402
import score  # noqa: E402
from home import Home  # noqa: E402
from world import NIGHTS, World  # noqa: E402


def digits(amount):
    return int(amount.replace(".", ""))


class Read:
    """What acquit's reports say after each night."""

    def __init__(self):
        self.ids = {}  # (payment id of the file, night) -> payment id of acquit
        self.status = [{}, {}]
        self.targets = [collections.defaultdict(collections.Counter), collections.defaultdict(collections.Counter)]
        self.accounts = [collections.defaultdict(collections.Counter), collections.defaultdict(collections.Counter)]
        self.discounts = [collections.Counter(), collections.Counter()]
        self.suggestions = [{}, {}]

    def night(self, home, night):
        for row in home.rows("payments"):
            self.ids.setdefault((row["source_id"], night), row["payment_id"])
            if night == 0 or (row["source_id"], 0) not in self.ids or row["status"] == "duplicate":
                self.ids[row["source_id"], night] = row["payment_id"]
            self.status[night][row["payment_id"]] = row["status"]
        for row in home.rows("allocations"):
            is_account = row["target_kind"] == "account"
            sums = (self.accounts if is_account else self.targets)[night][row["payment_id"]]
            sums[row["target_no"] if is_account else row["target_kind"] + ":" + row["target_no"]] += digits(row["amount"])
            self.discounts[night][row["payment_id"]] += digits(row["discount"] or "0")
        for row in home.rows("exceptions"):
            words = [part.split()[0].split("=")[0] for part in row["suggestions"].split(";") if part.strip()]
            self.suggestions[night][row["payment_id"]] = [word for word in words if ":" in word]

    def outcome(self, keys, night):
        """Of a payment and what takes it back, at the end of a night; keys: (id, night it came)."""
        ids = [self.ids[key] for key in keys if key in self.ids]
        targets, accounts, discount = collections.Counter(), collections.Counter(), 0
        for at in range(night + 1):
            for number in ids:
                for sums, more in ((targets, self.targets), (accounts, self.accounts)):
                    for name, amount in more[at].get(number, {}).items():
                        sums[name] += amount
                discount += self.discounts[at][number]
        first = ids[0] if ids else None
        return score.Outcome({name: amount for name, amount in targets.items() if amount},
                             accounts={name: amount for name, amount in accounts.items() if amount}, discount=discount,
                             status=self.status[night].get(first) or self.status[0].get(first) or "lost",
                             suggestions=self.suggestions[night].get(first))


def run_acquit(folder):
    read = Read()
    with Home() as home:
        for night, day in enumerate(NIGHTS):
            for drop in ("open-items", "inbox"):
                source = os.path.join(folder, "night%d" % (night + 1), drop)
                home.drop(*(os.path.join(source, name) for name in sorted(os.listdir(source))), folder=drop)
            home.run(day.isoformat())
            read.night(home, night)
        home.expect(0, "verify")
    return read


def points(payment):
    """(night, what is wanted then) wherever the payment is judged."""
    truth = payment["truth"]
    if truth.status != ("returned",):
        yield payment["night"], truth.targets
    if truth.later is not None:
        yield 1, truth.later


def score_acquit(world, read):
    whole, by_scenario = score.Tally(), collections.defaultdict(score.Tally)
    takers = {p["truth"].reverses: (p["id"], p["night"]) for p in world.payments if p["truth"].reverses}
    for payment in world.payments:
        if payment["truth"].reverses:
            continue
        keys = [(payment["id"], payment["night"])] + ([takers[payment["id"]]] if payment["id"] in takers else [])
        for night, wanted in points(payment):
            outcome = read.outcome(keys, night)
            for tally in (whole, by_scenario[payment["scenario"]]):
                tally.add(world, payment, wanted, outcome)
    return whole, by_scenario


def score_baseline(world, choose):
    tally, result = score.Tally(), baselines.run(world, choose)
    for payment in world.payments:
        if payment["amount"] > 0 and payment["truth"].status != ("returned",):
            tally.add(world, payment, payment["truth"].targets,
                      score.Outcome(result[payment["id"], payment["night"]]))
    return tally


def show(fault):
    judged, payment, wanted, outcome = fault
    return "%s: %s: %s %d %s %r: wanted %s, got %s, accounts %s, %s, suggested %s" % (
        judged, payment["scenario"], payment["id"], payment["amount"], payment["currency"], payment["text"], wanted,
        outcome.targets, outcome.accounts, outcome.status, outcome.suggestions)


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0])
    parser.add_argument("--payments", type=int, default=10000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--shuffle", type=int, default=1)
    parser.add_argument("--faults", type=int, default=5, help="how many differences are shown of each scenario")
    parser.add_argument("folder", nargs="?", help="where the files stay; else they are removed")
    order = parser.parse_args()
    folder = order.folder or tempfile.mkdtemp(prefix="acquit-accuracy-")
    world = World(order.seed)
    scenarios.fill(world, order.payments)
    nights.write(world, folder, order.shuffle)
    whole, by_scenario = score_acquit(world, run_acquit(folder))
    if not order.folder:
        shutil.rmtree(folder)
    print("%d payments of two nights, seed %d\n" % (len(world.payments), order.seed))
    print(score.table(score.HEAD, [score.line("acquit", whole)] + [score.line(name, score_baseline(world, choose))
                                                                   for name, choose in baselines.BASELINES]))
    print()
    print(score.table(("scenario", "judged", "right", "asked, rightly", "missed", "wrong item", "wrong customer", "hit@3"),
                      [(name, tally.counts["payments"], tally.counts[score.RIGHT], tally.counts[score.REFUSED],
                        tally.counts[score.MISSED], tally.counts[score.WRONG_ITEM], tally.counts[score.WRONG_CUSTOMER],
                        score.share(tally.counts["hit3"], tally.counts["asked"])) for name, tally in by_scenario.items()]))
    for tally in by_scenario.values():
        for fault in tally.faults[:order.faults]:
            print(show(fault), file=sys.stderr)
    return 1 if whole.wrong else 0


if __name__ == "__main__":
    sys.exit(main())
