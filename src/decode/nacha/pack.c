/*
 * pack.c - records on their way to the sink, some hundreds at a time.
 *
 * Promises: a pack small enough to stay in the processor's cache; every text
 * of its records lives in the pack's arena until the sink has had it.
 */
#include "nacha.h"

#include "acquit/claim.h"

enum aq_status nacha_pack_begin(struct nacha *decode, struct aq_record **out, struct aq_error *err)
{
	struct nacha_pack *pack = &decode->pack;

	if (pack->record_count == NACHA_PACK_RECORDS_MAX ||
	    aq_arena_used(pack->arena) >= NACHA_PACK_BYTES_MAX) {
		enum aq_status status = nacha_pack_flush(decode, err);

		if (status < AQ_OK)
			return status;
	}
	*out = &pack->records[pack->record_count++];
	memset(*out, 0, sizeof(**out));
	return AQ_OK;
}

enum aq_status nacha_pack_flush(struct nacha *decode, struct aq_error *err)
{
	struct nacha_pack *pack = &decode->pack;
	const struct aq_sink *sink = decode->handle.sink;
	enum aq_status status = AQ_OK;

	AQ_CLAIM(!decode->entry.is_open);
	if (pack->record_count > 0 && sink != NULL && sink->records != NULL) {
		const struct aq_batch batch = {.records = pack->records,
					       .record_count = pack->record_count,
					       .unit_index = decode->batch.unit.index};

		status = sink->records(sink->context, &batch, err);
	}
	pack->record_count = 0;
	aq_arena_reset(pack->arena);
	return status;
}

enum aq_status nacha_pack_line(struct nacha *decode, const struct nacha_line *line,
			       struct nacha_line *out, struct aq_error *err)
{
	struct aq_slice text = {line->text, line->offsets != NULL ? line->offsets[NACHA_COLUMNS]
								  : NACHA_COLUMNS};
	struct aq_slice copy = aq_arena_copy(decode->pack.arena, text);
	uint16_t *offsets = NULL;

	if (copy.length == 0)
		return aq_fail_memory(err);
	if (line->offsets != NULL) {
		const size_t bytes = (NACHA_COLUMNS + 1) * sizeof(*offsets);

		offsets = aq_arena_take(decode->pack.arena, bytes);
		if (offsets == NULL)
			return aq_fail_memory(err);
		memcpy(offsets, line->offsets, bytes);
	}
	*out = (struct nacha_line){.number = line->number, .text = copy.start, .offsets = offsets};
	return AQ_OK;
}
