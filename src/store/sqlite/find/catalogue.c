/*
 * catalogue.c - open items, customers, names and what items belong to, looked up
 * in memory.
 */
#include "catalogue.h"

#include "acquit/sorted.h"

static void give_texts(const struct aq_buffer *texts, uint32_t at, struct aq_slice **out,
		       size_t count)
{
	const char *start = texts->start + at;

	for (size_t index = 0; index < count; index++) {
		*out[index] = (struct aq_slice){start + 1, (unsigned char)*start};
		start += 1 + out[index]->length;
	}
}

/* The place of the first number that is not below; `count`: there is none. Each
 * number is there once, so the ends tell how far it can lie from where it would in a
 * list without gaps. */
static size_t place_of(const uint32_t *numbers, size_t count, uint64_t number)
{
	size_t low = 0;
	uint64_t above, below;

	if (count == 0 || number <= numbers[0])
		return 0;
	if (number > numbers[count - 1])
		return count;
	above = numbers[count - 1] - number;
	below = number - numbers[0];
	if (above < count - 1)
		low = count - 1 - (size_t)above;
	count = (below < count ? (size_t)below + 1 : count) - low;
	while (count > 0) {
		size_t half = count / 2;

		if (numbers[low + half] < number) {
			low += half + 1;
			count -= half + 1;
		} else {
			count = half;
		}
	}
	return low;
}

bool sq_catalogue_item(const struct aq_catalogue *catalogue, uint64_t item_no, struct aq_item *out)
{
	size_t at = place_of(catalogue->item_nos, catalogue->item_count, item_no);
	const struct shelf_item *item = &catalogue->items[at];
	const struct shelf_terms *terms;

	if (at == catalogue->item_count || catalogue->item_nos[at] != item_no ||
	    item->texts == NO_TEXT)
		return false;
	terms = (const struct shelf_terms *)(const void *)catalogue->terms.start + item->terms;
	*out = (struct aq_item){.item_no = item_no,
				.kind = (enum aq_item_kind)item->kind,
				.customer_no = item->customer,
				.parent_no = item->parent,
				.cycle = terms->cycle,
				.currency = item->currency,
				.amount = item->terms ? terms->amount : item->open,
				.open = item->open,
				.due_on = {item->due_on},
				.issued_on = {item->issued_on},
				.discount_until = {terms->discount_until},
				.discount = terms->discount,
				.is_bound = item->is_bound};
	give_texts(
		&catalogue->item_texts, item->texts,
		(struct aq_slice *[TEXTS_OF_ITEM]){&out->number, &out->class_text, &out->reference},
		TEXTS_OF_ITEM);
	return true;
}

const struct aq_contract *sq_catalogue_contract(const struct aq_catalogue *catalogue,
						uint64_t contract_no)
{
	return aq_sorted_find(
		AQ_SORTED(catalogue->contracts, catalogue->contract_count, contract_no),
		contract_no);
}

const struct aq_subscription *sq_catalogue_subscription(const struct aq_catalogue *catalogue,
							uint64_t subscription_no)
{
	return aq_sorted_find(
		AQ_SORTED(catalogue->subscriptions, catalogue->subscription_count, subscription_no),
		subscription_no);
}

const struct aq_bundle *sq_catalogue_bundle(const struct aq_catalogue *catalogue,
					    uint64_t bundle_no)
{
	return aq_sorted_find(AQ_SORTED(catalogue->bundles, catalogue->bundle_count, bundle_no),
			      bundle_no);
}

struct sq_item_list sq_catalogue_open_of(const struct aq_catalogue *catalogue, uint64_t customer_no)
{
	size_t at = place_of(catalogue->owners, catalogue->owner_count, customer_no);
	uint32_t from;

	if (at == catalogue->owner_count || catalogue->owners[at] != customer_no)
		return (struct sq_item_list){NULL, 0};
	from = catalogue->owned_from[at];
	return (struct sq_item_list){catalogue->owned + from, catalogue->owned_from[at + 1] - from};
}

bool sq_catalogue_customer(const struct aq_catalogue *catalogue, uint64_t customer_no,
			   struct aq_customer *out)
{
	size_t at = place_of(catalogue->customer_nos, catalogue->customer_count, customer_no);

	if (at == catalogue->customer_count || catalogue->customer_nos[at] != customer_no ||
	    catalogue->customer_texts[at] == NO_TEXT)
		return false;
	out->customer_no = customer_no;
	give_texts(&catalogue->payer_texts, catalogue->customer_texts[at],
		   (struct aq_slice *[TEXTS_OF_CUSTOMER]){&out->number, &out->name,
							  &out->billing_account, &out->email,
							  &out->language},
		   TEXTS_OF_CUSTOMER);
	return true;
}

static size_t place_of_hash(const struct shelf_names *names, size_t from, uint64_t hash)
{
	size_t low = from, count = names->count - from;

	while (count > 0) {
		size_t half = count / 2;

		if (names->hashes[low + half] < hash) {
			low += half + 1;
			count -= half + 1;
		} else {
			count = half;
		}
	}
	return low;
}

enum aq_status sq_catalogue_names(const struct aq_catalogue *catalogue, uint64_t hash,
				  size_t *place, struct sq_results *results, struct aq_error *err)
{
	const struct shelf_names *names = &catalogue->names;
	size_t end;

	*place = end = place_of_hash(names, *place, hash);
	for (; end < names->count && names->hashes[end] == hash; end++)
		if (names->texts[end] == NO_TEXT)
			return AQ_END;
	for (size_t at = *place; at < end; at++) {
		struct aq_name_row *row = sq_results_add(results);

		if (!row)
			return aq_fail_memory(err);
		row->hash = hash;
		row->is_account = names->is_account[at];
		row->customer_no = names->customers[at];
		give_texts(&catalogue->payer_texts, names->texts[at],
			   (struct aq_slice *[]){&row->normal}, 1);
	}
	return AQ_OK;
}
