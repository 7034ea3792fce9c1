/*
 * record.c - names and strengths of the kinds a reference can be.
 */
#include "acquit/record.h"

#include "acquit/claim.h"

struct reference_fact {
	struct aq_slice name;
	int strength;
};

static const struct reference_fact facts[AQ_REF_COUNT] = {
	[AQ_REF_NONE] = {.name = {"", 0}, .strength = 0},
#define AQ_REFERENCE(id, text, power)                                                              \
	[id] = {.name = {(text), sizeof(text) - 1}, .strength = (power)},
#include "acquit/reference_kinds.def"
#undef AQ_REFERENCE
};

const char *aq_reference_kind_name(enum aq_reference_kind kind)
{
	AQ_CLAIM(kind < AQ_REF_COUNT);
	return facts[kind].name.start;
}

int aq_reference_kind_strength(enum aq_reference_kind kind)
{
	AQ_CLAIM(kind < AQ_REF_COUNT);
	return facts[kind].strength;
}

enum aq_reference_kind aq_reference_kind_find(struct aq_slice name)
{
	for (unsigned kind = AQ_REF_NONE + 1; kind < AQ_REF_COUNT; kind++)
		if (aq_slice_equals(facts[kind].name, name))
			return (enum aq_reference_kind)kind;
	return AQ_REF_NONE;
}
