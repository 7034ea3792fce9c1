"""baselines.py - three ways in which payments are matched elsewhere, on the same data.

first-match  the first number in the text that is open, else the first open item of the amount
bc-ladder    the rule ladder that Business Central ships: payer, number and amount, each in classes;
             the best rung wins, and the first entry on it
amount+date  the open item of exactly the amount whose due date is nearest

Each applies to what is open then, payment by payment, in the order of the files.
"""
import collections
import re

from world import NIGHTS

TOKEN = re.compile(r"[0-9A-Za-z][0-9A-Za-z/-]{3,}")


class Books:
    def __init__(self, world):
        self.open = {target: amount for target, _, _, amount, _ in world.items}
        self.facts = {target: (number, customer, day) for target, number, customer, _, day in world.items}
        self.by_number, self.by_amount, self.by_plain = {}, collections.defaultdict(list), {}
        self.by_customer, self.by_account, self.by_name = (collections.defaultdict(list) for _ in range(3))
        seen = set()
        for target, number, customer, amount, _ in world.items:
            self.by_number[number] = target
            self.by_amount[customer["currency"], amount].append(target)
            self.by_plain.setdefault(squeezed(number), target)
            self.by_customer[customer["no"]].append(target)
            if customer["no"] not in seen:
                seen.add(customer["no"])
                if customer["account"]:
                    self.by_account[customer["account"]].append(customer["no"])
                self.by_name[customer["name"].upper()].append(customer["no"])
        self.lengths = sorted({len(plain) for plain in self.by_plain}, reverse=True)

    def of_amount(self, payment):
        return [target for target in self.by_amount[payment["currency"], payment["amount"]]
                if self.open[target] == payment["amount"]]

    def take(self, target, amount):
        amount = min(amount, self.open[target])
        self.open[target] -= amount
        return amount

    def numbers_in(self, text):
        plain, found = squeezed(text), []
        for at in range(len(plain)):
            for length in self.lengths:
                target = self.by_plain.get(plain[at:at + length])
                if target and self.open[target] > 0 and target not in found:
                    found.append(target)
        return found


def squeezed(text):
    return re.sub(r"[^0-9A-Z]", "", text.upper())


def first_match(books, payment):
    for token in TOKEN.findall(payment["text"].upper()):
        target = books.by_number.get(token)
        if target and books.open[target] > 0:
            return [target]
    return books.of_amount(payment)[:1]


def amount_and_date(books, payment):
    day = NIGHTS[payment["night"]]
    return sorted(books.of_amount(payment), key=lambda target: abs((books.facts[target][2] - day).days))[:1]


def bc_ladder(books, payment):
    payers = books.by_account.get(payment["account"]) or []
    is_sure = bool(payers)
    payers = payers or books.by_name.get(payment["payer"].upper()) or []
    named = books.numbers_in(payment["text"])
    own = [target for target in named if books.facts[target][1]["no"] in payers]
    if len(named) > 1 and sum(books.open[target] for target in named) == payment["amount"]:
        return named
    exact = [target for target in own or named if books.open[target] == payment["amount"]]
    if exact:
        return exact[:1]
    if payers:
        fits = [target for payer in payers for target in books.by_customer[payer] if books.open[target] == payment["amount"]]
        if is_sure and fits or len(fits) == 1:
            return fits[:1]
    return (own or named)[:1]


def run(world, choose):
    """{(payment id, night): {target: amount}} of all receipts."""
    books, result = Books(world), {}
    for payment in world.payments:
        if payment["amount"] <= 0:
            continue
        left, taken = payment["amount"], {}
        for target in choose(books, payment):
            taken[target] = books.take(target, left)
            left -= taken[target]
        result[payment["id"], payment["night"]] = {target: amount for target, amount in taken.items() if amount}
    return result


BASELINES = (("first-match", first_match), ("bc-ladder", bc_ladder), ("amount+date", amount_and_date))
