/*
 * scenarios.c - the table of what happens: what is owed, what is paid, and
 * what a careful clerk would make of it.
 *
 * Promises: amounts of one customer that differ between slots, so that only
 * the scenarios that mean to are ambiguous. Weights are of a thousand payments;
 * 920 are for items, 10 are balances, 70 must not reach an item.
 */
#include "world.h"

#include "nacha.h"

#include <string.h>

enum amount_kind { AMOUNT_CENTS, AMOUNT_WHOLE, AMOUNT_LISTED };

/* Which eighth of all amounts a slot's items take: its own, or a neighbour's. */
static unsigned code_of(const struct plan *plan, bool is_foreign)
{
	return (unsigned)(plan->slot % SLOTS_A_CELL) + (is_foreign ? SLOTS_A_CELL : 0);
}

static int64_t amount_make(const struct plan *plan, size_t index, bool is_foreign)
{
	static const uint64_t list[] = {1, 2, 3, 5, 8, 13};
	static const enum amount_kind kinds[] = {AMOUNT_CENTS, AMOUNT_CENTS, AMOUNT_CENTS,
						 AMOUNT_WHOLE, AMOUNT_LISTED};
	const struct currency *currency = plan->currency;
	enum amount_kind kind = kinds[draw(plan->world, plan->customer.cell, 6) % 5];
	uint64_t size = 1 + draw_below(plan, 10, (uint64_t)8 << draw_below(plan, 11, 4));
	unsigned code = code_of(plan, is_foreign);
	uint64_t row;

	if (kind == AMOUNT_LISTED)
		size = list[draw_below(plan, 12, 6)];
	row = size * 8 + index;
	if (currency->digits == 0 || kind != AMOUNT_CENTS)
		return (int64_t)(row * 8 + code) * currency->scale * currency->unit;
	return ((int64_t)row * 8 + (int64_t)draw_below(plan, 13, 8)) * currency->scale *
		       currency->unit +
	       (1 + (int64_t)code * 12 + (int64_t)draw_below(plan, 14, 12)) *
		       (currency->unit / 100);
}

static void number_make(const char *head, uint64_t number, char out[NUMBER_BYTES])
{
	struct line line;

	line_clear(&line);
	line_text(&line, head);
	line_number(&line, number, 8);
	line_copy(&line, 0, out, NUMBER_BYTES);
}

static void reference_make(const struct plan *plan, uint64_t serial, char out[NUMBER_BYTES])
{
	if (strcmp(plan->currency->code, "SEK") == 0)
		reference_ocr(serial, out);
	else
		reference_rf(serial, out);
}

enum owner { OWNER_SELF, OWNER_NEIGHBOUR };

static struct bill *add_bill(struct plan *plan, enum owner owner)
{
	static const char *const heads[] = {"F2026-", "7", "INV-", "F2026-"};
	struct bill *bill = &plan->bills[plan->bill_count];
	uint64_t serial = plan->slot * 8 + plan->bill_count;
	uint64_t cells = plan->world->slots / SLOTS_A_CELL;
	bool is_foreign = owner == OWNER_NEIGHBOUR;

	bill->owner = (plan->customer.cell + is_foreign) % cells;
	bill->currency = plan->currency;
	bill->amount = amount_make(plan, plan->bill_count, is_foreign);
	bill->issued = DAY_EPOCH_OF_ISSUES + (int)draw_below(plan, 15, 90);
	bill->due = bill->issued + 30;
	number_make(heads[draw(plan->world, plan->customer.cell, 7) % 4], serial, bill->number);
	if (draw_below(plan, 16, 10) < 3)
		reference_make(plan, serial, bill->reference);
	plan->bill_count++;
	return bill;
}

static void expect(struct plan *plan, const char *kind, const char *number, int64_t amount)
{
	plan->shares[plan->share_count++] = (struct share){kind, number, amount};
}

static void make_invoice(struct plan *plan)
{
	struct bill *bill = add_bill(plan, OWNER_SELF);

	plan->says = SAYS_INVOICE;
	plan->first = bill->number;
	plan->amount = bill->amount;
	expect(plan, "invoice", bill->number, bill->amount);
}

static void make_structured(struct plan *plan)
{
	struct bill *bill = add_bill(plan, OWNER_SELF);

	reference_make(plan, plan->slot * 8, bill->reference);
	plan->says = SAYS_REFERENCE;
	plan->first = bill->reference;
	plan->amount = bill->amount;
	expect(plan, "invoice", bill->number, bill->amount);
}

static void make_invoice_customer(struct plan *plan)
{
	make_invoice(plan);
	plan->says = SAYS_INVOICE_CUSTOMER;
	plan->second = plan->customer.number;
}

static struct contract *add_contract(struct plan *plan)
{
	struct contract *contract = &plan->contracts[plan->contract_count];
	uint64_t serial = plan->slot * 2 + plan->contract_count;

	number_make("EC", serial, contract->number);
	number_make("9", serial, contract->notification);
	contract->is_signed = true;
	contract->amount = amount_make(plan, plan->contract_count, false);
	plan->contract_count++;
	return contract;
}

static void name_pair(struct plan *plan, const struct contract *contract)
{
	plan->says = SAYS_PAIR;
	plan->first = contract->number;
	plan->second = contract->notification;
}

static void make_contract(struct plan *plan)
{
	struct contract *contract = add_contract(plan);

	name_pair(plan, contract);
	plan->amount = contract->amount;
	expect(plan, "contract", contract->number, contract->amount);
}

static struct contract *add_options(struct plan *plan)
{
	struct contract *contract = add_contract(plan);

	contract->amount = 0;
	contract->option_count = OPTIONS_MAX;
	for (int i = 0; i < OPTIONS_MAX; i++)
		contract->options[i] = amount_make(plan, (size_t)i, false);
	name_pair(plan, contract);
	return contract;
}

static void make_option(struct plan *plan)
{
	struct contract *contract = add_options(plan);

	plan->amount = contract->options[draw_below(plan, 20, OPTIONS_MAX)];
	expect(plan, "contract", contract->number, plan->amount);
}

static void make_several(struct plan *plan, uint64_t count)
{
	for (uint64_t i = 0; i < count; i++) {
		struct bill *bill = add_bill(plan, OWNER_SELF);

		plan->amount += bill->amount;
		expect(plan, "invoice", bill->number, bill->amount);
	}
	plan->first = plan->bills[0].number;
}

static void make_bundle(struct plan *plan)
{
	make_several(plan, 2 + draw_below(plan, 21, 5));
	number_make("B-", plan->slot, plan->bundle);
	plan->says = SAYS_BUNDLE;
	plan->first = plan->bundle;
}

static void make_list(struct plan *plan)
{
	make_several(plan, 2 + draw_below(plan, 22, 4));
	plan->says = SAYS_LIST;
}

static int64_t instalment_of(const struct plan *plan)
{
	const struct subscription *subscription = &plan->subscription;
	int64_t full = subscription->price + subscription->addon;

	if (subscription->promo != 0 && subscription->promo < DAY_BUSINESS)
		return full;
	return full - subscription->package_discount - subscription->addon_discount -
	       subscription->total_discount;
}

static void add_subscription(struct plan *plan)
{
	static const int cycles[] = {1, 1, 1, 3, 12};
	struct subscription *subscription = &plan->subscription;
	int64_t unit = plan->currency->scale * plan->currency->unit;

	plan->has_subscription = true;
	number_make("S-", plan->slot, subscription->number);
	subscription->price = (9 + (int64_t)draw_below(plan, 23, 190)) * unit;
	/* A price is no invoice's amount. */
	subscription->price += plan->currency->digits > 0 ? 90 * (plan->currency->unit / 100)
							  : plan->currency->scale / 2;
	subscription->cycle_months = cycles[draw_below(plan, 24, 5)];
	subscription->starts_month = 1 + (int)draw_below(plan, 25, 3);
	if (draw_below(plan, 26, 2) == 0)
		subscription->addon = 3 * unit;
	if (draw_below(plan, 27, 10) < 4)
		return;
	subscription->package_discount = unit;
	if (subscription->addon > 0)
		subscription->addon_discount = unit;
	subscription->total_discount = draw_below(plan, 28, 2) ? 2 * unit : 0;
	switch (draw_below(plan, 29, 4)) {
	case 0:
		subscription->promo = DAY_BUSINESS - 61;
		break;
	case 1:
		break;
	default:
		subscription->promo = DAY_BUSINESS + 120;
		break;
	}
}

static void pay_cycles(struct plan *plan, uint64_t count)
{
	add_subscription(plan);
	plan->says = SAYS_SUBSCRIPTION;
	plan->first = plan->subscription.number;
	plan->amount = instalment_of(plan) * (int64_t)count;
	expect(plan, "subscription", plan->subscription.number, plan->amount);
}

static void make_cycle(struct plan *plan)
{
	pay_cycles(plan, 1);
}

static void make_cycles(struct plan *plan)
{
	pay_cycles(plan, 2 + draw_below(plan, 30, 4));
}

static void make_customer_item(struct plan *plan)
{
	bool is_billing = draw_below(plan, 31, 2) == 0;

	make_invoice(plan);
	plan->says = is_billing ? SAYS_BILLING : SAYS_CUSTOMER;
	plan->first = is_billing ? plan->customer.billing : plan->customer.number;
}

static void make_account_item(struct plan *plan)
{
	make_invoice(plan);
	plan->says = SAYS_NOTHING;
	plan->is_registered = true;
}

static void make_partial(struct plan *plan)
{
	make_invoice(plan);
	plan->amount = plan->amount / 2 / plan->currency->scale * plan->currency->scale;
	plan->shares[0].amount = plan->amount;
}

static void make_over(struct plan *plan)
{
	int64_t more;

	make_structured(plan);
	more = (1 + (int64_t)draw_below(plan, 32, 9)) * plan->currency->scale *
	       plan->currency->unit;
	plan->amount += more;
	expect(plan, "account", plan->customer.number, more);
}

static void make_third_party(struct plan *plan)
{
	struct bill *bill = add_bill(plan, OWNER_NEIGHBOUR);

	plan->says = SAYS_INVOICE;
	plan->first = bill->number;
	plan->amount = bill->amount;
	plan->is_registered = true;
	expect(plan, "invoice", bill->number, bill->amount);
}

/* An amount less its discount must not be another item's: whole amounts lose
 * half a unit, the others a whole one and keep their own cents. */
static void make_discount(struct plan *plan)
{
	int64_t unit = plan->currency->scale * plan->currency->unit;

	make_invoice(plan);
	plan->bills[0].discount = plan->amount % unit == 0 ? unit / 2 : unit;
	plan->amount -= plan->bills[0].discount;
	plan->shares[0].amount = plan->amount;
}

static void make_top_up(struct plan *plan)
{
	plan->says = SAYS_BILLING;
	plan->first = plan->customer.billing;
	/* Less than any item, so that it can be none. */
	plan->amount = (1 + (int64_t)draw_below(plan, 33, 19)) * plan->currency->scale *
		       plan->currency->unit;
	plan->expected = EXPECT_ACCOUNT;
}

static void make_question(struct plan *plan)
{
	plan->expected = EXPECT_QUESTION;
	plan->share_count = 0;
}

static void make_unknown(struct plan *plan)
{
	make_question(plan);
	plan->amount = amount_make(plan, 0, false);
	plan->is_registered = false;
	plan->is_stranger = true;
}

static void make_coincidence(struct plan *plan)
{
	make_invoice(plan);
	make_question(plan);
	plan->says = SAYS_NOTHING;
	plan->is_registered = false;
	plan->is_stranger = true;
}

static void make_wrong_pair(struct plan *plan)
{
	make_contract(plan);
	plan->second = add_contract(plan)->notification;
	make_question(plan);
}

static void make_unsigned(struct plan *plan)
{
	make_contract(plan);
	plan->contracts[0].is_signed = false;
	plan->expected = EXPECT_HELD;
	plan->share_count = 0;
}

static void make_wrong_option(struct plan *plan)
{
	struct contract *contract = add_options(plan);

	plan->amount = contract->options[0] - plan->currency->scale;
	plan->expected = EXPECT_HELD;
}

static void make_conflict(struct plan *plan)
{
	make_third_party(plan);
	plan->amount -= 3 * plan->currency->scale;
	make_question(plan);
}

static void make_twins(struct plan *plan)
{
	struct bill *twin;

	make_customer_item(plan);
	number_make("PRJ", plan->slot * 2, plan->bills[0].project);
	twin = add_bill(plan, OWNER_SELF);
	twin->amount = plan->amount;
	number_make("PRJ", plan->slot * 2 + 1, twin->project);
	make_question(plan);
}

static void make_no_instalment(struct plan *plan)
{
	pay_cycles(plan, 1 + draw_below(plan, 34, 2));
	plan->amount += 2 * plan->currency->scale;
	make_question(plan);
}

static void make_other_currency(struct plan *plan)
{
	static const struct currency norwegian = {"NOK", 2, 100, 10};

	make_invoice(plan);
	plan->bills[0].currency = &norwegian;
	make_question(plan);
}

/* clang-format off */
const struct scenario scenarios[] = {
	{"invoice-in-text", 130, OWN_PPD | BANK_PPD | BANK_CCD, make_invoice},
	{"structured-reference", 130, OWN_PPD | BANK_PPD | BANK_CCD, make_structured},
	{"invoice-and-customer", 110, OWN_PPD | BANK_PPD, make_invoice_customer},
	{"contract-notification", 60, OWN_PPD | OWN_CCD, make_contract},
	{"contract-option", 20, OWN_PPD | OWN_CCD, make_option},
	{"bundle", 70, OWN_CCD | BANK_CCD, make_bundle},
	{"invoice-list", 80, BANK_CTX | OWN_CCD, make_list},
	{"instalment", 40, OWN_PPD, make_cycle},
	{"instalments", 35, OWN_PPD, make_cycles},
	{"customer-exact-item", 75, BANK_CIE | OWN_PPD, make_customer_item},
	{"account-exact-item", 75, OWN_PPD | OWN_CCD, make_account_item},
	{"partial", 35, OWN_PPD | BANK_PPD, make_partial},
	{"over", 25, OWN_PPD | BANK_PPD, make_over},
	{"third-party-exact", 20, OWN_PPD, make_third_party},
	{"discount-in-time", 15, OWN_PPD | BANK_CCD, make_discount},
	{"top-up", 10, BANK_CIE, make_top_up},
	{"unknown-payer", 12, OWN_PPD | BANK_PPD, make_unknown},
	{"amount-coincidence", 12, OWN_PPD | BANK_PPD, make_coincidence},
	{"wrong-pair", 8, OWN_PPD, make_wrong_pair},
	{"unsigned-contract", 7, OWN_PPD, make_unsigned},
	{"no-such-option", 5, OWN_PPD, make_wrong_option},
	{"somebody-elses-invoice", 8, OWN_PPD, make_conflict},
	{"twins", 7, OWN_PPD | BANK_CIE, make_twins},
	{"no-whole-instalment", 6, OWN_PPD, make_no_instalment},
	{"other-currency", 5, OWN_PPD | BANK_PPD, make_other_currency},
};
/* clang-format on */

const size_t scenario_count = sizeof(scenarios) / sizeof(scenarios[0]);
