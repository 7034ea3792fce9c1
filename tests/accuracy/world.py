"""world.py - a seeded world of customers who owe and pay, with the truth of every payment.

Amounts are whole minor units. What is random depends on the seed alone. The
truth of a payment is what a careful clerk could decide from the files: an empty
set of targets means that he would ask.
"""
import datetime
import random

NIGHTS = (datetime.date(2026, 3, 10), datetime.date(2026, 3, 11))
DIGITS = {"USD": 2, "SEK": 2, "EUR": 2, "RUB": 2, "VND": 0}
LANGUAGES = {"USD": ("en", "km"), "SEK": ("sv",), "EUR": ("en", "sv"), "RUB": ("ru",), "VND": ("vi",)}
PRICES = (19900, 49900, 75000, 99900, 129900, 259900, 499000)

SYLLABLES = {
    "en": "ash bur cam dor ell fen gar hol ives jar kel lan mar nor oak pem".split(),
    "sv": "al berg björk dal ek fors gran hav ing kvist lund mo näs sjö ström ås".split(),
    "ru": "бор вер гор дом ель зар кам лес мир нов озер пол рек сад тих яр".split(),
    "vi": "An Bình Châu Đức Giang Hạnh Khánh Lan Minh Nga Oanh Phúc Quế Sơn Thảo Vinh".split(),
    "km": "សុខ ចាន់ ដារ៉ា វណ្ណ ស្រី ពៅ ម៉ៅ លីដា រតនា បុប្ផា សំណាង ភក្តី ធារ៉ា មករា កុសល វិចិត្រ".split(),
}
FRAMES = {"en": "%s Trading Ltd", "sv": "%s Bygg AB", "ru": "ООО «%s»", "vi": "Công ty TNHH %s", "km": "ហាង %s"}
PLAIN = {"en": "payment, thank you", "sv": "betalning, tack", "ru": "оплата за услуги", "vi": "thanh toán, cảm ơn",
         "km": "ទូទាត់ សូមអរគុណ"}
NAMED = {"en": "Payment of invoice %s", "sv": "Avser faktura %s", "ru": "Оплата счета %s, НДС не облагается",
         "vi": "Thanh toán hóa đơn số %s", "km": "បង់វិក្កយបត្រលេខ %s"}


def money(minor, currency):
    digits, sign, minor = DIGITS[currency], "-" if minor < 0 else "", abs(minor)
    return "%s%d.%0*d" % (sign, minor // 10 ** digits, digits, minor % 10 ** digits) if digits else "%s%d" % (sign, minor)


class Truth:
    """targets: {"invoice:X": amount}, what belongs there; account: what belongs on the customer's account;
    answers: targets a person would choose among when it is asked; reverses: the id of the payment it takes back."""
    __slots__ = ("targets", "account", "answers", "owner", "discounts", "status", "reverses", "later")

    def __init__(self, targets=None, **facts):
        self.targets = targets or {}
        for name in self.__slots__[1:]:
            setattr(self, name, facts.get(name))
        self.answers = tuple(self.answers or ())


class World:
    def __init__(self, seed, currencies=("USD", "SEK", "EUR", "RUB", "VND")):
        self.random = random.Random(seed)
        self.currencies = currencies
        self.tables = {name: ([], []) for name in ("customers", "invoices", "contracts", "contract-options", "bundles",
                                                   "subscriptions")}  # of the first night, of the second
        self.payments = []
        self.owners = {}  # target -> customer
        self.items = []  # what a baseline sees: (target, number, customer, currency, open, due)
        self.numbers, self.names = set(), set()
        self.counts = {}

    # --- what is owed ---

    def count(self, what):
        self.counts[what] = self.counts.get(what, 0) + 1
        return self.counts[what]

    def currency(self):
        return self.random.choice(self.currencies)

    def name(self, language):
        """No two customers bear one, in whatever order its words stand."""
        while True:
            words = self.random.choices(SYLLABLES[language], k=6)
            if language not in ("vi", "km"):
                words = ["".join(words[:3]).capitalize(), "".join(words[3:]).capitalize()]
            key = (language, *sorted(words))
            if key not in self.names:
                self.names.add(key)
                return FRAMES[language] % " ".join(words)

    def stranger(self):
        return "J. %s" % "".join(self.random.choice("bdfglmnprst") + self.random.choice("aeiou") for _ in range(6)).capitalize()

    def account(self, currency):
        return "%s9%013d" % ({"SEK": "83", "EUR": "77", "USD": "70", "RUB": "40", "VND": "19"}[currency],
                             self.count("account") * 7919 + self.random.randint(0, 7000))

    def customer(self, currency=None, known=True, billing="", name=None, language=None):
        currency = currency or self.currency()
        language = language or self.random.choice(LANGUAGES[currency])
        customer = {"no": "C%07d" % (1000000 + self.count("customer") * 3), "name": name or self.name(language), "language": language,
                    "currency": currency, "billing": billing, "account": self.account(currency) if known else ""}
        self.tables["customers"][0].append((customer["no"], customer["name"], billing, "", language, "", customer["account"]))
        return customer

    def number(self, make):
        while True:
            number = make()
            if number not in self.numbers:
                self.numbers.add(number)
                return number

    def amount(self, currency):
        """One of four models: odd cents, whole units, a price list, the shape of real receivables."""
        model = self.random.randrange(4)
        minor = (self.random.randint(2000, 400000) if model == 0 else self.random.randint(20, 4000) * 100 if model == 1
                 else self.random.choice(PRICES) if model == 2 else max(1500, int(self.random.lognormvariate(10.5, 1.1))))
        return minor * 10 if DIGITS[currency] == 0 else minor

    def odd(self, currency):
        """An amount that no sum of others comes to by chance."""
        return self.random.randint(200000, 90000000) * (10 if DIGITS[currency] == 0 else 1) + self.random.randint(1, 9)

    def invoice(self, customer, amount=None, due=None, night=0, number=None, **facts):
        amount = self.amount(customer["currency"]) if amount is None else amount
        number = number or self.number(lambda: "F2026-%08d" % self.random.randint(10000000, 99999999))
        due = due if due is not None else self.random.randint(-40, 30)
        day = NIGHTS[0] + datetime.timedelta(days=due)
        issued = min(day - datetime.timedelta(days=30), NIGHTS[0] - datetime.timedelta(days=1))
        until = facts.get("until")
        self.tables["invoices"][night].append(
            (number, customer["no"], day.isoformat(), customer["currency"], money(amount, customer["currency"]),
             facts.get("kind", "per-meter"), issued.isoformat(), facts.get("reference", ""), facts.get("project", ""),
             money(facts["discount"], customer["currency"]) if "discount" in facts else "",
             (NIGHTS[0] + datetime.timedelta(days=until)).isoformat() if until is not None else ""))
        target = "invoice:" + number
        self.owners[target] = customer["no"]
        if night == 0:
            self.items.append((target, number, customer, amount, day))
        return {"number": number, "target": target, "amount": amount, "customer": customer}

    def contract(self, customer, amount=None, signed=True, options=()):
        serial = 100000 + self.count("contract") * 3
        number, notification = "K-%07d" % serial, "N-%07d" % (serial * 7)
        currency = customer["currency"]
        self.tables["contracts"][0].append((number, notification, customer["no"], currency,
                                            "" if amount is None else money(amount, currency),
                                            "2026-03-01" if signed else "", "2026-04-01", ""))
        for index, option in enumerate(options):
            self.tables["contract-options"][0].append((number, "ABCD"[index], money(option, currency), ""))
        target = "contract:" + number
        self.owners[target] = customer["no"]
        if signed and amount is not None:
            self.items.append((target, number, customer, amount, NIGHTS[0]))
        return {"number": number, "notification": notification, "target": target, "amount": amount, "customer": customer}

    def sign(self, contract):
        """Its row comes again on the second night, signed."""
        row = next(row for row in reversed(self.tables["contracts"][0]) if row[0] == contract["number"])
        self.tables["contracts"][1].append(row[:5] + (NIGHTS[1].isoformat(),) + row[6:])

    def bundle(self, invoices):
        number = "B-%07d" % (500000 + self.count("bundle"))
        self.tables["bundles"][0].extend((number, invoice["number"]) for invoice in invoices)
        return number

    def subscription(self, customer, price, discount=0, promo_until=""):
        number = "S-%07d" % (800000 + self.count("subscription"))
        currency = customer["currency"]
        self.tables["subscriptions"][0].append((number, customer["no"], currency, money(price, currency), "1", "12", "2026-01-05",
                                                "", "", money(discount, currency) if discount else "", promo_until))
        self.owners["subscription:" + number] = customer["no"]
        return {"number": number, "target": "subscription:" + number, "customer": customer}

    # --- what is paid ---

    def pay(self, scenario, customer, amount, text, truth, **facts):
        """facts: night, payer, account, id, currency, fee, kind, counter_reference"""
        night = facts.get("night", 0)
        payment = {"id": facts.get("id") or "P%09d" % (100000000 + self.count("payment") * 17), "scenario": scenario, "night": night,
                   "currency": facts.get("currency", customer["currency"]), "amount": amount, "text": text, "truth": truth,
                   "payer": facts.get("payer") or self.stranger(), "account": facts.get("account", ""),
                   "fee": facts.get("fee"), "kind": facts.get("kind", ""), "counter_reference": facts.get("counter_reference", "")}
        if truth.owner is None:
            truth.owner = customer["no"]
        self.payments.append(payment)
        return payment

    def named(self, customer, *numbers):
        return NAMED[customer["language"]] % ", ".join(numbers)

    def plain(self, customer):
        return PLAIN[customer["language"]]
