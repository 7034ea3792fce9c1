/*
 * builder.h - a small night for tests: master data and payments.
 */
#ifndef TEST_MATCH_BUILDER_H
#define TEST_MATCH_BUILDER_H

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

#include "acquit/match.h"

#define USD 840
#define EUR 978

#define ROOM	   128
#define TOKEN_ROOM 24
#define LINE_ROOM  8

struct builder {
	struct aq_match_settings settings;
	struct aq_customer customers[ROOM];
	size_t customer_count;
	struct aq_item items[ROOM * 20];
	struct aq_slice references[ROOM * 20];
	size_t item_count;
	struct aq_contract contracts[ROOM];
	size_t contract_count;
	struct aq_option options[ROOM][8];
	struct aq_bundle bundles[ROOM];
	uint64_t bundle_items[ROOM][32];
	size_t bundle_count;
	struct aq_subscription subscriptions[ROOM];
	struct aq_item instalments[ROOM][24];
	size_t subscription_count;
	struct aq_waiting waiting[ROOM];
	struct aq_token tokens[ROOM][TOKEN_ROOM];
	struct aq_remittance lines[ROOM][LINE_ROOM];
	uint64_t apart[ROOM][4];
	uint64_t accounts[ROOM][4]; /* customers whose account paid */
	uint64_t names[ROOM];
	struct aq_payer_hit learned[ROOM][4]; /* what earlier applications said */
	size_t waiting_count;
	struct aq_open_of open_of[ROOM];
	bool is_cut;
	struct aq_hit hits[ROOM * TOKEN_ROOM];
	struct aq_payer_hit payers[ROOM * 9];
	struct aq_night *night;
	size_t order[ROOM]; /* which payment comes when */
	size_t chunk; /* payments a chunk; 0: all in one */
	bool has_no_strangers; /* so many items have the amounts that none is brought */
	bool is_thin; /* problems come without names and open items first */
};

static inline struct aq_date day(const char *text)
{
	struct aq_date out;

	assert_true(aq_date_parse(aq_slice_of(text), &out));
	return out;
}

static inline struct builder *night_begin(void)
{
	struct builder *b = calloc(1, sizeof(*b));
	struct aq_error err;

	assert_non_null(b);
	b->settings.business_date = day("2026-05-20");
	b->settings.key = (const unsigned char *)"0123456789abcdef";
	assert_int_equal(aq_night_new(&b->night, &b->settings, &err), AQ_OK);
	return b;
}

static inline void night_end(struct builder *b)
{
	aq_night_free(b->night);
	free(b);
}

/* For settings changed after the beginning. */
static inline void night_again(struct builder *b)
{
	struct aq_error err;

	aq_night_free(b->night);
	assert_int_equal(aq_night_new(&b->night, &b->settings, &err), AQ_OK);
}

static inline uint64_t customer(struct builder *b, const char *number)
{
	struct aq_customer *out = &b->customers[b->customer_count++];

	out->customer_no = b->customer_count;
	out->number = aq_slice_of(number);
	return out->customer_no;
}

static inline struct aq_customer *customer_at(struct builder *b, uint64_t customer_no)
{
	return &b->customers[customer_no - 1];
}

static inline struct aq_item *invoice(struct builder *b, uint64_t customer_no, const char *number,
				      int64_t amount)
{
	struct aq_item *out = &b->items[b->item_count++];

	out->item_no = b->item_count;
	out->kind = AQ_ITEM_INVOICE;
	out->customer_no = customer_no;
	out->number = aq_slice_of(number);
	out->currency = USD;
	out->amount = amount;
	out->open = amount;
	out->due_on = day("2026-05-15");
	out->issued_on = day("2026-04-15");
	return out;
}

static inline struct aq_item *due(struct aq_item *item, const char *on)
{
	item->due_on = day(on);
	return item;
}

static inline struct aq_item *discounted(struct aq_item *item, int64_t discount, const char *until)
{
	item->discount = discount;
	item->discount_until = until ? day(until) : AQ_DATE_NONE;
	return item;
}

/* The invoice's own structured reference. */
static inline void reference(struct builder *b, const struct aq_item *item, const char *number)
{
	b->references[item->item_no - 1] = aq_slice_of(number);
}

/* Signed with an amount: its item is made. amount 0: none told. */
static inline struct aq_contract *contract(struct builder *b, uint64_t customer_no,
					   const char *number, const char *notification,
					   int64_t amount)
{
	struct aq_contract *out = &b->contracts[b->contract_count++];

	out->contract_no = b->contract_count;
	out->customer_no = customer_no;
	out->number = aq_slice_of(number);
	out->notification = aq_slice_of(notification);
	out->currency = USD;
	out->has_amount = amount != 0;
	out->amount = amount;
	out->options = b->options[b->contract_count - 1];
	return out;
}

static inline void option(struct builder *b, struct aq_contract *of, const char *name,
			  int64_t amount)
{
	b->options[of->contract_no - 1][of->option_count++] =
		(struct aq_option){aq_slice_of(name), {NULL, 0}, amount};
}

static inline void sign(struct builder *b, struct aq_contract *of)
{
	struct aq_item *item;

	of->signed_on = day("2026-05-01");
	if (!of->has_amount || of->option_count > 0)
		return;
	item = invoice(b, of->customer_no, "", of->amount);
	item->kind = AQ_ITEM_CONTRACT;
	item->number = of->number;
	item->parent_no = of->contract_no;
	of->item_no = item->item_no;
}

static inline void bundle_add(struct builder *b, const char *number, const struct aq_item *item)
{
	struct aq_bundle *found = NULL;

	for (size_t i = 0; i < b->bundle_count; i++)
		if (aq_slice_is(b->bundles[i].number, number))
			found = &b->bundles[i];
	if (!found) {
		found = &b->bundles[b->bundle_count++];
		found->bundle_no = b->bundle_count;
		found->number = aq_slice_of(number);
		found->item_nos = b->bundle_items[b->bundle_count - 1];
	}
	b->bundle_items[found->bundle_no - 1][found->item_count++] = item->item_no;
}

static inline struct aq_subscription *subscription(struct builder *b, uint64_t customer_no,
						   const char *number, int64_t full,
						   int64_t discount)
{
	struct aq_subscription *out = &b->subscriptions[b->subscription_count++];

	out->subscription_no = b->subscription_count;
	out->customer_no = customer_no;
	out->number = aq_slice_of(number);
	out->currency = USD;
	out->full = full;
	out->discount = discount;
	out->cycle_months = 1;
	out->cycles = 12;
	out->starts_on = day("2026-03-01");
	return out;
}

/* The next instalment becomes due: its item is made. */
static inline struct aq_item *instalment(struct builder *b, struct aq_subscription *of)
{
	struct aq_item *item = invoice(b, of->customer_no, "", of->full);

	item->kind = AQ_ITEM_INSTALMENT;
	item->number = of->number;
	item->parent_no = of->subscription_no;
	item->cycle = (uint32_t)of->made++;
	item->due_on = aq_date_add_months(of->starts_on, (int)item->cycle);
	item->issued_on = item->due_on;
	item->discount = of->discount;
	item->discount_until = of->promo_until;
	return item;
}

static inline size_t pays(struct builder *b, int64_t amount)
{
	size_t index = b->waiting_count++;
	struct aq_waiting *out = &b->waiting[index];

	out->payment.payment_no = 1000 + index;
	out->payment.id.bytes[0] = (unsigned char)(index * 37);
	out->payment.id.bytes[1] = (unsigned char)index;
	out->payment.kind = AQ_KIND_RECEIPT;
	out->payment.direction = AQ_MONEY_IN;
	out->payment.currency = USD;
	out->payment.amount = amount;
	out->payment.booked_on = day("2026-05-11");
	out->payment.value_on = day("2026-05-10");
	out->bucket = AQ_BUCKET_UNIDENTIFIED;
	out->status = AQ_PAYMENT_UNIDENTIFIED;
	out->remainder = amount;
	out->tokens = b->tokens[index];
	out->apart = b->apart[index];
	b->order[index] = index;
	return index;
}

static inline struct aq_token *says_as(struct builder *b, size_t payment, const char *number,
				       enum aq_reference_kind kind)
{
	struct aq_waiting *waiting = &b->waiting[payment];
	struct aq_token *out = &b->tokens[payment][waiting->token_count];

	assert_true(waiting->token_count < TOKEN_ROOM);
	out->normal = aq_slice_of(number);
	out->written = aq_slice_of(number);
	out->kind = kind;
	out->offset = UINT32_MAX;
	out->remittance_index = UINT32_MAX;
	waiting->token_count++;
	return out;
}

/* In free text, each number at a place of its own. */
static inline struct aq_token *says(struct builder *b, size_t payment, const char *number)
{
	struct aq_token *out = says_as(b, payment, number, AQ_REF_TEXT);

	out->offset = (uint32_t)(b->waiting[payment].token_count - 1) * 30;
	return out;
}

static inline struct aq_token *says_structured(struct builder *b, size_t payment,
					       const char *number)
{
	struct aq_token *out = says_as(b, payment, number, AQ_REF_RF);

	out->is_structured = true;
	out->is_checked = true;
	return out;
}

/* A remittance line: `document` pays `amount`. */
static inline void advises(struct builder *b, size_t payment, const char *document, int64_t amount)
{
	struct aq_payment *of = &b->waiting[payment].payment;
	struct aq_remittance *line = &b->lines[payment][of->remittance_count];
	struct aq_token *token;

	line->kind = AQ_REF_INVOICE;
	line->document = aq_slice_of(document);
	line->amount = aq_decimal_of(amount, 2);
	of->remittances = b->lines[payment];
	for (size_t i = 0; i < b->waiting[payment].token_count; i++)
		if (aq_slice_is(b->tokens[payment][i].normal, document)) {
			of->remittance_count++;
			return;
		}
	token = says_as(b, payment, document, AQ_REF_INVOICE);
	token->remittance_index = (uint32_t)of->remittance_count++;
}

static inline void from_account(struct builder *b, size_t payment, uint64_t customer_no)
{
	size_t place = 0;

	while (b->accounts[payment][place] != 0)
		place++;
	b->accounts[payment][place] = customer_no;
}

/* The payer's account (else name) has paid for this customer. */
static inline void from_learned(struct builder *b, size_t payment, struct aq_payer_hit hit)
{
	size_t place = 0;

	while (b->learned[payment][place].customer_no != 0)
		place++;
	b->learned[payment][place] = hit;
	b->waiting[payment].payment.payer_account = AQ_SLICE("SE4550000000058398257466");
}

static inline void from_name(struct builder *b, size_t payment, const char *name)
{
	b->waiting[payment].payment.payer = aq_slice_of(name);
}

static inline void taken_apart(struct builder *b, size_t payment, const struct aq_item *item)
{
	b->apart[payment][b->waiting[payment].apart_count++] = item->item_no;
}

#endif
