"""ach.py - writes ACH files as banks do, and as they should not.

A file is a list of batches; counts, hashes and totals are computed here, with
no code of acquit's. Everything is synthetic.
"""
OUR_BANK, THEIR_BANK = "09100001", "07640125"
COMPANY = "1912345678"


def digit(bank):
    return str(-sum(int(one) * weight for one, weight in zip(bank, (3, 7, 1, 3, 7, 1, 3, 7))) % 10)


class Entry:
    def __init__(self, code, cents, trace, name="MARA LINDHOLM", ident="C-1001", addenda=(), account="12345678",
                 bank=THEIR_BANK, discretion=""):
        self.code, self.cents, self.trace, self.name, self.ident = code, cents, trace, name, ident
        self.addenda, self.account, self.bank, self.discretion = list(addenda), account, bank, discretion

    def lines(self):
        indicator = "1" if self.addenda else "0"
        yield "6%s%s%s%-17.17s%010d%-15.15s%-22.22s%-2.2s%s%015d" % (
            self.code, self.bank, digit(self.bank), self.account, self.cents, self.ident, self.name,
            self.discretion, indicator, self.trace)
        for number, addenda in enumerate(self.addenda, 1):
            yield addenda(self, number) if callable(addenda) else addenda


def text(words):
    """addenda 05"""
    return lambda entry, number: "705%-80.80s%04d%07d" % (words, number, entry.trace % 10**7)


def returned(reason, original, info=""):
    """addenda 99 of a return"""
    return lambda entry, number: "799%3s%015d%6s%8s%-44.44s%015d" % (reason, original, "", THEIR_BANK, info, entry.trace)


def dishonored(reason, original, return_trace, return_reason="01", settled="060"):
    """addenda 99 by which our bank refuses a return"""
    return lambda entry, number: "799%3s%015d%6s%8s%3s%015d%3s%2s%-21s%015d" % (
        reason, original, "", THEIR_BANK, "", return_trace, settled, return_reason, "", entry.trace)


def contested(reason, original, return_trace, dishonor_trace):
    """addenda 99 by which the other bank stands by its return"""
    return lambda entry, number: "799%3s%015d%6s%8s%3s%015d%3s%2s%015d%3s%2s %015d" % (
        reason, original, "260302", THEIR_BANK, "061", return_trace, "062", "01", dishonor_trace, "063", "68", entry.trace)


def changed(reason, original, data):
    """addenda 98"""
    return lambda entry, number: "798%3s%015d%6s%8s%-29.29s%15s%015d" % (reason, original, "", THEIR_BANK, data, "", entry.trace)


def change_refused(reason, original, data, change, change_trace):
    """addenda 98 that refuses a notification of change"""
    return lambda entry, number: "798%3s%015d%6s%8s%-29.29s%3s%07d%5s%015d" % (
        reason, original, "", THEIR_BANK, data, change, change_trace, "", entry.trace)


class Batch:
    def __init__(self, entries, sec="PPD", company=COMPANY, description="PAYMENT", effective="260302", settled="061",
                 number=1, bank=OUR_BANK, service=200, name="HOLLOWAY GOODS"):
        self.entries, self.sec, self.company, self.description = list(entries), sec, company, description
        self.effective, self.settled, self.number, self.bank = effective, settled, number, bank
        self.service, self.name = service, name

    def count(self):
        return sum(1 + len(entry.addenda) for entry in self.entries)

    def hash(self):
        return sum(int(entry.bank) for entry in self.entries)

    def side(self, digits):
        return sum(entry.cents for entry in self.entries if entry.code[1] in digits)

    def credits(self):
        return self.side("1234")

    def debits(self):
        return self.side("6789")

    def lines(self):
        yield "5%03d%-16.16s%20s%-10s%3s%-10.10s%6s%6s%3s1%s%07d" % (
            self.service, self.name, "", self.company, self.sec, self.description, "", self.effective, self.settled,
            self.bank, self.number)
        for entry in self.entries:
            yield from entry.lines()
        yield "8%03d%06d%010d%012d%012d%-10s%25s%s%07d" % (
            self.service, self.count(), self.hash() % 10**10, self.debits(), self.credits(), self.company, "",
            self.bank, self.number)


def lines_of(batches, created="260302", modifier="A", origin="1912345678", destination=" 091000019"):
    found = ["101%10s%10s%6s1200%s094101%-23s%-23s%8s" % (destination, origin, created, modifier, "OUR BANK",
                                                          "HOLLOWAY GOODS", "")]
    for batch in batches:
        found.extend(batch.lines())
    blocks = (len(found) + 1 + 9) // 10
    found.append("9%06d%06d%08d%010d%012d%012d%39s" % (
        len(batches), blocks, sum(one.count() for one in batches), sum(one.hash() for one in batches) % 10**10,
        sum(one.debits() for one in batches), sum(one.credits() for one in batches), ""))
    found.extend("9" * 94 for _ in range(-len(found) % 10))
    assert all(len(line) == 94 for line in found), [line for line in found if len(line) != 94]
    return found


def joined(lines, end="\n"):
    return "".join(line + end for line in lines).encode("latin-1")


def file_of(batches, **facts):
    return joined(lines_of(batches, **facts))
