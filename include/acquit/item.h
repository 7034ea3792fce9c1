/*
 * item.h - what is owed: customers, invoices, contracts, options, bundles,
 * subscriptions and their instalments.
 *
 * Numbers ending in _no of type uint64_t are the store's own; texts as people
 * know them are `number`. Values; texts borrowed from the arena they came with.
 */
#ifndef ACQUIT_ITEM_H
#define ACQUIT_ITEM_H

#include "acquit/kind.h"
#include "acquit/money.h"
#include "acquit/date.h"
#include "acquit/slice.h"

enum aq_table {
	AQ_TABLE_CUSTOMERS,
	AQ_TABLE_INVOICES,
	AQ_TABLE_CONTRACTS,
	AQ_TABLE_OPTIONS,
	AQ_TABLE_BUNDLES,
	AQ_TABLE_SUBSCRIPTIONS,
	AQ_TABLE_COUNT
};

const char *aq_table_name(enum aq_table table);

#define AQ_LIST_MAX 64

/* Rows as the open-items files have them (INTERFACE section 3). `line` leads
 * back to the file. Money is in minor units of `currency`. */
struct aq_customer_row {
	uint64_t line;
	struct aq_slice number, name, billing_account, email, language;
	const struct aq_slice *payer_names;
	size_t payer_name_count;
	const struct aq_slice *payer_accounts; /* as written; load_keys makes them comparable */
	size_t payer_account_count;
};

struct aq_invoice_row {
	uint64_t line;
	struct aq_slice number, customer, kind, reference, subscription, contract, project;
	aq_currency currency;
	int64_t amount; /* negative: a credit note */
	bool has_open;
	int64_t open;
	struct aq_date due_on, issued_on, discount_until;
	int64_t discount; /* cash discount when paid by discount_until */
	int64_t package_discount, addon_discount, total_discount; /* inform reports only */
};

struct aq_contract_row {
	uint64_t line;
	struct aq_slice number, notification, customer, project;
	aq_currency currency;
	bool has_amount;
	int64_t amount;
	struct aq_date signed_on, due_on;
};

struct aq_option_row {
	uint64_t line;
	struct aq_slice contract, option, label;
	struct aq_decimal amount; /* the contract's currency is known to the store alone */
};

struct aq_bundle_row {
	uint64_t line;
	struct aq_slice number, invoice;
};

struct aq_subscription_row {
	uint64_t line;
	struct aq_slice number, customer, service, plan;
	aq_currency currency;
	int64_t price, addon_price, package_discount, addon_discount, total_discount;
	int32_t cycle_months, cycles;
	struct aq_date starts_on, promo_until;
};

enum aq_item_kind { AQ_ITEM_INVOICE = 1, AQ_ITEM_CONTRACT, AQ_ITEM_INSTALMENT };

/* An open or closed item, as matching sees it. */
struct aq_item {
	uint64_t item_no;
	enum aq_item_kind kind;
	uint64_t customer_no;
	uint64_t parent_no; /* contract_no or subscription_no it belongs to, 0: none */
	uint32_t cycle; /* instalment: 0 is the first */
	struct aq_slice number; /* invoice, contract or subscription number */
	struct aq_slice class_text; /* invoice kind, as loaded */
	aq_currency currency;
	int64_t amount;
	int64_t open; /* 0: closed */
	struct aq_date due_on, issued_on;
	struct aq_date
		discount_until; /* promo_until for instalments; absent for them: always holds */
	int64_t discount; /* what may be deducted until then */
	bool is_bound; /* invoice of a contract or a project: never interchangeable with its like */
	struct aq_slice reference; /* the invoice's own structured reference, as loaded */
};

struct aq_customer {
	uint64_t customer_no;
	struct aq_slice number, name, billing_account, email, language;
};

struct aq_option {
	struct aq_slice option, label;
	int64_t amount;
};

struct aq_contract {
	uint64_t contract_no;
	uint64_t customer_no;
	struct aq_slice number, notification;
	aq_currency currency;
	bool has_amount;
	int64_t amount;
	struct aq_date signed_on, due_on;
	uint64_t item_no; /* its open item; 0: none made yet (unsigned, or options) */
	bool is_paid; /* its item is closed */
	const struct aq_option *options;
	size_t option_count;
};

struct aq_subscription {
	uint64_t subscription_no;
	uint64_t customer_no;
	struct aq_slice number;
	aq_currency currency;
	int64_t full; /* price + add-on */
	int64_t discount; /* package + add-on + total discount */
	int32_t cycle_months, cycles;
	int32_t made; /* instalments already made into items, the first ones */
	struct aq_date starts_on, promo_until;
	const struct aq_item *instalments; /* the open ones, oldest first */
	size_t instalment_count;
};

struct aq_bundle {
	uint64_t bundle_no;
	struct aq_slice number;
	const uint64_t *item_nos; /* in the order they were loaded */
	size_t item_count;
};

#endif
