/*
 * profile_meaning.c - keys about what a file's columns mean.
 *
 * Promises: a value is understood to its end or refused.
 * Refuses: words it does not know, naming file, line, section and key.
 */
#include "profile_keys.h"

#include <stddef.h>

static enum aq_status read_text(struct profile_reader *reader, const struct profile_key *key,
				struct aq_error *err)
{
	return aq_words_text(reader, aq_keys_member(reader, key), true, err);
}

static enum aq_status read_filter(struct profile_reader *reader, const struct profile_key *key,
				  struct aq_error *err)
{
	return aq_keys_filter(reader, aq_keys_member(reader, key), err);
}

static enum aq_status read_currency(struct profile_reader *reader, const struct profile_key *key,
				    struct aq_error *err)
{
	enum aq_status status = aq_words_text(reader, aq_keys_member(reader, key), true, err);

	return status < AQ_OK ? status : aq_words_map(reader, &reader->profile->currency_map, err);
}

/* The letters behind % that a pattern may have (date_text.c reads them). */
static bool is_pattern(struct aq_slice pattern)
{
	for (size_t i = 0; i < pattern.length; i++) {
		if (pattern.start[i] != '%')
			continue;
		i++;
		if (i >= pattern.length || !strchr("YymdbBaAHMSIpfzZsQEe%", pattern.start[i]))
			return false;
	}
	return pattern.length != 0;
}

/* TEXT [PATTERN [| PATTERN …]] */
static enum aq_status read_date(struct profile_reader *reader, const struct profile_key *key,
				struct aq_error *err)
{
	struct table_date *date = aq_keys_member(reader, key);
	enum aq_status status = aq_words_text(reader, &date->text, true, err);

	aq_words_blanks(reader);
	if (status < AQ_OK || !reader->rest.length)
		return status;
	status = aq_words_names(reader, &date->patterns, &date->pattern_count, err);
	for (size_t i = 0; status >= AQ_OK && i < date->pattern_count; i++) {
		if (i > 0 && date->patterns[i].length &&
		    memchr("[${", date->patterns[i].start[0], 3))
			status = aq_profile_fault(
				reader, err,
				"behind a | comes a pattern, not a column; several "
				"columns are written [A] or [B]");
		else if (!is_pattern(date->patterns[i]))
			status = aq_profile_fault(reader, err, "'%.*s' is no date pattern",
						  AQ_SLICE_ARGS(date->patterns[i]));
	}
	return status;
}

static enum aq_status read_sum(struct profile_reader *reader, const struct profile_key *key,
			       struct aq_error *err)
{
	return aq_words_sum(reader, aq_keys_member(reader, key), err);
}

static enum aq_status read_sum_sign(struct profile_reader *reader, const struct profile_key *key,
				    struct aq_error *err)
{
	struct table_sum *sum = aq_keys_member(reader, key);

	return aq_keys_sign(reader, &sum->sign, err);
}

static enum aq_status read_sum_when(struct profile_reader *reader, const struct profile_key *key,
				    struct aq_error *err)
{
	struct table_sum *sum = aq_keys_member(reader, key);

	return aq_keys_filter(reader, &sum->when, err);
}

static enum aq_status read_sum_both(struct profile_reader *reader, const struct profile_key *key,
				    struct aq_error *err)
{
	static const struct key_choice words[] = {{"yes", 1}, {"no", 0}, {NULL, 0}};
	struct table_sum *sum = aq_keys_member(reader, key);
	int meaning = 0;
	enum aq_status status = aq_keys_choose(reader, words, &meaning, err);

	sum->may_have_both = meaning;
	return status;
}

enum aq_status aq_keys_sum_currency(struct profile_reader *reader, struct table_sum *sum,
				    struct aq_error *err)
{
	enum aq_status status = aq_words_text(reader, &sum->currency, true, err);

	return status < AQ_OK ? status : aq_words_map(reader, &sum->currency_map, err);
}

static enum aq_status read_sum_currency(struct profile_reader *reader,
					const struct profile_key *key, struct aq_error *err)
{
	return aq_keys_sum_currency(reader, aq_keys_member(reader, key), err);
}

#define KINDS                                                                                      \
	"receipt, return, refund, chargeback, fee, settlement, outgoing, notice, adjustment, "     \
	"reserve, exchange, interest or tax"

/* Kinds of INTERFACE section 4, what adjustments are for, and sign, skip, error. */
static bool find_kind(struct aq_slice word, int32_t *out)
{
	enum aq_adjusts adjusts;
	enum aq_kind kind;

	if (aq_kind_find(word, &kind))
		*out = (int32_t)kind;
	else if (aq_adjusts_find(word, &adjusts))
		*out = TYPE_ADJUSTS + (int32_t)adjusts;
	else if (aq_slice_is(word, "sign"))
		*out = TYPE_BY_SIGN;
	else if (aq_slice_is(word, "skip"))
		*out = TYPE_SKIP;
	else if (aq_slice_is(word, "error"))
		*out = TYPE_ERROR;
	else
		return false;
	return true;
}

enum aq_status aq_keys_type(struct profile_reader *reader, struct table_type *type,
			    struct aq_error *err)
{
	struct table_map *map = &type->map;
	enum aq_status status;

	type->fixed = TYPE_BY_SIGN;
	if (find_kind(reader->rest, &type->fixed)) {
		reader->rest.length = 0;
		return AQ_OK;
	}
	status = aq_words_text(reader, &type->text, true, err);
	if (status >= AQ_OK)
		status = aq_words_map(reader, map, err);
	if (status < AQ_OK)
		return status;
	if (map->count == 0)
		return aq_profile_fault(reader, err,
					"the map of types is missing: [Type] Sale:receipt *:error, "
					"or one kind for all rows, such as receipt");
	for (size_t i = 0; i < map->count; i++) {
		struct table_map_line *line = &map->lines[i];

		if (!find_kind(line->to, &line->meaning))
			return aq_profile_fault(reader, err,
						"'%.*s' is no kind of payment: write " KINDS
						", or sign, skip, error",
						AQ_SLICE_ARGS(line->to));
	}
	return AQ_OK;
}

static enum aq_status read_type(struct profile_reader *reader, const struct profile_key *key,
				struct aq_error *err)
{
	return aq_keys_type(reader, aq_keys_member(reader, key), err);
}

static enum aq_status read_required(struct profile_reader *reader, const struct profile_key *key,
				    struct aq_error *err)
{
	struct table_profile *profile = reader->profile;
	void *room = aq_profile_more(reader->arena, profile->required, profile->required_count,
				     sizeof(*profile->required));

	(void)key;
	if (!room)
		return aq_fail_memory(err);
	profile->required = room;
	if (profile->required_count >= KEY_REPEATS_MAX)
		return aq_profile_fault(reader, err, "the key stands too often");
	profile->required[profile->required_count] = (struct table_text){0};
	return aq_words_text(reader, &profile->required[profile->required_count++], true, err);
}

enum aq_status aq_keys_reference(struct profile_reader *reader, enum aq_reference_kind kind,
				 struct aq_error *err)
{
	struct table_profile *profile = reader->profile;
	struct table_reference reference = {.kind = kind};
	enum aq_status status = aq_words_text(reader, &reference.text, true, err);
	void *room;

	if (status < AQ_OK)
		return status;
	if (reference.text.count > 1 && reference.text.terms[0].has_every_match)
		return aq_profile_fault(reader, err, "a pattern with g stands alone in its key");
	if (profile->reference_count >= PROFILE_REFERENCES_MAX)
		return aq_profile_fault(reader, err, "the profile has too many references");
	room = aq_profile_more(reader->arena, profile->references, profile->reference_count,
			       sizeof(reference));
	if (!room)
		return aq_fail_memory(err);
	profile->references = room;
	profile->references[profile->reference_count++] = reference;
	return AQ_OK;
}

/* [warn] COLUMN */
static enum aq_status read_balance(struct profile_reader *reader, const struct profile_key *key,
				   struct aq_error *err)
{
	reader->profile->balance_warns = aq_words_take(reader, "warn");
	return aq_words_text(reader, aq_keys_member(reader, key), true, err);
}

static enum aq_status read_check(struct profile_reader *reader, const struct profile_key *key,
				 struct aq_error *err)
{
	(void)key;
	return aq_profile_read_check(reader, err);
}

#define MEANING(member) offsetof(struct table_profile, member)

const struct profile_key aq_keys_meaning[] = {
	{"currency", read_currency, MEANING(currency), false},
	{"date", read_date, MEANING(booked), false},
	{"value", read_date, MEANING(value), false},
	{"until", read_date, MEANING(until), false},
	{"zone", read_text, MEANING(zone), false},
	{"sum.gross", read_sum, MEANING(sums[SUM_GROSS]), false},
	{"sum.gross.currency", read_sum_currency, MEANING(sums[SUM_GROSS]), false},
	{"sum.gross.sign", read_sum_sign, MEANING(sums[SUM_GROSS]), false},
	{"sum.gross.when", read_sum_when, MEANING(sums[SUM_GROSS]), true},
	{"sum.gross.both", read_sum_both, MEANING(sums[SUM_GROSS]), false},
	{"amount", read_sum, MEANING(sums[SUM_GROSS]), false},
	{"amount.currency", read_sum_currency, MEANING(sums[SUM_GROSS]), false},
	{"amount.sign", read_sum_sign, MEANING(sums[SUM_GROSS]), false},
	{"amount.when", read_sum_when, MEANING(sums[SUM_GROSS]), true},
	{"amount.both", read_sum_both, MEANING(sums[SUM_GROSS]), false},
	{"sum.fee", read_sum, MEANING(sums[SUM_FEE]), false},
	{"sum.fee.currency", read_sum_currency, MEANING(sums[SUM_FEE]), false},
	{"sum.fee.sign", read_sum_sign, MEANING(sums[SUM_FEE]), false},
	{"sum.fee.when", read_sum_when, MEANING(sums[SUM_FEE]), true},
	{"sum.fee.both", read_sum_both, MEANING(sums[SUM_FEE]), false},
	{"sum.net", read_sum, MEANING(sums[SUM_NET]), false},
	{"sum.net.currency", read_sum_currency, MEANING(sums[SUM_NET]), false},
	{"sum.net.sign", read_sum_sign, MEANING(sums[SUM_NET]), false},
	{"sum.net.when", read_sum_when, MEANING(sums[SUM_NET]), true},
	{"sum.net.both", read_sum_both, MEANING(sums[SUM_NET]), false},
	{"sum.tax", read_sum, MEANING(sums[SUM_TAX]), false},
	{"sum.tax.currency", read_sum_currency, MEANING(sums[SUM_TAX]), false},
	{"sum.tax.sign", read_sum_sign, MEANING(sums[SUM_TAX]), false},
	{"sum.tax.when", read_sum_when, MEANING(sums[SUM_TAX]), true},
	{"sum.tax.both", read_sum_both, MEANING(sums[SUM_TAX]), false},
	{"sum.instructed", read_sum, MEANING(sums[SUM_INSTRUCTED]), false},
	{"sum.instructed.currency", read_sum_currency, MEANING(sums[SUM_INSTRUCTED]), false},
	{"sum.instructed.sign", read_sum_sign, MEANING(sums[SUM_INSTRUCTED]), false},
	{"sum.instructed.when", read_sum_when, MEANING(sums[SUM_INSTRUCTED]), true},
	{"sum.instructed.both", read_sum_both, MEANING(sums[SUM_INSTRUCTED]), false},
	{"id", read_text, MEANING(texts[TEXT_ID]), false},
	{"payout", read_text, MEANING(texts[TEXT_PAYOUT]), false},
	{"account", read_text, MEANING(texts[TEXT_ACCOUNT]), false},
	{"source", read_text, MEANING(texts[TEXT_SOURCE]), false},
	{"counter", read_text, MEANING(texts[TEXT_COUNTER]), false},
	{"status", read_text, MEANING(texts[TEXT_STATUS]), false},
	{"return.code", read_text, MEANING(texts[TEXT_RETURN_CODE]), false},
	{"return.text", read_text, MEANING(texts[TEXT_RETURN_TEXT]), false},
	{"rate", read_text, MEANING(texts[TEXT_RATE]), false},
	{"description", read_text, MEANING(texts[TEXT_DESCRIPTION]), false},
	{"payer", read_text, MEANING(texts[TEXT_PAYER]), false},
	{"payer.account", read_text, MEANING(texts[TEXT_PAYER_ACCOUNT]), false},
	{"payer.bank", read_text, MEANING(texts[TEXT_PAYER_BANK]), false},
	{"payer.id", read_text, MEANING(texts[TEXT_PAYER_ID]), false},
	{"payee", read_text, MEANING(texts[TEXT_PAYEE]), false},
	{"payee.account", read_text, MEANING(texts[TEXT_PAYEE_ACCOUNT]), false},
	{"payee.bank", read_text, MEANING(texts[TEXT_PAYEE_BANK]), false},
	{"payee.id", read_text, MEANING(texts[TEXT_PAYEE_ID]), false},
	{"type", read_type, MEANING(type), false},
	{"select", read_filter, MEANING(select), true},
	{"when", read_filter, MEANING(select), true},
	{"skip", read_filter, MEANING(skip), true},
	{"pending", read_filter, MEANING(pending), true},
	{"balance", read_balance, MEANING(balance), false},
	{"unique", read_text, MEANING(unique), false},
	{"join", read_text, MEANING(join), false},
	{"continues", read_filter, MEANING(continues), true},
	{"require", read_required, 0, true},
	{"check", read_check, 0, true},
	{NULL, NULL, 0, false},
};
