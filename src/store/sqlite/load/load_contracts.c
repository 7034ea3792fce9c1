/*
 * load_contracts.c - contracts; one that is signed, has an amount and no options
 * is owed, and becomes an item.
 */
#include "acquit/claim.h"
#include "load.h"

struct contract {
	uint64_t contract_no, customer_no, item_no;
	aq_currency currency;
	bool has_amount, has_options;
	int64_t amount;
	struct aq_date signed_on, due_on;
	struct aq_slice notification, project;
};

static enum aq_status read_known(struct aq_store *store, uint64_t contract_no, struct contract *out,
				 struct aq_error *err)
{
	sqlite3_stmt *statement;
	enum aq_status status =
		sq_use_of(store, SQ_CONTRACT_FULL, (struct sq_thing){"contract", contract_no},
			  &statement, err);

	if (status < AQ_OK)
		return status;
	*out = (struct contract){.contract_no = contract_no,
				 .customer_no = sq_u64(statement, 0),
				 .currency = (aq_currency)sq_u64(statement, 3),
				 .has_amount = sq_i64(statement, 4) != 0,
				 .amount = sq_i64(statement, 5),
				 .signed_on = sq_date(statement, 6),
				 .due_on = sq_date(statement, 7),
				 .item_no = sq_u64(statement, 8),
				 .has_options = sq_i64(statement, 9) != 0};
	if (!sq_copy(store->scratch, statement, 1, &out->notification) ||
	    !sq_copy(store->scratch, statement, 2, &out->project))
		status = aq_fail_memory(err);
	sq_done(statement);
	return status;
}

static enum aq_status write_row(struct aq_store *store, enum sq_statement which,
				const struct contract *contract, struct aq_slice number,
				struct aq_error *err)
{
	sqlite3_stmt *statement;
	enum aq_status status = sq_use(store, which, &statement, err);

	if (status < AQ_OK)
		return status;
	sq_bind_u64(store, statement, 1, contract->contract_no);
	sq_bind_text(store, statement, 2, number);
	sq_bind_text(store, statement, 3, contract->notification);
	sq_bind_u64(store, statement, 4, contract->customer_no);
	sq_bind_text(store, statement, 5, contract->project);
	sq_bind_i64(store, statement, 6, contract->currency);
	sq_bind_i64(store, statement, 7, contract->has_amount);
	sq_bind_i64(store, statement, 8, contract->amount);
	sq_bind_i64(store, statement, 9, contract->signed_on.day);
	sq_bind_i64(store, statement, 10, contract->due_on.day);
	sq_bind_u64(store, statement, 11, contract->item_no);
	return sq_run(store, statement, err);
}

static bool is_owed(const struct contract *contract)
{
	return contract->has_amount && aq_date_is_set(contract->signed_on) &&
	       !contract->has_options;
}

static enum aq_status make_item(struct aq_store *store, struct contract *contract,
				struct aq_slice number, struct aq_row_change *change,
				struct aq_error *err)
{
	struct sq_item_row item = {.item = {.kind = AQ_ITEM_CONTRACT,
					    .customer_no = contract->customer_no,
					    .parent_no = contract->contract_no,
					    .number = number,
					    .currency = contract->currency,
					    .amount = contract->amount,
					    .open = contract->amount,
					    .due_on = contract->due_on,
					    .issued_on = contract->signed_on},
				   .contract_no = contract->contract_no,
				   .is_billed = true,
				   .billed = contract->amount,
				   .project = contract->project};
	enum aq_status status = sq_next(store, AQ_NUMBER_ITEM, 1, &item.item.item_no, err);

	if (status < AQ_OK)
		return status;
	contract->item_no = item.item.item_no;
	change->billed = contract->amount;
	return sq_items_add(store, &item, 1, err);
}

/* An item of a contract that is owed follows its amount; one that is owed no
 * longer, and on which nothing was put, is billed back. */
static enum aq_status move_item(struct aq_store *store, const struct contract *contract,
				struct aq_row_change *change, struct aq_error *err)
{
	struct sq_item_row item = {.taken_off = 0};
	struct sq_open_change open;
	enum aq_status status = sq_items_full(store, &contract->item_no, 1, &item, err);

	if (status < AQ_OK)
		return status;
	if (item.item.item_no == 0)
		return sq_contradiction(err, "item %llu is not there",
					(unsigned long long)contract->item_no);
	open = (struct sq_open_change){
		.customer_no = item.item.customer_no,
		.item_no = item.item.item_no,
		.from = item.item.open,
		.currency = item.item.currency,
		.due_on = contract->due_on,
		.due_changed = aq_date_compare(contract->due_on, item.item.due_on) != 0};
	item.item.due_on = contract->due_on;
	item.project = contract->project;
	if (is_owed(contract) && !item.is_billed) {
		item.is_billed = true;
		item.item.amount = contract->amount;
		if (__builtin_add_overflow(item.item.open, contract->amount, &item.item.open) ||
		    __builtin_add_overflow(item.billed, contract->amount, &item.billed))
			return AQ_BAD_RECORD;
		change->billed = contract->amount;
	} else if (is_owed(contract)) {
		if (sq_item_amount(&item, contract->amount, change) < AQ_OK)
			return AQ_BAD_RECORD;
	} else if (item.is_billed && item.item.open == item.item.amount) {
		change->billed = -item.item.open;
		item.billed -= item.item.open;
		item.item.open = 0;
		item.is_billed = false;
	}
	open.to = item.item.open;
	status = sq_item_write(store, &item, err);
	return status < AQ_OK ? status : sq_open_set(store, &open, err);
}

static bool is_refused(struct sq_load *load, size_t place, const struct aq_contract_row *row,
		       uint64_t customer_no, const struct contract *known)
{
	if (customer_no == 0)
		sq_load_refuse(load, place, AQ_ROW_CUSTOMER_UNKNOWN, "customer_no", row->customer);
	else if (known->contract_no != 0 && known->currency != row->currency)
		sq_load_refuse(load, place, AQ_ROW_CURRENCY_CHANGED, "currency",
			       aq_slice_of(aq_currency_code(row->currency)));
	else if (known->contract_no != 0 && known->customer_no != customer_no)
		sq_load_refuse(load, place, AQ_ROW_CUSTOMER_CHANGED, "customer_no", row->customer);
	return load->changes[place].refusal != AQ_CODE_NONE;
}

static bool is_same(const struct contract *one, const struct contract *other)
{
	return one->has_amount == other->has_amount && one->amount == other->amount &&
	       aq_date_compare(one->signed_on, other->signed_on) == 0 &&
	       aq_date_compare(one->due_on, other->due_on) == 0 &&
	       aq_slice_equals(one->project, other->project) &&
	       aq_slice_equals(one->notification, other->notification);
}

static enum aq_status write_keys(struct sq_load *load, size_t place,
				 const struct contract *contract, const struct contract *known,
				 struct aq_error *err)
{
	enum aq_status status;

	if (known->contract_no != 0 && aq_slice_equals(known->notification, contract->notification))
		return AQ_OK;
	status = sq_load_keys(load, place, AQ_HIT_CONTRACT, contract->contract_no,
			      contract->customer_no, err);
	if (status >= AQ_OK && known->notification.length)
		status = sq_load_sweep(load, AQ_HIT_CONTRACT, contract->contract_no, err);
	return status;
}

static enum aq_status write_contract(struct sq_load *load, size_t place, struct contract *contract,
				     const struct contract *known, struct aq_error *err)
{
	const struct aq_contract_row *row =
		(const struct aq_contract_row *)load->rows->rows + place;
	struct aq_row_change *change = &load->changes[place];
	enum aq_status status = AQ_OK;

	if (change->is_new)
		status = sq_next(load->store, SQ_NEXT_CONTRACT, 1, &contract->contract_no, err);
	if (status >= AQ_OK && contract->item_no != 0)
		status = move_item(load->store, contract, change, err);
	else if (status >= AQ_OK && is_owed(contract))
		status = make_item(load->store, contract, row->number, change, err);
	if (status == AQ_BAD_RECORD) {
		sq_load_refuse(load, place, AQ_ROW_OVERFLOW, "amount", row->number);
		return AQ_OK;
	}
	change->item_no = contract->item_no;
	if (status >= AQ_OK)
		status = write_row(load->store,
				   change->is_new ? SQ_CONTRACT_ADD : SQ_CONTRACT_CHANGE, contract,
				   row->number, err);
	return status < AQ_OK ? status : write_keys(load, place, contract, known, err);
}

static enum aq_status load_one(struct sq_load *load, size_t at, uint64_t customer_no,
			       struct aq_error *err)
{
	size_t place = load->pass[at];
	const struct aq_contract_row *row =
		(const struct aq_contract_row *)load->rows->rows + place;
	struct aq_row_change *change = &load->changes[place];
	struct contract known = {.contract_no = 0};
	struct contract contract;
	enum aq_status status = AQ_OK;

	change->line = row->line;
	if (load->targets[at] != 0)
		status = read_known(load->store, load->targets[at], &known, err);
	if (status < AQ_OK || is_refused(load, place, row, customer_no, &known))
		return status;
	contract = known;
	contract.customer_no = customer_no;
	contract.currency = row->currency;
	contract.has_amount = row->has_amount;
	contract.amount = row->has_amount ? row->amount : 0;
	contract.signed_on = row->signed_on;
	contract.due_on = row->due_on;
	contract.notification = row->notification;
	contract.project = row->project;
	change->customer_no = customer_no;
	change->customer = row->customer;
	change->target = row->number;
	change->currency = row->currency;
	change->is_new = known.contract_no == 0;
	change->is_changed = !change->is_new && !is_same(&contract, &known);
	if (!change->is_new && !change->is_changed)
		return AQ_OK;
	return write_contract(load, place, &contract, &known, err);
}

static struct aq_slice customer_of(const struct sq_load *load, size_t place)
{
	return ((const struct aq_contract_row *)load->rows->rows + place)->customer;
}

enum aq_status sq_load_contracts(struct sq_load *load, struct aq_error *err)
{
	return sq_load_owned(load, customer_of, load_one, err);
}

/* --- options --- */

/* A contract that gets its first option is no longer owed at its amount. */
static enum aq_status add_option(struct sq_load *load, size_t place, struct contract *contract,
				 int64_t amount, struct aq_error *err)
{
	const struct aq_option_row *row = (const struct aq_option_row *)load->rows->rows + place;
	struct aq_row_change *change = &load->changes[place];
	struct aq_store *store = load->store;
	sqlite3_stmt *statement;
	bool is_first = !contract->has_options;
	enum aq_status status = sq_use(store, SQ_OPTION_SET, &statement, err);

	if (status < AQ_OK)
		return status;
	sq_bind_u64(store, statement, 1, contract->contract_no);
	sq_bind_text(store, statement, 2, row->option);
	sq_bind_text(store, statement, 3, row->label);
	sq_bind_i64(store, statement, 4, amount);
	status = sq_run(store, statement, err);
	contract->has_options = true;
	if (status < AQ_OK || !is_first || contract->item_no == 0)
		return status;
	change->item_no = contract->item_no;
	return move_item(store, contract, change, err);
}

static enum aq_status option_differs(struct aq_store *store, uint64_t contract_no,
				     const struct aq_option_row *row, int64_t amount,
				     struct aq_row_change *change, struct aq_error *err)
{
	sqlite3_stmt *statement;
	enum aq_status status = sq_use(store, SQ_OPTION_FIND, &statement, err);

	if (status < AQ_OK)
		return status;
	sq_bind_u64(store, statement, 1, contract_no);
	sq_bind_text(store, statement, 2, row->option);
	status = sq_step(store, statement, err);
	change->is_new = status == AQ_END;
	if (status != AQ_OK)
		return status < AQ_OK ? status : AQ_OK;
	change->is_changed = !aq_slice_equals(sq_text(statement, 0), row->label) ||
			     sq_i64(statement, 1) != amount;
	sq_done(statement);
	return AQ_OK;
}

static enum aq_status load_option(struct sq_load *load, size_t at, struct aq_error *err)
{
	size_t place = load->pass[at];
	const struct aq_option_row *row = (const struct aq_option_row *)load->rows->rows + place;
	struct aq_row_change *change = &load->changes[place];
	char text[AQ_DECIMAL_TEXT_BYTES];
	struct contract contract;
	struct aq_money money;
	enum aq_status status;

	change->line = row->line;
	if (load->targets[at] == 0) {
		sq_load_refuse(load, place, AQ_ROW_CONTRACT_UNKNOWN, "contract_no", row->contract);
		return AQ_OK;
	}
	status = read_known(load->store, load->targets[at], &contract, err);
	if (status < AQ_OK)
		return status;
	if (!aq_money_from_decimal(row->amount, contract.currency, &money)) {
		size_t bytes = aq_decimal_print(row->amount, 0, text);

		sq_load_refuse(load, place, AQ_ROW_AMOUNT, "amount",
			       aq_arena_copy(load->arena, (struct aq_slice){text, bytes}));
		return AQ_OK;
	}
	change->customer_no = contract.customer_no;
	change->target = row->contract;
	change->currency = contract.currency;
	status = option_differs(load->store, contract.contract_no, row, money.minor, change, err);
	if (status < AQ_OK || (!change->is_new && !change->is_changed))
		return status;
	return add_option(load, place, &contract, money.minor, err);
}

enum aq_status sq_load_options(struct sq_load *load, struct aq_error *err)
{
	enum aq_status status = AQ_OK;

	for (size_t at = 0; at < load->pass_count && status >= AQ_OK; at++)
		status = load_option(load, at, err);
	return status;
}
