/*
 * gather_cut.c - of payers whose names their file cut off: the customers whose names
 * begin so.
 *
 * Refuses: more than CUT_MAX of one payment; they tell nothing.
 */
#include "gathering.h"

#define CUT_MAX 8

static size_t find_of(const struct gathering *gathering, size_t index, uint64_t *out)
{
	const struct aq_payment *payment = &gathering->waiting[index].payment;
	size_t count;

	if (!aq_payer_is_cut(payment))
		return 0;
	count = aq_head_table_find(*gathering->heads, aq_slice_trim(payment->payer), out,
				   CUT_MAX + 1);
	return count > CUT_MAX ? 0 : count;
}

static enum aq_status heads_open(struct gathering *gathering, struct aq_error *err)
{
	bool is_cut = false;

	for (size_t index = 0; index < gathering->count && !is_cut; index++)
		is_cut = aq_payer_is_cut(&gathering->waiting[index].payment);
	if (!is_cut)
		return AQ_END;
	return *gathering->heads ? AQ_OK
				 : aq_store_head_table(gathering->store, AQ_NAME_CUT_MIN,
						       gathering->heads, err);
}

enum aq_status gather_cut(struct gathering *gathering, struct aq_error *err)
{
	uint64_t found[CUT_MAX + 1];
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
