/*
 * accounts.c - the names of accounts, events and buckets.
 *
 * Promises: names come from accounts.def and events.def alone; they are hashed
 * into the chain, so a line there is never renamed.
 */
#include "acquit/ledger.h"

#include "acquit/claim.h"

struct account_line {
	const char *name;
	const char *type;
	bool is_qualified;
};

static const struct account_line account_lines[AQ_ACCOUNT_COUNT] = {
	[AQ_ACCOUNT_NONE] = {.name = "", .type = ""},
#define AQ_ACCOUNT(id, title, qualified, kind)                                                     \
	[id] = {.name = title, .type = kind, .is_qualified = qualified},
#include "acquit/accounts.def"
#undef AQ_ACCOUNT
};

static const char *const event_names[AQ_EVENT_COUNT] = {
	[AQ_EVENT_NONE] = "",
#define AQ_EVENT(id, name) [id] = name,
#include "acquit/events.def"
#undef AQ_EVENT
};

static const enum aq_account bucket_accounts[] = {
	[AQ_BUCKET_NONE] = AQ_ACCOUNT_NONE,
	[AQ_BUCKET_UNIDENTIFIED] = AQ_ACCOUNT_UNIDENTIFIED,
	[AQ_BUCKET_UNAPPLIED] = AQ_ACCOUNT_UNAPPLIED,
	[AQ_BUCKET_ON_ACCOUNT] = AQ_ACCOUNT_ON_ACCOUNT,
	[AQ_BUCKET_HELD] = AQ_ACCOUNT_HELD,
	[AQ_BUCKET_OUT] = AQ_ACCOUNT_UNIDENTIFIED_OUT,
};

const char *aq_account_name(enum aq_account account)
{
	AQ_CLAIM((unsigned)account < AQ_ACCOUNT_COUNT);
	return account_lines[account].name;
}

bool aq_account_is_qualified(enum aq_account account)
{
	AQ_CLAIM((unsigned)account < AQ_ACCOUNT_COUNT);
	return account_lines[account].is_qualified;
}

const char *aq_account_type(enum aq_account account)
{
	AQ_CLAIM((unsigned)account < AQ_ACCOUNT_COUNT);
	return account_lines[account].type;
}

enum aq_account aq_account_find(struct aq_slice name)
{
	for (int account = AQ_ACCOUNT_NONE + 1; account < AQ_ACCOUNT_COUNT; account++)
		if (aq_slice_is(name, account_lines[account].name))
			return (enum aq_account)account;
	return AQ_ACCOUNT_NONE;
}

void aq_account_put(struct aq_buffer *out, struct aq_account_ref account)
{
	aq_buffer_add_text(out, aq_account_name(account.account));
	if (!aq_account_is_qualified(account.account))
		return;
	aq_buffer_add_byte(out, ':');
	aq_buffer_add(out, account.qualifier);
}

const char *aq_event_name(enum aq_event event)
{
	AQ_CLAIM((unsigned)event < AQ_EVENT_COUNT);
	return event_names[event];
}

enum aq_event aq_event_find(struct aq_slice name)
{
	for (int event = AQ_EVENT_NONE + 1; event < AQ_EVENT_COUNT; event++)
		if (aq_slice_is(name, event_names[event]))
			return (enum aq_event)event;
	return AQ_EVENT_NONE;
}

enum aq_account aq_bucket_account(enum aq_bucket bucket)
{
	AQ_CLAIM((size_t)bucket < sizeof(bucket_accounts) / sizeof(bucket_accounts[0]));
	return bucket_accounts[bucket];
}
