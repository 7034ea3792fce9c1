"""scenarios.py - the ways in which people pay, each with its truth.

Every function adds one payment, or a few that belong together. The weight says
how often it is drawn.
"""
import datetime
import itertools

from world import NIGHTS, Truth

SCENARIOS = []


def scenario(name, weight=1):
    def keep(make):
        SCENARIOS.append((name, weight, make))
        return make
    return keep


def whole(*items):
    return {item["target"]: item["amount"] for item in items}


def targets(*items):
    return tuple(item["target"] for item in items)


def owed(world, dues, currency=None, amounts=None):
    """A customer of a known account with invoices of odd amounts, due so many days from the night."""
    customer = world.customer(currency)
    return customer, [world.invoice(customer, amounts[at] if amounts else world.odd(customer["currency"]), due)
                      for at, due in enumerate(dues)]


def mistyped(world, number):
    """One digit wrong or two exchanged; no number of anybody's, ever."""
    def change():
        at = world.random.choice([at for at in range(len(number) - 6, len(number) - 1)])
        if world.random.random() < 0.5:
            return number[:at] + str((int(number[at]) + world.random.randint(1, 9)) % 10) + number[at + 1:]
        return number[:at] + number[at + 1] + number[at] + number[at + 2:]
    return world.number(change)


# --- numbers in the text ---

@scenario("clean reference", 8)
def clean(world, name):
    customer, (invoice, _) = owed(world, (-9, 9))
    world.pay(name, customer, invoice["amount"], world.named(customer, invoice["number"]), Truth(whole(invoice)))


@scenario("foreign text", 2)
def foreign_text(world, name):
    customer = world.customer("EUR", language=world.random.choice(("km", "vi", "ru")))
    invoice = world.invoice(customer)
    world.pay(name, customer, invoice["amount"], world.named(customer, invoice["number"]), Truth(whole(invoice)))


@scenario("typo, payer known", 2)
def typo(world, name):
    customer, (invoice, _, _) = owed(world, (-9, 3, 9))
    world.pay(name, customer, invoice["amount"], world.named(customer, mistyped(world, invoice["number"])), Truth(whole(invoice)),
              account=customer["account"])


@scenario("typo, payer unknown")
def typo_of_a_stranger(world, name):
    customer, (invoice,) = owed(world, (9,))
    world.pay(name, customer, invoice["amount"], world.named(customer, mistyped(world, invoice["number"])),
              Truth(answers=targets(invoice)))


@scenario("cut off, payer known", 2)
def cut_off(world, name):
    customer, (invoice, _) = owed(world, (-9, 9))
    world.pay(name, customer, invoice["amount"], world.named(customer, invoice["number"][:-3]), Truth(whole(invoice)),
              account=customer["account"])


@scenario("zeros dropped", 2)
def zeros_dropped(world, name):
    customer = world.customer()
    number = world.number(lambda: "000%07d" % world.random.randint(1000000, 9999999))
    world.numbers.add(number.lstrip("0"))
    invoice = world.invoice(customer, number=number)
    world.pay(name, customer, invoice["amount"], world.named(customer, number.lstrip("0")), Truth(whole(invoice)))


@scenario("glued", 2)
def glued(world, name):
    customer = world.customer()
    invoice = world.invoice(customer)
    word = world.random.choice(("INV", "INVOICE", "FAKTURA", "NR", "REF"))
    world.pay(name, customer, invoice["amount"], "pmt %s%s" % (word, invoice["number"]), Truth(whole(invoice)))


@scenario("two references", 3)
def two_references(world, name):
    customer, (one, other, _) = owed(world, (-9, -2, 9))
    world.pay(name, customer, one["amount"] + other["amount"], world.named(customer, one["number"], other["number"]),
              Truth(whole(one, other)))


@scenario("list with credit note")
def list_with_credit_note(world, name):
    customer, (one, other) = owed(world, (-9, 9))
    note = world.invoice(customer, -(min(one["amount"], other["amount"]) // 3))
    world.pay(name, customer, one["amount"] + other["amount"] + note["amount"],
              world.named(customer, one["number"], other["number"], note["number"]), Truth(whole(one, other, note)))


@scenario("number in another number")
def contained(world, name):
    owner, other = world.customer("USD"), world.customer("USD")
    short = world.invoice(owner)
    longer = world.invoice(other, number=world.number(lambda: short["number"] + "-%02d" % world.random.randint(10, 99)))
    world.pay(name, other, longer["amount"], world.named(other, longer["number"]), Truth(whole(longer)))


# --- who pays ---

@scenario("third party", 2)
def third_party(world, name):
    currency = world.currency()
    (payer, _), (customer, (invoice,)) = owed(world, (9,), currency), owed(world, (9,), currency)
    world.pay(name, customer, invoice["amount"], world.named(customer, invoice["number"]), Truth(whole(invoice)),
              account=payer["account"])


@scenario("somebody else's number", 2)
def somebody_elses(world, name):
    currency = world.currency()
    (payer, _), (customer, (invoice,)) = owed(world, (9,), currency), owed(world, (9,), currency)
    world.pay(name, payer, invoice["amount"] - 77, world.named(customer, invoice["number"]),
              Truth(answers=targets(invoice), owner=payer["no"]), account=payer["account"])


@scenario("aggregator", 2)
def aggregator(world, name):
    currency = world.currency()
    (one, (invoice,)), (other, _) = owed(world, (9,), currency), owed(world, (9,), currency)
    row = world.tables["customers"][0]
    row[-1] = row[-1][:-1] + (one["account"],)
    other["account"] = one["account"]
    is_named = world.random.random() < 0.5
    world.pay(name + (" with a reference" if is_named else " without one"), one, invoice["amount"],
              world.named(one, invoice["number"]) if is_named else world.plain(one),
              Truth(whole(invoice)) if is_named else Truth(answers=targets(invoice)), account=one["account"])


@scenario("unique name", 2)
def unique_name(world, name):
    customer = world.customer(known=False)
    invoice, _ = (world.invoice(customer, world.odd(customer["currency"])) for _ in range(2))
    world.pay(name, customer, invoice["amount"], world.plain(customer), Truth(whole(invoice)), payer=customer["name"].upper())


@scenario("name of two customers")
def name_of_two(world, name):
    one = world.customer("SEK", known=False)
    invoice = world.invoice(one, world.odd("SEK"))
    world.invoice(world.customer("SEK", known=False, name=one["name"]), world.odd("SEK"))
    world.pay(name, one, invoice["amount"], world.plain(one), Truth(answers=targets(invoice)), payer=one["name"])


@scenario("amount coincidence", 3)
def coincidence(world, name):
    customer = world.customer()
    invoice = world.invoice(customer)
    world.pay(name, customer, invoice["amount"], world.plain(customer), Truth(owner=""))


@scenario("nothing known")
def nothing_known(world, name):
    customer = world.customer()
    world.pay(name, customer, world.odd(customer["currency"]), world.plain(customer), Truth(owner=""))


@scenario("learned account")
def learned_account(world, name):
    customer = world.customer(known=False)
    first, second, _ = (world.invoice(customer, world.odd(customer["currency"])) for _ in range(3))
    account, payer = world.account(customer["currency"]), world.stranger()
    world.pay("clean reference", customer, first["amount"], world.named(customer, first["number"]), Truth(whole(first)),
              account=account, payer=payer)
    world.pay(name, customer, second["amount"], world.plain(customer), Truth(whole(second)), account=account, payer=payer, night=1)


@scenario("learned name")
def learned_name(world, name):
    customer = world.customer(known=False)
    first, second, third, _ = (world.invoice(customer, world.odd(customer["currency"])) for _ in range(4))
    payer = world.name(customer["language"])
    for invoice in (first, second):
        world.pay("clean reference", customer, invoice["amount"], world.named(customer, invoice["number"]), Truth(whole(invoice)),
                  payer=payer)
    world.pay(name, customer, third["amount"], world.plain(customer), Truth(whole(third)), payer=payer, night=1)


@scenario("name seen once")
def name_seen_once(world, name):
    customer = world.customer(known=False)
    first, second, _ = (world.invoice(customer, world.odd(customer["currency"])) for _ in range(3))
    payer = world.name(customer["language"])
    world.pay("clean reference", customer, first["amount"], world.named(customer, first["number"]), Truth(whole(first)), payer=payer)
    world.pay(name, customer, second["amount"], world.plain(customer), Truth(answers=targets(second)), payer=payer, night=1)


@scenario("number that is a date or a telephone", 2)
def looks_like_a_number(world, name):
    """Somebody's short number is a piece of something else, and the amount is not his."""
    customer = world.customer("EUR")
    digits = "%04d" % world.random.randint(1000, 8999)
    text = world.random.choice(("paid on %s.%s.2026" % (digits[:2], digits[2:]), "tel. 08-123 %s %s" % (digits[:2], digits[2:]),
                                "order HX27-0%s/B" % digits, "amount %s EUR" % digits))
    if digits not in world.numbers:
        world.numbers.add(digits)
        world.invoice(customer, world.odd("EUR"), number=digits)
    world.pay(name, customer, world.odd("EUR"), text, Truth(owner=""))


# --- no number, the payer known ---

@scenario("none: one exact item", 4)
def one_exact(world, name):
    customer, invoices = owed(world, (-20, -3, 12))
    invoice = world.random.choice(invoices)
    world.pay(name, customer, invoice["amount"], world.plain(customer), Truth(whole(invoice)), account=customer["account"])


@scenario("twin amounts, interchangeable")
def twins(world, name):
    customer = world.customer()
    amount = world.odd(customer["currency"])
    world.invoice(customer, amount, 9)
    older = world.invoice(customer, amount, -9)
    world.pay(name, customer, amount, world.plain(customer), Truth(whole(older)), account=customer["account"])


@scenario("twin amounts, not interchangeable", 2)
def different_twins(world, name):
    customer = world.customer()
    amount = world.odd(customer["currency"])
    pair = [world.invoice(customer, amount, 9, kind=kind) for kind in ("per-meter", "temporary-service")]
    world.pay(name, customer, amount, world.plain(customer), Truth(answers=targets(*pair)), account=customer["account"])


@scenario("lump: all that is open", 2)
def all_open(world, name):
    customer, invoices = owed(world, (-20, -3, 12))
    world.pay(name, customer, sum(i["amount"] for i in invoices), world.plain(customer), Truth(whole(*invoices)),
              account=customer["account"])


@scenario("lump: all that is overdue", 2)
def all_overdue(world, name):
    customer, invoices = owed(world, (-30, -12, -12, 9, 19))
    world.pay(name, customer, sum(i["amount"] for i in invoices[:3]), world.plain(customer), Truth(whole(*invoices[:3])),
              account=customer["account"])


@scenario("lump with credit note", 2)
def lump_with_credit_note(world, name):
    customer, invoices = owed(world, (-20, 5))
    invoices.append(world.invoice(customer, -(invoices[0]["amount"] // 4 + 7)))
    world.pay(name, customer, sum(i["amount"] for i in invoices), world.plain(customer), Truth(whole(*invoices)),
              account=customer["account"])


@scenario("lump: an arbitrary set, odd cents", 2)
def arbitrary_set(world, name):
    customer, invoices = owed(world, (-40, -33, -12, 9, 30))
    chosen = (invoices[1], invoices[4])
    world.pay(name, customer, sum(i["amount"] for i in chosen), world.plain(customer), Truth(whole(*chosen)),
              account=customer["account"])


@scenario("lump: an arbitrary set, price list")
def arbitrary_prices(world, name):
    """Twelve items of seven prices: some set sums to nearly anything, so nobody may choose one."""
    customer = world.customer("SEK")
    invoices = [world.invoice(customer, world.random.choice((19900, 49900, 99900, 129900)), -60 + 7 * at) for at in range(12)]
    chosen = world.random.sample(invoices, 4)
    amount = sum(i["amount"] for i in chosen)
    canonical = {sum(i["amount"] for i in invoices[:count]) for count in range(1, 13)} | {i["amount"] for i in invoices}
    canonical.add(sum(i["amount"] for at, i in enumerate(invoices) if -60 + 7 * at < 0))
    world.pay(name, customer, amount + (100 if amount in canonical else 0), world.plain(customer), Truth(), account=customer["account"])


@scenario("known, fits nothing")
def fits_nothing(world, name):
    customer, invoices = owed(world, (-20, 12))
    world.pay(name, customer, invoices[0]["amount"] // 2 + 13, world.plain(customer), Truth(), account=customer["account"])


# --- amounts ---

@scenario("partial", 2)
def partial(world, name):
    customer, (invoice, _) = owed(world, (-9, 9))
    amount = invoice["amount"] * world.random.randint(20, 90) // 100
    world.pay(name, customer, amount, world.named(customer, invoice["number"]), Truth({invoice["target"]: amount}))


@scenario("over", 2)
def over(world, name):
    customer, (invoice,) = owed(world, (9,))
    world.pay(name, customer, invoice["amount"] + 1210, world.named(customer, invoice["number"]), Truth(whole(invoice), account=1210))


@scenario("discount in time", 2)
def discount_in_time(world, name):
    customer = world.customer()
    amount = world.odd(customer["currency"])
    invoice = world.invoice(customer, amount, 20, discount=amount // 50, until=world.random.choice((0, 5)))
    world.pay(name, customer, amount - amount // 50, world.named(customer, invoice["number"]),
              Truth({invoice["target"]: amount - amount // 50}, discounts=amount // 50))


@scenario("discount late", 2)
def discount_late(world, name):
    customer = world.customer()
    amount = world.odd(customer["currency"])
    invoice = world.invoice(customer, amount, 20, discount=amount // 50, until=-1)
    world.pay(name, customer, amount - amount // 50, world.named(customer, invoice["number"]),
              Truth({invoice["target"]: amount - amount // 50}, discounts=0))


@scenario("fee deducted", 2)
def fee_deducted(world, name):
    customer = world.customer()
    invoice = world.invoice(customer)
    world.pay(name, customer, invoice["amount"], world.named(customer, invoice["number"]), Truth(whole(invoice)),
              fee=invoice["amount"] // 40)


@scenario("other currency")
def other_currency(world, name):
    customer = world.customer("USD")
    invoice = world.invoice(customer)
    world.pay(name, customer, invoice["amount"], world.named(customer, invoice["number"]), Truth(answers=targets(invoice)),
              currency="EUR")


# --- contracts, bundles, subscriptions, accounts ---

def pair(contract):
    return "contract %s notification %s" % (contract["number"], contract["notification"])


@scenario("contract signed", 2)
def contract_signed(world, name):
    customer = world.customer("USD")
    contract = world.contract(customer, world.amount("USD"))
    world.pay(name, customer, contract["amount"], pair(contract), Truth(whole(contract)))


@scenario("contract unsigned", 2)
def contract_unsigned(world, name):
    customer = world.customer("USD")
    contract = world.contract(customer, world.amount("USD"), signed=False)
    is_signed = world.random.random() < 0.6
    if is_signed:
        world.sign(contract)
    world.pay(name + (", signed on the second night" if is_signed else ""), customer, contract["amount"], pair(contract),
              Truth(answers=targets(contract), later=whole(contract) if is_signed else None))


@scenario("contract option", 2)
def contract_option(world, name):
    customer = world.customer("USD")
    amount = world.odd("USD")
    contract = world.contract(customer, options=(amount, amount // 2 + 50, amount // 3 + 99))
    is_right = world.random.random() < 0.6
    paid = amount // 2 + (50 if is_right else 51)
    world.pay(name + ("" if is_right else " that is none"), customer, paid, pair(contract),
              Truth({contract["target"]: paid}) if is_right else Truth(answers=targets(contract)))


@scenario("contract wrong pair", 2)
def contract_wrong_pair(world, name):
    one, other = (world.contract(world.customer("USD"), world.odd("USD")) for _ in range(2))
    world.pay(name, one["customer"], one["amount"], "contract %s notification %s" % (one["number"], other["notification"]),
              Truth(answers=targets(one, other)))


@scenario("bundle", 2)
def bundle(world, name):
    customer, invoices = owed(world, (-20, -5, 8))
    number = world.bundle(invoices)
    world.pay(name, customer, sum(i["amount"] for i in invoices), "bundle " + number, Truth(whole(*invoices)))


@scenario("instalments", 3)
def instalments(world, name):
    customer = world.customer(world.random.choice(("VND", "SEK", "EUR")))
    price = world.random.randint(90, 900) * 1000
    discount = world.random.choice((0, 20000))
    subscription = world.subscription(customer, price, discount, "2026-12-31" if discount else "")
    paid = (price - discount) * world.random.randint(1, 3)
    world.pay(name, customer, paid, world.named(customer, subscription["number"]), Truth({subscription["target"]: paid}))


@scenario("no whole number of instalments")
def no_whole_instalment(world, name):
    customer = world.customer("VND")
    subscription = world.subscription(customer, 300000)
    world.pay(name, customer, 400000, world.named(customer, subscription["number"]), Truth(answers=targets(subscription)))


@scenario("top-up", 2)
def top_up(world, name):
    customer = world.customer(billing="BA%08d" % (30000000 + world.count("billing") * 7))
    amount = world.odd(customer["currency"])
    if world.random.random() < 0.5:
        world.invoice(customer, amount // 3 + 11)
    world.pay(name, customer, amount, "top up " + customer["billing"], Truth(account=amount))


# --- nights ---

@scenario("paid twice")
def paid_twice(world, name):
    customer, (invoice, _) = owed(world, (-9, 9))
    world.pay("clean reference", customer, invoice["amount"], world.named(customer, invoice["number"]), Truth(whole(invoice)))
    world.pay(name, customer, invoice["amount"], world.named(customer, invoice["number"]), Truth(account=invoice["amount"]), night=1)


@scenario("delivered twice")
def delivered_twice(world, name):
    customer, (invoice, _) = owed(world, (-9, 9))
    text, payer = world.named(customer, invoice["number"]), world.stranger()
    first = world.pay("clean reference", customer, invoice["amount"], text, Truth(whole(invoice)), payer=payer)
    world.pay(name, customer, invoice["amount"], text, Truth(whole(invoice), status=("duplicate",)), id=first["id"],
              payer=payer, night=1)


@scenario("return", 3)
def returned(world, name):
    """Of whatever came: the return makes all of it undone."""
    customer, (one, other) = owed(world, (-9, 9), world.random.choice(("USD", "SEK", "EUR")))
    amount, text = world.random.choice((
        (one["amount"], world.named(customer, one["number"])), (one["amount"] // 3, world.named(customer, one["number"])),
        (one["amount"] + other["amount"], world.named(customer, one["number"], other["number"])),
        (one["amount"] + 5000, world.named(customer, one["number"])), (one["amount"] // 2 + 1, world.plain(customer))))
    is_early = world.random.random() < 0.25
    first = world.pay(name + ": the payment", customer, amount, text, Truth(status=("returned",), later={}), payer="R. Aldana",
                      night=1 if is_early else 0)
    world.pay(name + (" before its payment" if is_early else ""), customer, -amount, "returned", Truth(reverses=first["id"]),
              kind="return", counter_reference=first["id"], payer="R. Aldana", night=0 if is_early else 1)


@scenario("invoice of the second night")
def later_invoice(world, name):
    customer = world.customer()
    invoice = world.invoice(customer, world.odd(customer["currency"]), night=1)
    world.pay(name, customer, invoice["amount"], world.named(customer, invoice["number"]), Truth(later=whole(invoice)))


def fill(world, payments):
    """Draws scenarios by their weights until there are so many payments."""
    names, weights, makes = zip(*SCENARIOS)
    chosen = list(range(len(names)))
    for at in itertools.chain(chosen, iter(lambda: world.random.choices(chosen, weights)[0], None)):
        if len(world.payments) >= payments:
            return
        makes[at](world, names[at])


