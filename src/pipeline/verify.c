/*
 * verify.c - the proof: every entry's hash made again from what the store says
 * now, every unit's root, the head, the invariants, the projections, the
 * archive and the seals.
 *
 * Promises: names the first thing that does not hold.
 */
#include "acts.h"

#include "acquit/seal.h"

struct verifying {
	struct aq_home *home;
	struct aq_chain *chain;
	struct aq_sha256 head; /* running */
	struct acts acts;
	struct aq_verify_result *out;
	uint64_t next_entry; /* entries must follow one another without a gap inside a unit */
	uint64_t bad_entry;
};

static const struct aq_at nowhere = {0, 0};

static enum aq_status entry_digests(struct verifying *verifying, const struct aq_proof_line *line,
				    struct aq_buffer *out, struct aq_error *err)
{
	struct aq_sha256 digest;
	enum aq_status status = AQ_OK;
	size_t index;

	if (line->payment) {
		status = aq_payment_digest(verifying->chain, line->payment, &digest, err);
		aq_buffer_add(out,
			      (struct aq_slice){(const char *)digest.bytes, sizeof(digest.bytes)});
	}
	for (index = 0; index < line->allocation_count && status >= AQ_OK; index++) {
		status = aq_allocation_digest(verifying->chain, &line->allocations[index], &digest,
					      err);
		aq_buffer_add(out,
			      (struct aq_slice){(const char *)digest.bytes, sizeof(digest.bytes)});
	}
	return status;
}

static enum aq_status on_proof(void *context, const struct aq_proof_line *line,
			       struct aq_error *err)
{
	struct verifying *verifying = context;
	struct aq_entry entry = line->entry;
	struct aq_buffer digests;
	enum aq_status status;

	aq_buffer_init(&digests, 0);
	status = entry_digests(verifying, line, &digests, err);
	if (status >= AQ_OK && aq_buffer_failed(&digests))
		status = aq_fail_memory(err);
	if (status >= AQ_OK)
		status = aq_chain_add(verifying->chain, &entry, aq_buffer_slice(&digests), err);
	aq_buffer_free(&digests);
	if (status < AQ_OK)
		return status;
	if (!aq_sha256_equals(&entry.hash, &line->entry.hash))
		return aq_fail(err, AQ_INTEGRITY, AQ_VERIFY_CHAIN, nowhere,
			       "entry %llu does not hold: it is not what was chained",
			       (unsigned long long)entry.entry_no);
	verifying->out->entries++;
	verifying->out->postings += entry.posting_count;
	return AQ_OK;
}

static enum aq_status on_unit(void *context, const struct aq_unit_row *unit, struct aq_error *err)
{
	struct verifying *verifying = context;
	struct aq_sha256 root, head;
	enum aq_status status;

	status = aq_chain_unit_begin(verifying->chain, &verifying->head, unit->name, err);
	if (status >= AQ_OK)
		status = aq_store_list_proof(verifying->home->store, unit->first_entry,
					     unit->last_entry, on_proof, verifying, err);
	if (status >= AQ_OK)
		status = aq_chain_unit_end(verifying->chain, &root, &head, err);
	if (status < AQ_OK)
		return status;
	if (!aq_sha256_equals(&root, &unit->root) || !aq_sha256_equals(&head, &unit->head))
		return aq_fail(err, AQ_INTEGRITY, AQ_VERIFY_CHAIN, nowhere,
			       "unit '%.*s' does not hold: entries %llu to %llu were changed, "
			       "added or removed",
			       AQ_SLICE_ARGS(unit->name), (unsigned long long)unit->first_entry,
			       (unsigned long long)unit->last_entry);
	verifying->head = head;
	verifying->out->units++;
	return acts_check(&verifying->acts, unit, err);
}

static enum aq_status check_head(struct verifying *verifying, struct aq_error *err)
{
	struct aq_sha256 head;
	enum aq_status status = aq_store_head(verifying->home->store, &head, err);

	if (status < AQ_OK)
		return status;
	if (!aq_sha256_equals(&head, &verifying->head))
		return aq_fail(err, AQ_INTEGRITY, AQ_VERIFY_CHAIN, nowhere,
			       "the ledger's head is not that of its entries: units are missing at "
			       "the end");
	aq_sha256_to_hex(&head, verifying->out->head);
	return AQ_OK;
}

static enum aq_status on_archived(void *context, const struct aq_file_line *line,
				  struct aq_error *err)
{
	struct verifying *verifying = context;

	if (line->file.archive_name.length == 0)
		return AQ_OK;
	verifying->out->archived++;
	return aq_archive_check(verifying->home->archive, line->file.archive_name, err);
}

enum aq_status aq_verify(struct aq_home *home, const struct aq_verify_order *order,
			 struct aq_verify_result *out, struct aq_error *err)
{
	struct verifying verifying = {.home = home, .out = out};
	enum aq_status status;

	*out = (struct aq_verify_result){.units = 0};
	aq_chain_genesis(AQ_SLICE("main"), &verifying.head);
	status = aq_chain_new(&verifying.chain, err);
	verifying.acts.chain = verifying.chain;
	if (status >= AQ_OK)
		status = aq_arena_new(&verifying.acts.arena, 0, err);
	if (status >= AQ_OK)
		status = acts_read(&verifying.acts, home->store, err);
	if (status >= AQ_OK)
		status = aq_store_list_units(home->store, on_unit, &verifying, err);
	if (status >= AQ_OK)
		status = acts_check_end(&verifying.acts, err);
	if (status >= AQ_OK)
		status = check_head(&verifying, err);
	/* What is rebuilt may be what does not hold: it is checked afterwards. */
	if (status >= AQ_OK && !order->is_rebuild)
		status = aq_store_check(home->store, err);
	if (status >= AQ_OK)
		status = aq_store_check_deep(home->store, order->is_rebuild, err);
	if (status >= AQ_OK)
		status = seals_check(home, out, err);
	if (status >= AQ_OK)
		status = aq_store_list_archived(home->store, on_archived, &verifying, err);
	aq_arena_free(verifying.acts.arena);
	aq_chain_free(verifying.chain);
	return status;
}
