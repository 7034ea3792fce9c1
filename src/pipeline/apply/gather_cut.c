/*
 * gather_cut.c - of payers whose names their file cut off: the customers whose names
 * begin so, however their letters are spelled.
 *
 * Refuses: more than CUT_MAX of one payment; so many say no more than so few.
 */
#include "gathering.h"

#define CUT_MAX 8

static size_t letters_of(struct aq_arena *arena, struct aq_slice name,
			 struct aq_slice out[AQ_HEADS_MAX])
{
	/* There is one way to write what is ASCII. */
	const enum aq_spelling ways = aq_slice_is_ascii(name) ? 1 : AQ_SPELLINGS;
	size_t count = 0;

	for (enum aq_spelling way = 0; way < ways; way++) {
		out[count] = aq_name_letters(arena, name, way);
		if (out[count].length > 0 && (count == 0 || !aq_slice_equals(out[0], out[count])))
			count++;
	}
	return count;
}

_Static_assert((int)AQ_SPELLINGS == AQ_HEADS_MAX, "a name has as many heads as spellings");

/* A customer is listed in all spellings, so that one of the payer's finds him. */
static size_t find_of(const struct gathering *gathering, size_t index, uint64_t *out)
{
	const struct aq_payment *payment = &gathering->waiting[index].payment;

	if (!aq_payer_is_cut(payment))
		return 0;
	return aq_head_table_find(
		*gathering->heads,
		aq_name_letters(gathering->arena, payment->payer, AQ_SPELLING_SHORT), out, CUT_MAX);
}

enum aq_status gather_heads(struct aq_store *store, struct aq_head_table **out,
			    struct aq_error *err)
{
	return *out ? AQ_OK : aq_store_head_table(store, letters_of, out, err);
}

/* AQ_END: none was cut off. */
static enum aq_status heads_open(struct gathering *gathering, size_t *cut, struct aq_error *err)
{
	*cut = 0;
	for (size_t index = 0; index < gathering->count; index++)
		*cut += aq_payer_is_cut(&gathering->waiting[index].payment);
	if (*cut == 0)
		return AQ_END;
	return gather_heads(gathering->store, gathering->heads, err);
}

enum aq_status gather_cut(struct gathering *gathering, struct aq_error *err)
{
	uint64_t found[CUT_MAX];
	struct aq_payer_hit *payers;
	size_t cut = 0;
	enum aq_status status = AQ_END;

	if (!gathering->is_thin && gathering->heads)
		status = heads_open(gathering, &cut, err);
	if (status != AQ_OK)
		return status < AQ_OK ? status : AQ_OK;
	payers = aq_arena_take_many(gathering->arena, gathering->payer_count + cut * CUT_MAX,
				    sizeof(*payers));
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
