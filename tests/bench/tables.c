/*
 * tables.c - what is owed, as the open-items tables.
 */
#include "files.h"

#include <stdlib.h>
#include <string.h>

enum table { CUSTOMERS, CONTRACTS, OPTIONS, SUBSCRIPTIONS, INVOICES, BUNDLES, TABLE_COUNT };

/* Named so that what others refer to comes first. */
static const struct {
	const char *name;
	const char *header;
} tables[TABLE_COUNT] = {
	[CUSTOMERS] = {"1-customers.csv",
		       "customer_no,name,billing_account,language,payer_accounts\n"},
	[CONTRACTS] = {"2-contracts.csv",
		       "contract_no,notification_no,customer_no,currency,amount,signed_on\n"},
	[OPTIONS] = {"3-options.csv", "contract_no,option,amount,label\n"},
	[SUBSCRIPTIONS] = {"4-subscriptions.csv",
			   "subscription_no,customer_no,currency,price,cycle_months,cycles,"
			   "starts_on,addon_price,package_discount,addon_discount,"
			   "total_discount,promo_until\n"},
	[INVOICES] = {"5-invoices.csv", "invoice_no,customer_no,issue_date,due_date,currency,"
					"amount,reference,project_no,discount_amount,"
					"discount_until\n"},
	[BUNDLES] = {"6-bundles.csv", "bundle_no,invoice_no\n"},
};

struct writing {
	const struct world *world;
	FILE *files[TABLE_COUNT];
	struct line line;
};

static void end_row(struct writing *writing, enum table table)
{
	line_char(&writing->line, '\n');
	line_write(&writing->line, writing->files[table]);
}

static void put(struct writing *writing, const char *text)
{
	line_text(&writing->line, text);
	line_char(&writing->line, ',');
}

static void put_money(struct writing *writing, int64_t minor, int digits)
{
	line_money(&writing->line, minor, digits);
	line_char(&writing->line, ',');
}

static void put_customer(struct writing *writing, const struct plan plans[SLOTS_A_CELL])
{
	static const char *const languages[] = {"en", "sv", "ru", "vi", "km"};
	const struct customer *customer = &plans[0].customer;
	bool is_first = true;

	put(writing, customer->number);
	line_cell(&writing->line, customer->name);
	line_char(&writing->line, ',');
	put(writing, customer->billing);
	put(writing, languages[customer->language]);
	for (int i = 0; i < SLOTS_A_CELL; i++) {
		if (!plans[i].is_registered)
			continue;
		if (!is_first)
			line_char(&writing->line, '|');
		is_first = false;
		line_text(&writing->line, plans[i].account);
	}
	end_row(writing, CUSTOMERS);
}

static void put_contracts(struct writing *writing, const struct plan *plan)
{
	static const char *const labels[OPTIONS_MAX] = {"whole", "half year", "quarter"};

	for (size_t i = 0; i < plan->contract_count; i++) {
		const struct contract *contract = &plan->contracts[i];

		put(writing, contract->number);
		put(writing, contract->notification);
		put(writing, plan->customer.number);
		put(writing, plan->currency->code);
		if (contract->amount > 0)
			line_money(&writing->line, contract->amount, plan->currency->digits);
		line_char(&writing->line, ',');
		if (contract->is_signed)
			line_day(&writing->line, DAY_BUSINESS - 30);
		end_row(writing, CONTRACTS);
		for (int k = 0; k < contract->option_count; k++) {
			put(writing, contract->number);
			line_number(&writing->line, (uint64_t)k + 1, 1);
			line_char(&writing->line, ',');
			put_money(writing, contract->options[k], plan->currency->digits);
			line_text(&writing->line, labels[k]);
			end_row(writing, OPTIONS);
		}
	}
}

static void put_subscription(struct writing *writing, const struct plan *plan)
{
	static const int starts[] = {0, DAY_BUSINESS - 60, DAY_BUSINESS - 29, DAY_BUSINESS - 1};
	const struct subscription *subscription = &plan->subscription;
	int digits = plan->currency->digits;

	put(writing, subscription->number);
	put(writing, plan->customer.number);
	put(writing, plan->currency->code);
	put_money(writing, subscription->price, digits);
	line_number(&writing->line, (uint64_t)subscription->cycle_months, 1);
	line_text(&writing->line, ",24,");
	line_day(&writing->line, starts[subscription->starts_month]);
	line_char(&writing->line, ',');
	put_money(writing, subscription->addon, digits);
	put_money(writing, subscription->package_discount, digits);
	put_money(writing, subscription->addon_discount, digits);
	put_money(writing, subscription->total_discount, digits);
	if (subscription->promo != 0)
		line_day(&writing->line, subscription->promo);
	end_row(writing, SUBSCRIPTIONS);
}

static void put_bills(struct writing *writing, const struct plan *plan)
{
	struct customer owner;

	for (size_t i = 0; i < plan->bill_count; i++) {
		const struct bill *bill = &plan->bills[i];

		customer_make(writing->world, bill->owner, &owner);
		put(writing, bill->number);
		put(writing, owner.number);
		line_day(&writing->line, bill->issued);
		line_char(&writing->line, ',');
		line_day(&writing->line, bill->due);
		line_char(&writing->line, ',');
		put(writing, bill->currency->code);
		put_money(writing, bill->amount, bill->currency->digits);
		put(writing, bill->reference);
		put(writing, bill->project);
		if (bill->discount > 0)
			line_money(&writing->line, bill->discount, bill->currency->digits);
		line_char(&writing->line, ',');
		if (bill->discount > 0)
			line_day(&writing->line, DAY_BUSINESS + 29);
		end_row(writing, INVOICES);
		if (plan->bundle[0] == '\0')
			continue;
		put(writing, plan->bundle);
		line_text(&writing->line, bill->number);
		end_row(writing, BUNDLES);
	}
}

static void stop(const char *what)
{
	perror(what);
	exit(1);
}

static void open_tables(struct writing *writing, const char *folder)
{
	char path[4096];

	for (int i = 0; i < TABLE_COUNT; i++) {
		if (snprintf(path, sizeof(path), "%s/open-items/%s", folder, tables[i].name) >=
		    (int)sizeof(path))
			stop(folder);
		writing->files[i] = fopen(path, "w");
		if (writing->files[i] == NULL)
			stop(path);
		line_text(&writing->line, tables[i].header);
		line_write(&writing->line, writing->files[i]);
	}
}

void tables_write(const struct world *world, const char *folder, struct written *out)
{
	struct writing writing = {.world = world};
	struct plan plans[SLOTS_A_CELL];

	line_clear(&writing.line);
	open_tables(&writing, folder);
	for (uint64_t slot = 0; slot < world->slots; slot += SLOTS_A_CELL) {
		for (uint64_t i = 0; i < SLOTS_A_CELL; i++)
			plan_make(world, slot + i, &plans[i]);
		put_customer(&writing, plans);
		for (int i = 0; i < SLOTS_A_CELL; i++) {
			put_contracts(&writing, &plans[i]);
			if (plans[i].has_subscription)
				put_subscription(&writing, &plans[i]);
			put_bills(&writing, &plans[i]);
			out->items += plan_item_count(&plans[i]);
		}
	}
	for (int i = 0; i < TABLE_COUNT; i++)
		if (fclose(writing.files[i]) != 0)
			stop(tables[i].name);
}
