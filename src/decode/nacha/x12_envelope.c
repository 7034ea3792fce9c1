/*
 * x12_envelope.c - whether the envelopes of X12 hold what their ends say.
 *
 * Reads: ISA to IEA, GS to GE, ST to SE, any of them, several after another.
 * Promises: each end is compared with its beginning: the count of what lies
 * between, and the control number that both bear. The first fault of each sort
 * is kept.
 */
#include "x12.h"

#define ISA_CONTROL 13
#define GS_CONTROL  6

static void miscount(struct x12_envelope *envelope, const char *what)
{
	if (envelope->miscount == NULL)
		envelope->miscount = what;
}

static void check_count(struct x12_envelope *envelope, struct aq_slice declared, uint64_t found,
			const char *what)
{
	uint64_t number;

	if (!aq_slice_to_u64(declared, &number) || number != found)
		miscount(envelope, what);
}

static struct aq_slice without_zeros(struct aq_slice number)
{
	while (number.length > 1 && number.start[0] == '0')
		number = (struct aq_slice){number.start + 1, number.length - 1};
	return number;
}

static void check_control(struct x12_envelope *envelope, struct aq_slice first,
			  struct aq_slice last, const char *what)
{
	if (envelope->mismatch == NULL &&
	    !aq_slice_equals(without_zeros(first), without_zeros(last)))
		envelope->mismatch = what;
}

static void begin_set(struct x12_envelope *envelope, const struct x12_segment *segment)
{
	if (envelope->is_set_open)
		miscount(envelope, "a set (ST) of the remittance advice has no end");
	envelope->is_set_open = true;
	envelope->set = segment->elements[2];
	envelope->segments = 1;
	envelope->sets++;
}

static void end_set(struct x12_envelope *envelope, const struct x12_segment *segment)
{
	if (envelope->is_set_open) {
		check_count(envelope, segment->elements[1], envelope->segments,
			    "a set (SE) of the remittance advice counts other segments");
		check_control(envelope, envelope->set, segment->elements[2],
			      "ST and SE of the remittance advice bear two control numbers");
	}
	envelope->is_set_open = false;
}

static void begin_group(struct x12_envelope *envelope, const struct x12_segment *segment)
{
	if (envelope->is_group_open)
		miscount(envelope, "a group (GS) of the remittance advice has no end");
	envelope->is_group_open = true;
	envelope->group = segment->elements[GS_CONTROL];
	envelope->groups++;
	envelope->sets = 0;
}

static void end_group(struct x12_envelope *envelope, const struct x12_segment *segment)
{
	check_count(envelope, segment->elements[1], envelope->sets,
		    "a group (GE) of the remittance advice counts other sets");
	if (envelope->is_group_open)
		check_control(envelope, envelope->group, segment->elements[2],
			      "GS and GE of the remittance advice bear two control numbers");
	envelope->is_group_open = false;
}

static void begin_interchange(struct x12_envelope *envelope, const struct x12_segment *segment)
{
	if (envelope->is_open)
		miscount(envelope, "the remittance advice (ISA) has no end");
	envelope->is_open = true;
	envelope->control = segment->elements[ISA_CONTROL];
	envelope->groups = 0;
}

static void end_interchange(struct x12_envelope *envelope, const struct x12_segment *segment)
{
	check_count(envelope, segment->elements[1], envelope->groups,
		    "the remittance advice (IEA) counts other groups");
	if (envelope->is_open)
		check_control(envelope, envelope->control, segment->elements[2],
			      "ISA and IEA of the remittance advice bear two control numbers");
	envelope->is_open = false;
	envelope->groups = 0;
}

static const struct {
	const char *name;
	void (*take)(struct x12_envelope *envelope, const struct x12_segment *segment);
} kinds[] = {
	{"ISA", begin_interchange}, {"GS", begin_group}, {"ST", begin_set},
	{"IEA", end_interchange},   {"GE", end_group},	 {"SE", end_set},
};

void x12_envelope_take(struct x12_envelope *envelope, const struct x12_segment *segment)
{
	envelope->segments++;
	for (size_t index = 0; index < sizeof(kinds) / sizeof(kinds[0]); index++)
		if (aq_slice_is(segment->elements[0], kinds[index].name))
			kinds[index].take(envelope, segment);
}

void x12_envelope_end(struct x12_envelope *envelope)
{
	if (envelope->is_set_open)
		miscount(envelope, "a set (ST) of the remittance advice has no end");
	else if (envelope->is_group_open)
		miscount(envelope, "a group (GS) of the remittance advice has no end");
	else if (envelope->is_open)
		miscount(envelope, "the remittance advice (ISA) has no end");
}
