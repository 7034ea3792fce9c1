/*
 * parts.h - one record on its way to a payment (private to normalise).
 */
#ifndef ACQUIT_NORMALISE_PARTS_H
#define ACQUIT_NORMALISE_PARTS_H

#include "acquit/normalise.h"

/* Lives for one call of aq_normalise; everything in it is borrowed. */
struct normalise {
	const struct aq_normalise_order *order;
	struct aq_arena *arena;
	struct aq_findings *findings;
	bool is_own_company; /* the unit's company is listed in company_ids */
	bool refuses_unit;
	bool is_direction_noted; /* once a batch says it all */
	uint64_t unlisted_count; /* debits and returns of a company that is not listed */
	uint64_t unlisted_line; /* the first */
	bool unlisted_is_return; /* the first */
	bool is_memory_short;
	struct aq_slice unit_account; /* comparable form of the unit's own account */
	/* NACHA: of one day; nearly all entries of a batch share it. */
	struct aq_slice settlement;
	struct aq_date settlement_on;
	bool settlement_is_return;
	struct aq_slice unit_source; /* its source; empty: each record has its own */
	/* Of the record in hand: it was rounded, from these. */
	bool is_rounded;
	struct aq_decimal exact_gross, exact_net;
};

/* Copies a text; a failure is remembered in `is_memory_short`. */
struct aq_slice aq_normalise_keep(struct normalise *normalise, struct aq_slice text);
/* A finding about a record that is neither refused nor a notice. */
void aq_normalise_refuse(struct normalise *normalise, const struct aq_record *record,
			 struct aq_payment *payment, enum aq_code code, const char *message);

/* amount.c: direction, amount, fee, net, rounding. kind.c comes after it. */
void aq_normalise_amount(struct normalise *normalise, const struct aq_record *record,
			 struct aq_payment *payment);
/* The debits and returns of a company that is not listed, in one finding. */
void aq_normalise_say_unlisted(struct normalise *normalise);
/* True when a NACHA transaction code debits the account it names. */
bool aq_normalise_is_debit(const struct aq_record *record);
/* kind.c: kind and what an adjustment is for; needs the direction. */
void aq_normalise_kind(const struct normalise *normalise, const struct aq_record *record,
		       struct aq_payment *payment);
/* place.c: the unit's account and source, once; then days, account, source,
 * settlement and posting mode of each record. */
void aq_normalise_unit(struct normalise *normalise);
void aq_normalise_days(struct normalise *normalise, const struct aq_record *record,
		       struct aq_payment *payment);
void aq_normalise_place(struct normalise *normalise, const struct aq_record *record,
			struct aq_payment *payment);
/* left_over.c: units that rounding has left over of the payment's settlement. */
void aq_normalise_left_over(struct normalise *normalise, struct aq_payment *payment);
/* party.c: who is on the other side. */
void aq_normalise_party(struct normalise *normalise, const struct aq_record *record,
			struct aq_payment *payment);
/* references.c: references, remittances, free text, the strongest of them. */
void aq_normalise_references(struct normalise *normalise, const struct aq_record *record,
			     struct aq_payment *payment);

/* An id that says nothing: NOTPROVIDED, NONREF, zeros alone. */
bool aq_reference_is_placeholder(struct aq_slice value);
/* national.c: what a creditor reference without a type of its own is, on an
 * account in comparable form. */
enum aq_reference_kind aq_national_kind(struct aq_slice account, struct aq_slice value);
/* check_digit.c: kinds whose check digits aq_reference_checks looks at. */
bool aq_reference_is_checked_kind(enum aq_reference_kind kind);
/* The first reference of a kind, empty when there is none. */
struct aq_slice aq_payment_reference(const struct aq_payment *payment, enum aq_reference_kind kind);

/* comparable.c: the number form of one piece of text, leading zeros kept.
 * Writes at most `room` bytes and returns how many it would take. */
size_t aq_number_fold(struct aq_arena *arena, struct aq_slice text, char *out, size_t room);

struct said { /* of a number by a word beside it; NONE: it is no known word, TEXT: it
		 is one, but says nothing */
	enum aq_reference_kind kind;
	bool is_either; /* as a rule; the number may be another thing as well */
};
/* words.c: `word` is folded. */
struct said aq_word_said(struct aq_slice word);
enum aq_reference_kind aq_word_says(struct aq_slice word);

#endif
