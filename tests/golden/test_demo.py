#!/usr/bin/env python3
"""test_demo.py - holds acquit to what fixtures/demo/README.md tells of the sample nights.

The reports are compared whole with those in tests/golden/demo/; after a change
that is meant, `test_demo.py --accept` writes them anew. Read the difference.
"""
import os
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "lib"))
import proof  # noqa: E402
from home import DEMO, ROOT, Home  # noqa: E402

GOLDEN = os.path.join(ROOT, "tests", "golden", "demo")
GOLDEN_FILES = ("files", "payments", "allocations", "exceptions", "journal", "trial_balance", "aging", "settlements")

NIGHT_ONE = [  # file, amount, currency, status, rule
    ("cash.csv", "351000", "VND", "applied", "subscription-instalments"),
    ("cash.csv", "450000", "VND", "applied", "subscription-instalments"),
    ("cash.csv", "96.20", "USD", "applied", "invoice-number"),
    ("corporate-payments.ach", "6500.00", "USD", "applied", "remittance-lines"),
    ("echecks.ach", "1250.00", "USD", "applied", "invoice-and-customer"),
    ("echecks.ach", "2657.55", "USD", "applied", "bundle"),
    ("echecks.ach", "300.00", "USD", "applied", "invoice-and-customer"),
    ("echecks.ach", "3600.00", "USD", "applied", "contract-notification"),
    ("echecks.ach", "4200.00", "USD", "held", "contract-held"),
    ("echecks.ach", "900.00", "USD", "unidentified", ""),
    ("gateway-payouts.csv", "-3826.63", "SEK", "settlement", ""),
    ("gateway-payouts.csv", "-499.00", "SEK", "refund", "return-of-payment"),
    ("gateway-payouts.csv", "1299.00", "SEK", "applied", "invoice-number"),
    ("gateway-payouts.csv", "2599.00", "SEK", "applied", "invoice-number"),
    ("gateway-payouts.csv", "499.00", "SEK", "returned", "return-of-payment"),
    ("statement-rub.xml", "15250.50", "RUB", "applied", "payer-account-item"),
    ("statement-rub.xml", "73500.00", "RUB", "applied", "invoice-number"),
    ("statement-rub.xml", "9000.00", "RUB", "unidentified", ""),
    ("statement-sek-eur.xml", "-25.00", "SEK", "fee", ""),
    ("statement-sek-eur.xml", "1188.00", "EUR", "applied", "structured-reference"),
    ("statement-sek-eur.xml", "1240.00", "SEK", "applied", "invoice-number"),
    ("statement-sek-eur.xml", "1500.00", "SEK", "on-account", "top-up"),
    ("statement-sek-eur.xml", "3826.63", "SEK", "settlement", "settlement-reference"),
    ("statement-sek-eur.xml", "4990.00", "SEK", "applied", "structured-reference"),
]

NIGHT_TWO = [
    ("echeck-returns.ach", "-300.00", "USD", "reversal", "return-of-payment"),
    ("echecks.ach", "300.00", "USD", "returned", "return-of-payment"),
    ("echecks.ach", "4200.00", "USD", "applied", "contract-notification"),
    ("statement-usd.xml", "-300.00", "USD", "settlement", "settlement-exact-net"),
    ("statement-usd.xml", "10250.00", "USD", "settlement", "settlement-exact-net"),
    ("statement-usd.xml", "2657.55", "USD", "settlement", "settlement-exact-net"),
    ("statement-usd.xml", "6500.00", "USD", "settlement", "settlement-exact-net"),
]


def first_night():
    home = Home(demo=True)
    home.run("2026-03-10", statuses=1)
    return home


def both_nights():
    home = first_night()
    home.drop(os.path.join(DEMO, "night2", "contracts.csv"), folder="open-items")
    home.drop(os.path.join(DEMO, "night2", "echeck-returns.ach"), os.path.join(DEMO, "night2", "statement-usd.xml"))
    home.run("2026-03-12", statuses=1)
    return home


def outcomes(home):
    return sorted((row["file"], row["amount"], row["currency"], row["status"], row["rule"])
                  for row in home.rows("payments"))


def compare(got, want):
    lines = ["  - %s" % (row,) for row in want if row not in got] + ["  + %s" % (row,) for row in got if row not in want]
    assert not lines, "wanted (-) and got (+):\n" + "\n".join(lines)
    proof.equal(len(got), len(want))


def every_payment_of_the_first_night_ends_as_told():
    with first_night() as home:
        compare(outcomes(home), sorted(NIGHT_ONE))


def every_payment_of_the_second_night_ends_as_told():
    with both_nights() as home:
        compare(outcomes(home), sorted(NIGHT_TWO))


def files_end_where_they_belong():
    with first_night() as home:
        files = {row["file"]: row["status"] for row in home.rows("files")}
        proof.equal(files.pop("resent-echecks.ach"), "duplicate")
        proof.equal(files.pop("damaged-echecks.ach"), "refused")
        proof.equal(set(files.values()), {"accepted"}, str(files))
        proof.equal(home.names("inbox") + home.names("work") + home.names("open-items"), [])
        proof.equal(home.names("rejected"), ["damaged-echecks.ach", "damaged-echecks.ach.reason.txt"])


def the_ledger_ends_with_the_balances_told():
    with both_nights() as home:
        balances = home.balances()
        proof.equal({key: value for key, value in balances.items() if key[0].startswith("clearing:") and value}, {})
        proof.equal(balances["held", "USD"], 0)
        proof.equal(balances["on-account", "SEK"], -150000)
        proof.equal(balances["unidentified", "RUB"], -900000)
        proof.equal(balances["unidentified", "USD"], -90000)
        # F2026-10240 whole again, F2026-10251 and the contract K-5503 untouched
        proof.equal(balances["receivable", "USD"], 48000 + 231075 + 90000)
        home.expect(0, "verify")


def the_reports_are_those_that_were_accepted():
    with first_night() as home:
        differing = []
        for night in ("night1", "night2"):
            if night == "night2":
                home.drop(os.path.join(DEMO, "night2", "contracts.csv"), folder="open-items")
                home.drop(os.path.join(DEMO, "night2", "echeck-returns.ach"),
                          os.path.join(DEMO, "night2", "statement-usd.xml"))
                home.run("2026-03-12", statuses=1)
            reports = home.reports()
            for name in GOLDEN_FILES:
                path = os.path.join(GOLDEN, night, name + ".csv")
                with open(path, "rb") as golden:
                    if golden.read() != reports[name + ".csv"]:
                        differing.append(os.path.relpath(path, ROOT))
        proof.equal(differing, [], "reports differ; test_demo.py --accept writes them anew")


def the_manual_lists_every_report_and_its_columns():
    with open(os.path.join(ROOT, "doc", "acquit.1"), encoding="utf-8") as text:
        manual = text.read()
    with first_night() as home:
        for name, content in home.reports().items():
            assert ".It Pa %s\n" % name in manual, name
            if name.endswith(".csv"):
                assert ".Li %s" % content.decode("utf-8").splitlines()[0] in manual, name


def _accept():
    for night, made in (("night1", first_night), ("night2", both_nights)):
        with made() as home:
            os.makedirs(os.path.join(GOLDEN, night), exist_ok=True)
            for name in GOLDEN_FILES:
                with open(os.path.join(GOLDEN, night, name + ".csv"), "wb") as out:
                    out.write(home.reports()[name + ".csv"])


if __name__ == "__main__":
    if sys.argv[1:] == ["--accept"]:
        _accept()
    else:
        proof.run(globals())
