/*
 * change.c - notifications of change (addenda 98), and those that are refused.
 *
 * Reads: the change code, the original trace, and the corrected data in the
 * columns that the code gives them, or one after the other where a bank did not
 * keep to those. A refused one names the code and the trace's end of what it refuses.
 * Promises: each notification is told: somebody has to change master data. An
 * account number is shown by its end alone, here as everywhere.
 */
#include "nacha.h"

#include "acquit/return_code.h"

#define PARTS_MAX	3
#define ACCOUNT_SHOWN	4
#define REFUSED_CODE	NACHA_FIELD(65, 67, "Original Change Code")
#define REFUSED_TRACE	NACHA_FIELD(68, 74, "Original Entry Trace Sequence")
#define IAT_CHANGE_DATA NACHA_FIELD(36, 70, "Corrected Data")

enum part_kind { PART_NONE, PART_ACCOUNT, PART_ROUTING, PART_NAME, PART_TRANSACTION, PART_ID };

struct part {
	enum part_kind kind;
	uint8_t first, last; /* within the corrected data */
};

struct change {
	char code[4];
	struct part parts[PARTS_MAX];
};

static const struct change changes[] = {
	{"C01", {{PART_ACCOUNT, 1, 17}}},
	{"C02", {{PART_ROUTING, 1, 9}}},
	{"C03", {{PART_ROUTING, 1, 9}, {PART_ACCOUNT, 13, 29}}},
	{"C04", {{PART_NAME, 1, 22}}},
	{"C05", {{PART_TRANSACTION, 1, 2}}},
	{"C06", {{PART_ACCOUNT, 1, 17}, {PART_TRANSACTION, 21, 22}}},
	{"C07", {{PART_ROUTING, 1, 9}, {PART_ACCOUNT, 10, 26}, {PART_TRANSACTION, 27, 28}}},
	{"C08", {{PART_ID, 1, 34}}},
	{"C09", {{PART_ID, 1, 22}}},
};

static const char *const part_names[] = {
	[PART_ACCOUNT] = "account ends in",
	[PART_ROUTING] = "routing number",
	[PART_NAME] = "name",
	[PART_TRANSACTION] = "transaction code",
	[PART_ID] = "identification",
};

static const struct change *find(struct aq_slice code)
{
	for (size_t index = 0; index < sizeof(changes) / sizeof(changes[0]); index++)
		if (aq_slice_is(code, changes[index].code))
			return &changes[index];
	return NULL;
}

/* Where the corrected data stands. */
struct data {
	const struct nacha_line *line;
	struct nacha_field field;
};

static struct aq_slice by_columns(struct data data, struct part part)
{
	unsigned int first = data.field.first + part.first - 1U;
	unsigned int last = data.field.first + part.last - 1U;

	if (last > data.field.last)
		last = data.field.last;
	if (first > last)
		return (struct aq_slice){NULL, 0};
	return nacha_trimmed(data.line, NACHA_FIELD((uint8_t)first, (uint8_t)last, ""));
}

/* The last characters, whole ones. */
static struct aq_slice end_of(struct aq_slice text)
{
	size_t from = text.length;

	for (size_t count = 0; count < ACCOUNT_SHOWN && from > 0; count++)
		do
			from--;
		while (from > 0 && ((unsigned char)text.start[from] & 0xc0) == 0x80);
	return (struct aq_slice){text.start + from, text.length - from};
}

static struct aq_slice word_at(struct aq_slice data, size_t wanted)
{
	struct aq_slice word = {NULL, 0};

	for (size_t index = 0; index <= wanted; index++) {
		data = aq_slice_trim(data);
		word = aq_slice_cut(&data, ' ');
	}
	return word;
}

static bool fits(struct aq_slice value, enum part_kind kind)
{
	uint64_t number;

	if (kind == PART_ROUTING)
		return value.length == 9 && nacha_number(value, &number);
	if (kind == PART_TRANSACTION)
		return value.length == 2 && nacha_number(value, &number);
	return value.length > 0;
}

static bool all_fit(const struct change *change, struct data data)
{
	for (size_t index = 0; index < PARTS_MAX; index++)
		if (change->parts[index].kind != PART_NONE &&
		    !fits(by_columns(data, change->parts[index]), change->parts[index].kind))
			return false;
	return true;
}

static void put_parts(struct nacha *decode, const struct change *change, struct data data,
		      struct aq_slice *text)
{
	bool has_columns = all_fit(change, data);

	for (size_t index = 0; index < PARTS_MAX; index++) {
		struct part part = change->parts[index];
		struct aq_slice value;

		if (part.kind == PART_NONE)
			break;
		value = has_columns ? by_columns(data, part)
				    : word_at(nacha_take(data.line, data.field), index);
		if (!fits(value, part.kind))
			continue;
		if (part.kind == PART_ACCOUNT) {
			if (value.length <= ACCOUNT_SHOWN * 2)
				continue;
			value = end_of(value);
		}
		*text = aq_arena_print(decode->pack.arena, "%.*s; %s %.*s", AQ_SLICE_ARGS(*text),
				       part_names[part.kind], AQ_SLICE_ARGS(value));
	}
}

void nacha_change(struct nacha *decode, const struct nacha_line *line, struct aq_slice code)
{
	bool is_iat = (decode->batch.sec->flags & NACHA_SEC_IAT) != 0;
	struct aq_record *record = decode->entry.record;
	const char *meaning = aq_return_meaning(code);
	const struct change *change = find(code);
	struct aq_slice text = aq_slice_of(meaning != NULL ? meaning : "change");

	if (aq_return_group_of(code) == AQ_RETURN_CHANGE_REFUSED) {
		struct aq_slice original = nacha_trimmed(line, REFUSED_CODE);

		nacha_entry_refer(
			decode, AQ_REF_ORIGINAL,
			aq_arena_print(decode->pack.arena, "%.*s %.*s", AQ_SLICE_ARGS(original),
				       AQ_SLICE_ARGS(nacha_trimmed(line, REFUSED_TRACE))));

		text = aq_arena_print(decode->pack.arena, "%.*s; it answers %.*s",
				      AQ_SLICE_ARGS(text), AQ_SLICE_ARGS(original));
	} else if (change != NULL) {
		put_parts(decode, change,
			  (struct data){line, is_iat ? IAT_CHANGE_DATA : NACHA_CHANGE_DATA}, &text);
	}
	record->return_text = text;
	nacha_tell(decode, AQ_NACHA_CHANGE, line, NACHA_CHANGE_CODE,
		   "%s, says the bank of trace %.*s", meaning != NULL ? meaning : "a change",
		   AQ_SLICE_ARGS(record->counter_reference));
}
