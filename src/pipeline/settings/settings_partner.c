/*
 * settings_partner.c - whose ACH files may break which rules: [nacha.partner.NAME].
 */
#include "settings_partner.h"

#define RULE_BYTES_MAX 64

struct aq_nacha_partner *settings_partner(struct aq_settings *settings,
					  struct aq_nacha_partner *partners, struct aq_slice name)
{
	size_t index;

	for (index = 0; index < settings->partner_count; index++)
		if (aq_slice_equals(partners[index].name, name))
			return &partners[index];
	partners[index].name = name;
	settings->partner_count++;
	return &partners[index];
}

static enum aq_code rule_of(struct aq_slice word)
{
	char name[RULE_BYTES_MAX + 8] = "nacha.";

	if (aq_slice_starts_with(word, AQ_SLICE("nacha.")))
		word = aq_slice_between(word.start + 6, word.start + word.length);
	if (word.length > RULE_BYTES_MAX)
		return AQ_CODE_NONE;
	memcpy(name + 6, word.start, word.length);
	name[6 + word.length] = '\0';
	return aq_code_find(name);
}

bool settings_rules(struct aq_arena *arena, struct aq_slice value, may_list may,
		    const enum aq_code **out, size_t *count)
{
	enum aq_code *codes = aq_arena_take_many(arena, value.length / 2 + 1, sizeof(*codes));
	struct aq_slice rest = value;

	*out = codes;
	*count = 0;
	if (!codes)
		return false;
	while (rest.length > 0) {
		struct aq_slice word = aq_slice_trim(aq_slice_cut(&rest, ' '));
		enum aq_code code;

		if (word.length == 0)
			continue;
		code = rule_of(word);
		if (code == AQ_CODE_NONE || !may(code))
			return false;
		codes[(*count)++] = code;
	}
	return true;
}
