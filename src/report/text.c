/*
 * text.c - the pieces of what is printed on a terminal.
 */
#include "text.h"

#include "acquit/utf8.h"

#include "work.h"
#include "words.h"

#define LABEL_WIDTH 14

static void put_blanks(struct aq_buffer *out, size_t count)
{
	while (count-- > 0)
		aq_buffer_add_byte(out, ' ');
}

void text_label(struct aq_buffer *out, const char *label)
{
	size_t width = strlen(label) + 2;

	aq_buffer_add_text(out, "  ");
	aq_buffer_add_text(out, label);
	put_blanks(out, width < LABEL_WIDTH ? LABEL_WIDTH - width : 1);
}

void text_put(struct aq_buffer *out, struct aq_slice text)
{
	aq_printable_put(out, text);
}

void text_word(struct aq_buffer *out, const char *word)
{
	aq_buffer_add_text(out, word);
}

void text_line(struct aq_buffer *out, const char *label, struct aq_slice text)
{
	if (text.length == 0)
		return;
	text_label(out, label);
	text_put(out, text);
	aq_buffer_add_byte(out, '\n');
}

void text_money(struct aq_buffer *out, int64_t minor, aq_currency currency)
{
	char text[AQ_MONEY_TEXT_BYTES];
	size_t length =
		aq_money_print((struct aq_money){.minor = minor, .currency = currency}, text);

	put_grouped(out, (struct aq_slice){text, length});
	aq_buffer_add_byte(out, ' ');
	aq_buffer_add_text(out, aq_currency_code(currency));
}

void text_money_in(struct aq_buffer *out, struct aq_money money, size_t width)
{
	struct aq_buffer text;

	aq_buffer_init(&text, 0);
	text_money(&text, money.minor, money.currency);
	put_blanks(out, text.length < width ? width - text.length : 0);
	aq_buffer_add(out, aq_buffer_slice(&text));
	if (aq_buffer_failed(&text))
		out->failed = true;
	aq_buffer_free(&text);
}

void text_date(struct aq_buffer *out, struct aq_date date)
{
	char text[AQ_DATE_TEXT_BYTES];

	aq_date_print(date, text);
	aq_buffer_add_text(out, text);
}

void text_payment_id(struct aq_buffer *out, struct aq_payment_id id)
{
	char text[AQ_PAYMENT_ID_TEXT_BYTES];

	aq_payment_id_print(id, text);
	aq_buffer_add_text(out, text);
}

void text_place(struct aq_buffer *out, struct aq_slice file, uint64_t line)
{
	text_put(out, file);
	if (line > 0) {
		aq_buffer_add_byte(out, ':');
		aq_buffer_add_u64(out, line);
	}
}

void text_act(struct aq_buffer *out, const struct aq_act *act)
{
	text_put(out, act->verb);
	if (act->target.length > 0) {
		aq_buffer_add_byte(out, ' ');
		text_put(out, act->target);
	}
	aq_buffer_add_text(out, ", by ");
	text_put(out, act->by);
	aq_buffer_add_text(out, ": ");
	text_put(out, act->why);
	if (act->approved_by.length == 0)
		return;
	aq_buffer_add_text(out, "; approved by ");
	text_put(out, act->approved_by);
	aq_buffer_add_text(out, ": ");
	text_put(out, act->approved_why);
}

static void put_command(struct aq_buffer *out, const struct work_asked *asked,
			struct aq_slice target)
{
	aq_buffer_add_text(out, "      ");
	work_put_command(out, asked, target);
	aq_buffer_add_text(out, WORK_SIGNED "\n");
}

static void put_closings(struct aq_buffer *out, const struct work_asked *asked)
{
	for (size_t index = 0;; index++) {
		struct aq_buffer command;
		bool is_any;

		aq_buffer_init(&command, 0);
		is_any = work_put_closing(&command, asked, index);
		if (is_any) {
			aq_buffer_add_text(out, "      ");
			aq_buffer_add(out, aq_buffer_slice(&command));
			aq_buffer_add_text(out, WORK_SIGNED "\n");
		}
		out->failed |= aq_buffer_failed(&command);
		aq_buffer_free(&command);
		if (!is_any)
			return;
	}
}

static void put_commands(struct aq_buffer *out, const struct aq_exception_line *line)
{
	struct aq_slice rest = line->suggestions;
	struct suggestion suggestion;
	char id[AQ_PAYMENT_ID_TEXT_BYTES] = "";
	/* Money that went out is explained, not applied. */
	struct work_asked asked = {.code = aq_slice_of(aq_code_name(line->code)),
				   .is_out = line->amount < 0};
	bool is_any = false;

	if (line->payment_no != 0)
		aq_payment_id_print(line->payment, id);
	asked.payment = aq_slice_of(id);
	while (next_suggestion(&rest, &suggestion)) {
		aq_buffer_add_text(out, "      perhaps ");
		text_put(out, suggestion.target);
		if (suggestion.reason.length > 0) {
			aq_buffer_add_text(out, ": ");
			text_put(out, suggestion.reason);
		}
		aq_buffer_add_byte(out, '\n');
		if (line->payment_no == 0 || !work_is_typed(&asked, suggestion.target))
			continue;
		put_command(out, &asked, suggestion.target);
		is_any = true;
	}
	if (line->payment_no == 0)
		return;
	if (!is_any && work_is_typed(&asked, AQ_SLICE("")))
		put_command(out, &asked, (struct aq_slice){NULL, 0});
	put_closings(out, &asked);
}

void text_question(struct aq_buffer *out, const struct aq_exception_line *line)
{
	aq_buffer_print(out, "  E%llu  %s", (unsigned long long)line->exception_no,
			aq_code_name(line->code));
	if (line->text.length > 0) {
		aq_buffer_add_text(out, ": ");
		text_put(out, line->text);
	}
	aq_buffer_print(out, "\n      to do: %s\n", aq_code_mend(line->code));
	put_commands(out, line);
}

void text_run(struct aq_buffer *out, const struct aq_run *run)
{
	char hash[AQ_SHA256_HEX_BYTES];

	text_label(out, "date");
	text_date(out, run->business_date);
	aq_buffer_add_byte(out, '\n');
	if (run->last_entry)
		aq_buffer_print(out, "  journal     entries %llu to %llu\n",
				(unsigned long long)run->first_entry,
				(unsigned long long)run->last_entry);
	aq_sha256_to_hex(&run->head_after, hash);
	text_line(out, "head", aq_slice_of(hash));
	aq_buffer_print(out, "  report      reports/%s/index.html\n", run->id);
}

void text_accounts(struct aq_buffer *out, const struct aq_posting *posting)
{
	struct aq_buffer accounts;

	aq_buffer_init(&accounts, 0);
	aq_account_put(&accounts, posting->debit);
	aq_buffer_add_text(&accounts, " | ");
	aq_account_put(&accounts, posting->credit);
	text_put(out, aq_buffer_slice(&accounts));
	out->failed |= aq_buffer_failed(&accounts);
	aq_buffer_free(&accounts);
}
