/*
 * generate.c - a night of any size with its truth: open items, one file of
 * payments, and what must become of each.
 *
 *   generate --family nacha|camt|csv [--payments N] [--items M] [--seed S] FOLDER
 *
 * Writes FOLDER/open-items/ and FOLDER/inbox/, which must be there, and
 * FOLDER/truth.tsv. The same options give the same bytes.
 */
#include "files.h"

#include <stdlib.h>
#include <string.h>

static const struct {
	const char *name;
	const char *file;
	void (*write)(const struct world *world, struct outputs *to);
} families[] = {
	[FAMILY_NACHA] = {"nacha", "inbox/payments.ach", nacha_write},
	[FAMILY_CAMT] = {"camt", "inbox/payments.xml", camt_write},
	[FAMILY_CSV] = {"csv", "inbox/payments.csv", csv_write},
};

#define FAMILY_COUNT (sizeof(families) / sizeof(families[0]))
#define COUNT_MAX    10000000

static void usage(void)
{
	(void)fputs("usage: generate --family nacha|camt|csv [--payments N] [--items M] [--seed S] "
		    "FOLDER\n",
		    stderr);
	exit(2);
}

static uint64_t number_of(const char *text)
{
	char *end;
	unsigned long long number = strtoull(text, &end, 10);

	if (*text < '0' || *text > '9' || *end != '\0' || number > COUNT_MAX)
		usage();
	return number;
}

static enum family family_of(const char *name)
{
	for (size_t i = 0; i < FAMILY_COUNT; i++)
		if (strcmp(families[i].name, name) == 0)
			return (enum family)i;
	usage();
	return FAMILY_CSV;
}

static FILE *open_in(const char *folder, const char *name)
{
	char path[4096];
	FILE *file;

	if (snprintf(path, sizeof(path), "%s/%s", folder, name) >= (int)sizeof(path))
		usage();
	file = fopen(path, "w");
	if (file == NULL) {
		perror(path);
		exit(1);
	}
	return file;
}

struct order {
	struct world world;
	uint64_t items;
	const char *folder;
};

static void read_option(struct order *order, const char *name, const char *value)
{
	if (value == NULL)
		usage();
	else if (strcmp(name, "--family") == 0)
		order->world.family = family_of(value);
	else if (strcmp(name, "--payments") == 0)
		order->world.payments = number_of(value);
	else if (strcmp(name, "--items") == 0)
		order->items = number_of(value);
	else if (strcmp(name, "--seed") == 0)
		order->world.seed = number_of(value);
	else
		usage();
}

int main(int count, char **arguments)
{
	struct order order = {
		.world = {.family = FAMILY_CSV, .seed = 1, .payments = 10000},
		.items = 10000,
	};
	struct world *world = &order.world;
	struct written written = {0};
	struct outputs to;

	for (int i = 1; i < count; i++) {
		if (arguments[i][0] != '-') {
			order.folder = arguments[i];
			continue;
		}
		read_option(&order, arguments[i], arguments[i + 1]);
		i++;
	}
	if (order.folder == NULL || world->payments == 0)
		usage();
	world_open(world, order.items);
	tables_write(world, order.folder, &written);
	to = (struct outputs){open_in(order.folder, families[world->family].file),
			      open_in(order.folder, "truth.tsv")};
	truth_begin(to.truth);
	families[world->family].write(world, &to);
	if (fclose(to.payments) != 0 || fclose(to.truth) != 0) {
		perror(order.folder);
		return 1;
	}
	(void)printf("%llu payments, %llu open items, %llu customers\n",
		     (unsigned long long)world->payments, (unsigned long long)written.items,
		     (unsigned long long)(world->slots / SLOTS_A_CELL));
	return 0;
}
