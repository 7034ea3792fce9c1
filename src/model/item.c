/*
 * item.c - the names of the tables that tell what is owed.
 */
#include "acquit/item.h"

#include "acquit/claim.h"

static const char *const table_names[AQ_TABLE_COUNT] = {
	[AQ_TABLE_CUSTOMERS] = "customers", [AQ_TABLE_INVOICES] = "invoices",
	[AQ_TABLE_CONTRACTS] = "contracts", [AQ_TABLE_OPTIONS] = "contract options",
	[AQ_TABLE_BUNDLES] = "bundles",	    [AQ_TABLE_SUBSCRIPTIONS] = "subscriptions",
};

const char *aq_table_name(enum aq_table table)
{
	AQ_CLAIM((unsigned)table < AQ_TABLE_COUNT);
	return table_names[table];
}
