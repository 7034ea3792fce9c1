/*
 * also.c - further payments that one row makes: also.NAME of its profile.
 *
 * Promises: each has the row's day, texts, references and payout, an id of its
 * own and one amount; none is made of an empty cell or of nothing. What is
 * wrong with one of them refuses the row with all that it makes.
 */
#include "decoder.h"

static bool is_told(const struct further *further)
{
	const struct aq_decimal *amount = &further->money.sums[SUM_GROSS];

	return further->meaning != TYPE_SKIP && amount->is_present && !aq_decimal_is_zero(*amount);
}

size_t aq_also_read(struct table_decoder *decoder, struct aq_record *record,
		    const struct row_money *money, struct further out[PROFILE_ALSO_MAX])
{
	const struct table_profile *profile = decoder->profile;
	struct aq_slice written = record->type_written;
	size_t count = 0;

	for (size_t i = 0; i < profile->also_count; i++) {
		const struct table_also *also = &profile->also[i];
		struct row_money *one = &out[i].money;

		out[i] = (struct further){.written = written, .meaning = TYPE_BY_SIGN};
		one->currency = money->currency;
		aq_record_sum(decoder, record, &also->sum, SUM_GROSS, one);
		one->sums[SUM_NET] = one->sums[SUM_GROSS];
		one->currencies[SUM_NET] = one->currencies[SUM_GROSS];
		if (!is_told(&out[i]))
			continue;
		out[i].meaning = aq_record_type(decoder, record, &also->type);
		if (also->type.text.count)
			out[i].written = aq_table_keep(decoder, record->type_written);
		record->type_written = written;
		count += is_told(&out[i]);
	}
	return count;
}

struct aq_decimal aq_also_sum(const struct aq_record *record, const struct further *further,
			      size_t count)
{
	struct aq_decimal sum = aq_record_moved(record);

	for (size_t i = 0; i < count; i++) {
		const struct row_money *money = &further[i].money;

		if (!is_told(&further[i]))
			continue;
		if (!aq_slice_equals(money->currencies[SUM_GROSS], money->currency))
			continue;
		if (aq_decimal_add(sum, money->sums[SUM_GROSS], &sum))
			sum.is_present = true;
	}
	return sum;
}

/* The row's own id and the name, where the profile tells no other. */
static void set_id(struct table_decoder *decoder, const struct table_also *also,
		   struct aq_record *record)
{
	struct aq_reference *references =
		decoder->references + decoder->record_count * decoder->references_each;
	struct aq_slice id =
		also->id.count ? aq_view_key(&decoder->view, &also->id) : record->source_id;
	size_t count = 0;

	if (also->id.count == 0 && id.length)
		id = aq_arena_print(decoder->view.texts, "%.*s/%.*s", AQ_SLICE_ARGS(id),
				    AQ_SLICE_ARGS(also->name));
	record->source_id = aq_table_keep(decoder, id);
	if (record->source_id.length)
		references[count++] = (struct aq_reference){AQ_REF_ROW, record->source_id};
	for (size_t i = 0; i < record->reference_count && count < decoder->references_each; i++) {
		if (record->references[i].kind != AQ_REF_ROW)
			references[count++] = record->references[i];
	}
	record->references = references;
	record->reference_count = count;
}

static enum aq_status add_one(struct table_decoder *decoder, const struct table_also *also,
			      const struct aq_record *first, const struct further *further,
			      struct aq_error *err)
{
	struct aq_record *record = &decoder->records[decoder->record_count];
	enum aq_status status;

	*record = *first;
	record->fee = record->fee_tax = record->net = record->instructed = (struct aq_decimal){0};
	record->fee_currency = record->net_currency = record->instructed_currency =
		(struct aq_slice){0};
	record->exchange_rate = (struct aq_slice){0};
	record->type = (struct aq_slice){0};
	record->type_written = further->written;
	/* A row that is pending is so in all of its payments; its own kind is its own. */
	record->nature =
		further->meaning == AQ_KIND_NOTICE ||
				aq_view_any_fits(&decoder->view, &decoder->profile->pending)
			? AQ_NATURE_NOTICE
			: AQ_NATURE_MONEY;
	record->amount = further->money.sums[SUM_GROSS];
	record->currency = further->money.currencies[SUM_GROSS];
	set_id(decoder, also, record);
	aq_record_kind(record, further->meaning);
	status = aq_totals_add(decoder, record, &further->money, err);
	return status < AQ_OK ? status : aq_unit_add(decoder, record, err);
}

enum aq_status aq_also_add(struct table_decoder *decoder, const struct aq_record *record,
			   const struct further *further, struct aq_error *err)
{
	const struct table_profile *profile = decoder->profile;
	struct aq_record first = *record;
	struct aq_reference *references = NULL;
	/* Counts are of rows: the first payment of each counts. */
	bool is_counted = first.amount.is_present || first.is_refused;
	enum aq_status status = AQ_OK;

	/* The first of them may take the very place where the row's stand. */
	if (first.reference_count) {
		references = aq_arena_take_many(decoder->view.texts, first.reference_count,
						sizeof(*references));
		if (!references)
			return aq_fail_memory(err);
		memcpy(references, first.references, first.reference_count * sizeof(*references));
		first.references = references;
	}
	for (size_t i = 0; status >= AQ_OK && i < profile->also_count; i++) {
		struct further one = further[i];

		if (!is_told(&one))
			continue;
		one.money.is_further = is_counted;
		is_counted = true;
		status = add_one(decoder, &profile->also[i], &first, &one, err);
	}
	return status;
}
