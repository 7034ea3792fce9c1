#!/usr/bin/env python3
"""test_ach_returns.py - the life of an ACH return, whatever order its files come in.

We debit a customer for an invoice; the debit is returned, our bank refuses the
return, the other bank stands by it. After each step exactly the allocations
that should stand do, and unidentified-out holds nothing but what is asked.
"""
import itertools
import os
import sys
from decimal import Decimal

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "lib"))
import ach  # noqa: E402
import proof  # noqa: E402
from home import SAMPLE, Home  # noqa: E402

CONF = "[nacha]\ncompany_ids = %s\n" % ach.COMPANY
CUSTOMERS = "customer_no,name\nC-1001,Mara Lindholm\nC-1002,Otto Berg\n"
INVOICES = ("invoice_no,customer_no,due_date,currency,amount\n"
            "F2026-0401,C-1001,2026-03-01,USD,125.50\nF2026-0402,C-1002,2026-03-01,USD,80.00\n"
            "F2026-0403,C-1001,2026-03-01,USD,60.00\n")
DEBIT, RETURN, REFUSAL, CONTEST = 91000010000001, 76401250000011, 91000010000021, 76401250000031
IDENT = "F2026-0401"


def one(entry, **facts):
    facts.setdefault("sec", "PPD")
    return ach.file_of([ach.Batch([entry], **facts)])


def debit(trace=DEBIT, cents=12550, ident=IDENT, **facts):
    return one(ach.Entry("27", cents, trace, ident=ident), **facts)


def back(trace=RETURN, cents=12550, ident=IDENT, reason="R01", original=DEBIT, settled="063", **facts):
    return one(ach.Entry("26", cents, trace, ident=ident, addenda=[ach.returned(reason, original)]), settled=settled,
               **facts)


def refusal(trace=REFUSAL, cents=12550, original=DEBIT, of=RETURN, settled="064"):
    return one(ach.Entry("26", cents, trace, ident=IDENT, addenda=[ach.dishonored("R68", original, of)]), settled=settled)


def contest(trace=CONTEST, cents=12550, original=DEBIT, of=RETURN, settled="065"):
    return one(ach.Entry("26", cents, trace, ident=IDENT, addenda=[ach.contested("R73", original, of, REFUSAL)]),
               settled=settled)


class Nights:
    """A home where each list of files is a night of its own."""

    def __init__(self):
        self.home = Home(conf=CONF)
        self.home.write("open-items/1.csv", CUSTOMERS)
        self.home.write("open-items/2.csv", INVOICES)
        self.day, self.files = 2, 0

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.home.__exit__()

    def night(self, *files):
        for content in files:
            self.files += 1
            self.home.write("inbox/%03d.ach" % self.files, content)
        self.day += 1
        self.home.run("2026-03-%02d" % self.day)
        self.home.expect(0, "verify")


def balance(nights, account):
    return sum((Decimal(row["balance"]) for row in nights.home.rows("trial_balance") if row["account"] == account),
               Decimal(0))


ALL = Decimal("265.50")
PAID = ALL - Decimal("125.50")


def state(nights):
    return balance(nights, "receivable"), balance(nights, "unidentified-out"), balance(nights, "unidentified")


def a_return_opens_the_invoice_again():
    with Nights() as nights:
        nights.night(debit())
        proof.equal(state(nights), (PAID, 0, 0))
        nights.night(back())
        proof.equal(state(nights), (ALL, 0, 0))


def a_refused_return_puts_the_very_allocation_back():
    with Nights() as nights:
        nights.night(debit())
        nights.night(back())
        nights.night(refusal())
        proof.equal(state(nights), (PAID, 0, 0))
        rows = [row for row in nights.home.rows("allocations") if row["target_no"] == IDENT]
        proof.equal([(row["amount"], row["rule"]) for row in rows], [("125.50", "return-of-payment")])
        proof.equal({row["status"] for row in nights.home.rows("payments")}, {"applied", "reversal"})
        nights.night(contest())
        proof.equal(state(nights), (ALL, 0, 0))
        nights.home.expect(0, "verify", "--rebuild")


def every_order_of_the_four_files_ends_the_same():
    """In one night and in nights of their own."""
    for steps, want in (((debit, back), ALL), ((debit, back, refusal), PAID), ((debit, back, refusal, contest), ALL)):
        orders = list(itertools.permutations(steps))
        for order in orders[::len(orders) // 3] if SAMPLE and len(orders) > 2 else orders:
            with Nights() as nights:
                for step in order:
                    nights.night(step())
                nights.night(debit(trace=DEBIT + 7, cents=100, ident="NOBODY"))
                got = state(nights)
                proof.equal(got[:2], (want, 0), [step.__name__ for step in order])
            with Nights() as nights:
                nights.night(*[step() for step in order])
                proof.equal(state(nights), (want, 0, 0), ["one night"] + [step.__name__ for step in order])


def a_second_return_a_late_one_and_another_amount_are_asked():
    cases = {
        "return-twice": [back(), back(trace=RETURN + 1)],
        "return-late": [back(settled="099")],
        "return-amount": [back(cents=12500)],
        "return-unknown": [back(original=DEBIT + 99)],
    }
    for code, files in cases.items():
        with Nights() as nights:
            nights.night(debit())
            for content in files:
                nights.night(content)
            proof.equal({row["code"] for row in nights.home.rows("exceptions")}, {code}, code)
            got = state(nights)
            proof.equal(got[0], ALL if code == "return-twice" else PAID, code)
            assert got[1] > 0, (code, got)


SECOND = RETURN + 1


def a_refused_second_or_late_return_leaves_the_first_as_it_was():
    """R67 and R68 refuse a return that took nothing back: it and its refusal explain each other."""
    second = lambda: back(trace=SECOND)
    late = lambda: back(settled="099")
    duplicate = lambda: refusal(of=SECOND)
    too_late = lambda: refusal(settled="100")
    for steps, want in (((debit, back, second, duplicate), ALL), ((debit, late, too_late), PAID)):
        orders = [order for order in itertools.permutations(steps) if back not in order or order.index(back) < order.index(second)]
        for order in orders[::max(1, len(orders) // 4)] if SAMPLE else orders:
            for is_one in (False, True):
                with Nights() as nights:
                    for files in [[step() for step in order]] if is_one else [[step()] for step in order]:
                        nights.night(*files)
                    nights.night(debit(trace=DEBIT + 7, cents=100, ident="NOBODY"))
                    proof.equal(state(nights)[:2], (want, 0), (is_one, [step.__name__ for step in order]))
                    proof.equal({row["code"] for row in nights.home.rows("exceptions")} - {"payer-unknown", "no-item-fits"},
                                set(), (is_one, steps))


def a_return_waits_for_its_payment():
    with Nights() as nights:
        nights.night(back())
        proof.equal(state(nights), (ALL, Decimal("125.50"), 0))
        nights.night(debit())
        proof.equal(state(nights), (ALL, 0, 0))


def a_return_waits_for_a_payment_that_is_booked_after_it():
    after = debit(effective="260305", settled="064")
    for nights_of in ([[back(settled="063")], [after]], [[after], [back(settled="063")]], [[back(settled="063"), after]],
                      [[after, back(settled="063")]]):
        with Nights() as nights:
            for files in nights_of:
                nights.night(*files)
            proof.equal(state(nights), (ALL, 0, 0))
            rows = {row["status"] for row in nights.home.rows("payments")}
            proof.equal((rows, nights.home.rows("exceptions")), ({"returned", "reversal"}, []))


def the_account_tells_a_later_payment_from_an_older_one_of_its_trace():
    older = one(ach.Entry("27", 12550, DEBIT, ident=IDENT, account="99999999"), effective="260302", settled="061")
    with Nights() as nights:
        nights.night(older)
        nights.night(debit(ident="C-1001", effective="260305", settled="064", number=2), back(ident="C-1001", settled="063"))
        proof.equal(sorted((row["status"], row["value_on"]) for row in nights.home.rows("payments"))[0],
                    ("returned", "2026-03-05"))


def a_later_payment_of_another_account_is_not_what_was_returned():
    stranger = one(ach.Entry("27", 12550, DEBIT, ident=IDENT, account="99999999"), effective="260305", settled="064")
    with Nights() as nights:
        nights.night(back(settled="063"))
        nights.night(stranger)
        proof.equal(state(nights), (PAID, Decimal("125.50"), 0))
        proof.equal([row["code"] for row in nights.home.rows("exceptions")], ["return-unknown"])


def a_trace_that_begins_at_one_again_means_the_debit_in_time():
    """Each month the same customer is first in the file, with the same amount."""
    with Nights() as nights:
        nights.night(debit(effective="260202", settled="033"))
        nights.night(debit(ident="F2026-0402", cents=8000, effective="260302", settled="061"),
                     debit(ident="C-1001", cents=12550, effective="260302", settled="061", number=2))
        nights.night(back(ident="C-1001", settled="063"))
        rows = {row["payment_id"]: row for row in nights.home.rows("payments")}
        returned = [row for row in rows.values() if row["status"] == "returned"]
        proof.equal([row["value_on"] for row in returned], ["2026-03-02"])
        proof.equal(balance(nights, "unidentified-out"), 0)


def a_return_of_another_payers_debit_takes_nothing_back():
    """The same trace and amount, but not the account that the debit was drawn on."""
    stranger = one(ach.Entry("26", 12550, RETURN, name="OTTO BERG", ident="X-1", account="99887766",
                             addenda=[ach.returned("R01", DEBIT)]), settled="063")
    with Nights() as nights:
        nights.night(debit())
        nights.night(stranger)
        proof.equal(state(nights), (PAID, Decimal("125.50"), 0))
        proof.equal({row["code"] for row in nights.home.rows("exceptions")}, {"return-unknown"})
        nights.night(back(trace=RETURN + 1))
        proof.equal(state(nights), (ALL, Decimal("125.50"), 0))


def a_return_without_its_trace_is_known_by_company_account_amount_and_number():
    for original in (0, DEBIT + 99):
        for files in ([debit, lambda: back(original=original)], [lambda: back(original=original), debit]):
            with Nights() as nights:
                for content in files:
                    nights.night(content())
                nights.night()
                proof.equal(state(nights), (PAID, Decimal("125.50"), 0) if original else (ALL, 0, 0), original)
    stranger = one(ach.Entry("26", 12550, RETURN, ident=IDENT, account="99887766", addenda=[ach.returned("R01", 0)]), settled="063")
    for content in (back(original=0, ident="F2026-0402"), back(original=0, cents=12549), stranger, back(original=0, settled="099")):
        with Nights() as nights:
            nights.night(debit())
            nights.night(content)
            proof.equal((state(nights)[0], len(nights.home.rows("exceptions"))), (PAID, 1))


def a_return_without_its_trace_that_fits_two_debits_is_asked():
    with Nights() as nights:
        nights.night(debit(), debit(trace=DEBIT + 1, number=2))
        before = state(nights)
        nights.night(back(original=0))
        proof.equal(state(nights), (before[0], Decimal("125.50"), before[2]))
        proof.equal("return-unknown" in {row["code"] for row in nights.home.rows("exceptions")}, True)


def a_reversal_takes_back_the_debit_it_looks_like():
    reversal = one(ach.Entry("22", 12550, DEBIT + 50, ident=IDENT), description="REVERSAL", effective="260304",
                   settled="063")
    stranger = one(ach.Entry("22", 12550, DEBIT + 51, ident="SOMEONE"), description="REVERSAL", effective="260304",
                   settled="063", number=9)
    with Nights() as nights:
        nights.night(debit())
        nights.night(stranger)
        proof.equal(state(nights), (PAID, Decimal("125.50"), 0))
        nights.night(reversal)
        proof.equal(state(nights), (ALL, Decimal("125.50"), 0))


def a_whole_file_of_equal_debits_is_reversed():
    """Everybody pays the same: only the account tells one from the other."""
    count = 300 if SAMPLE else 3000

    def entries(code, trace):
        return [ach.Entry(code, 999, trace + at, ident="S-%05d" % at, account="%09d" % (700000000 + at)) for at in range(count)]
    with Nights() as nights:
        nights.night(ach.file_of([ach.Batch(entries("27", DEBIT))]))
        nights.night(ach.file_of([ach.Batch(entries("22", DEBIT + count), description="REVERSAL", effective="260304",
                                            settled="063", number=2)]))
        proof.equal(balance(nights, "unidentified-out"), 0)
        proof.equal({row["status"] for row in nights.home.rows("payments")}, {"returned", "reversal"})


def a_reversal_that_comes_too_late_is_asked():
    for day, code, want in ((9, None, ALL), (27, "return-late", PAID)):
        with Nights() as nights:
            nights.night(debit())
            nights.night(one(ach.Entry("22", 12550, DEBIT + 50, ident=IDENT), description="REVERSAL",
                             effective="2603%02d" % day, settled="%03d" % (59 + day)))
            proof.equal((state(nights)[0], {row["code"] for row in nights.home.rows("exceptions")}),
                        (want, {code} if code else set()), day)


def a_payers_reversal_takes_back_the_credit_it_sent():
    paid = one(ach.Entry("22", 12550, DEBIT, ident=IDENT), company="1555000111", name="LINDHOLM AB", sec="CCD")
    reversal = one(ach.Entry("27", 12550, DEBIT + 1, ident=IDENT), company="1555000111", name="LINDHOLM AB", sec="CCD",
                   description="REVERSAL", effective="260303", settled="062", number=2)
    with Nights() as nights:
        nights.night(paid)
        proof.equal(state(nights), (PAID, 0, 0))
        nights.night(reversal)
        proof.equal(state(nights), (ALL, 0, 0))


def a_credit_that_we_sent_and_that_comes_back_explains_itself():
    sent = one(ach.Entry("22", 5000, DEBIT, ident="REFUND-1"), sec="PPD")
    came_back = one(ach.Entry("21", 5000, RETURN, ident="REFUND-1", addenda=[ach.returned("R03", DEBIT)]), settled="063")
    with Nights() as nights:
        nights.night(sent)
        proof.equal(balance(nights, "unidentified-out"), Decimal("50.00"))
        nights.night(came_back)
        proof.equal(balance(nights, "unidentified-out"), 0)
        proof.equal(sorted(row["status"] for row in nights.home.rows("payments")), ["returned", "reversal"])
        nights.night(debit(trace=DEBIT + 7, cents=100, ident="NOBODY"))
        proof.equal({row["code"] for row in nights.home.rows("exceptions")} & {"return-unknown", "out-unexplained"}, set())


def a_return_of_what_nobody_here_sent_posts_nothing():
    """Of a company that is not ours nobody can tell which way it goes: its credit may be one that our own bank sent back."""
    stranger = "1555000111"
    for code, reason in (("21", "R03"), ("31", "R23"), ("26", "R01"), ("21", "R61"), ("21", "R71")):
        returned = ach.Batch([ach.Entry(code, 12550, RETURN, ident=IDENT, addenda=[ach.returned(reason, DEBIT)])], settled="063",
                             company=stranger)
        beside = ach.Batch([ach.Entry("22", 8000, DEBIT + 9, ident="X")], company=stranger, number=2)
        with Nights() as nights:
            nights.night(ach.file_of([returned, beside]))
            proof.equal(sorted((row["amount"], row["status"]) for row in nights.home.rows("payments"))[0][1], "refused", code)
            file = nights.home.rows("files")[-1]
            proof.equal((file["status"], "direction-unknown" in {row["rule"] for row in nights.home.rows("findings")}), ("partial", True))
            proof.equal((balance(nights, "clearing:ach:" + stranger), balance(nights, "unidentified-out")), (Decimal("80.00"), 0))
            # Once the company is listed, the very file is taken in whole: a credit of its own is money out then.
            nights.home.write("acquit.conf", "[nacha]\ncompany_ids = %s %s\n" % (ach.COMPANY, stranger))
            nights.night(ach.file_of([returned], modifier="B"))
            proof.equal([row["status"] for row in nights.home.rows("payments")], ["reversal"])
            proof.equal([row["code"] for row in nights.home.rows("exceptions") if "125.50" in row["amount"]], ["return-unknown"])
    change = ach.Entry("21", 0, RETURN, addenda=[ach.changed("C01", DEBIT, "99887766554")])
    with Nights() as nights:
        nights.night(one(change, sec="COR", company=stranger))
        proof.equal([row["status"] for row in nights.home.rows("payments")], ["notice"])


def a_fee_for_a_return_pays_no_invoice():
    fee = one(ach.Entry("27", 2500, DEBIT + 60, ident=IDENT), description="RETURN FEE")
    again = one(ach.Entry("27", 12550, DEBIT + 61, ident=IDENT), description="RETRY PYMT", effective="260304", settled="063")
    with Nights() as nights:
        nights.night(debit())
        nights.night(back())
        nights.night(fee)
        proof.equal(state(nights), (ALL, 0, 0))
        proof.equal(balance(nights, "fees:ach:" + ach.COMPANY), Decimal("-25.00"))
        nights.night(again)
        proof.equal(state(nights), (PAID, 0, 0))


def decide(nights, verb, *words, statuses=0):
    return nights.home.expect(statuses, "review", verb, *words, "--by", "ada", "--why", "the bank says so", "--date",
                              "2026-03-%02d" % nights.day)


def asked(nights):
    return {row["code"]: row["payment_id"] for row in nights.home.rows("exceptions")}


def a_person_may_accept_a_late_return():
    with Nights() as nights:
        nights.night(debit())
        nights.night(back(settled="099"))
        decide(nights, "accept", asked(nights)["return-late"])
        nights.home.expect(0, "verify", "--rebuild")
        nights.night()
        proof.equal(state(nights), (ALL, 0, 0))
        proof.equal(nights.home.rows("exceptions"), [])


def a_person_may_say_which_payment_a_return_means():
    with Nights() as nights:
        nights.night(debit())
        nights.night(back(original=DEBIT + 99))
        payment = [row["payment_id"] for row in nights.home.rows("payments", run="2026-03-03.1")][0]
        decide(nights, "accept", asked(nights)["return-unknown"], payment)
        nights.night()
        proof.equal(state(nights), (ALL, 0, 0))


def what_cannot_be_accepted_is_refused():
    with Nights() as nights:
        nights.night(debit(), debit(trace=DEBIT + 1, cents=100, ident="NOBODY", number=2))
        other = [row["payment_id"] for row in nights.home.rows("payments") if row["amount"] == "1.00"][0]
        mine = [row["payment_id"] for row in nights.home.rows("payments") if row["amount"] != "1.00"][0]
        nights.night(back())
        nights.night(back(trace=SECOND))
        decide(nights, "accept", asked(nights)["return-twice"], statuses=2)
        decide(nights, "accept", asked(nights)["return-twice"], mine, statuses=2)
        decide(nights, "accept", asked(nights)["return-twice"], other, statuses=2)
        decide(nights, "accept", mine, statuses=2)
        nights.night(debit(trace=DEBIT + 7, cents=200, ident="NOBODY"))
        proof.equal(state(nights)[:2], (ALL, Decimal("125.50")))


def a_notification_of_change_is_a_task_until_somebody_did_it():
    notice = one(ach.Entry("26", 0, RETURN, addenda=[ach.changed("C01", DEBIT, "99887766554")]), sec="COR", settled="063")
    refused = one(ach.Entry("26", 0, RETURN + 5, addenda=[ach.change_refused("C62", DEBIT, "X", "C01", 7)]), sec="COR",
                  settled="063", number=2)
    with Nights() as nights:
        nights.night(debit())
        nights.night(notice, refused)
        rows = nights.home.rows("exceptions")
        proof.equal([(row["code"], row["amount"]) for row in rows], [("change-due", "0.00")])
        assert "6554" in rows[0]["text"] and str(DEBIT) in rows[0]["text"] and "99887766554" not in rows[0]["text"], rows
        assert "change-due" in nights.home.expect(0, "review", "list")
        nights.night()
        decide(nights, "done", rows[0]["payment_id"])
        assert "change-due" not in nights.home.expect(0, "review", "list")
        nights.home.expect(0, "verify", "--rebuild")
        decide(nights, "done", rows[0]["payment_id"], statuses=2)
        assert "done change-due, by ada: the bank says so" in nights.home.expect(0, "show", rows[0]["payment_id"])
        nights.home.run("2026-03-%02d" % nights.day, statuses=0)


def a_refused_notification_closes_the_task_of_the_one_it_names():
    """In either order, in one night or two; what names another notification closes nothing."""
    notice = one(ach.Entry("26", 0, RETURN, addenda=[ach.changed("C01", DEBIT, "99887766554")]), sec="COR", settled="063")

    def refused(original=DEBIT, code="C01", sequence=RETURN % 10**7, reason="C65", trace=RETURN + 5):
        return one(ach.Entry("26", 0, trace, addenda=[ach.change_refused(reason, original, "X", code, sequence)]), sec="COR",
                   settled="064", number=2)

    for first, second in (([notice], [refused()]), ([refused()], [notice]), ([notice, refused()], []), ([refused(), notice], []),
                          ([notice], [refused(sequence=0)]), ([notice], [refused(code="")])):
        with Nights() as nights:
            nights.night(debit())
            nights.night(*first)
            nights.night(*second)
            proof.equal(nights.home.rows("exceptions"), [], (first, second))
            named = next(row["payment_id"] for run in nights.home.names("reports") if run != "latest"
                         for row in nights.home.rows("payments", run) if int(row["source_id"]) == RETURN)
            assert "change-due" not in nights.home.expect(0, "review", "list")
            told = nights.home.expect(0, "show", named)
            assert "C65 change refused: corrected data wrong" in told, told
            nights.home.expect(0, "verify", "--rebuild")
            assert "change-due" not in nights.home.expect(0, "review", "list")
            nights.night(refused(), notice)
            proof.equal(nights.home.rows("exceptions"), [])
    for other in (refused(original=DEBIT + 1), refused(code="C02"), refused(sequence=7)):
        with Nights() as nights:
            nights.night(notice)
            nights.night(other)
            proof.equal([row["code"] for row in nights.home.rows("exceptions")], ["change-due"])
    twin = one(ach.Entry("26", 0, RETURN + 1, addenda=[ach.changed("C01", DEBIT, "99887766554")]), sec="COR", settled="063", number=4)
    with Nights() as nights:
        nights.night(notice, twin)
        nights.night(refused(sequence=0))
        proof.equal([row["code"] for row in nights.home.rows("exceptions")], ["change-due"] * 2)
        nights.night(refused(trace=RETURN + 6))
        proof.equal([str(RETURN + 1) in nights.home.expect(0, "show", row["payment_id"]) for row in nights.home.rows("exceptions")], [True])


def a_notification_that_is_sent_again_is_no_second_task():
    entry = ach.Entry("26", 0, RETURN, addenda=[ach.changed("C01", DEBIT, "99887766554")])
    other = ach.Entry("26", 0, RETURN + 1, addenda=[ach.changed("C02", DEBIT + 1, "091000019")])
    with Nights() as nights:
        nights.night(one(entry, sec="COR", settled="063"))
        again = [ach.Batch([entry], sec="COR", settled="063"), ach.Batch([other], sec="COR", settled="063", number=2)]
        nights.night(ach.file_of(again, modifier="B"))
        proof.equal([row["status"] for row in nights.home.rows("payments")], ["duplicate", "notice"])
        proof.equal([row["text"][:3] for row in nights.home.rows("exceptions")], ["C01", "C02"])
        nights.home.expect(0, "verify", "--rebuild")


def the_rates_of_returns_are_told_by_group():
    debits = [ach.Entry("27", 1000, DEBIT + at, ident="D-%04d" % at) for at in range(40)]
    came = [ach.Entry("26", 1000, RETURN + at, ident="D-%04d" % at, addenda=[ach.returned(reason, DEBIT + at)])
            for at, reason in enumerate(("R01", "R02", "R03", "R10"))]
    with Nights() as nights:
        nights.night(ach.file_of([ach.Batch(debits)]), ach.file_of([ach.Batch(came, settled="063", number=2)]))
        got = {row["group"]: (row["returns"], row["amount"], row["debits"], row["percent"])
               for row in nights.home.rows("returns")}
        proof.equal(got, {"unauthorised": ("1", "10.00", "40", "2.50"), "administrative": ("2", "20.00", "40", "5.00"),
                          "other": ("1", "10.00", "40", "2.50"), "all": ("4", "40.00", "40", "10.00")})
        nights.home.expect(0, "report")


def rates_are_over_sixty_days():
    """Nacha watches sixty days; a night is what it is made of."""
    def debits(day, first, count, number):
        return ach.file_of([ach.Batch([ach.Entry("27", 1000, DEBIT + first + at, ident="D-%04d" % (first + at))
                                       for at in range(count)], effective="26%02d%02d" % day, settled="", number=number)],
                           created="26%02d%02d" % day)

    def returned(day, reason, at, number):
        return one(ach.Entry("26", 1000, RETURN + at, ident="D-%04d" % at, addenda=[ach.returned(reason, DEBIT + at)]),
                   effective="26%02d%02d" % day, settled="", number=number)
    with Home(conf=CONF) as home:
        nights = {"2026-01-05": [debits((1, 5), 0, 50, 1)], "2026-02-20": [debits((2, 20), 100, 40, 2)],
                  "2026-02-24": [returned((2, 24), "R10", 100, 3)], "2026-03-05": [returned((3, 5), "R02", 101, 4)],
                  "2026-03-12": [debits((3, 12), 200, 10, 5)]}
        got = {}
        for day, contents in nights.items():
            for content in contents:
                home.write("inbox/%s.ach" % day, content)
            home.run(day)
            got[day] = {row["group"]: (row["returns"], row["debits"], row["returns_60_days"], row["debits_60_days"],
                                       row["percent_60_days"]) for row in home.rows("returns")}
        proof.equal(got["2026-02-24"], {"unauthorised": ("1", "0", "1", "90", "1.11"), "administrative": ("0", "0", "0", "90", "0.00"),
                                        "all": ("1", "0", "1", "90", "1.11")})
        proof.equal(got["2026-03-12"], {"unauthorised": ("0", "10", "1", "50", "2.00"),
                                        "administrative": ("0", "10", "1", "50", "2.00"), "all": ("0", "10", "2", "50", "4.00")})
        before = home.reports()
        home.expect(0, "verify", "--rebuild")
        home.expect(0, "report")
        proof.equal(home.reports()["returns.csv"], before["returns.csv"])


if __name__ == "__main__":
    proof.run(globals())
