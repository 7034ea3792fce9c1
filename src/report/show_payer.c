/*
 * show_payer.c - what is known of a payer's account or name, and why.
 *
 * Promises: each application that taught it is named, and so is what stands in
 * the way of its being used.
 */
#include "show.h"

#include "text.h"
#include "words.h"

struct speaks { /* for one customer */
	uint64_t customer_no;
	size_t certain, persons; /* that are fresh */
};

static enum aq_status put_customer(struct showing *showing, uint64_t customer_no,
				   struct aq_error *err)
{
	struct aq_customer *customers;
	size_t found = 0;
	enum aq_status status = aq_store_customers(showing->store, &customer_no, 1, showing->arena,
						   &customers, &found, err);

	if (status < AQ_OK || found == 0)
		return status;
	text_put(showing->out, customers[0].number);
	aq_buffer_add_text(showing->out, ", ");
	text_put(showing->out, customers[0].name);
	return AQ_OK;
}

static void put_kind(struct aq_buffer *out, const struct aq_payer_lesson *lesson)
{
	switch (lesson->kind) {
	case AQ_LESSON_CERTAIN:
		aq_buffer_add_text(out, "certain: own reference and exact amount");
		break;
	case AQ_LESSON_PERSON:
		text_put(out, lesson->by);
		aq_buffer_add_text(out, " decided it: it counts beside another payment");
		break;
	case AQ_LESSON_TELLS:
		aq_buffer_add_text(out, "not certain: it only speaks against other customers");
		break;
	}
}

static enum aq_status put_lessons(struct showing *showing, const struct aq_payer *payer,
				  struct aq_error *err)
{
	struct aq_buffer *out = showing->out;
	enum aq_status status = AQ_OK;

	showing->count = 0;
	for (size_t at = 0; at < payer->lesson_count && status >= AQ_OK; at++) {
		const struct aq_payer_lesson *lesson = &payer->lessons[at];

		show_heading(showing, "Learned from");
		aq_buffer_add_text(out, "  payment ");
		text_payment_id(out, lesson->payment);
		aq_buffer_add_text(out, " applied on ");
		text_date(out, lesson->learned_on);
		aq_buffer_add_text(out, " for customer ");
		status = put_customer(showing, lesson->customer_no, err);
		aq_buffer_add_text(out, "\n    ");
		put_kind(out, lesson);
		aq_buffer_add_text(out, lesson->kind != AQ_LESSON_TELLS && !lesson->is_fresh
						? "; of today, or grown old: not used\n"
						: "\n");
	}
	return status;
}

static struct speaks speaks_for(const struct aq_payer *payer, size_t *customers)
{
	struct speaks out = {0, 0, 0};
	bool is_fresh;

	*customers = 0;
	for (size_t at = 0; at < payer->lesson_count; at++) {
		const struct aq_payer_lesson *lesson = &payer->lessons[at];

		if (at == 0 || payer->lessons[at - 1].customer_no != lesson->customer_no)
			++*customers;
		out.customer_no = lesson->customer_no;
		is_fresh = lesson->is_fresh;
		out.certain += is_fresh && lesson->kind == AQ_LESSON_CERTAIN;
		out.persons += is_fresh && lesson->kind == AQ_LESSON_PERSON;
	}
	return out;
}

static enum aq_status put_verdict(struct showing *showing, const struct aq_payer *payer,
				  struct aq_error *err)
{
	struct aq_buffer *out = showing->out;
	size_t customers;
	struct speaks speaks = speaks_for(payer, &customers);
	enum aq_status status = AQ_OK;

	text_label(out, "known as");
	if (payer->registered_count == 1) {
		aq_buffer_add_text(out, "customer ");
		status = put_customer(showing, payer->registered[0], err);
		aq_buffer_add_text(out, " (in the master data)");
	} else if (payer->registered_count > 1) {
		aq_buffer_print(out, "nobody: the master data has it for %zu customers",
				payer->registered_count);
	} else if (customers > 1) {
		aq_buffer_print(out, "nobody: it has paid for %zu customers", customers);
	} else if (customers == 1 &&
		   (speaks.certain >= payer->needed ||
		    speaks.certain + speaks.persons >= payer->needed_with_persons)) {
		aq_buffer_add_text(out, "customer ");
		status = put_customer(showing, speaks.customer_no, err);
		aq_buffer_add_text(out, " (learned)");
	} else if (customers == 1) {
		aq_buffer_print(out, "nobody yet: %zu of the %zu certain applications it takes",
				speaks.certain, payer->needed);
		if (speaks.persons > 0)
			aq_buffer_print(out, ", or %zu of %zu with what persons decided",
					speaks.certain + speaks.persons,
					payer->needed_with_persons);
	} else {
		aq_buffer_add_text(out, "nobody: nothing was learned of it");
	}
	aq_buffer_add_byte(out, '\n');
	return status;
}

enum aq_status aq_report_payer(struct aq_store *store, const struct aq_payer *payer,
			       struct aq_buffer *out, struct aq_error *err)
{
	struct showing showing = {.store = store, .out = out};
	enum aq_status status = aq_arena_new(&showing.arena, 0, err);

	if (status < AQ_OK)
		return status;
	aq_buffer_print(out, "Payer's %s ", payer->is_account ? "account" : "name");
	text_put(out, payer->text);
	aq_buffer_add_byte(out, '\n');
	status = put_verdict(&showing, payer, err);
	if (status >= AQ_OK)
		status = put_lessons(&showing, payer, err);
	if (status >= AQ_OK && payer->lesson_count > 0) {
		aq_buffer_add_text(out, "\n  to forget it: acquit review forget '");
		text_put(out, payer->text);
		aq_buffer_add_text(out, "' --by WHO --why WHY\n");
	}
	aq_arena_free(showing.arena);
	if (status < AQ_OK)
		return status;
	return aq_buffer_failed(out) ? aq_fail_memory(err) : AQ_OK;
}
