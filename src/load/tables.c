/*
 * tables.c - the columns of every open-items table, and what rows must obey.
 *
 * Columns are read in the order they stand here, whatever the file's order is:
 * the currency before the amounts that are written in it.
 */
#include "loader.h"

#define COUNT_OF(array) (sizeof(array) / sizeof((array)[0]))

/* The kinds of columns; each fills in what its reader needs to know. */
#define NUMBER(row, column, member)                                                                \
	.name = column, .read = aq_load_read_text, .offset = offsetof(struct row, member),         \
	.high = NUMBER_BYTES_MAX, .says = "the text is longer than 64 bytes"
#define TEXT(row, column, member)                                                                  \
	.name = column, .read = aq_load_read_text, .offset = offsetof(struct row, member),         \
	.high = TEXT_BYTES_MAX, .says = "the text is longer than 400 bytes"
#define LIST(row, column, member, count)                                                           \
	.name = column, .read = aq_load_read_list, .offset = offsetof(struct row, member),         \
	.count_offset = offsetof(struct row, count), .high = TEXT_BYTES_MAX,                       \
	.says = "the list has more than 64 entries, or one longer than 400 bytes"
#define DATE(row, column, member)                                                                  \
	.name = column, .read = aq_load_read_date, .offset = offsetof(struct row, member),         \
	.says = "this is not a day written YYYY-MM-DD"
#define CURRENCY(row, column, member)                                                              \
	.name = column, .read = aq_load_read_currency, .offset = offsetof(struct row, member),     \
	.says = "this is not a currency of ISO 4217"
#define AMOUNT_FROM(lowest, row, column, member)                                                   \
	.name = column, .read = aq_load_read_amount, .offset = offsetof(struct row, member),       \
	.currency_offset = offsetof(struct row, currency), .low = (lowest),                        \
	.high = AMOUNT_MINOR_MAX, .says = "this is not a decimal with a point"
#define AMOUNT(row, column, member)	   AMOUNT_FROM(0, row, column, member)
#define SIGNED_AMOUNT(row, column, member) AMOUNT_FROM(-AMOUNT_MINOR_MAX, row, column, member)
#define TOLD(row, member)		   .flag_offset = offsetof(struct row, member)
#define REQUIRED			   .is_required = true

static const struct load_column customer_columns[] = {
	{NUMBER(aq_customer_row, "customer_no", number), REQUIRED},
	{TEXT(aq_customer_row, "name", name), REQUIRED},
	{NUMBER(aq_customer_row, "billing_account", billing_account)},
	{TEXT(aq_customer_row, "email", email)},
	{NUMBER(aq_customer_row, "language", language)},
	{LIST(aq_customer_row, "payer_names", payer_names, payer_name_count)},
	{LIST(aq_customer_row, "payer_accounts", payer_accounts, payer_account_count)},
};

static const struct load_column invoice_columns[] = {
	{NUMBER(aq_invoice_row, "invoice_no", number), REQUIRED},
	{NUMBER(aq_invoice_row, "customer_no", customer), REQUIRED},
	{DATE(aq_invoice_row, "due_date", due_on), REQUIRED},
	{CURRENCY(aq_invoice_row, "currency", currency), REQUIRED},
	{SIGNED_AMOUNT(aq_invoice_row, "amount", amount), REQUIRED},
	{TEXT(aq_invoice_row, "kind", kind)},
	{DATE(aq_invoice_row, "issue_date", issued_on)},
	{SIGNED_AMOUNT(aq_invoice_row, "open_amount", open), TOLD(aq_invoice_row, has_open)},
	{NUMBER(aq_invoice_row, "reference", reference)},
	{NUMBER(aq_invoice_row, "subscription_no", subscription)},
	{NUMBER(aq_invoice_row, "contract_no", contract)},
	{NUMBER(aq_invoice_row, "project_no", project)},
	{AMOUNT(aq_invoice_row, "discount_amount", discount)},
	{DATE(aq_invoice_row, "discount_until", discount_until)},
	{AMOUNT(aq_invoice_row, "package_discount", package_discount)},
	{AMOUNT(aq_invoice_row, "addon_discount", addon_discount)},
	{AMOUNT(aq_invoice_row, "total_discount", total_discount)},
};

static const struct load_column contract_columns[] = {
	{NUMBER(aq_contract_row, "contract_no", number), REQUIRED},
	{NUMBER(aq_contract_row, "notification_no", notification), REQUIRED},
	{NUMBER(aq_contract_row, "customer_no", customer), REQUIRED},
	{CURRENCY(aq_contract_row, "currency", currency), REQUIRED},
	{AMOUNT(aq_contract_row, "amount", amount), TOLD(aq_contract_row, has_amount)},
	{DATE(aq_contract_row, "signed_on", signed_on)},
	{DATE(aq_contract_row, "due_date", due_on)},
	{NUMBER(aq_contract_row, "project_no", project)},
};

static const struct load_column option_columns[] = {
	{NUMBER(aq_option_row, "contract_no", contract), REQUIRED},
	{NUMBER(aq_option_row, "option", option), REQUIRED},
	{.name = "amount",
	 .read = aq_load_read_decimal,
	 .offset = offsetof(struct aq_option_row, amount),
	 .says = "this is not a decimal with a point",
	 REQUIRED},
	{TEXT(aq_option_row, "label", label)},
};

static const struct load_column bundle_columns[] = {
	{NUMBER(aq_bundle_row, "bundle_no", number), REQUIRED},
	{NUMBER(aq_bundle_row, "invoice_no", invoice), REQUIRED},
};

static const struct load_column subscription_columns[] = {
	{NUMBER(aq_subscription_row, "subscription_no", number), REQUIRED},
	{NUMBER(aq_subscription_row, "customer_no", customer), REQUIRED},
	{CURRENCY(aq_subscription_row, "currency", currency), REQUIRED},
	{AMOUNT(aq_subscription_row, "price", price), REQUIRED},
	{.name = "cycle_months",
	 .read = aq_load_read_whole,
	 .offset = offsetof(struct aq_subscription_row, cycle_months),
	 .low = 1,
	 .high = 120,
	 .says = "this is not a whole number from 1 to 120",
	 REQUIRED},
	{.name = "cycles",
	 .read = aq_load_read_whole,
	 .offset = offsetof(struct aq_subscription_row, cycles),
	 .low = 1,
	 .high = 1200,
	 .says = "this is not a whole number from 1 to 1200",
	 REQUIRED},
	{DATE(aq_subscription_row, "starts_on", starts_on), REQUIRED},
	{TEXT(aq_subscription_row, "service", service)},
	{TEXT(aq_subscription_row, "plan", plan)},
	{AMOUNT(aq_subscription_row, "addon_price", addon_price)},
	{AMOUNT(aq_subscription_row, "package_discount", package_discount)},
	{AMOUNT(aq_subscription_row, "addon_discount", addon_discount)},
	{AMOUNT(aq_subscription_row, "total_discount", total_discount)},
	{DATE(aq_subscription_row, "promo_until", promo_until)},
};

_Static_assert(COUNT_OF(invoice_columns) <= LOAD_COLUMNS_MAX, "the widest table fits");
_Static_assert(COUNT_OF(subscription_columns) <= LOAD_COLUMNS_MAX, "and the next one");
_Static_assert(NUMBER_BYTES_MAX == 64, "the texts above name the bound");
_Static_assert(TEXT_BYTES_MAX == 400, "the texts above name the bound");
_Static_assert(AQ_LIST_MAX == 64, "the texts above name the bound");

static bool refuse(struct load_fault *fault, enum aq_code code, const char *field, const char *text)
{
	*fault = (struct load_fault){.code = code, .field = field, .text = text};
	return false;
}

/* A credit note is open by nothing or by less than nothing. */
static bool check_invoice(const void *row, struct load_fault *fault)
{
	const struct aq_invoice_row *invoice = row;
	bool is_credit = invoice->amount < 0;

	if (invoice->has_open && (is_credit ? invoice->open > 0 || invoice->open < invoice->amount
					    : invoice->open < 0 || invoice->open > invoice->amount))
		return refuse(fault, AQ_LOAD_OPEN_AMOUNT, "open_amount",
			      "open_amount does not lie between zero and amount");
	if (invoice->discount > (is_credit ? -invoice->amount : invoice->amount))
		return refuse(fault, AQ_LOAD_DISCOUNT, "discount_amount",
			      "the discount is larger than the amount");
	return true;
}

/* Amounts are bounded far below what three of them could overflow. */
static bool check_subscription(const void *row, struct load_fault *fault)
{
	const struct aq_subscription_row *subscription = row;
	int64_t full = subscription->price + subscription->addon_price;
	int64_t discount = subscription->package_discount + subscription->addon_discount +
			   subscription->total_discount;

	if (full > AMOUNT_MINOR_MAX || full < discount)
		return refuse(fault, AQ_LOAD_INSTALMENT, "price",
			      "an instalment would be less than zero, or too large");
	return true;
}

const struct load_table aq_load_tables[AQ_TABLE_COUNT] = {
	[AQ_TABLE_CUSTOMERS] = {.columns = customer_columns,
				.column_count = COUNT_OF(customer_columns),
				.row_bytes = sizeof(struct aq_customer_row)},
	[AQ_TABLE_INVOICES] = {.columns = invoice_columns,
			       .column_count = COUNT_OF(invoice_columns),
			       .row_bytes = sizeof(struct aq_invoice_row),
			       .check = check_invoice},
	[AQ_TABLE_CONTRACTS] = {.columns = contract_columns,
				.column_count = COUNT_OF(contract_columns),
				.row_bytes = sizeof(struct aq_contract_row)},
	[AQ_TABLE_OPTIONS] = {.columns = option_columns,
			      .column_count = COUNT_OF(option_columns),
			      .row_bytes = sizeof(struct aq_option_row)},
	[AQ_TABLE_BUNDLES] = {.columns = bundle_columns,
			      .column_count = COUNT_OF(bundle_columns),
			      .row_bytes = sizeof(struct aq_bundle_row)},
	[AQ_TABLE_SUBSCRIPTIONS] = {.columns = subscription_columns,
				    .column_count = COUNT_OF(subscription_columns),
				    .row_bytes = sizeof(struct aq_subscription_row),
				    .check = check_subscription},
};
