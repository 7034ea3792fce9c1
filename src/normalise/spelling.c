/*
 * spelling.c - names as banks write them that know Latin letters alone: NACHA has
 * ASCII, and most payment systems not much more.
 *
 * Promises: a name of Latin or Cyrillic letters in ASCII, the short way ("Angstrom",
 * "Muller") or the long one ("Aangstroem", "Mueller"); and one text for all the ways
 * in which such a name is written.
 * Refuses: other scripts, for which each bank has its own way.
 */
#include "parts.h"

#include <stdlib.h>

#include "acquit/utf8.h"

#define SPELLED_BYTES_MAX 4 /* of one letter */
#define SOUND_MARK	  '~' /* no word of a name holds it */

struct spelling {
	uint32_t code_point;
	const char *texts[AQ_SPELLINGS];
};

static const struct spelling spellings[] = {
#define AQ_SPELLING(code_point, short_way, long_way) {(code_point), {(short_way), (long_way)}},
#include "spelling.def"
#undef AQ_SPELLING
};

static int compare_spellings(const void *one, const void *other)
{
	const struct spelling *a = one, *b = other;

	return a->code_point < b->code_point ? -1 : a->code_point > b->code_point;
}

/* One letter in ASCII, NULL: there is none. `letter` is room for it. */
static const char *spell(uint32_t code_point, enum aq_spelling way, char letter[2])
{
	const struct spelling wanted = {.code_point = code_point};
	const struct spelling *found;

	letter[0] = letter[1] = '\0';
	if (code_point >= 0x80) {
		found = bsearch(&wanted, spellings, sizeof(spellings) / sizeof(spellings[0]),
				sizeof(spellings[0]), compare_spellings);
		if (found)
			return found->texts[way];
		if (aq_utf8_is_mark(code_point) || code_point == 0x2018 || code_point == 0x2019)
			return letter;
		if (aq_utf8_is_space(code_point) || aq_utf8_is_dash(code_point))
			code_point = ' ';
		else
			code_point = aq_utf8_without_marks(code_point);
	}
	if (code_point >= 0x80)
		return NULL;
	letter[0] = (char)code_point;
	return letter;
}

struct aq_slice aq_name_plain(struct aq_arena *arena, struct aq_slice name, enum aq_spelling way)
{
	const struct aq_slice none = {"", 0};
	struct aq_slice folded = aq_utf8_fold(arena, name);
	char *text = aq_arena_take_many(arena, folded.length + 1, SPELLED_BYTES_MAX);
	char *next = text;

	while (text && folded.length > 0) {
		char letter[2];
		const char *spelled = spell(aq_utf8_next(&folded), way, letter);

		if (!spelled)
			return none;
		while (*spelled)
			*next++ = *spelled++;
	}
	return text ? aq_slice_between(text, next) : none;
}

struct aq_slice aq_name_letters(struct aq_arena *arena, struct aq_slice name, enum aq_spelling way)
{
	struct aq_slice plain = aq_name_plain(arena, name, way);
	struct aq_slice rest;
	char *text;
	char *next;

	if (plain.length == 0)
		plain = aq_utf8_fold(arena, name);
	rest = plain;
	text = next = aq_arena_take(arena, plain.length + 1);
	if (!text)
		return (struct aq_slice){"", 0};
	while (rest.length > 0) {
		struct aq_slice bytes = rest;

		if (!aq_utf8_is_alphanumeric(aq_utf8_next(&rest)))
			continue;
		memcpy(next, bytes.start, bytes.length - rest.length);
		next += bytes.length - rest.length;
	}
	return aq_slice_between(text, next);
}

/* What different ways have in common; of those that fit the first is taken. */
struct sound {
	const char *written, *heard;
};

/* The long way is the short one. */
static const struct sound vowels[] = {
	{"aa", "a"}, {"ae", "a"}, {"oe", "o"}, {"ue", "u"}, {NULL, NULL},
};

static const struct sound sounds[] = {
	{"shch", "sc"}, {"sch", "sc"}, {"shh", "sc"}, {"kh", "h"}, {"tz", "ts"},
	{"yo", "e"},	{"jo", "e"},   {"io", "e"},   {"ye", "e"}, {"je", "e"},
	{"ie", "e"},	{"x", "ks"},   {"y", "i"},    {"j", "i"},  {NULL, NULL},
};

/* Each time letters may come together: "iye" is "ie" then. */
static const struct sound *const passes[] = {vowels, sounds, sounds};

static size_t hear(struct aq_slice rest, const struct sound *sound, char *out, size_t *added)
{
	for (; sound->written; sound++) {
		struct aq_slice written = aq_slice_of(sound->written);

		if (written.start[0] != rest.start[0] || !aq_slice_starts_with(rest, written))
			continue;
		*added = strlen(sound->heard);
		memcpy(out, sound->heard, *added);
		return written.length;
	}
	out[0] = rest.start[0];
	*added = 1;
	return 1;
}

static struct aq_slice heard_once(struct aq_slice text, const struct sound *pass, char *out)
{
	char *next = out;

	while (text.length > 0) {
		size_t added;
		size_t taken = hear(text, pass, next, &added);

		/* "iy", "yi", "yy" and their like are one. */
		if (!(added == 1 && *next == 'i' && next > out && next[-1] == 'i'))
			next += added;
		text.start += taken;
		text.length -= taken;
	}
	return aq_slice_between(out, next);
}

struct aq_slice aq_name_sound(struct aq_arena *arena, struct aq_slice normal)
{
	const struct aq_slice none = {"", 0};
	struct aq_slice text = aq_name_plain(arena, normal, AQ_SPELLING_SHORT);
	char *out;

	for (size_t at = 0; at < sizeof(passes) / sizeof(passes[0]) && text.length > 0; at++) {
		out = aq_arena_take_many(arena, text.length, 2);
		if (!out)
			return none;
		text = heard_once(text, passes[at], out);
	}
	text = aq_name_normal(arena, text);
	return text.length > 0 ? aq_arena_print(arena, "%c%.*s", SOUND_MARK, AQ_SLICE_ARGS(text))
			       : none;
}
