/*
 * normalise.h - meaning: records become payments, text becomes tokens.
 *
 * Pure: no store, file, clock or environment. Signs and directions are decided
 * in src/normalise/amount.c and nowhere else.
 */
#ifndef ACQUIT_NORMALISE_H
#define ACQUIT_NORMALISE_H

#include "acquit/arena.h"
#include "acquit/findings.h"
#include "acquit/payment.h"

struct aq_normalise_settings { /* borrowed */
	/* [nacha] company_ids: debits of these companies are ours, money in. */
	const struct aq_slice *company_ids;
	size_t company_id_count;
	/* `decode` tells what it reads without a home: a debit of a company that
	 * is not listed is then money out and a note, not direction-unknown. */
	bool is_decode_only;
};

/* What rounding has left over of the settlements of one unit; whoever reads the
 * file owns it, and it begins anew with the first record of a unit. */
#define AQ_LEFT_OVER_MAX 256
struct aq_left_overs {
	size_t count;
	struct aq_left_over {
		uint64_t key;
		struct aq_decimal left;
	} list[AQ_LEFT_OVER_MAX];
};

/* Makes the payments of one batch, one for each record and in the same order,
 * every text copied into `arena` (records are borrowed). Findings of its own
 * (currency unknown, amount not in the currency's digits, direction unknown)
 * go to `findings`; such a payment is `is_refused`. `refuses_unit` is set when
 * the unit must be refused whole (direction unknown), and left alone otherwise:
 * it can be carried from batch to batch. */
struct aq_normalise_order {
	const struct aq_normalise_settings *settings;
	enum aq_family family;
	const struct aq_unit *unit;
	const struct aq_batch *batch;
	struct aq_slice gateway; /* name used where a CSV record tells no source */
	struct aq_left_overs *left_overs; /* of the unit; NULL: each row is rounded alone */
	bool is_borrowing; /* the payments live no longer than the batch: texts stay there */
};
enum aq_status aq_normalise(const struct aq_normalise_order *order, struct aq_arena *arena,
			    struct aq_payment *out, bool *refuses_unit,
			    struct aq_findings *findings, struct aq_error *err);

/* The ids a payment is known by, strongest first; at least one. The payer's
 * account is never part. Scope is the bank account (statements, camt.054, camt.052) or
 * the source (others), so that the same payment in 052, 053 and 054 has the
 * same identities. NACHA: trace with batch, originator. Returns the count,
 * 0 when memory ran out. */
size_t aq_payment_identities(const struct aq_payment *payment, const struct aq_unit *unit,
			     struct aq_arena *arena, struct aq_identity out[AQ_IDENTITIES_MAX]);

/* Numbers made comparable: upper case, compatibility forms and every script's
 * digits folded, separators (/ . - blanks, any dash) and leading zeros removed.
 * Master data and payments meet in this form. Empty when nothing is left. */
struct aq_slice aq_number_normal(struct aq_arena *arena, struct aq_slice number);
/* Names made comparable: folded, legal forms and punctuation dropped, words sorted. */
struct aq_slice aq_name_normal(struct aq_arena *arena, struct aq_slice name);
/* That, and the legal forms however they are spelled, sorted; empty: it tells none. */
struct aq_name {
	struct aq_slice normal, form;
};
struct aq_name aq_name_read(struct aq_arena *arena, struct aq_slice name);
/* Two forms are two companies; a name without one may be either. */
bool aq_forms_agree(struct aq_slice one, struct aq_slice other);
/* May both be the name of one payer? */
bool aq_names_agree(const struct aq_name *one, const struct aq_name *other);
/* Whether a normal form is somebody's: not what stands where a name is missing
 * ("unknown", "card payment"), of at least so many words, or a
 * long one; and an account with
 * digits that is neither masked nor filled up. Others share what is not. */
bool aq_name_tells(struct aq_slice normal, size_t words_min);
bool aq_account_tells(struct aq_slice normal);
/* Accounts: upper case, blanks and separators dropped; an IBAN whose check digits fail is kept as it is. */
struct aq_slice aq_account_normal(struct aq_arena *arena, struct aq_slice account);
/* "****1234" for reports and decode without --clear. */
struct aq_slice aq_account_masked(struct aq_arena *arena, struct aq_slice account);

/* A name in ASCII, otherwise as it stands, in lower case; empty: it has letters of
 * another script than Latin and Cyrillic. */
enum aq_spelling {
	AQ_SPELLING_SHORT, /* a for å and ä, ya for я */
	AQ_SPELLING_LONG, /* aa and ae, ia */
	AQ_SPELLINGS
};
struct aq_slice aq_name_plain(struct aq_arena *arena, struct aq_slice name, enum aq_spelling way);
/* That, letters and digits alone; of other scripts the letters as they are. */
struct aq_slice aq_name_letters(struct aq_arena *arena, struct aq_slice name, enum aq_spelling way);
/* Of a normal form: equal for all the ways to spell it in ASCII; no name's normal form. */
struct aq_slice aq_name_sound(struct aq_arena *arena, struct aq_slice normal);

/* The payer's name fills a field of its file and may go on. */
bool aq_payer_is_cut(const struct aq_payment *payment);

/* A candidate number found in a payment. */
struct aq_token {
	struct aq_slice normal; /* aq_number_normal form, AQ_TOKEN_LENGTH_MIN or longer */
	struct aq_slice written; /* as it stands in the payment */
	enum aq_reference_kind
		kind; /* what the field says it is; AQ_REF_TEXT for free text; AQ_REF_INDIVIDUAL … */
	uint32_t offset; /* of `written` in payment.text, for evidence; UINT32_MAX elsewhere */
	uint32_t remittance_index; /* which remittance line it is; UINT32_MAX: none */
	bool is_structured; /* typed reference whose check digits hold, or a field of its own */
	bool is_checked; /* its check digits were verified */
	bool is_date_like; /* also a date, an amount or a telephone number: */
	bool is_amount_like; /* needs a second fact (matching.md step 3) */
	bool is_phone_like;
	bool is_either; /* `kind` is what a word says that has two meanings: it settles nothing */
	bool is_joined; /* of pieces with blanks between: perhaps two numbers */
	bool is_part; /* of a longer number, or beside a word that says it is somebody
		       * else's: needs a second fact whatever its field says */
	bool is_weak; /* a piece of a date, a telephone number or an amount: needs both */
	bool is_short; /* its beginning is another number's, whose text is `run`: it counts only
			* beside that one, where all of the list is the money */
	bool is_between; /* short, and not even written: a range goes over it */
	struct aq_slice run; /* the longer number; when all of it is known, no part is in doubt */
};

#define AQ_TOKEN_LENGTH_MIN 4
#define AQ_TOKENS_MAX	    64

/* Every candidate of a payment, in order of strength then appearance, each
 * normal form once per kind. A token counts only when it is bounded by
 * non-alphanumerics or by a known word glued in front (INV, FAKTURA, NR …);
 * numbers typed in two or three pieces are also offered joined. Returns the
 * count; texts live in `arena`. */
size_t aq_payment_tokens(const struct aq_payment *payment, struct aq_arena *arena,
			 struct aq_token out[AQ_TOKENS_MAX]);

/* The same for payments that name more than AQ_TOKENS_MAX: lists of invoices,
 * remittance advice of a thousand lines. `*out` is taken from `arena`; at most
 * 4096. Returns the count, 0 also when memory ran out. */
size_t aq_payment_tokens_all(const struct aq_payment *payment, struct aq_arena *arena,
			     struct aq_token **out);

/* An RF reference with the check digits its body asks for; empty: it is none. */
#define AQ_RF_BYTES_MAX 25
struct aq_slice aq_rf_with_check(struct aq_slice value, char out[AQ_RF_BYTES_MAX]);
/* Check digits of structured references, by kind; true also for kinds that have none. */
bool aq_reference_checks(enum aq_reference_kind kind, struct aq_slice value);

#endif
