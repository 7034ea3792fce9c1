/*
 * name_forms.h - the texts of name_key: a customer's name in normal form, and
 * the legal forms under which it is registered; private.
 */
#ifndef ACQUIT_PIPELINE_NAME_FORMS_H
#define ACQUIT_PIPELINE_NAME_FORMS_H

#include "acquit/normalise.h"

/* "ridge farms|inc|": registered as an Inc and without a form. Empty: no memory. */
struct aq_slice name_key_text(struct aq_arena *arena, const struct aq_name *name);
/* The text with the form of another name of this normal form. */
struct aq_slice name_key_add(struct aq_arena *arena, struct aq_slice text,
			     const struct aq_name *name);

enum name_fit {
	NAME_OTHER,
	NAME_SAME,
	NAME_OTHER_FORM,
	NAME_OLD /* the same, written before forms were kept */
};
enum name_fit name_key_fit(struct aq_slice text, const struct aq_name *name);

/* Under which texts a payer's name is looked for. Who writes marks or Cyrillic letters
 * means them; where a name is kept in ASCII alone, it may be that one. */
enum name_way {
	NAME_AS_WRITTEN,
	NAME_SOUND, /* of a name in ASCII: those that may be spelled so */
	NAME_PLAIN, /* of any other: as it is spelled in ASCII; counts where nobody is called so */
	NAME_PLAIN_SOUND /* counts beside that: who else may be spelled so */
};
struct name_ask {
	enum name_way way;
	struct aq_slice text;
};
#define NAME_ASKS_MAX 4
size_t name_asks(struct aq_arena *arena, struct aq_slice normal,
		 struct name_ask out[NAME_ASKS_MAX]);
/* By the ways that found somebody (1 << way). */
bool name_way_counts(enum name_way way, unsigned found);
/* The other text a customer's name is found under; empty: it is ASCII, or in a script
 * that each bank spells in its own way. */
struct aq_slice name_sound(struct aq_arena *arena, struct aq_slice normal);

#endif
