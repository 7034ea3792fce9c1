"""files.py - writes payment files for tests: NACHA, camt.053 and CSV, right by construction.

Amounts are whole minor units. A caller who wants a wrong file makes a right
one and changes its text, so that a fault is the only fault.
"""
import csv
import io
from xml.sax.saxutils import escape

HEADERS = {
    "customers": "customer_no,name,billing_account,email,language,payer_names,payer_accounts",
    "invoices": "invoice_no,customer_no,due_date,currency,amount,kind,issue_date,reference,contract_no",
    "contracts": "contract_no,notification_no,customer_no,currency,amount,signed_on,due_date,project_no",
    "contract-options": "contract_no,option,amount,label",
    "bundles": "bundle_no,invoice_no",
    "subscriptions": "subscription_no,customer_no,currency,price,cycle_months,cycles,starts_on,service,plan,"
                     "package_discount,promo_until",
    "cash": "id,booked_on,amount,currency,payer,text",
}


def money(minor, digits=2):
    """123456 -> "1234.56"; whole for a currency without minor units."""
    sign, minor = ("-" if minor < 0 else ""), abs(minor)
    if digits == 0:
        return "%s%d" % (sign, minor)
    return "%s%d.%0*d" % (sign, minor // 10 ** digits, digits, minor % 10 ** digits)


def table(header, rows):
    """A CSV text; `header` is a key of HEADERS or the header itself."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(HEADERS.get(header, header).split(","))
    writer.writerows(rows)
    return out.getvalue()


# --- luhn and ISO 11649 ---

def ocr(digits):
    """A Swedish OCR number: the digits and their Luhn check digit."""
    total = 0
    for index, digit in enumerate(reversed(digits)):
        value = int(digit) * (2 if index % 2 == 0 else 1)
        total += value - 9 if value > 9 else value
    return digits + str(-total % 10)


def rf(text):
    """An ISO 11649 creditor reference around `text`."""
    number = "".join(str(int(letter, 36)) for letter in text + "RF00")
    return "RF%02d%s" % (98 - int(number) % 97, text)


# --- NACHA ---

RDFI, ODFI = "12345678", "87654321"


class Ach:
    """A NACHA file; batches are added in order, entries belong to the last batch."""

    def __init__(self, created="2603100730", origin_name="PINE COUNTY POWER", modifier="A"):
        self.lines = ["101 1234567801840012345%s%s094101%-23s%-23s%8s" % (
            created, modifier, "HILL BANK", origin_name, "")]
        self.batch_count = 0
        self.totals = [0, 0, 0, 0]  # entries and addenda, hash, debits, credits
        self.batch = None

    def begin(self, sec, company, company_id, **facts):
        """facts: service, description, effective, settled, descriptive"""
        self.end()
        self.batch_count += 1
        self.sequence = 0
        self.batch = [0, 0, 0, 0]
        self.service = facts.get("service", "225")
        self.company_id = company_id
        self.lines.append("5%s%-16.16s%-20s%-10.10s%-3s%-10.10s%-6s%6s%3s1%s%07d" % (
            self.service, company, "", company_id, sec, facts.get("description", "PAYMENT"),
            facts.get("descriptive", ""), facts.get("effective", "260310"), facts.get("settled", ""), ODFI,
            self.batch_count))
        return self

    def entry(self, code, amount, identifier, name, **facts):
        """facts: addenda (texts of 80), account, is_ctx; returns the trace number"""
        addenda = facts.get("addenda", [])
        self.sequence += 1
        trace = "%s%07d" % (ODFI, self.batch_count * 1000 + self.sequence)
        if facts.get("is_ctx"):
            name = "%04d%-16.16s  " % (len(addenda), name)
        account = facts.get("account", "7000%04d" % self.sequence)
        self.lines.append("6%s%s0%-17s%010d%-15.15s%-22.22s%2s%d%s" % (
            code, RDFI, account, amount, identifier, name, facts.get("discretionary", ""), 1 if addenda else 0, trace))
        for index, text in enumerate(addenda):
            self.lines.append("705%-80.80s%04d%s" % (text, index + 1, trace[-7:]))
        self._count(1 + len(addenda), int(RDFI), amount, int(code) % 10 in (6, 7, 8, 9))
        return trace

    def returned(self, code, amount, identifier, name, **facts):
        """facts: reason (R-code), original (its trace), account"""
        self.sequence += 1
        trace = "%s%07d" % (RDFI, self.sequence)
        self.lines.append("6%s%s0%-17s%010d%-15.15s%-22.22s  1%s" % (
            code, RDFI, facts["account"], amount, identifier, name, trace))
        self.lines.append("799%-3s%-15s%6s%8s%-44s%s" % (
            facts["reason"], facts["original"], "", RDFI, "", trace))
        self._count(2, int(RDFI), amount, int(code) % 10 in (6, 7, 8, 9))
        return trace

    def _count(self, count, rdfi, amount, is_debit):
        self.batch[0] += count
        self.batch[1] += rdfi
        self.batch[2 if is_debit else 3] += amount

    def end(self):
        if self.batch is None:
            return
        self.lines.append("8%s%06d%010d%012d%012d%-10.10s%25s%s%07d" % (
            self.service, self.batch[0], self.batch[1] % 10 ** 10, self.batch[2], self.batch[3],
            self.company_id, "", ODFI, self.batch_count))
        self.totals = [a + b for a, b in zip(self.totals, self.batch)]
        self.batch = None

    def text(self):
        self.end()
        lines = len(self.lines) + 1
        blocks = -(-lines // 10)
        control = "9%06d%06d%08d%010d%012d%012d%39s" % (
            self.batch_count, blocks, self.totals[0], self.totals[1] % 10 ** 10, self.totals[2], self.totals[3], "")
        lines = self.lines + [control] + ["9" * 94] * (blocks * 10 - lines)
        assert all(len(line) == 94 for line in lines), [line for line in lines if len(line) != 94]
        return "\n".join(lines) + "\n"


# --- camt.053 ---

def camt(message, statements):
    out = ['<?xml version="1.0" encoding="UTF-8"?>',
           '<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.08">', "  <BkToCstmrStmt>",
           "    <GrpHdr><MsgId>%s</MsgId><CreDtTm>2026-03-10T18:00:00+01:00</CreDtTm></GrpHdr>" % message]
    for statement in statements:
        out += statement.lines()
    return "\n".join(out + ["  </BkToCstmrStmt>", "</Document>", ""])


class Statement:
    """One statement; the closing balance is what the entries make of the opening one."""

    def __init__(self, number, account, currency, opening, day="2026-03-10"):
        self.number, self.account, self.currency, self.day = number, account, currency, day
        self.opening, self.closing = opening, opening
        self.entries = []

    def credit(self, amount, reference, **facts):
        """facts: payer, payer_account, text, structured (reference), end_to_end, codes, is_debit, info"""
        self.closing += -amount if facts.get("is_debit") else amount
        self.entries.append((amount, reference, facts))

    def debit(self, amount, reference, **facts):
        self.credit(amount, reference, is_debit=True, **facts)

    def _balance(self, code, amount):
        return ['      <Bal><Tp><CdOrPrtry><Cd>%s</Cd></CdOrPrtry></Tp><Amt Ccy="%s">%s</Amt>' % (
                    code, self.currency, money(abs(amount))),
                "        <CdtDbtInd>%s</CdtDbtInd><Dt><Dt>%s</Dt></Dt></Bal>" % (
                    "DBIT" if amount < 0 else "CRDT", self.day)]

    def _account(self, account):
        tag = "<IBAN>%s</IBAN>" if account[:2].isalpha() else "<Othr><Id>%s</Id></Othr>"
        return tag % escape(account)

    def _entry(self, amount, reference, facts):
        side = "DBIT" if facts.get("is_debit") else "CRDT"
        codes = facts.get("codes", ("PMNT", "RCDT", "DMCT"))
        out = ["      <Ntry>", '        <Amt Ccy="%s">%s</Amt><CdtDbtInd>%s</CdtDbtInd><Sts><Cd>BOOK</Cd></Sts>' % (
                   self.currency, money(amount), side),
               "        <BookgDt><Dt>%s</Dt></BookgDt><ValDt><Dt>%s</Dt></ValDt>" % (self.day, self.day),
               "        <AcctSvcrRef>%s</AcctSvcrRef>" % escape(reference),
               "        <BkTxCd><Domn><Cd>%s</Cd><Fmly><Cd>%s</Cd><SubFmlyCd>%s</SubFmlyCd></Fmly></Domn></BkTxCd>"
               % codes]
        if set(facts) - {"is_debit", "codes", "info"}:
            out += ["        <NtryDtls><TxDtls>"] + self._details(facts) + ["        </TxDtls></NtryDtls>"]
        if "info" in facts:
            out.append("        <AddtlNtryInf>%s</AddtlNtryInf>" % escape(facts["info"]))
        return out + ["      </Ntry>"]

    def _details(self, facts):
        out = []
        if "end_to_end" in facts:
            out.append("          <Refs><EndToEndId>%s</EndToEndId></Refs>" % escape(facts["end_to_end"]))
        if "payer" in facts:
            account = ""
            if "payer_account" in facts:
                account = "<DbtrAcct><Id>%s</Id></DbtrAcct>" % self._account(facts["payer_account"])
            out.append("          <RltdPties><Dbtr><Pty><Nm>%s</Nm></Pty></Dbtr>%s</RltdPties>" % (
                escape(facts["payer"]), account))
        remittance = ""
        if "text" in facts:
            remittance += "<Ustrd>%s</Ustrd>" % escape(facts["text"])
        if "structured" in facts:
            kind, reference = facts["structured"]
            remittance += ("<Strd><CdtrRefInf><Tp><CdOrPrtry><%s>%s</%s></CdOrPrtry></Tp><Ref>%s</Ref></CdtrRefInf>"
                           "</Strd>" % (("Cd", kind, "Cd", reference) if kind == "SCOR" else
                                        ("Prtry", kind, "Prtry", reference)))
        if remittance:
            out.append("          <RmtInf>%s</RmtInf>" % remittance)
        return out

    def lines(self):
        out = ["    <Stmt>", "      <Id>%s</Id><ElctrncSeqNb>%d</ElctrncSeqNb>" % (
                   "%s-%d" % (self.currency, self.number), self.number),
               "      <CreDtTm>%sT18:00:00+01:00</CreDtTm>" % self.day,
               "      <Acct><Id>%s</Id><Ccy>%s</Ccy></Acct>" % (self._account(self.account), self.currency)]
        out += self._balance("OPBD", self.opening) + self._balance("CLBD", self.closing)
        for entry in self.entries:
            out += self._entry(*entry)
        return out + ["    </Stmt>"]
