/*
 * record.h - what a decoder has read: syntax resolved, meaning not yet.
 *
 * One record is one entry (NACHA), one leaf (ISO 20022: transaction details,
 * else the entry; the leaves of an entry sum to it) or one row (CSV; a profile
 * may make several of one row). Records come in batches; a batch belongs to
 * one unit (batch, statement, table) and is borrowed for the length of the
 * call that hands it over: every slice in it dies then.
 *
 * All texts are UTF-8. Amounts are exact decimals; whether money came in or
 * went out is decided by normalise/amount.c alone, from `indicator`, `type`,
 * the sign and the family.
 */
#ifndef ACQUIT_RECORD_H
#define ACQUIT_RECORD_H

#include "acquit/codes.h"
#include "acquit/date.h"
#include "acquit/decimal.h"
#include "acquit/slice.h"

enum aq_reference_kind {
	AQ_REF_NONE,
#define AQ_REFERENCE(id, name, strength) id,
#include "acquit/reference_kinds.def"
#undef AQ_REFERENCE
	AQ_REF_COUNT
};

const char *aq_reference_kind_name(enum aq_reference_kind kind);
int aq_reference_kind_strength(enum aq_reference_kind kind);
enum aq_reference_kind aq_reference_kind_find(struct aq_slice name);

struct aq_reference {
	enum aq_reference_kind kind;
	struct aq_slice value; /* as written; blanks at both ends trimmed */
};

/* One line of remittance advice: what the payer says a part is for. */
struct aq_remittance {
	enum aq_reference_kind kind; /* INVOICE, CREDIT_NOTE, CONTRACT, CUSTOMER, ORDER … */
	struct aq_slice document;
	struct aq_decimal amount; /* to apply; absent when not told; negative for a credit note */
	struct aq_decimal discount;
	struct aq_decimal adjustment;
	struct aq_slice reason;
};

struct aq_party {
	struct aq_slice name;
	struct aq_slice ultimate_name; /* who is behind it, when told */
	struct aq_slice account; /* IBAN or local number, as written, trimmed */
	struct aq_slice bank; /* BIC, routing or clearing number */
	struct aq_slice id; /* company id, organisation or private id */
};

enum aq_family { AQ_FAMILY_NACHA, AQ_FAMILY_ISO20022, AQ_FAMILY_CSV };

/* What the decoder knows of the record's nature from syntax alone. */
enum aq_nature {
	AQ_NATURE_MONEY, /* a booked movement */
	AQ_NATURE_NOTICE, /* posts nothing: pending, information, prenote, NOC, zero-amount remittance, ACK */
	AQ_NATURE_RETURN /* takes a payment back: addenda 99, RtrInf, RRTN/UPDD/PRDD, profile kind return */
};

/* An entry of more details than are held at once is handed over before they are counted. */
#define AQ_LEAF_COUNT_UNKNOWN UINT32_MAX

struct aq_record {
	uint64_t line; /* of the entry, the element, the row */
	uint32_t
		entry_index; /* ISO: which Ntry of the unit this leaf belongs to, from 0; else the record's own place in the unit */
	uint32_t leaf_index; /* ISO: which leaf of the entry, from 0 */
	uint32_t
		leaf_count; /* ISO: leaves of that entry; 1 elsewhere; AQ_LEAF_COUNT_UNKNOWN: very many */
	enum aq_nature nature;
	bool is_refused; /* an `error` finding of its own: not posted, shown as refused */
	bool is_reversal; /* RvslInd, or a batch described as REVERSAL; classifies, never flips */
	bool is_residual; /* ISO: the leaf made to take an entry's difference */
	bool is_bare_entry; /* ISO: an entry without transaction details */
	enum aq_code refusal; /* why, when is_refused */
	struct aq_slice
		type; /* NACHA transaction code "27"; ISO "PMNT/RCDT/ESCT" else the proprietary code; CSV: the kind word the profile maps to (kind.h), e.g. "receipt" */
	struct aq_slice type_written; /* as in the file, for evidence */
	struct aq_slice status; /* ISO Sts: BOOK, PDNG, INFO …; CSV status cell */
	struct aq_slice
		indicator; /* ISO CRDT / DBIT; CSV "C" or "D" after the profile's map; NACHA empty */
	struct aq_slice
		description; /* NACHA company entry description; ISO AddtlNtryInf; CSV text column */
	struct aq_date booked_on; /* absent: the file did not tell */
	struct aq_date value_on;
	struct aq_decimal
		amount; /* as written, sign kept; ISO: in the entry's currency; gross for gateways */
	struct aq_slice currency;
	struct aq_decimal entry_amount; /* ISO: of the entry, on the first of its several leaves */
	struct aq_decimal fee; /* a cost is positive */
	struct aq_slice fee_currency; /* empty: `currency` */
	struct aq_decimal fee_tax; /* part of `fee` that is tax on it */
	struct aq_decimal net; /* as the file states it, signed from our side */
	struct aq_slice net_currency;
	struct aq_decimal instructed; /* before exchange or charges, when told */
	struct aq_slice instructed_currency;
	struct aq_slice exchange_rate; /* as written */
	struct aq_party debtor; /* who gave; NACHA credit: the batch's company */
	struct aq_party creditor; /* who got; NACHA debit: the batch's company */
	struct aq_slice source_id; /* the payment's own identity in its file (INTERFACE) */
	struct aq_slice
		counter_reference; /* id of the movement this one answers: original trace, refunded charge */
	struct aq_slice
		settlement_id; /* payout or settlement it belongs to; empty: none of its own */
	struct aq_slice
		source; /* CSV: gateway name; ISO: the message ("pacs.004") where it moves nothing; else empty */
	struct aq_slice account; /* CSV: our account the row is booked on; else the unit's */
	struct aq_slice return_code; /* R01, AC04 … */
	struct aq_slice return_text;
	struct aq_reference *references; /* identities and business references, in file order */
	size_t reference_count;
	struct aq_remittance *remittances;
	size_t remittance_count;
};

enum aq_unit_kind {
	AQ_UNIT_BATCH, /* a NACHA batch */
	AQ_UNIT_STATEMENT, /* Stmt, Rpt, Ntfctn */
	AQ_UNIT_TABLE /* the rows of a CSV */
};

/* How a unit's movements may post (DESIGN section 4, "one posting source"). */
enum aq_message {
	AQ_MESSAGE_ACH, /* NACHA: details */
	AQ_MESSAGE_STATEMENT, /* camt.053, bank CSV: may post to the bank account */
	AQ_MESSAGE_REPORT, /* camt.052: posts nothing */
	AQ_MESSAGE_NOTIFICATION, /* camt.054: details */
	AQ_MESSAGE_GATEWAY, /* settlement CSV: details */
	AQ_MESSAGE_CASHBOOK, /* plain CSV without settlement: bank:ACCOUNT */
	AQ_MESSAGE_OTHER, /* recognised, posts nothing */
	AQ_MESSAGE_BANK_CSV /* as a posting source: a bank's CSV, told apart from camt.053; no decoder gives it */
};

struct aq_balance {
	struct aq_decimal amount; /* signed: a debit balance is negative */
	struct aq_date on;
};

#define AQ_UNIT_MORE_MAX 7

/* Balances of a statement in a further currency. */
struct aq_unit_money {
	struct aq_slice currency;
	struct aq_balance opening, closing;
};

/* A day, a time with fractions, and a zone. */
#define AQ_CREATED_BYTES_MAX 40

/* A batch, statement or table. Begun before its records, ended after them;
 * what is known only at its end is filled in then. */
struct aq_unit {
	uint32_t index; /* from 0 in the file */
	uint64_t line;
	enum aq_unit_kind kind;
	enum aq_message message;
	struct aq_slice id; /* batch number, statement id */
	struct aq_slice account; /* our account, statements only */
	struct aq_slice currency; /* of the account, when told */
	struct aq_slice sec; /* NACHA standard entry class */
	struct aq_slice company_id; /* NACHA: company identification, trimmed */
	struct aq_slice company_name;
	struct aq_slice originator; /* NACHA: ODFI identification */
	uint32_t file_index; /* NACHA: which of several files in one, from 0 */
	bool is_again; /* NACHA: a batch before it in its file has the very same header */
	struct aq_slice sequence; /* ElctrncSeqNb, else LglSeqNb */
	struct aq_slice copy; /* CpyDplctInd */
	struct aq_slice created; /* ISO 20022: when the bank made it, as it wrote it */
	struct aq_date effective_on; /* NACHA effective entry date */
	struct aq_date settled_on; /* NACHA settlement date, year inferred */
	struct aq_date from_on;
	struct aq_date to_on;
	struct aq_balance opening; /* known at the end */
	struct aq_balance closing;
	struct aq_unit_money more[AQ_UNIT_MORE_MAX]; /* accounts of several currencies */
	size_t more_count;
	bool is_balance_wrong; /* at the end: opening + booked is not closing */
	/* Of a statement whose other pages are in other files; 0: it is whole. */
	uint64_t page_first, page_last;
	bool is_last_page;
	struct aq_decimal moved; /* at the end: booked entries in `currency`, in less out */
	/* Counted over everything read in the unit, refused records included. */
	uint64_t entry_count; /* NACHA entries, ISO Ntry, CSV data rows */
	uint64_t record_count; /* leaves */
	uint64_t addenda_count;
	struct aq_decimal credits; /* unsigned sums by CRDT/DBIT, transaction code, or sign */
	struct aq_decimal debits;
	/* Declared by the file; absent where it declares nothing. */
	bool has_declared_count;
	uint64_t declared_count;
	struct aq_decimal declared_credits;
	struct aq_decimal declared_debits;
	/* At the end: NONE accepts the unit; ERROR refuses it whole. */
	enum aq_severity verdict;
	enum aq_code verdict_code;
};

struct aq_batch {
	const struct aq_record *records;
	size_t record_count;
	uint32_t unit_index;
};

#endif
