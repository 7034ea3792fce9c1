/*
 * name_forms.c - under which legal forms a customer's name is registered.
 *
 * Design: a row of name_key is one name of one customer, whatever form stands with
 * it, so the row lists the forms. Two forms are two companies; a name registered
 * without one is of any. A name with marks or in Cyrillic letters has a second row, by
 * which it is found however it is spelled in ASCII.
 */
#include "name_forms.h"

#define FORM_MARK '|' /* no word of a name holds it */

static struct aq_slice marked(struct aq_arena *arena, struct aq_slice text, struct aq_slice form)
{
	struct aq_slice none = {"", 0};
	char *out = aq_arena_take(arena, text.length + 1 + form.length);

	if (!out)
		return none;
	memcpy(out, text.start, text.length);
	out[text.length] = FORM_MARK;
	memcpy(out + text.length + 1, form.start, form.length);
	return (struct aq_slice){out, text.length + 1 + form.length};
}

/* The next form of what begins with a mark; false: there is none. */
static bool next_form(struct aq_slice *rest, struct aq_slice *out)
{
	if (rest->length == 0)
		return false;
	out->start = rest->start + 1;
	out->length = 0;
	while (out->length + 1 < rest->length && out->start[out->length] != FORM_MARK)
		out->length++;
	rest->start += out->length + 1;
	rest->length -= out->length + 1;
	return true;
}

static struct aq_slice forms_of(struct aq_slice text, const struct aq_slice normal)
{
	return (struct aq_slice){text.start + normal.length, text.length - normal.length};
}

static bool is_name(struct aq_slice text, struct aq_slice normal)
{
	return text.length >= normal.length &&
	       memcmp(text.start, normal.start, normal.length) == 0 &&
	       (text.length == normal.length || text.start[normal.length] == FORM_MARK);
}

struct aq_slice name_key_text(struct aq_arena *arena, const struct aq_name *name)
{
	return marked(arena, name->normal, name->form);
}

struct aq_slice name_key_add(struct aq_arena *arena, struct aq_slice text,
			     const struct aq_name *name)
{
	struct aq_slice rest = forms_of(text, name->normal);
	struct aq_slice form;

	while (next_form(&rest, &form))
		if (aq_slice_equals(form, name->form))
			return text;
	return marked(arena, text, name->form);
}

enum name_fit name_key_fit(struct aq_slice text, const struct aq_name *name)
{
	struct aq_slice rest;
	struct aq_slice form;

	if (!is_name(text, name->normal))
		return NAME_OTHER;
	rest = forms_of(text, name->normal);
	if (rest.length == 0)
		return NAME_OLD;
	while (next_form(&rest, &form))
		if (aq_forms_agree(form, name->form))
			return NAME_SAME;
	return NAME_OTHER_FORM;
}

static void add_ask(struct name_ask *out, size_t *count, enum name_way way, struct aq_slice text)
{
	for (size_t at = 0; at < *count; at++)
		if (aq_slice_equals(out[at].text, text))
			return;
	if (text.length > 0)
		out[(*count)++] = (struct name_ask){way, text};
}

size_t name_asks(struct aq_arena *arena, struct aq_slice normal, struct name_ask out[NAME_ASKS_MAX])
{
	struct aq_slice brief = aq_name_plain(arena, normal, AQ_SPELLING_SHORT);
	size_t count = 0;
	bool is_plain = aq_slice_is_ascii(normal);

	add_ask(out, &count, NAME_AS_WRITTEN, normal);
	if (!is_plain) {
		struct aq_slice full = aq_name_plain(arena, normal, AQ_SPELLING_LONG);

		add_ask(out, &count, NAME_PLAIN, aq_name_normal(arena, brief));
		if (!aq_slice_equals(brief, full))
			add_ask(out, &count, NAME_PLAIN, aq_name_normal(arena, full));
	}
	/* Spelled the short way it sounds as it does in its own letters. */
	add_ask(out, &count, is_plain ? NAME_SOUND : NAME_PLAIN_SOUND, aq_name_sound(arena, brief));
	return count;
}

bool name_way_counts(enum name_way way, unsigned found)
{
	if (way == NAME_AS_WRITTEN || way == NAME_SOUND)
		return true;
	return !(found & 1u << NAME_AS_WRITTEN) && (found & 1u << NAME_PLAIN);
}

struct aq_slice name_sound(struct aq_arena *arena, struct aq_slice normal)
{
	return aq_slice_is_ascii(normal) ? (struct aq_slice){"", 0} : aq_name_sound(arena, normal);
}
