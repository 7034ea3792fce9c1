"""score.py - holds what was applied against the truth, and says what it cost.

Minutes: 60 for money on a wrong customer, 20 for a wrong item of the right one,
5 for a question without a useful suggestion, 1 for a suggestion that is right.
"""
import collections
import math

RIGHT, REFUSED, MISSED, WRONG_ITEM, WRONG_CUSTOMER = "right", "refused", "missed", "wrong item", "wrong customer"
MINUTES = {WRONG_CUSTOMER: 60, WRONG_ITEM: 20}
SUGGESTIONS = 3


class Outcome:
    """What became of one payment: money on items, on accounts ({customer: amount}), discounts, its status, and
    what is suggested (targets, best first) if it is asked (None: it is not)."""
    __slots__ = ("targets", "accounts", "discount", "status", "suggestions")

    def __init__(self, targets=None, **facts):
        self.targets = targets or {}
        for name in self.__slots__[1:]:
            setattr(self, name, facts.get(name))


def verdict(world, truth, wanted, outcome):
    owners = {world.owners.get(target) for target in wanted} | {world.owners.get(target) for target in truth.answers}
    owners.add(truth.owner)
    if any(world.owners.get(target) not in owners for target in outcome.targets):
        return WRONG_CUSTOMER
    if any(customer not in owners for customer, amount in (outcome.accounts or {}).items() if amount):
        return WRONG_CUSTOMER
    if any(abs(amount) > abs(wanted.get(target, 0)) for target, amount in outcome.targets.items()):
        return WRONG_ITEM
    if outcome.targets != wanted:
        return MISSED
    if truth.discounts is not None and outcome.discount is not None and outcome.discount != truth.discounts:
        return WRONG_ITEM
    if truth.status and outcome.status is not None and outcome.status not in truth.status:
        return MISSED
    if truth.account is not None and outcome.accounts is not None and outcome.accounts != {truth.owner: truth.account}:
        return MISSED
    return RIGHT if wanted or truth.account or truth.status else REFUSED


class Tally:
    def __init__(self):
        self.counts = collections.Counter()
        self.money = collections.Counter()  # (currency, right or wrong)
        self.minutes = 0
        self.faults = []

    def add(self, world, payment, wanted, outcome):
        truth, is_asked = payment["truth"], outcome.suggestions is not None
        judged = verdict(world, truth, wanted, outcome)
        self.counts[judged] += 1
        self.counts["payments"] += 1
        self.counts["decidable"] += bool(wanted)
        self.counts["refusable"] += not wanted and judged not in (RIGHT, MISSED) or judged == REFUSED
        if outcome.targets:
            self.counts["automatic"] += 1
            self.money[payment["currency"], judged in MINUTES] += abs(payment["amount"])
        self.minutes += MINUTES.get(judged, 0)
        if judged in (MISSED, REFUSED) and (is_asked or judged == MISSED):
            self.ask(truth.answers or tuple(wanted), outcome.suggestions or ())
        if judged in (MISSED, WRONG_ITEM, WRONG_CUSTOMER):
            self.faults.append((judged, payment, wanted, outcome))

    def ask(self, answers, suggestions):
        is_hit = any(target in answers for target in suggestions[:SUGGESTIONS])
        self.minutes += 1 if is_hit else 5
        if answers:
            self.counts["asked"] += 1
            self.counts["hit1"] += bool(suggestions) and suggestions[0] in answers
            self.counts["hit3"] += is_hit

    # --- figures ---

    @property
    def wrong(self):
        return self.counts[WRONG_ITEM] + self.counts[WRONG_CUSTOMER]

    def precision_by_money(self):
        """Of the currency that comes off worst."""
        shares = [1 - self.money[currency, True] / (self.money[currency, True] + self.money[currency, False])
                  for currency in {currency for currency, _ in self.money}]
        return min(shares, default=1.0)


def upper_bound(wrong, count, z=1.6449):
    """Of the share of wrong ones, one-sided at 95 %: exact where there is none, else Wilson's."""
    if count == 0:
        return 1.0
    if wrong == 0:
        return 1 - 0.05 ** (1 / count)
    share = wrong / count
    middle = share + z * z / (2 * count)
    return (middle + z * math.sqrt(share * (1 - share) / count + z * z / (4 * count * count))) / (1 + z * z / count)


def share(part, of):
    return "%.2f %%" % (100 * part / of) if of else "-"


def line(name, tally):
    counts = tally.counts
    return (name, counts["automatic"], counts[WRONG_CUSTOMER], counts[WRONG_ITEM],
            share(counts["automatic"] - tally.wrong, counts["automatic"]), "%.2f %%" % (100 * tally.precision_by_money()),
            "%.3f %%" % (100 * upper_bound(tally.wrong, counts["automatic"])),
            share(counts[RIGHT], counts[RIGHT] + counts[MISSED] + tally.wrong - (counts["refusable"] - counts[REFUSED])),
            share(counts[REFUSED], counts["refusable"]), share(counts["hit1"], counts["asked"]), share(counts["hit3"], counts["asked"]),
            "%.0f" % (1000 * tally.minutes / max(1, counts["payments"])))


HEAD = ("method", "automatic", "wrong customer", "wrong item", "precision", "by money", "wrong at most (95 %)", "recall",
        "right refusals", "hit@1", "hit@3", "minutes per 1,000")


def table(head, rows):
    return "\n".join("| " + " | ".join(str(cell) for cell in row) + " |" for row in [head, ["---"] * len(head), *rows])
