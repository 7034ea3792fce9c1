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

#include "acquit/utf8.h"

#define SPELLED_BYTES_MAX 4 /* of one letter */
#define SOUND_MARK	  '~' /* no word of a name holds it */

struct spelling { /* of one letter; not listed: it has a plain one below its marks */
	char texts[AQ_SPELLINGS][SPELLED_BYTES_MAX + 1];
	bool is_listed;
};

static const struct spelling spellings[] = {
#define AQ_SPELLING(code_point, short_way, long_way)                                               \
	[code_point] = {{(short_way), (long_way)}, true},
#include "spelling.def"
#undef AQ_SPELLING
};

/* One letter in ASCII, written to `out`. False: there is none. */
static inline bool spell(uint32_t code_point, enum aq_spelling way, char **out)
{
	if (code_point >= 0x80) {
		if (code_point < sizeof(spellings) / sizeof(spellings[0]) &&
		    spellings[code_point].is_listed) {
			for (const char *text = spellings[code_point].texts[way]; *text; text++)
				*(*out)++ = *text;
			return true;
		}
		if (aq_utf8_is_mark(code_point) || code_point == 0x2018 || code_point == 0x2019)
			return true;
		if (aq_utf8_is_space(code_point) || aq_utf8_is_dash(code_point))
			code_point = ' ';
		else
			code_point = aq_utf8_without_marks(code_point);
	}
	if (code_point >= 0x80)
		return false;
	*(*out)++ = (char)code_point;
	return true;
}

static struct aq_slice plain_of(struct aq_arena *arena, struct aq_slice folded,
				enum aq_spelling way)
{
	const struct aq_slice none = {"", 0};
	char *text, *next;

	if (aq_slice_is_ascii(folded))
		return folded;
	text = next = aq_arena_take_many(arena, folded.length + 1, SPELLED_BYTES_MAX);
	while (text && folded.length > 0)
		if (!spell(aq_utf8_next(&folded), way, &next))
			return none;
	return text ? aq_slice_between(text, next) : none;
}

struct aq_slice aq_name_plain(struct aq_arena *arena, struct aq_slice name, enum aq_spelling way)
{
	return plain_of(arena, aq_utf8_fold(arena, name), way);
}

/* As they are, written to `text`. */
static struct aq_slice own_letters(struct aq_slice folded, char *text)
{
	char *next = text;

	while (folded.length > 0) {
		struct aq_slice bytes = folded;

		if (!aq_utf8_is_alphanumeric(aq_utf8_next(&folded)))
			continue;
		memcpy(next, bytes.start, bytes.length - folded.length);
		next += bytes.length - folded.length;
	}
	return aq_slice_between(text, next);
}

struct aq_slice aq_name_letters(struct aq_arena *arena, struct aq_slice name, enum aq_spelling way)
{
	struct aq_slice folded = aq_utf8_fold(arena, name);
	struct aq_slice rest = folded;
	char *text = aq_arena_take_many(arena, folded.length + 1, SPELLED_BYTES_MAX);
	char *next = text;
	bool is_spelled = false;

	if (!text)
		return (struct aq_slice){"", 0};
	while (rest.length > 0) {
		char *letter = next;

		if (!spell(aq_utf8_next(&rest), way, &next))
			return own_letters(folded, text);
		is_spelled = is_spelled || next > letter;
		/* What takes several is a letter. */
		if (next - letter == 1 && !aq_utf8_is_alphanumeric((unsigned char)*letter))
			next = letter;
	}
	return is_spelled ? aq_slice_between(text, next) : own_letters(folded, text);
}

/* What different ways have in common; of those that fit the first is taken. */
struct sound {
	char written[SPELLED_BYTES_MAX + 1], heard[3];
};

/* The long way is the short one. */
static const struct sound vowels[] = {
	{"aa", "a"}, {"ae", "a"}, {"oe", "o"}, {"ue", "u"}, {"", ""},
};

static const struct sound sounds[] = {
	{"shch", "sc"}, {"sch", "sc"}, {"shh", "sc"}, {"kh", "h"}, {"tz", "ts"},
	{"yo", "e"},	{"jo", "e"},   {"io", "e"},   {"ye", "e"}, {"je", "e"},
	{"ie", "e"},	{"x", "ks"},   {"y", "i"},    {"j", "i"},  {"", ""},
};

/* Each time letters may come together: "iye" is "ie" then. */
static const struct sound *const passes[] = {vowels, sounds, sounds};

static bool is_written(struct aq_slice text, const char *written)
{
	size_t at = 0;

	while (at < text.length && written[at] && text.start[at] == written[at])
		at++;
	return !written[at];
}

static size_t hear(struct aq_slice rest, const struct sound *sound, char *out, size_t *added)
{
	for (; sound->written[0]; sound++) {
		if (sound->written[0] != rest.start[0] || !is_written(rest, sound->written))
			continue;
		*added = strlen(sound->heard);
		memcpy(out, sound->heard, *added);
		return strlen(sound->written);
	}
	out[0] = rest.start[0];
	*added = 1;
	return 1;
}

/* Few letters begin what is heard as something else. */
static uint32_t letters_of(const struct sound *sound)
{
	uint32_t letters = 0;

	for (; sound->written[0]; sound++)
		letters |= 1u << (sound->written[0] - 'a');
	return letters;
}

static bool is_of(uint32_t letters, char letter)
{
	return letter >= 'a' && letter <= 'z' && (letters >> (letter - 'a') & 1);
}

static struct aq_slice heard_once(struct aq_slice text, const struct sound *pass, char *out)
{
	uint32_t letters = letters_of(pass);
	char *next = out;

	while (text.length > 0) {
		size_t added = 1;
		size_t taken = 1;

		if (is_of(letters, text.start[0]))
			taken = hear(text, pass, next, &added);
		else
			*next = text.start[0];
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
	out = text.length > 0 ? aq_arena_take(arena, text.length + 1) : NULL;
	if (!out)
		return none;
	out[0] = SOUND_MARK;
	memcpy(out + 1, text.start, text.length);
	return (struct aq_slice){out, text.length + 1};
}
