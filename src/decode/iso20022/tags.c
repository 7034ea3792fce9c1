/*
 * tags.c - free text, and the tags that older formats left in it.
 *
 * Reads: EREF+ and its kin of German banks, ?20 to ?29 of their older format,
 * /EREF/, /REMI/, /ROC/ and others of SWIFT and of Dutch banks.
 * Promises: what follows a tag is kept as what the tag says, in the order of
 * the file; text without tags is kept as it is.
 */
#include "iso.h"

/* What a tag means; NONE: what follows is for nobody's search. */
struct tag {
	const char *text;
	enum aq_reference_kind kind;
};

static const struct tag plus_tags[] = {
	{"EREF+", AQ_REF_END_TO_END}, {"KREF+", AQ_REF_INSTRUCTION}, {"MREF+", AQ_REF_MANDATE},
	{"SVWZ+", AQ_REF_TEXT},	      {"CRED+", AQ_REF_NONE},	     {"DEBT+", AQ_REF_NONE},
	{"COAM+", AQ_REF_NONE},	      {"OAMT+", AQ_REF_NONE},	     {"ABWA+", AQ_REF_TEXT},
	{"ABWE+", AQ_REF_TEXT},	      {"IBAN+", AQ_REF_NONE},	     {"PURP+", AQ_REF_NONE},
	{"IREF+", AQ_REF_NONE},	      {"BREF+", AQ_REF_NONE},	     {"RREF+", AQ_REF_NONE},
	{"ANAM+", AQ_REF_TEXT},	      {"SQTP+", AQ_REF_NONE},	     {"MDAT+", AQ_REF_NONE},
};

#define PLUS_TAG_BYTES 5

/* SWIFT's field 70 stands in free text of payers, too: a tag there begins a word. */
static const struct tag slash_tags[] = {
	{"/ROC/", AQ_REF_TEXT},		 {"/RFB/", AQ_REF_TEXT},
	{"/IPI/", AQ_REF_TEXT},		 {"/TSU/", AQ_REF_TEXT},
	{"/URI/", AQ_REF_TEXT},		 {"/REMI/", AQ_REF_TEXT},
	{"/EREF/", AQ_REF_END_TO_END},	 {"/KREF/", AQ_REF_INSTRUCTION},
	{"/PREF/", AQ_REF_PAYMENT_INFO}, {"/MARF/", AQ_REF_MANDATE},
	{"/MREF/", AQ_REF_MANDATE},	 {"/NAME/", AQ_REF_TEXT},
	{"/ULTD/", AQ_REF_TEXT},	 {"/ULTC/", AQ_REF_TEXT},
	{"/ORDP/", AQ_REF_TEXT},	 {"/BENM/", AQ_REF_TEXT},
	{"/TRTP/", AQ_REF_NONE},	 {"/IBAN/", AQ_REF_NONE},
	{"/BIC/", AQ_REF_NONE},		 {"/CSID/", AQ_REF_NONE},
	{"/PURP/", AQ_REF_NONE},	 {"/ISDT/", AQ_REF_NONE},
	{"/TRCD/", AQ_REF_NONE},
};

#define COUNT(table) (sizeof(table) / sizeof((table)[0]))

static const struct tag *tag_in(const struct tag *tags, size_t count, struct aq_slice text)
{
	for (size_t i = 0; i < count; i++)
		if (aq_slice_starts_with(text, aq_slice_of(tags[i].text)))
			return &tags[i];
	return NULL;
}

/* Free text as it is cut: what it begins with says which tags it may have. */
struct tagged {
	struct aq_slice text;
	bool has_slashes; /* it begins with a tag of slashes: they stand anywhere */
};

static const struct tag *tag_at(const struct tagged *tagged, size_t at)
{
	struct aq_slice rest = {tagged->text.start + at, tagged->text.length - at};
	char before = at > 0 ? tagged->text.start[at - 1] : ' ';

	if (rest.start[0] == '/') {
		if (!tagged->has_slashes && before != ' ' && before != '/')
			return NULL;
		return tag_in(slash_tags, COUNT(slash_tags), rest);
	}
	if (rest.length < PLUS_TAG_BYTES || rest.start[PLUS_TAG_BYTES - 1] != '+')
		return NULL;
	return tag_in(plus_tags, COUNT(plus_tags), rest);
}

static bool is_known(const struct iso *iso, enum aq_reference_kind kind, struct aq_slice value)
{
	for (size_t i = 0; i < iso->reference_count; i++)
		if (iso->references[i].kind == kind &&
		    aq_slice_equals(iso->references[i].value, value))
			return true;
	return false;
}

static void segment_add(struct iso *iso, const struct tag *tag, struct aq_slice text)
{
	struct iso_leaf *leaf = &iso->leaves[iso->record_count];
	enum aq_reference_kind kind = tag ? tag->kind : AQ_REF_TEXT;

	text = aq_slice_trim(text);
	/* Between tags of slashes one or two of them close what was told. */
	while (tag && tag->text[0] == '/' && text.length > 0 && text.start[text.length - 1] == '/')
		text.length--;
	text = aq_slice_trim(text);
	if (text.length == 0 || kind == AQ_REF_NONE)
		return;
	if (kind != AQ_REF_TEXT && (iso_is_placeholder(text) || is_known(iso, kind, text)))
		return;
	iso_reference_add(iso, kind, text);
	if (kind == AQ_REF_END_TO_END && aq_slice_is_empty(leaf->end_to_end))
		leaf->end_to_end = text;
}

/* "166?00GUTSCHRIFT?20EREF+1?21SVWZ+..." */
static bool has_fields(struct aq_slice text)
{
	size_t at = 0;

	while (at < 3 && at < text.length && aq_is_digit(text.start[at]))
		at++;
	if (at != 0 && at != 3)
		return false;
	return text.length >= at + 3 && text.start[at] == '?' &&
	       (memcmp(text.start + at, "?00", 3) == 0 || memcmp(text.start + at, "?20", 3) == 0);
}

#define FIELD_BYTES_FULL 27

/* The lines of remittance in such a text: full lines go on without a blank. */
static struct aq_slice fields_joined(struct iso *iso, struct aq_slice text)
{
	char *out = aq_arena_take(iso->arena, text.length + 1);
	size_t count = 0;
	bool is_line = false;

	(void)aq_slice_cut(&text, '?');
	if (!out) {
		iso_memory(iso);
		return (struct aq_slice){NULL, 0};
	}
	while (text.length > 0) {
		struct aq_slice field = aq_slice_cut(&text, '?');
		bool is_field = field.length >= 2 && aq_is_digit(field.start[0]) &&
				aq_is_digit(field.start[1]);

		if (is_field) {
			is_line = field.start[0] == '2' ||
				  (field.start[0] == '6' && field.start[1] <= '3');
			field = (struct aq_slice){field.start + 2, field.length - 2};
		} else if (is_line) {
			/* A question of the payer's own. */
			out[count++] = '?';
		}
		if (!is_line)
			continue;
		memcpy(out + count, field.start, field.length);
		count += field.length;
		if (field.length < FIELD_BYTES_FULL)
			out[count++] = ' ';
	}
	return aq_slice_trim((struct aq_slice){out, count});
}

static void text_add(struct iso *iso, struct aq_slice text)
{
	struct tagged tagged = {.text = has_fields(text) ? fields_joined(iso, text) : text};
	const struct tag *tag = NULL;
	size_t start = 0;

	if (aq_slice_is_empty(tagged.text))
		return;
	tagged.has_slashes = tag_in(slash_tags, COUNT(slash_tags), tagged.text) != NULL;
	for (size_t at = 0; at < tagged.text.length; at++) {
		const struct tag *next = tag_at(&tagged, at);

		if (!next)
			continue;
		segment_add(iso, tag, (struct aq_slice){tagged.text.start + start, at - start});
		tag = next;
		start = at + strlen(next->text);
		at = start - 1;
	}
	segment_add(iso, tag,
		    (struct aq_slice){tagged.text.start + start, tagged.text.length - start});
}

/* Payers' programs cut long text after so many letters, in the middle of a word. */
#define LINE_LETTERS_FULL 140
#define JOINED_BYTES_MAX  8192

static size_t letters_of(struct aq_slice text)
{
	size_t count = 0;

	for (size_t i = 0; i < text.length; i++)
		count += ((unsigned char)text.start[i] & 0xC0) != 0x80;
	return count;
}

void iso_unstructured_end(struct iso *iso)
{
	struct aq_slice text = iso->text_open;

	iso->text_open = (struct aq_slice){NULL, 0};
	if (text.length > 0)
		text_add(iso, text);
}

void iso_unstructured_line(struct iso *iso, struct aq_slice line)
{
	struct aq_slice text = line;

	if (iso->text_open.length > 0) {
		text = aq_arena_print(iso->arena, "%.*s%.*s", AQ_SLICE_ARGS(iso->text_open),
				      AQ_SLICE_ARGS(line));
		if (aq_slice_is_empty(text)) {
			iso_memory(iso);
			return;
		}
	}
	iso->text_open = text;
	if (letters_of(line) != LINE_LETTERS_FULL || text.length > JOINED_BYTES_MAX)
		iso_unstructured_end(iso);
}
