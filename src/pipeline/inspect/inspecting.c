/*
 * inspecting.c - what `decode` and `formats` do with a file: open, read, normalise.
 */
#include "inspecting.h"

enum aq_status inspecting_new(struct inspecting *inspecting, struct aq_error *err)
{
	enum aq_status status;

	*inspecting = (struct inspecting){.claim = NULL};
	status = aq_findings_new(&inspecting->findings, err);
	if (status >= AQ_OK)
		status = aq_arena_new(&inspecting->arena, 0, err);
	if (status >= AQ_OK)
		status = aq_arena_new(&inspecting->unit_arena, 0, err);
	return status;
}

void inspecting_close(struct inspecting *inspecting)
{
	aq_decode_close(inspecting->decode);
	aq_profiles_free(inspecting->profiles);
	aq_source_close(inspecting->source);
	aq_claim_close(inspecting->claim);
	aq_findings_free(inspecting->findings);
	aq_arena_free(inspecting->unit_arena);
	aq_arena_free(inspecting->arena);
}

enum aq_status inspecting_open_file(struct inspecting *inspecting, const char *path,
				    struct aq_error *err)
{
	enum aq_status status = aq_claim_named(&inspecting->claim, path, err);

	if (status >= AQ_OK)
		status = aq_source_open(&inspecting->source, inspecting->claim, NULL,
					inspecting->findings, err);
	if (status >= AQ_OK)
		status = aq_source_head(inspecting->source, &inspecting->sample.head,
					&inspecting->sample.is_whole, err);
	return status;
}

enum aq_status inspecting_open(struct inspecting *inspecting, const struct inspecting_order *order,
			       struct aq_error *err)
{
	struct aq_decode_settings settings = {
		.today = order->today, .is_clock = order->is_clock, .format = order->format};
	const struct aq_home *home = order->home;
	enum aq_status status;

	inspecting->settings.is_decode_only = !order->judges_as_run;
	if (home) {
		settings.partners = home->settings.partners;
		settings.partner_count = home->settings.partner_count;
		inspecting->settings.company_ids = home->settings.company_ids;
		inspecting->settings.company_id_count = home->settings.company_id_count;
	}
	status = inspecting_open_file(inspecting, order->path, err);
	if (status >= AQ_OK)
		status = aq_formats_load_at(&inspecting->profiles,
					    home ? home->path : order->home_path, err);
	if (status >= AQ_OK)
		status = aq_decode_open(&inspecting->decode, inspecting->profiles,
					inspecting->sample.head, inspecting->sample.is_whole,
					&settings, err);
	return status;
}

enum aq_status inspecting_read(struct inspecting *inspecting, const struct aq_sink *sink,
			       struct aq_error *err)
{
	struct aq_slice piece;
	enum aq_status status;

	aq_decode_bind(inspecting->decode, sink, inspecting->findings);
	do {
		status = aq_source_next(inspecting->source, &piece, err);
		if (status == AQ_OK)
			status = aq_decode_feed(inspecting->decode, piece, err);
	} while (status == AQ_OK);
	return status < AQ_OK ? status : aq_decode_finish(inspecting->decode, err);
}

enum aq_status inspecting_unit(struct inspecting *inspecting, const struct aq_unit *unit,
			       struct aq_error *err)
{
	return unit_keep(&inspecting->unit, unit, inspecting->unit_arena, err);
}

enum aq_status inspecting_batch(struct inspecting *inspecting, const struct aq_batch *batch,
				struct aq_payment **out, struct aq_error *err)
{
	struct aq_normalise_order order = {.settings = &inspecting->settings,
					   .family = aq_decode_family(inspecting->decode),
					   .unit = &inspecting->unit,
					   .batch = batch,
					   .gateway = aq_decode_format(inspecting->decode),
					   .is_borrowing = inspecting->is_borrowing};
	bool refuses = false;

	aq_arena_reset(inspecting->arena);
	*out = aq_arena_take_many(inspecting->arena, batch->record_count, sizeof(**out));
	if (!*out)
		return aq_fail_memory(err);
	return aq_normalise(&order, inspecting->arena, *out, &refuses, inspecting->findings, err);
}
