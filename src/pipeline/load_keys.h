/*
 * load_keys.h - numbers and names a batch of master data is found by; private.
 */
#ifndef ACQUIT_PIPELINE_LOAD_KEYS_H
#define ACQUIT_PIPELINE_LOAD_KEYS_H

#include "acquit/load.h"
#include "acquit/normalise.h"
#include "acquit/store.h"

struct load_keys { /* lives in the arena given */
	struct aq_number_key *numbers;
	size_t number_count, number_room;
	struct aq_name_key *names;
	size_t name_count, name_room;
};

enum aq_status load_keys_make(struct load_keys *out, const struct aq_loaded *loaded,
			      const unsigned char *key, struct aq_arena *arena,
			      struct aq_error *err);

#endif
