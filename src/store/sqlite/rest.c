/*
 * rest.c - what few payments have, in one column.
 *
 * A column costs as much when it is empty, and most payments have no fee, no
 * second currency and no return code. These share the column `rest`: place in
 * the file, value date as days after the booking, fee, its tax, net, rounding,
 * their currencies, and the texts that are hashed but for source id and trace.
 */
#include "acquit/claim.h"
#include "bytes.h"
#include "rows.h"

void sq_rest_put(struct aq_buffer *out, const struct sq_payment_row *row)
{
	const struct aq_payment *payment = row->taken->payment;

	sq_put_number(out, payment->unit_index);
	sq_put_number(out, payment->entry_index);
	sq_put_number(out, payment->leaf_index);
	sq_put_number(out, payment->leaf_count);
	sq_put_signed(out, (int64_t)payment->value_on.day - payment->booked_on.day);
	sq_put_number(out, payment->fee_currency);
	sq_put_number(out, payment->net_currency);
	sq_put_signed(out, payment->fee);
	sq_put_signed(out, payment->fee_tax);
	sq_put_signed(out, payment->net);
	sq_put_signed(out, payment->rounding);
	sq_put_text(out, payment->counter_reference);
	sq_put_text(out, payment->return_code);
	sq_put_text(out, payment->batch_id);
	/* Where there is a settlement, its own row has the id. */
	sq_put_text(out, row->settlement_no ? (struct aq_slice){"", 0} : payment->settlement_id);
}

bool sq_rest_get(struct aq_slice bytes, struct aq_payment *out)
{
	struct sq_reader reader = sq_reader_of(bytes);

	out->unit_index = (uint32_t)sq_get_number(&reader);
	out->entry_index = (uint32_t)sq_get_number(&reader);
	out->leaf_index = (uint32_t)sq_get_number(&reader);
	out->leaf_count = (uint32_t)sq_get_number(&reader);
	out->value_on.day = (int32_t)(out->booked_on.day + sq_get_signed(&reader));
	out->fee_currency = (aq_currency)sq_get_number(&reader);
	out->net_currency = (aq_currency)sq_get_number(&reader);
	out->fee = sq_get_signed(&reader);
	out->fee_tax = sq_get_signed(&reader);
	out->net = sq_get_signed(&reader);
	out->rounding = sq_get_signed(&reader);
	out->counter_reference = sq_get_text(&reader);
	out->return_code = sq_get_text(&reader);
	out->batch_id = sq_get_text(&reader);
	out->settlement_id = sq_get_text(&reader);
	return !reader.failed && reader.at == reader.end;
}

/* The return's code, or the settlement's id. */
static void rest_text(sqlite3_context *context, int count, sqlite3_value **values)
{
	const void *bytes = sqlite3_value_blob(values[0]);
	const unsigned char *which = sqlite3_value_text(values[1]);
	struct aq_payment payment = {.booked_on = {0}};
	struct aq_slice text;

	AQ_CLAIM(count == 2);
	if (!which || !bytes ||
	    !sq_rest_get((struct aq_slice){bytes, (size_t)sqlite3_value_bytes(values[0])},
			 &payment)) {
		sqlite3_result_error(context, "what few payments have is damaged", -1);
		return;
	}
	text = which[0] == 'r' ? payment.return_code : payment.settlement_id;
	sqlite3_result_text(context, text.length ? text.start : "", (int)text.length,
			    SQLITE_TRANSIENT);
}

enum aq_status sq_rest_open(struct aq_store *store, struct aq_error *err)
{
	if (sqlite3_create_function_v2(store->db, "rest_text", 2,
				       SQLITE_UTF8 | SQLITE_DIRECTONLY | SQLITE_DETERMINISTIC, NULL,
				       rest_text, NULL, NULL, NULL) != SQLITE_OK)
		return sq_fail(store, "opening the store", err);
	return AQ_OK;
}
