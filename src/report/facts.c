/*
 * facts.c - groups of rows: their counts, their money, and the first rows of each.
 */
#include "facts.h"

#include <stdlib.h>

#include "acquit/claim.h"
#include "facts_internal.h"

#define SLOTS_MIN      64
#define TEXT_SHOWN_MAX 2000

enum aq_status facts_new(struct facts **out, struct aq_error *err)
{
	struct facts *facts = calloc(1, sizeof(*facts));
	enum aq_status status;

	if (!facts)
		return aq_fail_memory(err);
	facts->slot_count = SLOTS_MIN;
	facts->slots = calloc(facts->slot_count, sizeof(struct group *));
	status = facts->slots ? aq_arena_new(&facts->arena, 0, err) : aq_fail_memory(err);
	if (status < AQ_OK) {
		facts_free(facts);
		return status;
	}
	*out = facts;
	return AQ_OK;
}

void facts_free(struct facts *facts)
{
	if (!facts)
		return;
	aq_arena_free(facts->arena);
	free(facts->slots);
	free(facts);
}

static bool is_it(const struct group *group, enum group_kind kind, struct aq_slice name,
		  struct aq_slice part)
{
	return group->kind == kind && aq_slice_equals(group->name, name) &&
	       aq_slice_equals(group->part, part);
}

static size_t place_of(enum group_kind kind, struct aq_slice name, struct aq_slice part)
{
	return (size_t)(aq_slice_mix(name) * 3 + aq_slice_mix(part) * 5 +
			(uint64_t)kind * UINT64_C(0x9E3779B97F4A7C15));
}

static struct group **slot_of(struct facts *facts, const struct group *like)
{
	size_t at = place_of(like->kind, like->name, like->part) & (facts->slot_count - 1);

	while (facts->slots[at] && !is_it(facts->slots[at], like->kind, like->name, like->part))
		at = (at + 1) & (facts->slot_count - 1);
	return &facts->slots[at];
}

static bool grow(struct facts *facts)
{
	struct group **old = facts->slots;
	size_t old_count = facts->slot_count;

	facts->slots = calloc(old_count * 2, sizeof(struct group *));
	if (!facts->slots) {
		facts->slots = old;
		return false;
	}
	facts->slot_count = old_count * 2;
	for (size_t index = 0; index < old_count; index++)
		if (old[index])
			*slot_of(facts, old[index]) = old[index];
	free(old);
	return true;
}

static struct group *add_group(struct facts *facts, const struct group *like)
{
	struct group *group;

	if (facts->group_count >= GROUPS_MAX)
		return NULL;
	if (facts->group_count + 1 > facts->slot_count / 2 && !grow(facts))
		return NULL;
	group = aq_arena_take(facts->arena, sizeof(*group));
	if (!group)
		return NULL;
	*group = *like;
	group->name = aq_arena_copy(facts->arena, like->name);
	group->part = aq_arena_copy(facts->arena, like->part);
	if (group->name.length != like->name.length || group->part.length != like->part.length)
		return NULL;
	if (facts->last[group->kind])
		facts->last[group->kind]->next = group;
	else
		facts->first[group->kind] = group;
	facts->last[group->kind] = group;
	*slot_of(facts, group) = group;
	facts->group_count++;
	return group;
}

struct group *facts_find_or_add(struct facts *facts, enum group_kind kind, struct aq_slice name,
				struct aq_slice part)
{
	struct group like = {.kind = kind, .name = name, .part = part};
	struct recent *recent = &facts->recent[kind];
	struct group *group = recent->last;

	/* Rows of one kind come in runs of equals, or of two in turn: the sides of
	 * postings do. */
	if (group && is_it(group, kind, name, part))
		return group;
	group = recent->before;
	if (!group || !is_it(group, kind, name, part))
		group = *slot_of(facts, &like);
	if (!group)
		group = add_group(facts, &like);
	recent->before = recent->last;
	recent->last = group;
	return group;
}

static bool note_currency(struct facts *facts, aq_currency currency)
{
	size_t at = 0;

	while (at < facts->currency_count &&
	       strcmp(aq_currency_code(facts->currencies[at]), aq_currency_code(currency)) < 0)
		at++;
	if (at < facts->currency_count && facts->currencies[at] == currency)
		return true;
	if (facts->currency_count == FACTS_CURRENCIES_MAX)
		return false;
	memmove(&facts->currencies[at + 1], &facts->currencies[at],
		(facts->currency_count - at) * sizeof(facts->currencies[0]));
	facts->currencies[at] = currency;
	facts->currency_count++;
	return true;
}

struct sum *facts_sum_of(struct facts *facts, struct group *group, aq_currency currency)
{
	struct sum **place = &group->sums;

	for (; *place; place = &(*place)->next)
		if ((*place)->currency == currency)
			return *place;
	if (currency != AQ_CURRENCY_NONE && !note_currency(facts, currency))
		return NULL;
	*place = aq_arena_take(facts->arena, sizeof(struct sum));
	if (*place)
		(*place)->currency = currency;
	return *place;
}

/* A page needs no more of a text than people read. */
static struct aq_slice shorten(struct aq_slice text)
{
	if (text.length <= TEXT_SHOWN_MAX)
		return text;
	text.length = TEXT_SHOWN_MAX;
	while (text.length > 0 && ((unsigned char)text.start[text.length] & 0xC0) == 0x80)
		text.length--;
	return text;
}

/* The cell without its quotes, doubled ones single. */
static struct aq_slice plain_copy(struct facts *facts, struct aq_slice cell, bool is_raw)
{
	struct aq_slice out;
	char *at;

	if (!is_raw || cell.length < 2 || cell.start[0] != '"')
		return aq_arena_copy(facts->arena, shorten(cell));
	at = aq_arena_take(facts->arena, cell.length);
	if (!at)
		return (struct aq_slice){NULL, 0};
	out.start = at;
	for (size_t index = 1; index + 1 < cell.length; index++) {
		*at++ = cell.start[index];
		if (cell.start[index] == '"')
			index++;
	}
	out.length = (size_t)(at - out.start);
	return shorten(out);
}

bool facts_keep(struct facts *facts, struct group *group, const struct row *row)
{
	struct aq_slice *cells;
	struct kept_row *kept;

	group->count++;
	if (group->kept >= GROUP_ROWS_MAX)
		return true;
	kept = aq_arena_take(facts->arena, sizeof(*kept));
	cells = aq_arena_take_many(facts->arena, row->count, sizeof(*cells));
	if (!kept || !cells)
		return false;
	for (size_t index = 0; index < row->count; index++) {
		cells[index] = plain_copy(facts, row_cell(row, index), row->written != NULL);
		if (!cells[index].start)
			return false;
	}
	*kept = (struct kept_row){.cells = cells, .count = row->count};
	if (group->last)
		group->last->next = kept;
	else
		group->first = kept;
	group->last = kept;
	group->kept++;
	return true;
}

const struct group *facts_group(const struct facts *facts, enum group_kind kind,
				struct aq_slice name, struct aq_slice part)
{
	for (const struct group *group = facts->first[kind]; group; group = group->next)
		if (is_it(group, kind, name, part))
			return group;
	return NULL;
}

const struct group *facts_groups(const struct facts *facts, enum group_kind kind)
{
	return facts->first[kind];
}

struct sum facts_sum(const struct facts *facts, enum group_kind kind, struct aq_slice name,
		     aq_currency currency)
{
	struct sum total = {.currency = currency};

	for (const struct group *group = facts->first[kind]; group; group = group->next) {
		if (!aq_slice_equals(group->name, name))
			continue;
		for (const struct sum *sum = group->sums; sum; sum = sum->next) {
			if (sum->currency != currency)
				continue;
			total.count += sum->count;
			total.one += sum->one;
			total.two += sum->two;
		}
	}
	return total;
}

uint64_t facts_count(const struct facts *facts, enum group_kind kind, struct aq_slice name)
{
	uint64_t count = 0;

	for (const struct group *group = facts->first[kind]; group; group = group->next)
		if (aq_slice_equals(group->name, name))
			count += group->count;
	return count;
}

struct aq_slice facts_run(const struct facts *facts, const char *key)
{
	const struct group *group =
		facts_group(facts, GROUP_RUN, aq_slice_of(key), (struct aq_slice){NULL, 0});

	return group && group->first && group->first->count > RUN_VALUE
		       ? group->first->cells[RUN_VALUE]
		       : (struct aq_slice){NULL, 0};
}

struct entry_range facts_entries(const struct facts *facts)
{
	return facts->entries;
}

uint64_t facts_rows(const struct facts *facts, enum sheet_id id)
{
	return facts->rows[id];
}

const aq_currency *facts_currencies(const struct facts *facts, size_t *count)
{
	*count = facts->currency_count;
	return facts->currencies;
}

/* Each kind of group is told by one sheet, so that a kind is here or there. */
static void adopt_kind(struct facts *facts, const struct facts *other, enum group_kind kind)
{
	if (!other->first[kind])
		return;
	AQ_CLAIM(!facts->first[kind]);
	facts->first[kind] = other->first[kind];
	facts->last[kind] = other->last[kind];
}

enum aq_status facts_adopt(struct facts *facts, const struct facts *other, struct aq_error *err)
{
	for (int kind = 0; kind < GROUP_KIND_COUNT; kind++)
		adopt_kind(facts, other, (enum group_kind)kind);
	for (int id = 0; id < SHEET_COUNT; id++)
		facts->rows[id] += other->rows[id];
	if (other->entries.count > 0)
		facts->entries = other->entries;
	for (size_t index = 0; index < other->currency_count; index++)
		if (!note_currency(facts, other->currencies[index]))
			return aq_fail_memory(err);
	return AQ_OK;
}
