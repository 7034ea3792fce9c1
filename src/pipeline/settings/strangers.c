/*
 * strangers.c - customers of whom acquit.conf says something, and whom nobody knows.
 *
 * A number that is written otherwise than in the customers table is nobody's, and
 * what the section says would have no effect in silence.
 */
#include "../job.h"

#include "acquit/log.h"

static enum aq_status is_known(struct aq_store *store, struct aq_slice number,
			       struct aq_arena *arena, bool *out, struct aq_error *err)
{
	struct aq_thing_row *things;
	size_t count = 0;
	enum aq_status status =
		aq_store_things_find(store, AQ_THING_CUSTOMER, number, arena, &things, &count, err);

	*out = false;
	if (status == AQ_NOT_FOUND)
		return AQ_OK;
	for (size_t at = 0; status >= AQ_OK && at < count; at++)
		*out |= aq_slice_equals(things[at].text, number);
	return status;
}

enum aq_status settings_strangers(struct aq_home *home, struct aq_run_result *out,
				  struct aq_error *err)
{
	const struct aq_settings *settings = &home->settings;
	struct aq_terms *strangers =
		aq_arena_take_many(home->arena, settings->terms_count + 1, sizeof(*strangers));
	struct aq_arena *arena = NULL;
	size_t count = 0;
	enum aq_status status = strangers ? aq_arena_new(&arena, 0, err) : aq_fail_memory(err);

	for (size_t at = 0; at < settings->terms_count && status >= AQ_OK; at++) {
		const struct aq_terms *terms = &settings->terms[at];
		bool known = true;

		aq_arena_reset(arena);
		if (terms->customer.length > 0)
			status = is_known(home->store, terms->customer, arena, &known, err);
		if (!known)
			strangers[count++] = *terms;
	}
	aq_arena_free(arena);
	out->strangers = strangers;
	out->stranger_count = count;
	return status;
}

void aq_run_say_strangers(const struct aq_run_result *result)
{
	for (size_t at = 0; at < result->stranger_count; at++)
		aq_log_say(
			AQ_LOG_WARNING,
			"acquit.conf, line %llu: [customer.%.*s] is no customer's number (%s); %s",
			(unsigned long long)result->strangers[at].line,
			AQ_SLICE_ARGS(result->strangers[at].customer),
			aq_code_name(AQ_SETTINGS_CUSTOMER), aq_code_mend(AQ_SETTINGS_CUSTOMER));
}
