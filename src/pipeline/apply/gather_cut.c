/*
 * gather_cut.c - of payers whose names their file cut off: the customers whose names
 * begin so, however their letters are spelled.
 *
 * Refuses: more than CUT_MAX of one payment; so many say no more than so few.
 */
#include "gathering.h"

#define CUT_MAX 8

static bool is_ascii(struct aq_slice name)
{
	for (size_t at = 0; at < name.length; at++)
		if ((unsigned char)name.start[at] >= 0x80)
			return false;
	return true;
}

static size_t letters_of(struct aq_arena *arena, struct aq_slice name,
			 struct aq_slice out[AQ_HEADS_MAX])
{
	/* There is one way to write what is ASCII. */
	const enum aq_spelling ways = is_ascii(name) ? 1 : AQ_SPELLINGS;
	size_t count = 0;

	for (enum aq_spelling way = 0; way < ways; way++) {
		out[count] = aq_name_letters(arena, name, way);
		if (out[count].length > 0 && (count == 0 || !aq_slice_equals(out[0], out[count])))
			count++;
	}
	return count;
}

_Static_assert((int)AQ_SPELLINGS == AQ_HEADS_MAX, "a name has as many heads as spellings");

static size_t find_of(const struct gathering *gathering, size_t index, uint64_t *out)
{
	const struct aq_payment *payment = &gathering->waiting[index].payment;
	struct aq_slice letters[AQ_HEADS_MAX];

	if (!aq_payer_is_cut(payment) || letters_of(gathering->arena, payment->payer, letters) == 0)
		return 0;
	return aq_head_table_find(*gathering->heads, letters[0], out, CUT_MAX);
}

static enum aq_status heads_open(struct gathering *gathering, struct aq_error *err)
{
	bool is_cut = false;

	for (size_t index = 0; index < gathering->count && !is_cut; index++)
		is_cut = aq_payer_is_cut(&gathering->waiting[index].payment);
	if (!is_cut)
		return AQ_END;
	return *gathering->heads
		       ? AQ_OK
		       : aq_store_head_table(gathering->store, letters_of, gathering->heads, err);
}

enum aq_status gather_cut(struct gathering *gathering, struct aq_error *err)
{
	uint64_t found[CUT_MAX];
	struct aq_payer_hit *payers;
	size_t cut = 0;
	enum aq_status status = AQ_END;

	if (!gathering->is_thin && gathering->heads)
		status = heads_open(gathering, err);
	if (status != AQ_OK)
		return status < AQ_OK ? status : AQ_OK;
	for (size_t index = 0; index < gathering->count; index++)
		cut += find_of(gathering, index, found);
	if (cut == 0)
		return AQ_OK;
	payers =
		aq_arena_take_many(gathering->arena, gathering->payer_count + cut, sizeof(*payers));
	if (!payers)
		return aq_fail_memory(err);
	if (gathering->payer_count > 0)
		memcpy(payers, gathering->payers, gathering->payer_count * sizeof(*payers));
	gathering->payers = payers;
	for (size_t index = 0; index < gathering->count; index++) {
		size_t count = find_of(gathering, index, found);

		for (size_t at = 0; at < count; at++)
			payers[gathering->payer_count++] =
				(struct aq_payer_hit){.payment_index = (uint32_t)index,
						      .customer_no = found[at],
						      .source = AQ_PAYER_CUT};
	}
	return AQ_OK;
}
