/*
 * tables.h - what a night that is large beside its tables reads once into memory;
 * private to the pipeline.
 */
#ifndef ACQUIT_PIPELINE_TABLES_H
#define ACQUIT_PIPELINE_TABLES_H

#include <pthread.h>

#include "acquit/store_bulk.h"

#include "../job.h"

struct reader { /* what one of two reads, from a connection and on a thread of its own */
	struct tables *tables;
	struct aq_store *store;
	unsigned parts;
	uint64_t numbers_asked;
	enum aq_status status; /* AQ_END: the catalogue has no room for what is there */
	struct aq_error err;
	pthread_t thread;
	bool is_running;
};

struct tables {
	struct aq_number_table *numbers; /* NULL: few are looked up, or it was let go */
	struct aq_catalogue *catalogue; /* likewise */
	struct aq_head_table *heads; /* of names; made when a payment asks for it, if not before */
	bool is_kept; /* for the pass that comes again */
	uint64_t expected; /* payments */
	bool is_ahead; /* read before what is open was known for good */
	bool has_items; /* likewise */
	struct reader ahead[2];
};

enum aq_status tables_new(struct tables **out, struct aq_error *err);
void tables_free(struct tables *tables);

/* So many payments will have to be applied tonight, about: what they will look up
 * is begun to be read beside their taking in. Without it all goes its way later. */
void tables_expect(struct job *job, uint64_t payments);

/* Read, by two where there is a connection beside, and lent to both. */
enum aq_status tables_open(struct job *job, struct aq_store *beside, bool is_again,
			   struct aq_error *err);
/* Nobody is lent them; what the next pass is better off reading again is let go. */
void tables_rest(struct job *job, struct aq_store *beside, bool is_again);
/* As the pass before left things, what was kept is lent again. */
enum aq_status tables_renew(struct job *job, struct aq_error *err);

#endif
