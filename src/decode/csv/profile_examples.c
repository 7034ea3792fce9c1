/*
 * profile_examples.c - a right line for every key, for faults to show.
 */
#include "profile.h"

static const struct {
	const char *key;
	const char *value;
} examples[] = {
	{"account", "[Account]"},
	{"amount", "[Amount], or [In] - [Out]"},
	{"balance", "[Balance]"},
	{"check", "file: sum(gross) == {total}"},
	{"closing", "find \"Closing balance\" $5"},
	{"continues", "[Date] \"\""},
	{"control", "H|T"},
	{"currency", "EUR, or [Currency]"},
	{"data", "P|R"},
	{"date", "[Date] %d.%m.%Y"},
	{"decimal", ","},
	{"delimiter", ";"},
	{"digits", "currency"},
	{"empty", "-|n/a"},
	{"encoding", "cp1252"},
	{"footer", "find Total*"},
	{"group", "."},
	{"header", "find Date|Amount"},
	{"invoice", "[Text] ~ /F20\\d\\d-\\d+/"},
	{"join", "[Order] + [Type]"},
	{"like", "mybank.account"},
	{"match", "header Date|Amount"},
	{"minor", "2"},
	{"months", "jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec"},
	{"opening", "find \"Opening balance\" $5"},
	{"others", "note"},
	{"pending", "[State] Pending"},
	{"posts", "bank"},
	{"quote", "lenient"},
	{"quotechar", "'"},
	{"ragged", "yes"},
	{"record", "$1"},
	{"require", "[Number]"},
	{"section", "record S"},
	{"select", "[State] Paid|Settled"},
	{"skip", "[State] Failed"},
	{"symbols", "kr|R$"},
	{"type", "[Type] Sale:receipt Refund:refund *:error"},
	{"unique", "[Number]"},
	{"until", "{period} %Y-%m"},
	{"value", "[Value day] %d.%m.%Y"},
	{"when", "[State] Paid|Settled"},
	{"zone", "[Time zone]"},
};

/* The same for every name, or for every sum. */
static const struct {
	const char *start;
	const char *end;
	const char *value;
} families[] = {
	{"", ".sign", "[Flag] CR:+ DR:-"},
	{"", ".when", "[Kind] Sale|Refund"},
	{"", ".both", "yes"},
	{"", ".currency", "[Currency]"},
	{"also.", ".type", "fee"},
	{"also.", ".id", "[Number] + \"fee\""},
	{"also.", "", "- [Fee]"},
	{"carry.", "", "find Account* $2"},
	{"check.", "", "file: sum(gross) == {total}"},
	{"declare.", "", "find Total* $2"},
	{"sum.fee", "", "[Fee]"},
	{"sum.", "", "[Amount]"},
};

/* Words that people try for a key. */
static const struct {
	const char *tried;
	const char *meant;
} others[] = {
	{"charset", "encoding"}, {"credit", "amount"},	     {"debit", "amount"},
	{"details", "text"},	 {"fee", "sum.fee"},	     {"filter", "select"},
	{"gross", "sum.gross"},	 {"ignore", "skip"},	     {"instructed", "sum.instructed"},
	{"kind", "type"},	 {"memo", "text"},	     {"name", "payer"},
	{"net", "sum.net"},	 {"separator", "delimiter"}, {"settlement", "payout"},
	{"sign", "amount.sign"}, {"tax", "sum.tax"},	     {"thousands", "group"},
};

const char *aq_profile_meant(struct aq_slice key)
{
	for (size_t i = 0; i < sizeof(others) / sizeof(others[0]); i++) {
		if (aq_slice_is(key, others[i].tried))
			return others[i].meant;
	}
	return NULL;
}

static bool is_of(struct aq_slice key, const char *start, const char *end)
{
	struct aq_slice tail = aq_slice_of(end);

	return aq_slice_starts_with(key, aq_slice_of(start)) && key.length >= tail.length &&
	       (tail.length == 0 ||
		memcmp(key.start + key.length - tail.length, tail.start, tail.length) == 0);
}

const char *aq_profile_example(struct aq_slice key)
{
	for (size_t i = 0; i < sizeof(examples) / sizeof(examples[0]); i++) {
		if (aq_slice_is(key, examples[i].key))
			return examples[i].value;
	}
	for (size_t i = 0; i < sizeof(families) / sizeof(families[0]); i++) {
		if (is_of(key, families[i].start, families[i].end))
			return families[i].value;
	}
	return NULL;
}
