/*
 * test_identity.c - by which ids a payment is known again.
 */
#include "given.h"

static size_t identities_of(struct given *given, struct aq_identity out[AQ_IDENTITIES_MAX])
{
	size_t count = aq_payment_identities(normalised(given), &given->unit, given->arena, out);

	assert_true(count >= 1);
	return count;
}

static bool share(const struct aq_identity *one, size_t one_count, const struct aq_identity *other,
		  size_t other_count)
{
	for (size_t i = 0; i < one_count; i++)
		for (size_t j = 0; j < other_count; j++)
			if (aq_slice_equals(one[i].text, other[j].text))
				return true;
	return false;
}

static void bank_entry(struct given *given)
{
	given->family = AQ_FAMILY_ISO20022;
	given->unit.kind = AQ_UNIT_STATEMENT;
	given->unit.message = AQ_MESSAGE_STATEMENT;
	given->unit.account = AQ_SLICE("DE89370400440532013000");
	given->record.indicator = AQ_SLICE("CRDT");
	given->record.currency = AQ_SLICE("EUR");
	given->record.amount = number("12.50");
	given->record.booked_on = day("2026-03-02");
	given->record.reference_count = 0;
}

static void the_same_payment_in_052_053_and_054_is_one(void **state)
{
	static const enum aq_message messages[] = {AQ_MESSAGE_REPORT, AQ_MESSAGE_NOTIFICATION};
	struct given *given = *state;
	struct aq_identity statement[AQ_IDENTITIES_MAX];
	size_t statement_count;

	bank_entry(given);
	refer(given, AQ_REF_BANK, "BK-1");
	refer(given, AQ_REF_UETR, "8a562c67-ca16-48ba-b074-65581be6f001");
	statement_count = identities_of(given, statement);
	assert_int_equal(statement_count, 2);
	for (size_t i = 0; i < 2; i++) {
		struct aq_identity other[AQ_IDENTITIES_MAX];
		size_t count;

		given->unit.message = messages[i];
		given->record.booked_on = day("2026-03-03");
		count = identities_of(given, other);
		assert_true(share(statement, statement_count, other, count));
	}
}

static void another_amount_direction_or_account_is_another_payment(void **state)
{
	struct given *given = *state;
	struct aq_identity one[AQ_IDENTITIES_MAX];
	struct aq_identity other[AQ_IDENTITIES_MAX];
	size_t count;

	bank_entry(given);
	refer(given, AQ_REF_BANK, "BK-1");
	count = identities_of(given, one);
	given->record.amount = number("12.51");
	assert_false(share(one, count, other, identities_of(given, other)));
	bank_entry(given);
	refer(given, AQ_REF_BANK, "BK-1");
	given->record.indicator = AQ_SLICE("DBIT");
	assert_false(share(one, count, other, identities_of(given, other)));
	bank_entry(given);
	refer(given, AQ_REF_BANK, "BK-1");
	given->unit.account = AQ_SLICE("GB33BUKB20201555555555");
	assert_false(share(one, count, other, identities_of(given, other)));
}

static void the_payers_account_is_never_part(void **state)
{
	struct given *given = *state;
	struct aq_identity identities[AQ_IDENTITIES_MAX];

	bank_entry(given);
	given->record.debtor.account = AQ_SLICE("99887766554433");
	for (size_t i = identities_of(given, identities); i > 0; i--)
		assert_int_equal(aq_slice_find(identities[i - 1].text, AQ_SLICE("99887766554433")),
				 SIZE_MAX);
}

static void an_end_to_end_id_is_weak_and_of_one_day(void **state)
{
	struct given *given = *state;
	struct aq_identity one[AQ_IDENTITIES_MAX];
	struct aq_identity other[AQ_IDENTITIES_MAX];

	bank_entry(given);
	refer(given, AQ_REF_END_TO_END, "RENT");
	assert_int_equal(identities_of(given, one), 1);
	assert_true(one[0].is_weak);
	assert_false(one[0].is_content);
	given->record.booked_on = day("2026-04-02");
	assert_int_equal(identities_of(given, other), 1);
	assert_false(share(one, 1, other, 1));
}

static void a_placeholder_identifies_nothing(void **state)
{
	struct given *given = *state;
	struct aq_identity identities[AQ_IDENTITIES_MAX];

	bank_entry(given);
	refer(given, AQ_REF_END_TO_END, "NOTPROVIDED");
	refer(given, AQ_REF_BANK, "0000");
	assert_int_equal(identities_of(given, identities), 1);
	assert_true(identities[0].is_content);
	assert_int_equal(identities[0].id.kind, AQ_REF_NONE);
}

static void a_trace_counts_with_its_batch_and_originator(void **state)
{
	struct given *given = *state;
	struct aq_identity one[AQ_IDENTITIES_MAX];
	struct aq_identity other[AQ_IDENTITIES_MAX];

	given->family = AQ_FAMILY_NACHA;
	given->unit.kind = AQ_UNIT_BATCH;
	given->unit.message = AQ_MESSAGE_ACH;
	given->unit.originator = AQ_SLICE("09100001");
	given->unit.id = AQ_SLICE("1");
	given->unit.settled_on = day("2026-03-02");
	given->record.type = AQ_SLICE("22");
	given->record.amount = number("10.00");
	given->record.source_id = AQ_SLICE("091000010000001");
	assert_int_equal(identities_of(given, one), 1);
	assert_int_equal(one[0].id.kind, AQ_REF_TRACE);
	given->unit.id = AQ_SLICE("2");
	assert_int_equal(identities_of(given, other), 1);
	assert_false(share(one, 1, other, 1));
}

/* Originators begin at trace 1 of batch 1 again with every file. */
static void the_same_trace_and_batch_of_another_day_is_another_payment(void **state)
{
	struct given *given = *state;
	struct aq_identity one[AQ_IDENTITIES_MAX];
	struct aq_identity other[AQ_IDENTITIES_MAX];

	given->family = AQ_FAMILY_NACHA;
	given->unit.kind = AQ_UNIT_BATCH;
	given->unit.message = AQ_MESSAGE_ACH;
	given->unit.originator = AQ_SLICE("09100001");
	given->unit.id = AQ_SLICE("0000001");
	given->unit.effective_on = day("2026-03-02");
	given->unit.settled_on = day("2026-03-02");
	given->record.type = AQ_SLICE("22");
	given->record.amount = number("10.00");
	given->record.source_id = AQ_SLICE("091000010000001");
	assert_int_equal(identities_of(given, one), 1);
	given->unit.settled_on = day("2026-03-03");
	assert_int_equal(identities_of(given, other), 1);
	assert_true(share(one, 1, other, 1));
	given->unit.effective_on = day("2026-03-09");
	given->unit.settled_on = day("2026-03-09");
	assert_int_equal(identities_of(given, other), 1);
	assert_false(share(one, 1, other, 1));
}

static void a_row_without_id_is_known_by_its_content(void **state)
{
	struct given *given = *state;
	struct aq_identity one[AQ_IDENTITIES_MAX];
	struct aq_identity other[AQ_IDENTITIES_MAX];

	given->family = AQ_FAMILY_CSV;
	given->unit.kind = AQ_UNIT_TABLE;
	given->unit.message = AQ_MESSAGE_STATEMENT;
	given->record.currency = AQ_SLICE("EUR");
	given->record.amount = number("10.00");
	given->record.booked_on = day("2026-03-02");
	given->record.debtor.name = AQ_SLICE("Mara Lind");
	assert_int_equal(identities_of(given, one), 1);
	assert_true(one[0].is_content);
	given->record.debtor.name = AQ_SLICE("MARA LIND");
	assert_int_equal(identities_of(given, other), 1);
	assert_true(share(one, 1, other, 1));
	given->record.source_id = AQ_SLICE("row-7");
	assert_int_equal(identities_of(given, other), 1);
	assert_false(other[0].is_content);
	assert_int_equal(other[0].id.kind, AQ_REF_ROW);
}

static void a_charge_and_its_refund_may_share_an_id(void **state)
{
	struct given *given = *state;
	struct aq_identity one[AQ_IDENTITIES_MAX];
	struct aq_identity other[AQ_IDENTITIES_MAX];

	given->family = AQ_FAMILY_CSV;
	given->unit.kind = AQ_UNIT_TABLE;
	given->unit.message = AQ_MESSAGE_GATEWAY;
	given->record.currency = AQ_SLICE("EUR");
	given->record.booked_on = day("2026-03-02");
	given->record.amount = number("-10.00");
	given->record.type = AQ_SLICE("refund");
	refer(given, AQ_REF_ROW, "ch_1");
	assert_int_equal(identities_of(given, one), 1);
	given->record.type = AQ_SLICE("chargeback");
	assert_int_equal(identities_of(given, other), 1);
	assert_false(share(one, 1, other, 1));
}

static void part_refunds_of_one_payment_are_two(void **state)
{
	struct given *given = *state;
	struct aq_identity one[AQ_IDENTITIES_MAX];
	struct aq_identity other[AQ_IDENTITIES_MAX];

	given->family = AQ_FAMILY_CSV;
	given->unit.kind = AQ_UNIT_TABLE;
	given->unit.message = AQ_MESSAGE_GATEWAY;
	given->record.currency = AQ_SLICE("EUR");
	given->record.booked_on = day("2026-03-02");
	given->record.amount = number("-10.00");
	given->record.type = AQ_SLICE("refund");
	refer(given, AQ_REF_ROW, "re_1");
	refer(given, AQ_REF_TRANSACTION, "ch_1");
	refer(given, AQ_REF_END_TO_END, "order 1");
	assert_int_equal(identities_of(given, one), 1);
	given->references[0].value = AQ_SLICE("re_2");
	assert_int_equal(identities_of(given, other), 1);
	assert_false(share(one, 1, other, 1));
}

static void a_leaf_without_id_is_known_by_its_entry(void **state)
{
	struct given *given = *state;
	struct aq_identity identities[AQ_IDENTITIES_MAX];

	bank_entry(given);
	given->record.leaf_count = 3;
	refer(given, AQ_REF_BATCH, "LUMP-1");
	assert_int_equal(identities_of(given, identities), 1);
	assert_int_equal(identities[0].id.kind, AQ_REF_BATCH);
	refer(given, AQ_REF_BANK, "BK-9");
	assert_int_equal(identities_of(given, identities), 1);
	assert_int_equal(identities[0].id.kind, AQ_REF_BANK);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		GIVEN(the_same_payment_in_052_053_and_054_is_one),
		GIVEN(another_amount_direction_or_account_is_another_payment),
		GIVEN(the_payers_account_is_never_part),
		GIVEN(an_end_to_end_id_is_weak_and_of_one_day),
		GIVEN(a_placeholder_identifies_nothing),
		GIVEN(a_trace_counts_with_its_batch_and_originator),
		GIVEN(the_same_trace_and_batch_of_another_day_is_another_payment),
		GIVEN(a_row_without_id_is_known_by_its_content),
		GIVEN(a_charge_and_its_refund_may_share_an_id),
		GIVEN(part_refunds_of_one_payment_are_two),
		GIVEN(a_leaf_without_id_is_known_by_its_entry),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
