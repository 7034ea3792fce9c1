/*
 * sheet_tables.c - the columns of every CSV file of a run, from sheets/.
 *
 * Each .def file makes one function a column and the table of them; here is
 * what their rows are and what a cell of several facts says.
 */
#include "returns.h"
#include "rule_rows.h"
#include "sheet.h"

#include "words.h"

#include "acquit/return_code.h"

static const char *finding_severity(const struct aq_finding *finding)
{
	return aq_severity_name(finding->severity ? finding->severity
						  : aq_code_severity(finding->code));
}

/* Of a file that waits, or that was refused before its end was read, nothing is known. */
static bool is_counted(const struct aq_file_line *line)
{
	if (line->file.status == AQ_FILE_REFUSED)
		return line->counts[AQ_TALLY_READ] > 0;
	return line->file.status != AQ_FILE_WAITING;
}

static void cells_tally(struct cells *cells, const struct aq_file_line *line, enum aq_tally tally)
{
	if (is_counted(line))
		cells_u64(cells, line->counts[tally]);
	else
		cells_empty(cells);
}

/* How old the money is, by its booking; without one, how old the question is. */
static uint64_t exception_age(const struct aq_exception_line *line, struct aq_date today)
{
	return days_since(aq_date_is_set(line->booked_on) ? line->booked_on : line->opened_on,
			  today);
}

static void cells_side(struct cells *cells, bool is_it, const struct aq_posting *posting)
{
	if (is_it)
		cells_money(cells, posting->amount, posting->currency);
	else
		cells_empty(cells);
}

static void cells_less(struct cells *cells, int64_t one, int64_t other, aq_currency currency)
{
	int64_t minor = 0;

	if (__builtin_sub_overflow(one, other, &minor))
		cells->is_overflow = true;
	cells_money(cells, minor, currency);
}

/* What the customer owes, less what is theirs already. */
static void cells_aging_total(struct cells *cells, const struct aq_aging_line *line)
{
	const int64_t minors[] = {line->not_due,    line->days_1_30,	line->days_31_60,
				  line->days_61_90, line->days_over_90, -line->on_account};

	cells_sum(cells, minors, sizeof(minors) / sizeof(minors[0]), line->currency);
}

/* clang-format off */
#define COLUMN(id, name, fill)                                            \
	static void put_##id(struct cells *cells, const void *data)       \
	{                                                                 \
		ROW *row = data;                                          \
									  \
		fill;                                                     \
	}
#define ROW const struct run_row
#include "sheets/run.def"
#undef ROW
#define ROW const struct aq_file_line
#include "sheets/files.def"
#undef ROW
#define ROW const struct aq_finding_line
#include "sheets/findings.def"
#undef ROW
#define ROW const struct payment_row
#include "sheets/payments.def"
#undef ROW
#define ROW const struct aq_allocation_line
#include "sheets/allocations.def"
#undef ROW
#define ROW const struct exception_row
#include "sheets/exceptions.def"
#undef ROW
#define ROW const struct journal_row
#include "sheets/journal.def"
#undef ROW
#define ROW const struct trial_row
#include "sheets/trial.def"
#undef ROW
#define ROW const struct aq_aging_line
#include "sheets/aging.def"
#undef ROW
#define ROW const struct aq_settlement_line
#include "sheets/settlements.def"
#undef ROW
#define ROW const struct aq_waiting_total
#include "sheets/waiting.def"
#undef ROW
#define ROW const struct returns_row
#include "sheets/returns.def"
#undef ROW
#define ROW const struct rule_row
#include "sheets/rules.def"
#undef ROW
#define ROW const struct approval_row
#include "sheets/approvals.def"
#undef ROW
#define ROW const struct owed_row
#include "sheets/owed.def"
#undef ROW
#undef COLUMN

#define COLUMN(id, title, fill) [id] = {.name = title, .put = put_##id},
static const struct column run_columns[RUN_COLUMNS] = {
#include "sheets/run.def"
};
static const struct column file_columns[FILE_COLUMNS] = {
#include "sheets/files.def"
};
static const struct column finding_columns[FINDING_COLUMNS] = {
#include "sheets/findings.def"
};
static const struct column payment_columns[PAYMENT_COLUMNS] = {
#include "sheets/payments.def"
};
static const struct column allocation_columns[ALLOCATION_COLUMNS] = {
#include "sheets/allocations.def"
};
static const struct column exception_columns[EXCEPTION_COLUMNS] = {
#include "sheets/exceptions.def"
};
static const struct column journal_columns[JOURNAL_COLUMNS] = {
#include "sheets/journal.def"
};
static const struct column trial_columns[TRIAL_COLUMNS] = {
#include "sheets/trial.def"
};
static const struct column aging_columns[AGING_COLUMNS] = {
#include "sheets/aging.def"
};
static const struct column settlement_columns[SETTLEMENT_COLUMNS] = {
#include "sheets/settlements.def"
};
static const struct column waiting_columns[WAITING_COLUMNS] = {
#include "sheets/waiting.def"
};
static const struct column returns_columns[RETURNS_COLUMNS] = {
#include "sheets/returns.def"
};
static const struct column rule_columns[RULE_COLUMNS] = {
#include "sheets/rules.def"
};
static const struct column approval_columns[APPROVAL_COLUMNS] = {
#include "sheets/approvals.def"
};
static const struct column owed_columns[OWED_COLUMNS] = {
#include "sheets/owed.def"
};
#undef COLUMN
/* clang-format on */

const struct sheet_table run_table = {"run.csv", run_columns, RUN_COLUMNS};
const struct sheet_table files_table = {"files.csv", file_columns, FILE_COLUMNS};
const struct sheet_table findings_table = {"findings.csv", finding_columns, FINDING_COLUMNS};
const struct sheet_table payments_table = {"payments.csv", payment_columns, PAYMENT_COLUMNS};
const struct sheet_table allocations_table = {"allocations.csv", allocation_columns,
					      ALLOCATION_COLUMNS};
const struct sheet_table exceptions_table = {"exceptions.csv", exception_columns,
					     EXCEPTION_COLUMNS};
const struct sheet_table journal_table = {"journal.csv", journal_columns, JOURNAL_COLUMNS};
const struct sheet_table trial_table = {"trial_balance.csv", trial_columns, TRIAL_COLUMNS};
const struct sheet_table aging_table = {"aging.csv", aging_columns, AGING_COLUMNS};
const struct sheet_table settlements_table = {"settlements.csv", settlement_columns,
					      SETTLEMENT_COLUMNS};
const struct sheet_table returns_table = {"returns.csv", returns_columns, RETURNS_COLUMNS};
const struct sheet_table rules_table = {"rules.csv", rule_columns, RULE_COLUMNS};
const struct sheet_table approvals_table = {"approvals.csv", approval_columns, APPROVAL_COLUMNS};
const struct sheet_table owed_table = {"owed.csv", owed_columns, OWED_COLUMNS};
const struct sheet_table waiting_table = {"waiting.csv", waiting_columns, WAITING_COLUMNS};
_Static_assert(RUN_COLUMNS <= CELLS_MAX, "a row of run fits");
_Static_assert(FILE_COLUMNS <= CELLS_MAX, "a row of files fits");
_Static_assert(FINDING_COLUMNS <= CELLS_MAX, "a row of findings fits");
_Static_assert(PAYMENT_COLUMNS <= CELLS_MAX, "a row of payments fits");
_Static_assert(ALLOCATION_COLUMNS <= CELLS_MAX, "a row of allocations fits");
_Static_assert(EXCEPTION_COLUMNS <= CELLS_MAX, "a row of exceptions fits");
_Static_assert(JOURNAL_COLUMNS <= CELLS_MAX, "a row of journal fits");
_Static_assert(TRIAL_COLUMNS <= CELLS_MAX, "a row of trial fits");
_Static_assert(AGING_COLUMNS <= CELLS_MAX, "a row of aging fits");
_Static_assert(SETTLEMENT_COLUMNS <= CELLS_MAX, "a row of settlements fits");
_Static_assert(RULE_COLUMNS <= CELLS_MAX, "a row of rules fits");
_Static_assert(APPROVAL_COLUMNS <= CELLS_MAX, "a row of approvals fits");
_Static_assert(OWED_COLUMNS <= CELLS_MAX, "a row of what is owed fits");
_Static_assert(WAITING_COLUMNS <= CELLS_MAX, "a row of waiting fits");
