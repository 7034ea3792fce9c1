/*
 * unit_chain.c - entries of one unit get their numbers and their place in the
 * chain; the unit's root becomes part of the book's head.
 */
#include "job.h"

enum aq_status unit_chain_begin(struct job *job, struct unit_chain *unit, struct aq_slice name,
				struct aq_error *err)
{
	struct aq_sha256 head;
	enum aq_status status;

	*unit = (struct unit_chain){.name = name};
	/* A unit that failed before was rolled back with its transaction. */
	aq_chain_unit_drop(job->chain);
	status = aq_store_head(job->store, &head, err);
	if (status < AQ_OK)
		return status;
	return aq_chain_unit_begin(job->chain, &head, name, err);
}

enum aq_status unit_chain_number(struct job *job, struct unit_chain *unit, struct aq_entry *entry,
				 struct aq_error *err)
{
	enum aq_status status =
		aq_store_reserve(job->store, AQ_NUMBER_ENTRY, 1, &entry->entry_no, err);

	if (status < AQ_OK)
		return status;
	if (unit->first_entry == 0)
		unit->first_entry = entry->entry_no;
	unit->last_entry = entry->entry_no;
	return AQ_OK;
}

enum aq_status unit_chain_entry(struct job *job, struct unit_chain *unit, struct aq_entry *entry,
				struct aq_slice digests, struct aq_error *err)
{
	enum aq_status status = unit_chain_number(job, unit, entry, err);

	return status < AQ_OK ? status : aq_chain_add(job->chain, entry, digests, err);
}

enum aq_status unit_chain_end(struct job *job, const struct unit_chain *unit, struct aq_error *err)
{
	struct aq_unit_row row = {.run_no = job->run.run_no,
				  .name = unit->name,
				  .first_entry = unit->first_entry,
				  .last_entry = unit->last_entry};
	enum aq_status status;

	if (unit->first_entry == 0)
		return AQ_OK;
	status = aq_chain_unit_end(job->chain, &row.root, &row.head, err);
	if (status < AQ_OK)
		return status;
	return aq_store_unit_add(job->store, &row, err);
}

enum aq_status unit_chain_allocations(struct job *job, struct aq_allocation *allocations,
				      size_t count, struct aq_error *err)
{
	uint64_t first;
	size_t index;
	enum aq_status status =
		aq_store_reserve(job->store, AQ_NUMBER_ALLOCATION, count, &first, err);

	for (index = 0; index < count && status >= AQ_OK; index++)
		allocations[index].allocation_no = first + index;
	return status;
}

/* Numbers of the store are not hashed, so the entry may get its own afterwards. */
enum aq_status unit_chain_hash(struct job *job, struct aq_entry *entry,
			       const struct aq_allocation *allocations, size_t count,
			       struct aq_error *err)
{
	struct aq_buffer digests;
	size_t index;
	enum aq_status status = AQ_OK;

	aq_buffer_init(&digests, 0);
	for (index = 0; index < count && status >= AQ_OK; index++) {
		struct aq_sha256 digest;

		status = aq_allocation_digest(job->chain, &allocations[index], &digest, err);
		aq_buffer_add(&digests,
			      (struct aq_slice){(const char *)digest.bytes, sizeof(digest.bytes)});
	}
	if (status >= AQ_OK && aq_buffer_failed(&digests))
		status = aq_fail_memory(err);
	if (status >= AQ_OK)
		status = aq_chain_add(job->chain, entry, aq_buffer_slice(&digests), err);
	aq_buffer_free(&digests);
	return status;
}

enum aq_status unit_chain_applied(struct job *job, struct unit_chain *unit, struct aq_entry *entry,
				  struct aq_allocation *allocations, size_t count,
				  struct aq_error *err)
{
	enum aq_status status = unit_chain_allocations(job, allocations, count, err);

	if (status >= AQ_OK)
		status = unit_chain_number(job, unit, entry, err);
	return status < AQ_OK ? status : unit_chain_hash(job, entry, allocations, count, err);
}
