#!/usr/bin/env python3
"""test_learning.py - what certain applications teach of payers serves from the next day on, for one customer, and never where it could mislead."""
import os
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "lib"))
import files  # noqa: E402
import proof  # noqa: E402
from home import Home  # noqa: E402

CUSTOMERS = [("C1001", "Harbor Bakery", ""), ("C2002", "Pine Works", ""), ("C3003", "Anna Lind", ""),
             ("C4004", "Rowan Ltd", "DE4004")]
ROWS = "id,booked_on,amount,currency,payer,payer_account,text"
ACCOUNT = "SE4550000000058398257466"


def invoices(*rows):
    return files.table("invoice_no,customer_no,issue_date,due_date,currency,amount",
                       [(number, customer, "2026-02-01", "2026-04-15", "EUR", amount) for number, customer, amount in rows])


ITEMS = invoices(*[("F%d0%d" % (customer, index), "C%d%03d" % (customer, customer), "%d%d7.50" % (customer, index))
                   for customer in (1, 2, 3, 4) for index in range(1, 6)])


def item(customer, index):
    return "F%d0%d" % (customer, index), "%d%d7.50" % (customer, index)


class Nights:
    """Payments of one night after the other; statuses and rules by their ids."""

    def __init__(self):
        self.home = Home()
        self.home.write("open-items/customers.csv", files.table("customer_no,name,payer_accounts", CUSTOMERS))
        self.home.write("open-items/invoices.csv", ITEMS)
        self.day = 9

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.home.__exit__()

    def night(self, *rows, day=None, name="cash"):
        """(id, amount, payer, account, text) each."""
        self.day = day or self.day + 1
        date = self.day if isinstance(self.day, str) else "2026-03-%02d" % self.day
        if rows:
            self.home.write("inbox/%s-%s.csv" % (name, self.day), files.table(ROWS, [
                (key, "2026-03-%02d" % min(self.day, 28) if isinstance(self.day, int) else date, amount, "EUR", payer,
                 account, text) for key, amount, payer, account, text in rows]))
        self.home.run(date)
        self.home.expect(0, "verify")
        return {row["source_id"]: "%s %s" % (row["status"], row["rule"]) for row in self.home.rows("payments")}


def teach(key, customer, index, payer="Somebody", account=ACCOUNT):
    number, amount = item(customer, index)
    return key, amount, payer, account, "Invoice %s" % number


def bare(key, customer, index, payer="Somebody", account=ACCOUNT, text="thank you"):
    return key, item(customer, index)[1], payer, account, text


def an_account_that_paid_certainly_is_known_from_the_next_day_on():
    with Nights() as nights:
        proof.equal(nights.night(teach("A", 1, 1), bare("B", 1, 2)),
                    {"A": "applied invoice-number", "B": "unidentified "})
        nights.home.run("2026-03-%02d" % nights.day)
        proof.equal(nights.home.names("reports"), ["2026-03-10.1", "latest"])
        proof.equal(nights.night(bare("C", 1, 3)),
                    {"B": "applied learned-account-item", "C": "applied learned-account-item"})
        found = {row["target_no"]: row["evidence"] for row in nights.home.rows("allocations")}
        assert "payer account learned" in found["F103"], found


def a_name_needs_two_and_no_account():
    with Nights() as nights:
        nights.night(teach("A", 1, 1, account=""))
        proof.equal(nights.night(bare("B", 1, 2, account=""))["B"], "unidentified ")
        nights.night(teach("C", 1, 3, account=""))
        proof.equal(nights.night(bare("D", 1, 4, account=""))["D"], "applied learned-name-item")


def an_account_that_paid_for_two_is_nobodys():
    with Nights() as nights:
        nights.night(teach("A", 1, 1), teach("B", 2, 1))
        proof.equal(nights.night(bare("C", 1, 2), bare("D", 2, 2)), {"C": "unidentified ", "D": "unidentified "})
        texts = [row["text"] for row in nights.home.rows("exceptions")]
        assert all("speaks for several customers" in text for text in texts), texts
        proof.equal([row["suggestions"].split(" ")[0] for row in nights.home.rows("exceptions")],
                    ["invoice:F102", "invoice:F202"])


def tonights_second_customer_is_heard_before_what_was_learned():
    for first, second in ((bare("B", 1, 2), teach("C", 2, 1)), (teach("C", 2, 1), bare("B", 1, 2))):
        with Nights() as nights:
            nights.night(teach("A", 1, 1))
            proof.equal(nights.night(first, second), {"B": "unidentified ", "C": "applied invoice-number"})


def an_account_is_known_under_the_name_that_paid_certainly_and_no_other():
    # A file may have our own account where the payer's should stand: then strangers share it.
    with Nights() as nights:
        nights.night(teach("A", 1, 1), teach("B", 2, 1, payer="", account="X"))
        proof.equal(nights.night(bare("C", 1, 2, payer="Else"), bare("D", 1, 3, payer=""), bare("E", 2, 2, payer="", account="X"),
                                 bare("F", 2, 3, payer="Somebody", account="X"), bare("G", 1, 4, payer="SOMEBODY")),
                    {"C": "unidentified ", "D": "unidentified ", "E": "unidentified ", "F": "unidentified ",
                     "G": "applied learned-account-item"})
        assert "nobody yet" in nights.home.expect(0, "show", "payer", "X")


def a_persons_decision_for_a_second_customer_speaks_against_the_first():
    with Nights() as nights:
        nights.night(teach("A", 1, 1))
        nights.night(bare("B", 1, 2))
        told = next(row["payment_id"] for row in nights.home.rows("payments") if row["source_id"] == "B")
        for words in (("unapply", told), ("apply", told, "account:C2002")):
            nights.home.expect((0, 1), "review", *words, "--by", "m.ito", "--why", "the payer says so", "--date", "2026-03-11")
        proof.equal(nights.night(bare("C", 1, 3)), {"C": "unidentified "})
        nights.home.expect(0, "verify")


def another_customers_number_alone_speaks_against_an_account():
    """Whether the money waits on the customer's account, makes it grow or pays one of the customer's items."""
    for amount, text, want in (("9999.00", "customer C3003", "unapplied "), (item(3, 1)[1], "customer C3003", "applied customer-exact-item"),
                               ("9999.00", "customer C5005", "on-account top-up")):
        for same_night in (False, True):
            with Nights() as nights:
                nights.home.write("open-items/more-customers.csv", files.table("customer_no,name", [("C5005", "Nothing Open")]))
                nights.night(teach("A", 1, 1))
                rows = [("B", amount, "Somebody", ACCOUNT, text)]
                told = nights.night(*rows, *([bare("C", 1, 2)] if same_night else []))
                proof.equal(told["B"], want)
                if not same_night:
                    told = nights.night(bare("C", 1, 2))
                proof.equal(told["C"], "unidentified ", text + " " + amount)


def money_held_for_another_customers_contract_speaks_against_an_account():
    with Nights() as nights:
        nights.home.write("open-items/contracts.csv", files.table("contract_no,notification_no,customer_no,currency,amount,signed_on", [
            ("K2002", "N2002", "C2002", "EUR", "80.00", "")]))
        nights.night(teach("A", 1, 1))
        proof.equal(nights.night(("B", "80.00", "Somebody", ACCOUNT, "contract K2002 N2002")), {"B": "held contract-held"})
        proof.equal(nights.night(bare("C", 1, 2))["C"], "unidentified ")


def ones_own_number_alone_speaks_against_nobody():
    with Nights() as nights:
        nights.night(teach("A", 1, 1))
        proof.equal(nights.night(("B", "9999.00", "Somebody", ACCOUNT, "customer C1001")), {"B": "unapplied "})
        proof.equal(nights.night(bare("C", 1, 2)), {"C": "applied learned-account-item"})
        # A name of the master data is not doubted for what it brought by number.
        proof.equal(nights.night(("D", "7777.00", "Pine Works", "DE55", "customer C2002"))["D"], "unapplied ")
        proof.equal(nights.night(bare("E", 2, 1, payer="Pine Works", account="DE55"))["E"], "applied payer-name-item")


def decide(nights, key, *words, verb="apply"):
    told = next(row["payment_id"] for run in nights.home.names("reports") if run[0] == "2"
                for row in nights.home.rows("payments", run) if row["source_id"] == key)
    nights.home.expect((0, 1), "review", verb, told, *words, "--by", "m.ito", "--why", "the payer says so",
                       "--date", "2026-03-%02d" % nights.day)
    return told


def what_persons_decided_twice_makes_a_payer_known():
    for account, payer, rule in ((ACCOUNT, "Somebody", "learned-account-item"), ("", "Some Body", "learned-name-item")):
        with Nights() as nights:
            nights.night(bare("A", 1, 1, payer=payer, account=account))
            told = decide(nights, "A", "invoice:F101")
            # Once is a decision, no confirmation.
            proof.equal(nights.night(bare("B", 1, 2, payer=payer, account=account)), {"B": "unidentified "})
            shown = nights.home.expect(0, "show", "payer", account or payer)
            for word in ("nobody yet", told, "m.ito", "2026-03-10"):
                assert word in shown, shown
            decide(nights, "B", "invoice:F102")
            # What was decided today is used tomorrow.
            proof.equal(nights.night(bare("C", 1, 3, payer=payer, account=account), day=nights.day, name="more")["C"], "unidentified ")
            proof.equal(nights.night(bare("D", 1, 4, payer=payer, account=account))["D"], "applied " + rule)
            nights.home.expect(0, "verify", "--rebuild")


def a_persons_decision_that_is_taken_back_teaches_no_more():
    with Nights() as nights:
        nights.night(bare("A", 1, 1), bare("B", 1, 2))
        decide(nights, "A", "invoice:F101")
        decide(nights, "B", "invoice:F102")
        decide(nights, "B", verb="unapply")
        proof.equal(nights.night(bare("C", 1, 3))["C"], "unidentified ")


def a_guess_that_puts_the_money_back_is_no_persons_word():
    with Nights() as nights:
        nights.night(*((key, "9%s.00" % index, "Harbor Bakery", ACCOUNT, "thanks") for index, key in enumerate("AB", 50)))
        for key, index in (("A", 1), ("B", 2)):
            decide(nights, key, "invoice:F10%d" % index)
            decide(nights, key, verb="unapply")
        # By the name alone both wait for the customer again, at once: the night has nothing to move.
        waits = [nights.home.expect(0, "show", key).split("What people decided")[0] for key in "AB"]
        assert all("unapplied" in text for text in waits), waits
        proof.equal(nights.night(bare("C", 2, 1, account="other")), {"C": "unidentified "})
        nights.night()
        shown = nights.home.call("show", "payer", ACCOUNT).stdout
        assert "(learned)" not in shown and "m.ito" not in shown, shown


def a_person_who_decides_for_two_customers_teaches_nothing():
    with Nights() as nights:
        nights.night(*(("%d" % index, "255.00", "Somebody", ACCOUNT, "thanks") for index in range(2)))
        decide(nights, "0", "invoice:F101=100.00", "invoice:F201=155.00")
        decide(nights, "1", "invoice:F102=100.00", "invoice:F202=155.00")
        proof.equal(nights.night(bare("C", 1, 3))["C"], "unidentified ")
    # Nor does a name that two customers of the master data bear.
    with Nights() as nights:
        nights.home.write("open-items/customers.csv", files.table("customer_no,name,payer_accounts", CUSTOMERS + [("C5005", "Anna Lind", "")]))
        nights.night(bare("A", 3, 1, payer="Anna Lind", account=""), bare("B", 3, 2, payer="Anna Lind", account=""))
        decide(nights, "A", "invoice:F301")
        decide(nights, "B", "invoice:F302")
        proof.equal(nights.night(bare("C", 3, 3, payer="Anna Lind", account=""))["C"], "unidentified ")


def releasing_money_confirms_no_guess():
    """What waits for a customer was put there by a rule: who releases it has not said who pays."""
    with Nights() as nights:
        nights.night(("A", "900.00", "Harbor Bakery", ACCOUNT, "thanks"), ("B", "901.00", "Harbor Bakery", ACCOUNT, "thanks"))
        for key in "AB":
            decide(nights, key, verb="release")
        proof.equal(nights.night(bare("C", 1, 1, payer="Harbor Bakery"))["C"], "applied payer-name-item")
        assert "(learned)" not in nights.home.expect(0, "show", "payer", ACCOUNT)


def a_payer_forgotten_for_one_of_two_is_nobodys_until_it_is_learned_anew():
    with Nights() as nights:
        nights.night(teach("A", 1, 1), teach("B", 2, 1))
        said = nights.home.expect((0, 1), "review", "forget", ACCOUNT, "C2002", "--by", "eva", "--why", "wrong", "--date", "2026-03-10")
        assert "until it is learned anew" in said, said
        proof.equal(nights.night(bare("C", 1, 2), bare("D", 2, 2)), {"C": "unidentified ", "D": "unidentified "})
        nights.night(teach("E", 1, 3))
        proof.equal(nights.night(bare("F", 1, 4))["F"], "applied learned-account-item")
    # Of one that had paid for one alone nothing is left.
    with Nights() as nights:
        nights.night(teach("A", 1, 1))
        nights.home.expect((0, 1), "review", "forget", ACCOUNT, "C1001", "--by", "eva", "--why", "wrong", "--date", "2026-03-10")
        proof.equal(nights.night(bare("C", 1, 2)), {"C": "unidentified "})


def what_stands_for_anybody_is_nobodys():
    """A gateway's name, a word for a missing one, a masked or filled number: strangers share them."""
    for payer, account in (("Somebody", "NOTPROVIDED"), ("Somebody", "000000"), ("Somebody", "****1234"), ("Somebody", "XXXX12345"),
                           ("N/A", ACCOUNT), ("STRIPE PAYMENTS", ACCOUNT)):
        with Nights() as nights:
            nights.night(teach("A", 1, 1, payer=payer, account=account))
            proof.equal(nights.night(bare("B", 1, 2, payer=payer, account=account)), {"B": "unidentified "}, payer + account)
    for payer in ("NOTPROVIDED", "Unknown", "CARD PAYMENT", "PayPal", "Kund", "Ada"):
        with Nights() as nights:
            nights.night(teach("A", 1, 1, payer=payer, account=""), teach("B", 1, 2, payer=payer, account=""))
            proof.equal(nights.night(bare("C", 1, 3, payer=payer, account="")), {"C": "unidentified "}, payer)


def our_own_account_is_never_a_payers():
    profile = ("[bank.own]\nposts = bank\nheader = find Account Number|Day\ncurrency = USD\ndate = [Day] %Y-%m-%d\n"
               "amount = [Amount]\npayer.account = [Account Number]\ntext = [Description]\n")
    # Without a name; and with one that all rows share, where the file tells of several accounts of ours.
    for profile in (profile, profile + "account = [Account Number]\npayer = [Account Name]\n"):
        own_account_teaches_nobody(profile)


def own_account_teaches_nobody(profile):
    with Nights() as nights:
        nights.home.write("formats/own.profile", profile)
        nights.home.write("open-items/invoices.csv", ITEMS.replace("EUR", "USD") if isinstance(ITEMS, str)
                          else ITEMS.replace(b"EUR", b"USD"))
        for day, rows in ((10, [("127.50", "Invoice F102"), ("999.00", "ACH")]), (11, [("700.00", "ACH STRANGER"), ("5.00", "WIRE")])):
            nights.home.write("inbox/own-%d.csv" % day, files.table("Account Number,Account Name,Day,Amount,Description", [
                ("XXXX9999", "Our Ltd", "2026-03-%d" % day, "-1.00", "card")] + [
                    ("XXXX1234", "Our Ltd", "2026-03-%d" % day, amount, text) for amount, text in rows]))
            nights.home.run("2026-03-%d" % day)
        proof.equal(sorted((row["amount"], row["status"]) for row in nights.home.rows("payments") if row["amount"] not in ("1.00", "-1.00")),
                    [("5.00", "unidentified"), ("700.00", "unidentified")])


def money_that_is_not_what_the_learned_customer_owes_is_asked():
    with Nights() as nights:
        nights.night(teach("A", 1, 1))
        proof.equal(nights.night(("B", "999.99", "Somebody", ACCOUNT, "thank you")), {"B": "unapplied "})
        proof.equal([row["code"] for row in nights.home.rows("exceptions")], ["no-item-fits"])


def a_number_that_nobody_knows_says_something_else_is_meant():
    with Nights() as nights:
        nights.night(teach("A", 1, 1))
        assert nights.night(bare("B", 1, 2, text="Invoice 7781234"))["B"].startswith("unapplied"), "applied"


def somebody_elses_number_with_its_own_amount_is_still_paid():
    with Nights() as nights:
        nights.night(teach("A", 1, 1))
        proof.equal(nights.night(teach("B", 2, 1)), {"B": "applied invoice-number"})
        number, _ = item(2, 2)
        proof.equal(nights.night(("C", "5.00", "Somebody", "other", "Invoice " + number), bare("D", 1, 2)),
                    {"C": "applied invoice-number", "D": "unidentified "})


def a_part_of_somebody_elses_item_is_asked():
    with Nights() as nights:
        nights.night(teach("A", 1, 1))
        number, _ = item(2, 2)
        proof.equal(nights.night(("B", "5.00", "Somebody", ACCOUNT, "Invoice " + number)), {"B": "unapplied "})
        proof.equal([row["code"] for row in nights.home.rows("exceptions")], ["reference-conflict"])


def a_part_payment_teaches_nothing():
    with Nights() as nights:
        number, _ = item(1, 1)
        nights.night(("A", "5.00", "Somebody", ACCOUNT, "Invoice " + number))
        proof.equal(nights.night(bare("B", 1, 2)), {"B": "unidentified "})


def names_and_accounts_of_the_master_data_are_not_overruled():
    with Nights() as nights:
        # Anna Lind is a customer; she paid for Harbor Bakery from her account. What she
        # brings may be her own debt, unless nobody else in the book owes the amount.
        nights.night(teach("A", 1, 1, payer="Anna Lind"))
        proof.equal(nights.night(bare("B", 1, 2, payer="Anna Lind"), bare("C", 3, 1, payer="Anna Lind"),
                                 ("F", "5.00", "Anna Lind", ACCOUNT, "thank you")),
                    {"B": "applied learned-account-item", "C": "unidentified ", "F": "unidentified "})
        # Rowan's registered account paid for Harbor Bakery: it stays Rowan's.
        nights.night(teach("D", 1, 3, payer="R", account="DE4004"))
        proof.equal(nights.night(bare("E", 4, 1, payer="R", account="DE4004")), {"E": "applied payer-account-item"})


def what_is_taken_apart_or_grown_old_teaches_no_more():
    with Nights() as nights:
        nights.night(teach("A", 1, 1))
        nights.home.expect((0, 1), "review", "unapply", "A", "--by", "eva", "--why", "not theirs", "--date", "2026-03-10")
        proof.equal(nights.night(bare("B", 1, 2))["B"], "unidentified ")
    with Nights() as nights:
        nights.night(teach("A", 1, 1))
        proof.equal(nights.night(bare("B", 1, 2), day="2027-09-20"), {"B": "unidentified "})
    with Nights() as nights:
        nights.night(teach("A", 1, 1))
        proof.equal(nights.night(bare("B", 1, 2), day="2027-08-20"), {"B": "applied learned-account-item"})


def the_order_of_files_and_rows_changes_nothing():
    first = [teach("A", 1, 1), bare("B", 1, 2), teach("C", 2, 1, account="X"), teach("E", 3, 1, account="Y"),
             teach("F", 1, 3, account="Y")]
    second = [bare("G", 3, 2, account="Y"), bare("H", 2, 2, account="X"), teach("I", 3, 3, account="X"),
              bare("J", 1, 4)]
    ends = []
    for step in (1, -1):
        with Nights() as nights:
            for rows in (first[::step], second[::step]):
                nights.night(*rows)
            ends.append(sorted((row["target_no"], row["amount"]) for row in nights.home.rows("allocations")))
    proof.equal(ends[0], ends[1])
    proof.equal(ends[0], [("F102", "127.50"), ("F104", "147.50"), ("F303", "337.50")])


def what_is_known_of_a_payer_is_shown_with_its_reasons():
    with Nights() as nights:
        nights.night(teach("A", 1, 1), teach("B", 1, 2, account="", payer="Twice"), teach("C", 2, 1, account="DE77"),
                     teach("D", 1, 3, account="DE77"))
        taught = {row["source_id"]: row["payment_id"] for row in nights.home.rows("payments")}
        for payer, words in ((ACCOUNT, ("customer C1001, Harbor Bakery (learned)", taught["A"])),
                             ("payer:DE77", ("paid for 2 customers", taught["C"], taught["D"])),
                             ("twice", ("nobody yet: 1 of the 2",)), ("DE4004", ("C4004", "in the master data")),
                             (taught["A"], ("(learned)", "Somebody"))):
            shown = nights.home.expect(0, "show", *([payer] if payer.startswith("payer:") else ["payer", payer]))
            for word in words:
                assert word in shown, (payer, word, shown)
        proof.equal(nights.home.call("show", "payer", "nobody at all").returncode, 2)


if __name__ == "__main__":
    proof.run(globals())
