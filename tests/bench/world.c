/*
 * world.c - slots, cells and their scattered order; the customers.
 */
#include "world.h"

#include <string.h>

/* What one dollar buys, and what the smallest invoice starts from. */
static const struct currency currencies[] = {
	{"USD", 2, 100, 1},   {"EUR", 2, 100, 1},  {"SEK", 2, 100, 10},
	{"VND", 0, 1, 25000}, {"BHD", 3, 1000, 1},
};

enum { USD, EUR, SEK, VND, BHD };

/* SplitMix64 over seed, place and purpose. */
uint64_t draw(const struct world *world, uint64_t place, unsigned purpose)
{
	uint64_t mix = world->seed * 0x9E3779B97F4A7C15u + place * 0xD1B54A32D192ED03u +
		       purpose * 0x8CB92BA72F3D8DD7u;

	mix ^= mix >> 30;
	mix *= 0xBF58476D1CE4E5B9u;
	mix ^= mix >> 27;
	mix *= 0x94D049BB133111EBu;
	return mix ^ mix >> 31;
}

uint64_t draw_below(const struct plan *plan, unsigned purpose, uint64_t bound)
{
	return (draw(plan->world, plan->slot, purpose) >> 11) % bound;
}

static uint64_t divisor(uint64_t one, uint64_t other)
{
	while (other != 0) {
		uint64_t rest = one % other;

		one = other;
		other = rest;
	}
	return one;
}

/* Items a slot has, in hundredths, as the scenarios' weights make it. */
#define ITEMS_A_SLOT 144

void world_open(struct world *world, uint64_t items)
{
	uint64_t slots = items * 100 / ITEMS_A_SLOT;

	if (slots < world->payments)
		slots = world->payments;
	slots = (slots + SLOTS_A_CELL - 1) / SLOTS_A_CELL * SLOTS_A_CELL;
	world->slots = slots < 2 * SLOTS_A_CELL ? 2 * SLOTS_A_CELL : slots;
	/* The golden section scatters evenly. */
	world->stride = world->slots / 1000 * 618 + 7;
	while (divisor(world->slots, world->stride) != 1)
		world->stride++;
}

uint64_t world_slot(const struct world *world, uint64_t place)
{
	return (uint64_t)((unsigned __int128)place * world->stride % world->slots);
}

const struct scenario *scenario_of(const struct world *world, uint64_t slot)
{
	uint64_t dice = (draw(world, slot, 1) >> 11) % 1000;
	size_t i = 0;

	while (dice >= scenarios[i].weight) {
		dice -= scenarios[i].weight;
		i++;
	}
	return &scenarios[i];
}

static const struct currency *currency_of(const struct world *world, uint64_t dice)
{
	static const int mixed[] = {USD, USD, USD, EUR, EUR, EUR, SEK, VND, VND, BHD};

	if (world->family == FAMILY_NACHA)
		return &currencies[USD];
	if (world->family == FAMILY_CAMT)
		return &currencies[dice % 10 < 7 ? SEK : EUR];
	return &currencies[mixed[dice % 10]];
}

static enum language language_of(const struct world *world, const struct currency *currency,
				 uint64_t dice)
{
	static const enum language nordic[] = {LANGUAGE_SV, LANGUAGE_SV, LANGUAGE_SV, LANGUAGE_SV,
					       LANGUAGE_EN, LANGUAGE_RU, LANGUAGE_VI, LANGUAGE_KM};
	static const enum language others[] = {LANGUAGE_EN, LANGUAGE_EN, LANGUAGE_EN, LANGUAGE_SV,
					       LANGUAGE_RU, LANGUAGE_RU, LANGUAGE_VI, LANGUAGE_KM};

	if (world->family == FAMILY_NACHA)
		return LANGUAGE_EN;
	if (currency == &currencies[VND])
		return LANGUAGE_VI;
	return currency == &currencies[SEK] ? nordic[dice % 8] : others[dice % 8];
}

static void number_make(const char *head, uint64_t number, char out[NUMBER_BYTES])
{
	struct line line;

	line_clear(&line);
	line_text(&line, head);
	line_number(&line, number, 8);
	line_copy(&line, 0, out, NUMBER_BYTES);
}

void customer_make(const struct world *world, uint64_t cell, struct customer *out)
{
	uint64_t dice = draw(world, cell, 2);

	*out = (struct customer){.cell = cell, .is_company = dice % 5 == 0};
	out->currency = currency_of(world, dice >> 8);
	out->language = language_of(world, out->currency, dice >> 16);
	number_make("4", cell, out->number);
	number_make("BA-", cell, out->billing);
	name_make(out->language, draw(world, cell, 3),
		  out->is_company ? BEARER_COMPANY : BEARER_PERSON, out->name);
}

void plan_make(const struct world *world, uint64_t slot, struct plan *out)
{
	uint64_t dice;

	memset(out, 0, sizeof(*out));
	out->world = world;
	out->slot = slot;
	out->scenario = scenario_of(world, slot);
	customer_make(world, slot / SLOTS_A_CELL, &out->customer);
	out->currency = out->customer.currency;
	dice = draw(world, slot, 4);
	out->is_registered = dice % 10 < 3;
	out->booked = dice >> 8 & 1 ? DAY_BUSINESS : DAY_BUSINESS - 3;
	out->expected = EXPECT_ITEMS;
	out->scenario->make(out);
	account_make(&out->customer, world->family, slot, out->account);
	if (out->is_stranger || (dice >> 16 & 15) == 0)
		name_make(out->customer.language, draw(world, slot, 5),
			  out->is_stranger ? BEARER_STRANGER : BEARER_PERSON, out->payer);
	else
		memcpy(out->payer, out->customer.name, sizeof(out->payer));
}

uint64_t plan_item_count(const struct plan *plan)
{
	uint64_t count = plan->bill_count;

	for (size_t i = 0; i < plan->contract_count; i++)
		count += plan->contracts[i].amount > 0 && plan->contracts[i].is_signed;
	/* The instalments that are due by the business date. */
	if (plan->has_subscription)
		for (int month = plan->subscription.starts_month; month <= 3;
		     month += plan->subscription.cycle_months)
			count++;
	return count;
}
