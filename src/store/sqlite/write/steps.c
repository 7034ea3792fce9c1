/*
 * steps.c - what happened to payments after their intake, appended.
 */
#include "../rows.h"

static void column_step(sqlite3_context *context, const struct sq_rows *rows, size_t row,
			int column)
{
	const struct sq_step_row *step = (const struct sq_step_row *)rows->rows + row;

	switch (column) {
	case 0:
		sq_give_u64(context, step->payment_no);
		break;
	case 1:
		sq_give_u64(context, step->step_no);
		break;
	case 2:
		sq_give_u64(context, step->run_no);
		break;
	case 3:
		sq_give_u64(context, step->outcome);
		break;
	case 4:
		sq_give_i64(context, step->remainder);
		break;
	case 5:
		sq_give_u64(context, step->customer_no);
		break;
	case 6:
		sq_give_u64(context, step->contract_no);
		break;
	case 7:
		sq_give_u64(context, step->entry_no);
		break;
	case 8:
		sq_give_u64(context, step->allocation_from);
		break;
	case 9:
		sq_give_u64(context, step->allocation_count);
		break;
	default:
		sq_give_u64(context, step->settlement_no);
		break;
	}
}

const struct sq_shape sq_shape_steps = {
	"feed_steps",
	"CREATE TABLE x(payment_no, step_no, run_no, outcome, remainder, customer_no, contract_no, "
	"entry_no,"
	" allocation_from, allocation_count, settlement_no)",
	column_step,
};

enum aq_status sq_steps_add(struct aq_store *store, const struct sq_step_row *steps, size_t count,
			    struct aq_error *err)
{
	return sq_feed_run(store, (struct sq_feeding){SQ_STEPS_ADD, SQ_FEED_STEPS}, steps, count,
			   err);
}
