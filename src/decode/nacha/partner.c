/*
 * partner.c - whose files may break which rules, by the settings' partners.
 *
 * Promises: the partner that fits the file header best, the first of equals;
 * a file without a header has the partner that names neither end. Every use of
 * a leniency is counted and told at the end of the file.
 * Refuses: to waive a rule that says how much money moved, whose it is, or that
 * a record was lost.
 */
#include "nacha.h"

static const enum aq_code may_allow[] = {
	AQ_NACHA_FILE_CONTROL_MISSING, AQ_NACHA_FILE_BATCH_COUNT,
	AQ_NACHA_FILE_ENTRY_COUNT,     AQ_NACHA_FILE_HASH,
	AQ_NACHA_RECORD_OUTSIDE_BATCH, AQ_NACHA_BATCH_CONTROL_MISSING,
	AQ_NACHA_BATCH_ENTRY_COUNT,    AQ_NACHA_ENTRY_HASH,
	AQ_NACHA_BATCH_NUMBER,	       AQ_NACHA_BATCH_ODFI,
	AQ_NACHA_BATCH_COMPANY,	       AQ_NACHA_SERVICE_CLASS,
	AQ_NACHA_SERVICE_CLASS_SIDE,   AQ_NACHA_SEC,
	AQ_NACHA_PRENOTE_AMOUNT,       AQ_NACHA_ZERO_DOLLAR_AMOUNT,
	AQ_NACHA_NOTICE_AMOUNT,	       AQ_NACHA_RDFI_TEXT,
};

static bool is_in(const enum aq_code *codes, size_t count, enum aq_code code)
{
	for (size_t index = 0; index < count; index++)
		if (codes[index] == code)
			return true;
	return false;
}

bool aq_nacha_may_allow(enum aq_code code)
{
	return is_in(may_allow, sizeof(may_allow) / sizeof(may_allow[0]), code);
}

bool aq_nacha_may_refuse(enum aq_code code)
{
	return strncmp(aq_code_name(code), "nacha.", 6) == 0 && code != AQ_NACHA_LENIENCY &&
	       aq_code_severity(code) < AQ_SEVERITY_ERROR;
}

/* Ends are written with and without a blank or zero in front. */
static struct aq_slice bare(struct aq_slice end)
{
	end = aq_slice_trim(end);
	while (end.length > 0 && end.start[0] == '0')
		end = (struct aq_slice){end.start + 1, end.length - 1};
	return end;
}

/* 0: does not fit; else one more than the ends that it names. */
static int fit_of(const struct aq_nacha_partner *partner, const struct nacha_line *header)
{
	const struct aq_slice named[] = {partner->origin, partner->destination};
	const struct nacha_field fields[] = {NACHA_FILE_ORIGIN, NACHA_FILE_DESTINATION};
	int fit = 1;

	for (size_t index = 0; index < 2; index++) {
		if (named[index].length == 0)
			continue;
		if (header == NULL ||
		    !aq_slice_equals_any_case(bare(nacha_take(header, fields[index])),
					      bare(named[index])))
			return 0;
		fit++;
	}
	return fit;
}

void nacha_partner_choose(struct nacha *decode, const struct nacha_line *header)
{
	const struct aq_decode_settings *settings = &decode->handle.settings;
	int best = 0;

	nacha_partner_end(decode);
	decode->partner = NULL;
	for (size_t index = 0; index < settings->partner_count; index++) {
		int fit = fit_of(&settings->partners[index], header);

		if (fit <= best)
			continue;
		best = fit;
		decode->partner = &settings->partners[index];
	}
}

bool nacha_partner_may(const struct nacha *decode, enum aq_code code)
{
	const struct aq_nacha_partner *partner = decode->partner;

	return partner != NULL && is_in(partner->allowed, partner->allowed_count, code);
}

bool nacha_partner_allows(struct nacha *decode, enum aq_code code)
{
	if (!nacha_partner_may(decode, code))
		return false;
	decode->allowed_uses[code]++;
	return true;
}

bool nacha_partner_refuses(const struct nacha *decode, enum aq_code code)
{
	const struct aq_nacha_partner *partner = decode->partner;

	return partner != NULL && is_in(partner->refused, partner->refused_count, code);
}

void nacha_partner_end(struct nacha *decode)
{
	const struct aq_nacha_partner *partner = decode->partner;

	if (partner == NULL)
		return;
	for (size_t index = 0; index < partner->allowed_count; index++) {
		enum aq_code code = partner->allowed[index];

		if (decode->allowed_uses[code] > 0)
			nacha_tell(decode, AQ_NACHA_LENIENCY, NULL, NACHA_NO_FIELD,
				   "%s was allowed %llu times: partner %.*s", aq_code_name(code),
				   (unsigned long long)decode->allowed_uses[code],
				   AQ_SLICE_ARGS(partner->name));
		decode->allowed_uses[code] = 0;
	}
}
