/*
 * truth.c - what must become of each payment, one line each.
 *
 * Columns: source_id, scenario, expected. Expected is `question`, `held`,
 * `account`, or the targets with their amounts, `|` between.
 */
#include "files.h"

void truth_begin(FILE *truth)
{
	struct line line;

	line_clear(&line);
	line_text(&line, "source_id\tscenario\texpected\n");
	line_write(&line, truth);
}

void truth_write(FILE *truth, const struct plan *plan, const char *source_id)
{
	static const char *const words[] = {
		[EXPECT_ITEMS] = "",
		[EXPECT_ACCOUNT] = "account",
		[EXPECT_HELD] = "held",
		[EXPECT_QUESTION] = "question",
	};
	struct line line;

	line_clear(&line);
	line_text(&line, source_id);
	line_char(&line, '\t');
	line_text(&line, plan->scenario->name);
	line_char(&line, '\t');
	line_text(&line, words[plan->expected]);
	for (size_t i = 0; plan->expected == EXPECT_ITEMS && i < plan->share_count; i++) {
		const struct share *share = &plan->shares[i];

		if (i > 0)
			line_char(&line, '|');
		line_text(&line, share->kind);
		line_char(&line, ':');
		line_text(&line, share->number);
		line_char(&line, '=');
		line_money(&line, share->amount, plan->currency->digits);
	}
	line_char(&line, '\n');
	line_write(&line, truth);
}
