/*
 * tables.c - what a night that is large beside its tables reads once into memory.
 *
 * Design: two read at once, each from a connection of its own, and nothing is
 * written meanwhile. A night that pays most of what is open reads the little that
 * is left again, and meanwhile posts in the room that all of it took; one that pays
 * a part keeps all, and has that part put right.
 */
#include "applying.h"

#include "acquit/memory.h"
#include "acquit/thread.h"

/* Numbers of a payment that are looked up, about: those it names or seems to,
 * and for one nobody knows those that are nearly like them. */
#define NUMBERS_NAMED 5
#define NUMBERS_NEAR  128
/* Items of a payment, about: those it names and as many customers, and all that its
 * customer has open. */
#define ITEMS_NAMED 2
#define ITEMS_OPEN  8

struct reading { /* what one of two reads */
	struct tables *tables;
	struct aq_store *store;
	uint64_t numbers_asked;
	bool has_payers; /* are its part */
	enum aq_status status;
	struct aq_error err;
};

/* Loading alone writes numbers: either connection sees them as they are. */
static void read_beside(struct reading *reading)
{
	struct tables *tables = reading->tables;
	struct aq_error *err = &reading->err;

	reading->status = AQ_OK;
	if (!tables->numbers)
		reading->status = aq_store_number_table(reading->store, reading->numbers_asked,
							&tables->numbers, err);
	if (reading->status >= AQ_OK && tables->catalogue && reading->has_payers)
		reading->status = aq_catalogue_payers(tables->catalogue, reading->store, err);
}

static void *on_thread(void *context)
{
	read_beside(context);
	return NULL;
}

static enum aq_status read_both(struct applying *applying, struct reading *beside,
				struct aq_error *err)
{
	struct tables *tables = &applying->tables;
	enum aq_status status = AQ_OK;
	pthread_t thread;
	struct aq_store *store = applying->job->store;
	bool is_beside = beside->store != store && aq_thread_begin(&thread, on_thread, beside);

	if (tables->catalogue)
		status = aq_catalogue_items(tables->catalogue, store, err);
	if (status == AQ_OK && tables->catalogue && !beside->has_payers)
		status = aq_catalogue_payers(tables->catalogue, store, err);
	if (is_beside)
		(void)pthread_join(thread, NULL);
	else
		read_beside(beside);
	if (status >= AQ_OK && beside->status < AQ_OK)
		*err = beside->err;
	return status < AQ_OK || beside->status >= AQ_OK ? status : beside->status;
}

static void catalogue_let_go(struct tables *tables)
{
	aq_catalogue_free(tables->catalogue);
	tables->catalogue = NULL;
	tables->is_kept = false;
}

static void numbers_let_go(struct tables *tables)
{
	aq_number_table_free(tables->numbers);
	tables->numbers = NULL;
}

/* A pass that comes again has the room that all payments took in the first. */
static void lend(struct applying *applying, struct aq_store *beside,
		 const struct aq_catalogue *catalogue)
{
	aq_store_lend(applying->job->store, catalogue, applying->is_again);
	if (beside)
		aq_store_lend(beside, catalogue, false);
}

enum aq_status tables_open(struct applying *applying, struct aq_store *beside, struct aq_error *err)
{
	struct aq_store *store = applying->job->store;
	struct tables *tables = &applying->tables;
	struct reading reading = {.tables = tables,
				  .store = beside ? beside : store,
				  .has_payers = !applying->is_again};
	struct aq_store_sizes sizes;
	enum aq_status status;

	if (tables->catalogue)
		return AQ_OK;
	status = aq_store_sizes(store, &sizes, err);
	if (status < AQ_OK)
		return status;
	reading.numbers_asked = sizes.waiting * (applying->is_again ? NUMBERS_NEAR : NUMBERS_NAMED);
	status = aq_store_catalogue(store,
				    sizes.waiting * (applying->is_again ? ITEMS_OPEN : ITEMS_NAMED),
				    &tables->catalogue, err);
	if (status >= AQ_OK)
		status = read_both(applying, &reading, err);
	if (status != AQ_OK)
		catalogue_let_go(tables);
	if (status < AQ_OK)
		return status;
	tables->is_kept = !applying->is_again && sizes.waiting < sizes.open_items / 2;
	lend(applying, beside, tables->catalogue);
	aq_memory_give_back(); /* what reading them needed */
	return AQ_OK;
}

void tables_rest(struct applying *applying, struct aq_store *beside)
{
	struct tables *tables = &applying->tables;

	lend(applying, beside, NULL);
	if (!tables->is_kept) {
		catalogue_let_go(tables);
		if (!applying->is_again)
			numbers_let_go(tables);
	}
	tables->is_kept = false;
}

enum aq_status tables_renew(struct applying *applying, struct aq_error *err)
{
	struct tables *tables = &applying->tables;
	enum aq_status status;

	if (!tables->catalogue)
		return AQ_OK;
	status = aq_catalogue_renew(tables->catalogue, applying->job->store, err);
	if (status != AQ_OK)
		catalogue_let_go(tables);
	else
		lend(applying, NULL, tables->catalogue);
	return status < AQ_OK ? status : AQ_OK;
}

void tables_free(struct tables *tables)
{
	catalogue_let_go(tables);
	numbers_let_go(tables);
}
