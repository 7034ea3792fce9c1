/*
 * pages.c - a statement that comes on several pages.
 *
 * Design: a page that says that another follows does not end its unit. Where
 * the next statement of the file is the next page of the same one, the two are
 * one unit: its opening balance is the first page's, its closing balance the
 * last one's, and the entries of all pages lie between them. Pages of other
 * files are joined by whoever keeps statements.
 */
#include "iso.h"

#include "acquit/claim.h"

bool iso_is_part(const struct iso *iso)
{
	const struct iso_pages *pages = &iso->statement.pages;

	return pages->first > 1 || pages->is_followed;
}

static bool is_same_text(struct aq_slice one, struct aq_slice other)
{
	return !aq_slice_is_empty(one) && aq_slice_equals(one, other);
}

static bool is_next(const struct iso *iso)
{
	const struct aq_unit *held = &iso->held_unit;
	const struct aq_unit *unit = &iso->unit;

	return unit->message == held->message &&
	       iso->statement.pages.number == iso->held_statement.pages.number + 1 &&
	       aq_slice_equals(unit->account, held->account) &&
	       (is_same_text(unit->id, held->id) || is_same_text(unit->sequence, held->sequence));
}

/* The balances of the new page, put beside those of the pages before it. */
static void moneys_join(struct iso *iso, const struct iso_statement *page)
{
	for (size_t i = 0; i < page->money_count; i++) {
		const struct iso_money *told = &page->moneys[i];
		struct iso_money *money = iso_money_of(iso, told->currency);

		if (!money)
			continue;
		money->is_bad |= told->is_bad;
		if (told->has_opening && !money->has_opening) {
			money->opening = told->opening;
			money->has_opening = true;
			money->has_opening_booked = told->has_opening_booked;
			money->is_opening_unsigned = told->is_opening_unsigned;
		}
		if (told->has_closing) {
			money->closing = told->closing;
			money->has_closing = true;
			money->has_closing_booked = told->has_closing_booked;
			money->is_closing_unsigned = told->is_closing_unsigned;
		}
	}
}

static void arenas_swap(struct iso *iso)
{
	struct aq_arena *other = iso->held_arena;

	iso->held_arena = iso->unit_arena;
	iso->unit_arena = other;
}

/* Its texts stay in an arena that no other unit uses. */
void iso_page_hold(struct iso *iso)
{
	AQ_CLAIM(!iso->is_page_held);
	iso->held_unit = iso->unit;
	iso->held_statement = iso->statement;
	arenas_swap(iso);
	iso->is_page_held = true;
}

bool iso_pages_join(struct iso *iso)
{
	const struct iso_statement page = iso->statement;
	const struct aq_unit unit = iso->unit;

	if (!iso->is_page_held || !is_next(iso))
		return false;
	iso->is_page_held = false;
	iso->unit = iso->held_unit;
	iso->statement = iso->held_statement;
	arenas_swap(iso);
	iso->statement.pages.number = page.pages.number;
	iso->statement.pages.is_last = page.pages.is_last;
	iso->statement.pages.is_followed = page.pages.is_followed;
	iso->statement.is_joined = true;
	if (aq_date_is_set(unit.to_on))
		iso->unit.to_on = unit.to_on;
	if (unit.verdict >= AQ_SEVERITY_ERROR)
		iso_unit_refuse(iso, unit.verdict_code);
	moneys_join(iso, &page);
	/* Its slices are gone with the arena of the page; numbers stay. */
	iso->statement.summary = page.summary;
	iso->statement.summary.sign = (struct aq_slice){NULL, 0};
	return true;
}
