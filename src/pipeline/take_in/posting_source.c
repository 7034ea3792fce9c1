/*
 * posting_source.c - which kind of file posts to a bank account: what settings
 * say, else the kind that came first.
 */
#include "taking.h"

enum aq_message posting_source_kind(const struct intake *intake, const struct aq_unit *unit)
{
	if (unit->message == AQ_MESSAGE_STATEMENT &&
	    aq_decode_family(intake->decode) == AQ_FAMILY_CSV)
		return AQ_MESSAGE_BANK_CSV;
	return unit->message;
}

static bool setting_says(enum aq_post post, enum aq_message kind, bool *posts)
{
	static const enum aq_message kinds[] = {
		[AQ_POST_STATEMENT] = AQ_MESSAGE_STATEMENT,
		[AQ_POST_CSV] = AQ_MESSAGE_BANK_CSV,
		[AQ_POST_CASHBOOK] = AQ_MESSAGE_CASHBOOK,
		[AQ_POST_NOTHING] = AQ_MESSAGE_OTHER,
	};

	if (post == AQ_POST_FIRST_SEEN)
		return false;
	*posts = kinds[post] == kind;
	return true;
}

enum aq_status posting_source_ask(struct intake *intake, struct aq_slice account,
				  enum aq_message kind, struct aq_error *err)
{
	const struct aq_account_setting *setting =
		settings_account(&intake->job->home->settings, account);
	enum aq_message first;
	enum aq_status status;

	aq_buffer_clear(&intake->account);
	aq_buffer_add(&intake->account, account);
	if (aq_buffer_failed(&intake->account))
		return aq_fail_memory(err);
	intake->is_account_known = true;
	if (setting && setting_says(setting->post, kind, &intake->account_posts))
		return AQ_OK;
	status = chunk_wait(&intake->chunk, err);
	if (status < AQ_OK)
		return status;
	status = aq_store_posting_source(intake->job->store, account, kind, &first, err);
	intake->account_posts = status >= AQ_OK && first == kind;
	return status;
}

enum aq_status posting_source_settle(struct intake *intake, const struct aq_unit *unit, size_t from,
				     struct aq_error *err)
{
	const struct tray *tray = intake->chunk.tray;
	enum aq_message kind = posting_source_kind(intake, unit);
	size_t index;

	for (index = from; index < tray->count; index++) {
		struct aq_payment *payment = &tray->payments[index];
		enum aq_status status;

		if (payment->mode != AQ_POSTS_BANK)
			continue;
		if (!intake->is_account_known ||
		    !aq_slice_equals(payment->bank_account, aq_buffer_slice(&intake->account))) {
			status = posting_source_ask(intake, payment->bank_account, kind, err);
			if (status < AQ_OK)
				return status;
			if (!intake->account_posts)
				aq_findings_say(intake->work.findings, AQ_RUN_POSTING_SOURCE,
						(struct aq_at){payment->line, 0},
						AQ_SLICE("account"), payment->bank_account,
						"another kind of file posts to this account; these "
						"lines post nothing");
		}
		if (!intake->account_posts)
			payment->mode = AQ_POSTS_NOTHING;
	}
	return AQ_OK;
}
