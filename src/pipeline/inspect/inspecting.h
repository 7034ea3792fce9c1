/*
 * inspecting.h - a file decoded and normalised without a run: nothing is stored; private.
 */
#ifndef ACQUIT_PIPELINE_INSPECTING_H
#define ACQUIT_PIPELINE_INSPECTING_H

#include "../job.h"

struct inspecting_order {
	struct aq_home *home; /* NULL: none */
	const char *path;
	const char *home_path; /* whose formats/ serve where there is no home; may be NULL */
	struct aq_slice format; /* the one to try; empty: the best */
	struct aq_date today;
	bool is_clock; /* nobody named that day */
	bool judges_as_run; /* a debit of a company that is not ours refuses */
};

struct inspecting {
	struct aq_claim *claim;
	struct aq_source *source;
	struct aq_profiles *profiles;
	struct aq_decode *decode;
	struct aq_findings *findings;
	struct aq_arena *arena; /* of one batch */
	struct aq_arena *unit_arena;
	struct aq_unit unit; /* in hand */
	struct aq_normalise_settings settings;
	struct aq_format_sample sample;
	bool is_borrowing; /* nobody looks at payments once their batch is gone */
};

/* What _close needs; before anything else. */
enum aq_status inspecting_new(struct inspecting *inspecting, struct aq_error *err);
/* The file and its head. */
enum aq_status inspecting_open_file(struct inspecting *inspecting, const char *path,
				    struct aq_error *err);
/* The same, and the format that takes it. */
enum aq_status inspecting_open(struct inspecting *inspecting, const struct inspecting_order *order,
			       struct aq_error *err);
/* The whole file into the sink. */
enum aq_status inspecting_read(struct inspecting *inspecting, const struct aq_sink *sink,
			       struct aq_error *err);
/* For the sink's ends: the unit is kept, and a batch becomes payments in the arena. */
enum aq_status inspecting_unit(struct inspecting *inspecting, const struct aq_unit *unit,
			       struct aq_error *err);
enum aq_status inspecting_batch(struct inspecting *inspecting, const struct aq_batch *batch,
				struct aq_payment **out, struct aq_error *err);
void inspecting_close(struct inspecting *inspecting);

#endif
