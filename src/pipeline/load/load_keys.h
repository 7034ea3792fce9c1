/*
 * load_keys.h - numbers and names a batch of master data is found by; private.
 */
#ifndef ACQUIT_PIPELINE_LOAD_KEYS_H
#define ACQUIT_PIPELINE_LOAD_KEYS_H

#include "acquit/load.h"
#include "acquit/normalise.h"
#include "acquit/store.h"

#define LOAD_UNFINDABLE_MAX 20

/* A number that no text can name: too short, or without a digit. */
struct load_unfindable {
	uint32_t row_index;
	const char *field;
	struct aq_slice number;
};

struct load_keys { /* lives in the arena given */
	struct aq_number_key *numbers;
	size_t number_count, number_room;
	struct aq_name_key *names;
	size_t name_count, name_room;
	struct load_unfindable unfindable[LOAD_UNFINDABLE_MAX]; /* the first of them */
	size_t unfindable_count; /* all */
};

enum aq_status load_keys_make(struct load_keys *out, const struct aq_loaded *loaded,
			      const unsigned char *key, struct aq_arena *arena,
			      struct aq_error *err);

#endif
