#!/usr/bin/env python3
"""compare.py - holds what a run put on items against the truth of a generated night.

    compare.py [--first N] REPORTS_FOLDER TRUTH_TSV

Reads payments.csv and allocations.csv of one run. Prints right, missed and
wrong by scenario, the share of each rule, and the first differences. A wrong
application (money on an item that was not meant, or not as much as was meant)
makes the exit status 1; so does a payment that is missing or was made up.
"""
import argparse
import collections
import csv
import sys

ITEM_KINDS = {"invoice", "contract", "subscription"}
ASKED = {"unapplied", "unidentified"}


class Scenario:
    __slots__ = ("payments", "right", "missed", "wrong", "other")

    def __init__(self):
        self.payments = self.right = self.missed = self.wrong = self.other = 0


def digits(amount):
    """An amount as an integer; both sides write the currency's own digits."""
    return int(amount.replace(".", ""))


def read_truth(path):
    truth = {}
    with open(path, encoding="utf-8") as lines:
        next(lines)
        for line in lines:
            source_id, scenario, expected = line.rstrip("\n").split("\t")
            truth[source_id] = (sys.intern(scenario), sys.intern(expected) if len(expected) < 9 else expected)
    return truth


def expected_targets(expected):
    targets = {}
    for part in expected.split("|"):
        target, amount = part.rsplit("=", 1)
        targets[target] = targets.get(target, 0) + digits(amount)
    return targets


def read_allocations(path):
    """Payment id to its targets; most payments have one, kept as a bare pair."""
    allocations = {}
    with open(path, encoding="utf-8", newline="") as file:
        rows = csv.reader(file)
        head = {name: place for place, name in enumerate(next(rows))}
        payment, kind, number, amount = (head[name] for name in ("payment_id", "target_kind", "target_no", "amount"))
        for row in rows:
            pair = (row[kind] + ":" + row[number], digits(row[amount]))
            known = allocations.get(row[payment])
            if known is None:
                allocations[row[payment]] = pair
            elif isinstance(known, list):
                known.append(pair)
            else:
                allocations[row[payment]] = [known, pair]
    return allocations


def summed(found):
    targets = {}
    if found is None:
        return targets
    for target, amount in found if isinstance(found, list) else [found]:
        targets[target] = targets.get(target, 0) + amount
    return {target: amount for target, amount in targets.items() if amount != 0}


def judge(expected, status, targets):
    on_items = any(target.split(":", 1)[0] in ITEM_KINDS for target in targets)
    if expected == "question":
        return "wrong" if on_items else "right" if status in ASKED else "other"
    if expected == "held":
        return "wrong" if on_items else "right" if status == "held" else "other"
    if expected == "account":
        return "wrong" if on_items else "right" if status == "on-account" else "other"
    if targets == expected_targets(expected):
        return "right"
    return "wrong" if on_items else "missed"


def percent(part, whole):
    return "%5.1f %%" % (100.0 * part / whole) if whole else "      -"


class Comparison:
    def __init__(self, truth, allocations, shown):
        self.truth = truth
        self.allocations = allocations
        self.shown = shown
        self.scenarios = collections.defaultdict(Scenario)
        self.rules = collections.Counter()
        self.statuses = collections.Counter()
        self.differences = collections.Counter()
        self.payments = self.applied = self.made_up = 0

    def row(self, payment, source_id, status, rule):
        known = self.truth.pop(source_id, None)
        if known is None:
            self.made_up += 1
            return
        scenario, expected = known
        targets = summed(self.allocations.get(payment))
        outcome = judge(expected, status, targets)
        score = self.scenarios[scenario]
        score.payments += 1
        setattr(score, outcome, getattr(score, outcome) + 1)
        self.payments += 1
        self.statuses[status] += 1
        if status in ("applied", "part-applied"):
            self.applied += 1
            self.rules[rule] += 1
        if outcome != "right":
            self.differences[scenario, outcome] += 1
            if self.differences[scenario, outcome] <= self.shown:
                print("%s %s %s: expected %s, is %s by %s: %s" % (outcome, scenario, source_id, expected, status,
                                                                  rule or "no rule", targets or "nothing"))

    def read(self, path):
        with open(path, encoding="utf-8", newline="") as file:
            rows = csv.reader(file)
            head = {name: place for place, name in enumerate(next(rows))}
            payment, source, status, rule = (head[name] for name in ("payment_id", "source_id", "status", "rule"))
            for row in rows:
                self.row(row[payment], row[source], row[status], row[rule])

    def print_scenarios(self):
        print("%-26s %9s %9s %9s %9s %9s" % ("scenario", "payments", "right", "missed", "wrong", "other"))
        total = Scenario()
        for name, score in sorted(self.scenarios.items(), key=lambda pair: -pair[1].payments):
            print("%-26s %9d %9d %9d %9d %9d" % (name, score.payments, score.right, score.missed, score.wrong, score.other))
            for field in Scenario.__slots__:
                setattr(total, field, getattr(total, field) + getattr(score, field))
        print("%-26s %9d %9d %9d %9d %9d" % ("all", total.payments, total.right, total.missed, total.wrong, total.other))
        return total

    def print_shares(self, total):
        asked = sum(self.statuses[name] for name in ("unapplied", "unidentified", "held"))
        print("applied %d (%s), asked or held %d (%s)" % (self.applied, percent(self.applied, self.payments).strip(),
                                                         asked, percent(asked, self.payments).strip()))
        for rule, count in self.rules.most_common():
            print("  %-26s %9d %s" % (rule, count, percent(count, self.applied)))
        print("  statuses: " + ", ".join("%s %d" % pair for pair in self.statuses.most_common()))
        told = sum(score.right + score.wrong for name, score in self.scenarios.items())
        print("wrong applications %d of %d, missed %d, otherwise %d, not in the report %d, made up %d" % (
            total.wrong, told, total.missed, total.other, len(self.truth), self.made_up))


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--first", type=int, default=3, help="differences shown of each kind")
    parser.add_argument("reports")
    parser.add_argument("truth")
    options = parser.parse_args()
    comparison = Comparison(read_truth(options.truth), read_allocations(options.reports + "/allocations.csv"),
                            options.first)
    comparison.read(options.reports + "/payments.csv")
    total = comparison.print_scenarios()
    comparison.print_shares(total)
    return 1 if total.wrong or comparison.truth or comparison.made_up else 0


if __name__ == "__main__":
    sys.exit(main())
