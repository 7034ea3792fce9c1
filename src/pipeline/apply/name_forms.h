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

#endif
