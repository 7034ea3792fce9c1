/*
 * boxes.c - what happens where an element that holds elements begins and ends.
 */
#include "iso.h"

static void begin_unit(struct iso *iso)
{
	iso->message_units++;
	iso_unit_start(iso);
}

static void begin_balance(struct iso *iso)
{
	memset(&iso->balance, 0, sizeof(iso->balance));
}

static void begin_structured(struct iso *iso)
{
	memset(&iso->structured, 0, sizeof(iso->structured));
}

/* A document begins anew; what was told of the one before is kept already. */
static void begin_document(struct iso *iso)
{
	iso->structured.document = (struct aq_slice){NULL, 0};
	iso->structured.document_code = (struct aq_slice){NULL, 0};
}

static void begin_adjustment(struct iso *iso)
{
	memset(&iso->structured.adjustment_part, 0, sizeof(iso->structured.adjustment_part));
	iso->structured.adjustment_sign = (struct aq_slice){NULL, 0};
}

static void begin_typed_amount(struct iso *iso)
{
	memset(&iso->structured.typed, 0, sizeof(iso->structured.typed));
	iso->structured.amount_code = (struct aq_slice){NULL, 0};
}

static void begin_batch(struct iso *iso)
{
	iso->entry.batch_seen++;
}

static void begin_code(struct iso *iso)
{
	iso->targets[TO_CODE] =
		iso->in_leaf ? &iso->leaves[iso->record_count].code : &iso->entry.code;
}

static void begin_return(struct iso *iso)
{
	if (iso->in_leaf)
		iso->leaves[iso->record_count].is_return = true;
}

static void begin_debtor(struct iso *iso)
{
	iso->targets[TO_PARTY] = &iso->records[iso->record_count].debtor;
	iso->is_party_ultimate = false;
}

static void begin_debtor_ultimate(struct iso *iso)
{
	begin_debtor(iso);
	iso->is_party_ultimate = true;
}

static void begin_creditor(struct iso *iso)
{
	iso->targets[TO_PARTY] = &iso->records[iso->record_count].creditor;
	iso->is_party_ultimate = false;
}

static void begin_creditor_ultimate(struct iso *iso)
{
	begin_creditor(iso);
	iso->is_party_ultimate = true;
}

static void begin_header(struct iso *iso)
{
	iso->targets[TO_PAGES] = &iso->message_pages;
}

static void end_message(struct iso *iso)
{
	if (iso->message_units == 0)
		iso_refuse(iso, AQ_ISO_NO_STATEMENT,
			   "the message holds no statement, report or notification");
	iso->message = NULL;
}

static const struct {
	void (*begin)(struct iso *iso);
	void (*end)(struct iso *iso);
} boxes[NODE_FIRST_TEXT] = {
	[NODE_CAMT] = {.end = end_message},
	[NODE_OTHER] = {iso_other_begin, iso_other_end},
	[NODE_OTHER_GROUP] = {iso_other_group_begin, iso_other_group_end},
	[NODE_OTHER_WHOLE] = {.begin = iso_other_whole_begin},
	[NODE_OTHER_LEAF] = {iso_other_leaf_begin, iso_other_leaf_end},
	[NODE_MESSAGE_HEADER] = {.begin = begin_header},
	[NODE_UNIT] = {begin_unit, iso_unit_end},
	[NODE_BALANCE] = {begin_balance, iso_balance_end},
	[NODE_ENTRY] = {iso_entry_begin, iso_entry_end},
	[NODE_ENTRY_BATCH] = {.begin = begin_batch},
	[NODE_CODE] = {begin_code, iso_code_end},
	[NODE_LEAF] = {iso_leaf_begin, iso_leaf_end},
	[NODE_DEBTOR] = {.begin = begin_debtor},
	[NODE_DEBTOR_ULTIMATE] = {.begin = begin_debtor_ultimate},
	[NODE_DEBTOR_ACCOUNT] = {.begin = begin_debtor},
	[NODE_DEBTOR_AGENT] = {.begin = begin_debtor},
	[NODE_CREDITOR] = {.begin = begin_creditor},
	[NODE_CREDITOR_ULTIMATE] = {.begin = begin_creditor_ultimate},
	[NODE_CREDITOR_ACCOUNT] = {.begin = begin_creditor},
	[NODE_CREDITOR_AGENT] = {.begin = begin_creditor},
	[NODE_REMITTANCE] = {.end = iso_unstructured_end},
	[NODE_STRUCTURED] = {begin_structured, iso_structured_end},
	[NODE_CREDITOR_REFERENCE] = {.end = iso_creditor_reference_end},
	[NODE_DOCUMENT] = {begin_document, iso_document_end},
	[NODE_ADJUSTMENT] = {begin_adjustment, iso_adjustment_end},
	[NODE_TYPED_AMOUNT] = {begin_typed_amount, iso_typed_amount_end},
	[NODE_RETURN] = {.begin = begin_return},
};

void iso_box_begin(struct iso *iso, enum iso_node node)
{
	if (boxes[node].begin)
		boxes[node].begin(iso);
}

void iso_box_end(struct iso *iso, enum iso_node node)
{
	if (boxes[node].end)
		boxes[node].end(iso);
}

/* The version as the namespace names it ("camt.053.001.02"), where it does. */
static void format_tell(struct iso *iso, const struct iso_message *message, struct aq_slice uri)
{
	struct aq_slice name = aq_slice_of(message->name);
	size_t at = aq_slice_find(uri, name);
	size_t count = name.length;

	if (at != SIZE_MAX) {
		uri = (struct aq_slice){uri.start + at, uri.length - at};
		while (count < uri.length && count < sizeof(iso->format) - 1 &&
		       (uri.start[count] == '.' ||
			(uri.start[count] >= '0' && uri.start[count] <= '9')))
			count++;
		/* Some write the end of a file name behind it. */
		while (count > name.length && uri.start[count - 1] == '.')
			count--;
		name = (struct aq_slice){uri.start, count};
	}
	memcpy(iso->format, name.start, name.length);
	iso->format[name.length] = 0;
}

/* Versions that the table of nodes was made from. */
#define VERSION_NEWEST 14

/* A version not seen yet is read by its structure, and said so. */
static void version_note(struct iso *iso, const struct iso_message *message)
{
	struct aq_slice format = aq_slice_of(iso->format);
	struct aq_slice last = format;
	uint64_t number = 0;

	if (message->message == AQ_MESSAGE_OTHER || format.length <= strlen("camt.053.001."))
		return;
	while (format.length > 0)
		last = aq_slice_cut(&format, '.');
	while (last.length > 1 && last.start[0] == '0') {
		last.start++;
		last.length--;
	}
	if (aq_slice_to_u64(last, &number) && number <= VERSION_NEWEST)
		return;
	aq_findings_say(iso->base.findings, AQ_ISO_VERSION, iso_at(iso), AQ_SLICE("xmlns"),
			aq_slice_of(iso->format),
			"this version is newer than any acquit was made for; it is read by its "
			"structure");
}

void iso_message_begin(struct iso *iso, const struct iso_message *message, struct aq_slice uri)
{
	iso->message = message;
	iso->message_units = 0;
	iso->message_pages = (struct iso_pages){.number = 0};
	iso->message_id_told = (struct aq_slice){NULL, 0};
	iso->message_on = (struct aq_date){0};
	iso->has_message = true;
	format_tell(iso, message, uri);
	version_note(iso, message);
	if (message->message == AQ_MESSAGE_OTHER && !message->is_walked)
		iso_refuse(iso, AQ_ISO_MESSAGE,
			   "the file is a %s message, which tells of no booked money; acquit reads "
			   "camt.052, camt.053 and camt.054",
			   iso->format);
}
