/*
 * csv_file.c - payments in the plain CSV.
 */
#include "files.h"

static void put_row(struct line *line, const struct plan *plan, const char *id)
{
	char text[TEXT_BYTES];

	line_text(line, id);
	line_char(line, ',');
	line_day(line, plan->booked);
	line_char(line, ',');
	line_money(line, plan->amount, plan->currency->digits);
	line_char(line, ',');
	line_text(line, plan->currency->code);
	line_char(line, ',');
	line_cell(line, plan->payer);
	line_char(line, ',');
	line_text(line, plan->account);
	line_char(line, ',');
	remittance_text(plan, text);
	if (plan->says == SAYS_REFERENCE) {
		line_text(line, plan->first);
		line_char(line, ',');
	} else {
		line_char(line, ',');
		line_cell(line, text);
	}
	line_char(line, '\n');
}

void csv_write(const struct world *world, struct outputs *to)
{
	struct line line;
	struct plan plan;
	char id[NUMBER_BYTES];

	line_clear(&line);
	line_text(&line, "id,booked_on,amount,currency,payer,payer_account,reference,text\n");
	line_write(&line, to->payments);
	for (uint64_t place = 0; place < world->payments; place++) {
		plan_make(world, world_slot(world, place), &plan);
		line_text(&line, "R-");
		line_number(&line, place + 1, 9);
		line_copy(&line, 0, id, sizeof(id));
		line_clear(&line);
		put_row(&line, &plan, id);
		line_write(&line, to->payments);
		truth_write(to->truth, &plan, id);
	}
}
