/*
 * nacha.c - payments in one NACHA file.
 *
 * Promises: counts, totals, entry hashes and block count that are right, and
 * traces that are unique; our own debits, and credits from other companies'
 * batches, each with the class its remittance needs.
 */
#include "nacha.h"

#include "files.h"

#include <string.h>

#define ADDENDA_BYTES 80
#define OUR_ROUTING   12345678
#define OUR_ACCOUNT   "400100200"
#define DAY_TEXT      "260302"
#define JULIAN_DAY    "061"

static const struct class_form {
	enum nacha_class class;
	const char *sec;
	const char *service;
	const char *code;
	const char *odfi;
	uint64_t entries_max;
} forms[] = {
	{OWN_PPD, "PPD", "225", "27", "87654321", 5000},
	{OWN_CCD, "CCD", "225", "27", "87654321", 2000},
	{BANK_PPD, "PPD", "220", "22", "11111111", 5000},
	{BANK_CCD, "CCD", "220", "22", "22222222", 40},
	{BANK_CTX, "CTX", "220", "22", "33333333", 10},
	{BANK_CIE, "CIE", "220", "22", "44444444", 5000},
};

#define FORM_COUNT (sizeof(forms) / sizeof(forms[0]))

struct totals {
	uint64_t records; /* entries and addenda */
	uint64_t hash;
	int64_t debits, credits;
};

struct nacha {
	const struct world *world;
	struct outputs *to;
	const struct class_form *form;
	struct line line;
	uint64_t lines;
	uint64_t sequence; /* of traces */
	uint64_t batch_number;
	uint64_t entries; /* of the batch */
	char company[16];
	struct totals batch, file;
};

struct carried { /* what of a payment stands where */
	char id[NUMBER_BYTES];
	char text[TEXT_BYTES];
	size_t addenda;
};

static void end_line(struct nacha *nacha)
{
	line_char(&nacha->line, '\n');
	line_write(&nacha->line, nacha->to->payments);
	nacha->lines++;
}

static const struct class_form *form_of(const struct world *world, uint64_t slot)
{
	unsigned classes = scenario_of(world, slot)->classes;
	uint64_t dice = draw(world, slot, 50);
	const struct class_form *form;

	do {
		form = &forms[dice % FORM_COUNT];
		dice++;
	} while ((classes & (unsigned)form->class) == 0);
	return form;
}

static bool is_own(const struct class_form *form)
{
	return form->class == OWN_PPD || form->class == OWN_CCD;
}

static void begin_file(struct nacha *nacha)
{
	line_text(&nacha->line, "101 123456780187654321"
				"0" DAY_TEXT "0730A094101");
	line_padded(&nacha->line, "RIVER BANK", 23);
	line_padded(&nacha->line, "HILL BANK", 23);
	line_padded(&nacha->line, "", 8);
	end_line(nacha);
}

static void begin_batch(struct nacha *nacha)
{
	struct line *line = &nacha->line;
	bool own = is_own(nacha->form);

	nacha->batch = (struct totals){0};
	nacha->entries = 0;
	nacha->batch_number++;
	line_text(line, own ? NACHA_OWN_COMPANY : "2");
	if (!own)
		line_number(line, 100000000 + nacha->batch_number, 9);
	line_copy(line, 0, nacha->company, sizeof(nacha->company));
	line_clear(line);
	line_char(line, '5');
	line_text(line, nacha->form->service);
	line_padded(line, own ? "HOLLOWAY POWER" : "PAYER COMPANY", 16);
	line_padded(line, "", 20);
	line_text(line, nacha->company);
	line_text(line, nacha->form->sec);
	line_padded(line, own ? "ECHECK" : "PAYMENT", 10);
	line_padded(line, "MAR 02", 6);
	line_text(line, DAY_TEXT JULIAN_DAY "1");
	line_text(line, nacha->form->odfi);
	line_number(line, nacha->batch_number, 7);
	end_line(nacha);
}

static void put_totals(struct line *line, const struct totals *totals)
{
	line_number(line, totals->hash % 10000000000, 10);
	line_number(line, (uint64_t)totals->debits, 12);
	line_number(line, (uint64_t)totals->credits, 12);
}

static void end_batch(struct nacha *nacha)
{
	struct line *line = &nacha->line;

	line_char(line, '8');
	line_text(line, nacha->form->service);
	line_number(line, nacha->batch.records, 6);
	put_totals(line, &nacha->batch);
	line_text(line, nacha->company);
	line_padded(line, "", 25);
	line_text(line, nacha->form->odfi);
	line_number(line, nacha->batch_number, 7);
	end_line(nacha);
	nacha->file.records += nacha->batch.records;
	nacha->file.hash += nacha->batch.hash;
	nacha->file.debits += nacha->batch.debits;
	nacha->file.credits += nacha->batch.credits;
}

static void end_file(struct nacha *nacha)
{
	struct line *line = &nacha->line;
	uint64_t blocks = (nacha->lines + 1 + 9) / 10;

	line_char(line, '9');
	line_number(line, nacha->batch_number, 6);
	line_number(line, blocks, 6);
	line_number(line, nacha->file.records, 8);
	put_totals(line, &nacha->file);
	line_padded(line, "", 39);
	end_line(nacha);
	while (nacha->lines % 10 != 0) {
		for (int i = 0; i < 94; i++)
			line_char(line, '9');
		end_line(nacha);
	}
}

static void put_rmr(struct line *line, const struct plan *plan, const struct bill *bill)
{
	int64_t paid = plan->bill_count == 1 ? plan->amount : bill->amount;

	line_text(line, "RMR*IV*");
	line_text(line, bill->number);
	line_text(line, "**");
	line_money(line, paid, 2);
	if (bill->discount > 0) {
		line_char(line, '*');
		line_money(line, bill->amount, 2);
		line_char(line, '*');
		line_money(line, bill->discount, 2);
	}
	line_char(line, '\\');
}

/* Numbers alone, so that five fit into one addenda record. */
static void put_list(struct line *line, const struct plan *plan)
{
	line_text(line, "INV ");
	for (size_t i = 0; i < plan->bill_count; i++) {
		if (i > 0)
			line_char(line, ',');
		line_text(line, plan->bills[i].number);
	}
}

static void capitals(char *text)
{
	for (; *text != '\0'; text++)
		if (*text >= 'a' && *text <= 'z')
			*text = (char)(*text - 'a' + 'A');
}

static void carry(const struct nacha *nacha, const struct plan *plan, struct carried *out)
{
	bool has_long_id = nacha->form->class == BANK_CIE;
	bool may_fit = plan->says != SAYS_NOTHING && plan->says != SAYS_LIST;
	bool is_in_id = may_fit && (has_long_id || draw_below(plan, 51, 10) < 5);
	struct line line;

	line_clear(&line);
	out->id[0] = '\0';
	if (plan->says == SAYS_LIST && nacha->form->class != BANK_CTX) {
		put_list(&line, plan);
	} else if (plan->says == SAYS_LIST ||
		   (plan->says == SAYS_INVOICE && nacha->form->class == BANK_CCD)) {
		for (size_t i = 0; i < plan->bill_count; i++)
			put_rmr(&line, plan, &plan->bills[i]);
	} else if (is_in_id && plan->second == NULL) {
		(void)strncpy(out->id, plan->first, sizeof(out->id) - 1);
	} else if (is_in_id) {
		bool is_pair = plan->says == SAYS_PAIR;

		(void)strncpy(out->id, is_pair ? plan->first : plan->second, sizeof(out->id) - 1);
		line_text(&line, is_pair ? "NOTIFICATION " : "INVOICE ");
		line_text(&line, is_pair ? plan->second : plan->first);
	} else {
		remittance_text(plan, out->text);
		line_text(&line, out->text);
	}
	line_copy(&line, 0, out->text, sizeof(out->text));
	capitals(out->text);
	out->addenda = (line.length + ADDENDA_BYTES - 1) / ADDENDA_BYTES;
}

static void put_names(struct nacha *nacha, const struct plan *plan, const struct carried *carried)
{
	struct line *line = &nacha->line;
	const char *id = carried->id[0] != '\0' ? carried->id : "BILL";
	char payer[NAME_BYTES];

	memcpy(payer, plan->payer, sizeof(payer));
	capitals(payer);
	if (nacha->form->class == BANK_CIE) {
		line_padded(line, payer, 15);
		line_padded(line, id, 22);
		line_padded(line, "", 2);
	} else if (nacha->form->class == BANK_CTX) {
		line_padded(line, id, 15);
		line_number(line, carried->addenda, 4);
		line_padded(line, "HOLLOWAY POWER", 16);
		line_padded(line, "", 4);
	} else {
		line_padded(line, id, 15);
		line_padded(line, payer, 22);
		line_padded(line, "", 2);
	}
}

static unsigned check_digit(uint64_t routing)
{
	static const unsigned weights[8] = {7, 3, 1, 7, 3, 1, 7, 3};
	unsigned sum = 0;

	for (int i = 0; i < 8; i++, routing /= 10)
		sum += weights[i] * (unsigned)(routing % 10);
	return (10 - sum % 10) % 10;
}

static void put_addenda(struct nacha *nacha, const struct carried *carried)
{
	struct line *line = &nacha->line;
	size_t length = strlen(carried->text);

	for (size_t i = 0; i < carried->addenda; i++) {
		char piece[ADDENDA_BYTES + 1];
		size_t from = i * ADDENDA_BYTES;
		size_t count = length - from < ADDENDA_BYTES ? length - from : ADDENDA_BYTES;

		memcpy(piece, carried->text + from, count);
		piece[count] = '\0';
		line_text(line, "705");
		line_padded(line, piece, ADDENDA_BYTES);
		line_number(line, i + 1, 4);
		line_number(line, nacha->sequence, 7);
		end_line(nacha);
	}
}

static void count_entry(struct nacha *nacha, const struct plan *plan, uint64_t routing)
{
	if (is_own(nacha->form))
		nacha->batch.debits += plan->amount;
	else
		nacha->batch.credits += plan->amount;
	nacha->batch.hash += routing;
	nacha->batch.records++;
	nacha->entries++;
}

static void put_entry(struct nacha *nacha, const struct plan *plan)
{
	struct line *line = &nacha->line;
	struct carried carried;
	uint64_t routing = OUR_ROUTING;
	char trace[32];

	if (is_own(nacha->form))
		routing = 10000000 + draw_below(plan, 52, 80000000);
	carry(nacha, plan, &carried);
	nacha->sequence++;
	line_text(line, nacha->form->odfi);
	line_number(line, nacha->sequence, 7);
	line_copy(line, 0, trace, sizeof(trace));
	line_clear(line);
	line_char(line, '6');
	line_text(line, nacha->form->code);
	line_number(line, routing, 8);
	line_number(line, check_digit(routing), 1);
	line_padded(line, is_own(nacha->form) ? plan->account : OUR_ACCOUNT, 17);
	line_number(line, (uint64_t)plan->amount, 10);
	put_names(nacha, plan, &carried);
	line_char(line, carried.addenda > 0 ? '1' : '0');
	line_text(line, trace);
	end_line(nacha);
	put_addenda(nacha, &carried);
	nacha->batch.records += carried.addenda;
	count_entry(nacha, plan, routing);
	truth_write(nacha->to->truth, plan, trace);
}

static void write_class(struct nacha *nacha)
{
	const struct world *world = nacha->world;
	struct plan plan;
	bool is_open = false;

	for (uint64_t place = 0; place < world->payments; place++) {
		uint64_t slot = world_slot(world, place);

		if (form_of(world, slot) != nacha->form)
			continue;
		if (is_open && nacha->entries == nacha->form->entries_max) {
			end_batch(nacha);
			is_open = false;
		}
		if (!is_open)
			begin_batch(nacha);
		is_open = true;
		plan_make(world, slot, &plan);
		put_entry(nacha, &plan);
	}
	if (is_open)
		end_batch(nacha);
}

void nacha_write(const struct world *world, struct outputs *to)
{
	struct nacha nacha = {.world = world, .to = to};

	line_clear(&nacha.line);
	begin_file(&nacha);
	for (size_t i = 0; i < FORM_COUNT; i++) {
		nacha.form = &forms[i];
		write_class(&nacha);
	}
	end_file(&nacha);
}
