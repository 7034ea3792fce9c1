/*
 * profile_also.c - also.NAME: a further payment that each row makes.
 *
 * Reads: also.NAME = AMOUNT, and of the same name .type (a kind, or a column
 * and a map; without it the sign decides), .currency, .sign, .when, .both, .id.
 * Promises: names are defined, or the profile is refused (profile_keys.c).
 */
#include "profile_keys.h"

static enum aq_status find_also(struct profile_reader *reader, struct aq_slice name,
				struct table_also **out, struct aq_error *err)
{
	struct table_profile *profile = reader->profile;

	if (aq_slice_is_empty(name))
		return aq_profile_fault(reader, err, "the name is missing: also.fee = [Fee]");
	for (size_t i = 0; i < profile->also_count; i++) {
		*out = &profile->also[i];
		if (aq_slice_equals((*out)->name, name))
			return AQ_OK;
	}
	if (profile->also_count == PROFILE_ALSO_MAX)
		return aq_profile_fault(reader, err, "more than %d further payments of one row",
					PROFILE_ALSO_MAX);
	if (!profile->also)
		profile->also =
			aq_arena_take_many(reader->arena, PROFILE_ALSO_MAX, sizeof(*profile->also));
	if (!profile->also)
		return aq_fail_memory(err);
	*out = &profile->also[profile->also_count++];
	**out = (struct table_also){
		.name = name, .type.fixed = TYPE_BY_SIGN, .line = reader->setting->line};
	return AQ_OK;
}

static enum aq_status read_part(struct profile_reader *reader, struct table_also *also,
				struct aq_slice part, struct aq_error *err)
{
	static const struct key_choice words[] = {{"yes", 1}, {"no", 0}, {NULL, 0}};
	int meaning = 0;
	enum aq_status status;

	if (aq_slice_is(part, "type"))
		return aq_keys_type(reader, &also->type, err);
	if (aq_slice_is(part, "currency"))
		return aq_keys_sum_currency(reader, &also->sum, err);
	if (aq_slice_is(part, "sign"))
		return aq_keys_sign(reader, &also->sum.sign, err);
	if (aq_slice_is(part, "when"))
		return aq_keys_filter(reader, &also->sum.when, err);
	if (aq_slice_is(part, "id"))
		return aq_words_text(reader, &also->id, true, err);
	if (!aq_slice_is(part, "both"))
		return aq_profile_fault(reader, err,
					"a further payment has .type, .currency, .sign, .when, "
					".both and .id, and no .%.*s",
					AQ_SLICE_ARGS(part));
	status = aq_keys_choose(reader, words, &meaning, err);
	also->sum.may_have_both = meaning;
	return status;
}

enum aq_status aq_keys_also(struct profile_reader *reader, struct aq_error *err)
{
	struct aq_slice part = reader->setting->key;
	struct table_also *also = NULL;
	struct aq_slice name;
	enum aq_status status;

	(void)aq_slice_cut(&part, '.');
	name = aq_slice_cut(&part, '.');
	status = find_also(reader, name, &also, err);
	if (status < AQ_OK)
		return status;
	if (part.length)
		return read_part(reader, also, part, err);
	return aq_words_sum(reader, &also->sum, err);
}
