/*
 * world.h - the world that is generated: customers, what they owe, what is
 * paid, and what must become of it.
 *
 * Design: nothing is stored. Every slot - one payment and the items it is about
 * - is made again from the seed and its number whenever a file needs it, so a
 * world of any size takes no memory. Four slots make a cell, which is one
 * customer. Payments come in a scattered order of slots, so that neighbours in
 * a file are strangers in the tables.
 */
#ifndef BENCH_WORLD_H
#define BENCH_WORLD_H

#include <stdbool.h>
#include <stdint.h>

#include "line.h"

#define SLOTS_A_CELL 4
#define BILLS_MAX    6
#define OPTIONS_MAX  3
#define NUMBER_BYTES 32
#define NAME_BYTES   192
#define TEXT_BYTES   512
#define SHARES_MAX   (BILLS_MAX + 1)

/* Days since 1970-01-01. */
#define DAY_BUSINESS	    20514 /* 2026-03-02 */
#define DAY_EPOCH_OF_ISSUES (DAY_BUSINESS - 110)

enum family { FAMILY_NACHA, FAMILY_CAMT, FAMILY_CSV };

enum language { LANGUAGE_EN, LANGUAGE_SV, LANGUAGE_RU, LANGUAGE_VI, LANGUAGE_KM, LANGUAGE_COUNT };

struct currency {
	const char *code;
	int digits;
	int64_t unit; /* minor units of one */
	int64_t scale; /* how many of its units buy what one dollar buys */
};

struct world {
	enum family family;
	uint64_t seed;
	uint64_t payments;
	uint64_t slots; /* a multiple of SLOTS_A_CELL, at least `payments` */
	uint64_t stride; /* of the scattered order, without common divisor with `slots` */
};

/* Where the customer's number may stand besides the text. */
enum says {
	SAYS_NOTHING,
	SAYS_INVOICE,
	SAYS_REFERENCE, /* a structured reference */
	SAYS_INVOICE_CUSTOMER,
	SAYS_PAIR,
	SAYS_BUNDLE,
	SAYS_LIST,
	SAYS_SUBSCRIPTION,
	SAYS_CUSTOMER,
	SAYS_BILLING,
	SAYS_COUNT
};

enum expected { EXPECT_ITEMS, EXPECT_ACCOUNT, EXPECT_HELD, EXPECT_QUESTION };

struct customer {
	uint64_t cell;
	enum language language;
	const struct currency *currency;
	bool is_company;
	char number[NUMBER_BYTES];
	char billing[NUMBER_BYTES];
	char name[NAME_BYTES];
};

struct bill {
	uint64_t owner; /* cell */
	const struct currency *currency;
	int64_t amount;
	int64_t discount; /* of a cash discount in time; 0: none */
	int due, issued; /* days */
	char number[NUMBER_BYTES];
	char reference[NUMBER_BYTES];
	char project[NUMBER_BYTES];
};

struct contract {
	char number[NUMBER_BYTES];
	char notification[NUMBER_BYTES];
	int64_t amount; /* 0: options */
	int64_t options[OPTIONS_MAX];
	int option_count;
	bool is_signed;
};

struct subscription {
	char number[NUMBER_BYTES];
	int64_t price, addon, package_discount, addon_discount, total_discount;
	int cycle_months;
	int starts_month; /* of 2026 */
	int promo; /* day, 0: none told */
};

struct share {
	const char *kind;
	const char *number;
	int64_t amount;
};

struct plan;

struct scenario {
	const char *name;
	unsigned weight; /* of a thousand */
	unsigned classes; /* NACHA batches it may stand in: bits of enum nacha_class */
	void (*make)(struct plan *plan);
};

/* One slot: what is owed, what is paid, what must become of it. */
struct plan {
	const struct world *world;
	const struct scenario *scenario;
	uint64_t slot;
	struct customer customer;
	struct bill bills[BILLS_MAX];
	size_t bill_count;
	struct contract contracts[2];
	size_t contract_count;
	struct subscription subscription;
	bool has_subscription;
	char bundle[NUMBER_BYTES];
	/* the payment */
	int64_t amount;
	const struct currency *currency;
	enum says says;
	const char *first; /* numbers it names */
	const char *second;
	bool is_registered; /* its account is in the customer's payer_accounts */
	bool is_stranger; /* paid by nobody we know */
	int booked;
	char account[NUMBER_BYTES];
	char payer[NAME_BYTES];
	/* the truth */
	enum expected expected;
	struct share shares[SHARES_MAX];
	size_t share_count;
};

/* A number that the seed, a place and a purpose give, below `bound`. */
uint64_t draw(const struct world *world, uint64_t place, unsigned purpose);
uint64_t draw_below(const struct plan *plan, unsigned purpose, uint64_t bound);

void world_open(struct world *world, uint64_t items);
/* The slot that the payment of this place in the file belongs to. */
uint64_t world_slot(const struct world *world, uint64_t place);
void customer_make(const struct world *world, uint64_t cell, struct customer *out);
void plan_make(const struct world *world, uint64_t slot, struct plan *out);
const struct scenario *scenario_of(const struct world *world, uint64_t slot);
uint64_t plan_item_count(const struct plan *plan);

/* names.c; a stranger's name is no customer's */
enum bearer { BEARER_PERSON, BEARER_COMPANY, BEARER_STRANGER };
void name_make(enum language language, uint64_t dice, enum bearer bearer, char out[NAME_BYTES]);
/* An account as the family's files show it, unique by `serial`. */
void account_make(const struct customer *customer, enum family family, uint64_t serial,
		  char out[NUMBER_BYTES]);
void reference_rf(uint64_t serial, char out[NUMBER_BYTES]);
void reference_ocr(uint64_t serial, char out[NUMBER_BYTES]);

/* remittance.c: what the payer wrote, in the customer's language. */
void remittance_text(const struct plan *plan, char out[TEXT_BYTES]);

/* scenarios.c */
extern const struct scenario scenarios[];
extern const size_t scenario_count;

#endif
