/*
 * payer.c - what is known of a payer's account or name.
 *
 * Reads: an account or a name as files show it, or a payment, whose account and
 * name are then looked up.
 * Promises: what is shown is what the night would be told.
 */
#include "../apply/learned.h"
#include "../job.h"
#include "../apply/name_forms.h"

#include "acquit/sorted.h"

struct looking {
	struct aq_home *home;
	struct aq_date today;
	struct aq_arena *arena;
	struct aq_payer payer;
	struct aq_slice normal;
	struct aq_slice form; /* of a name */
	uint64_t hash;
};

static struct aq_name name_of(const struct looking *looking)
{
	return (struct aq_name){looking->normal, looking->form};
}

/* The account as it is, a name in each way it may be kept. */
static size_t asks_of(const struct looking *looking, struct name_ask out[NAME_ASKS_MAX])
{
	if (!looking->payer.is_account)
		return name_asks(looking->arena, looking->normal, out);
	out[0] = (struct name_ask){NAME_AS_WRITTEN, looking->normal};
	return 1;
}

static bool is_registered(const struct looking *looking, const struct name_ask *ask,
			  const struct aq_name_row *row)
{
	struct aq_name name = {ask->text, looking->form};
	enum name_fit fit;

	if (row->is_account != looking->payer.is_account)
		return false;
	if (row->is_account)
		return aq_slice_equals(row->normal, ask->text);
	fit = name_key_fit(row->normal, &name);
	return fit == NAME_SAME || fit == NAME_OLD;
}

static void add_registered(struct aq_payer *payer, uint64_t *registered, uint64_t customer_no)
{
	for (size_t at = 0; at < payer->registered_count; at++)
		if (registered[at] == customer_no)
			return;
	registered[payer->registered_count++] = customer_no;
}

/* Who is found in one way joins who was found before, if it counts beside. */
static enum aq_status look_in_way(struct looking *looking, const struct name_ask *ask,
				  unsigned *found, struct aq_error *err)
{
	const uint64_t hash = aq_siphash(aq_store_siphash_key(looking->home->store), ask->text);
	const size_t known = looking->payer.registered_count;
	struct aq_name_row *rows;
	uint64_t *registered;
	size_t count, at;
	enum aq_status status = aq_store_names_find(looking->home->store, &hash, 1, looking->arena,
						    &rows, &count, err);

	if (status < AQ_OK)
		return status;
	registered = aq_arena_take_many(looking->arena, known + count + 1, sizeof(*registered));
	if (!registered)
		return aq_fail_memory(err);
	if (known > 0)
		memcpy(registered, looking->payer.registered, known * sizeof(*registered));
	for (at = 0; at < count; at++)
		if (is_registered(looking, ask, &rows[at])) {
			*found |= 1u << ask->way;
			if (name_way_counts(ask->way, *found))
				add_registered(&looking->payer, registered, rows[at].customer_no);
		}
	looking->payer.registered = registered;
	return AQ_OK;
}

static enum aq_status look_in_master(struct looking *looking, struct aq_error *err)
{
	struct name_ask asks[NAME_ASKS_MAX];
	size_t count = asks_of(looking, asks);
	unsigned found = 0;
	enum aq_status status = AQ_OK;

	for (size_t at = 0; at < count && status >= AQ_OK; at++)
		status = look_in_way(looking, &asks[at], &found, err);
	return status;
}

static bool is_taught(const struct looking *looking, const struct aq_waiting *teacher)
{
	struct aq_name name = name_of(looking);
	struct aq_name taught;

	if (looking->payer.is_account)
		return aq_slice_equals(teacher->payment.payer_account, looking->normal);
	taught = aq_name_read(looking->arena, teacher->payment.payer);
	return aq_names_agree(&taught, &name);
}

struct deciding { /* who decided what a payment is for, on a day */
	struct looking *looking;
	char day[AQ_DATE_TEXT_BYTES];
	struct aq_slice by;
};

static enum aq_status on_act(void *context, const struct aq_act_line *line, struct aq_error *err)
{
	struct deciding *deciding = context;
	struct aq_slice run = aq_slice_of(line->run);

	if (!aq_slice_is(line->act.verb, "apply") ||
	    !aq_slice_starts_with(run, aq_slice_of(deciding->day)))
		return AQ_OK;
	deciding->by = aq_arena_copy(deciding->looking->arena, line->act.by);
	return deciding->by.length < line->act.by.length ? aq_fail_memory(err) : AQ_OK;
}

static enum aq_status read_person(struct looking *looking, const struct aq_lesson_row *row,
				  struct aq_slice *out, struct aq_error *err)
{
	struct deciding deciding = {.looking = looking};
	enum aq_status status = AQ_OK;

	aq_date_print(row->learned_on, deciding.day);
	if (row->kind == AQ_LESSON_PERSON)
		status = aq_store_list_acts(looking->home->store, row->payment_no, on_act,
					    &deciding, err);
	*out = deciding.by;
	return status;
}

static enum aq_status add_lesson(struct looking *looking, const struct aq_lesson_row *row,
				 struct aq_payer_lesson *lessons, struct aq_error *err)
{
	struct aq_waiting *teacher;
	struct aq_slice by;
	bool is_nameless;
	size_t found;
	enum aq_status status = aq_store_payments_read(looking->home->store, &row->payment_no, 1,
						       looking->arena, &teacher, &found, err);

	if (status < AQ_OK || found == 0 || row->is_account != looking->payer.is_account ||
	    !is_taught(looking, teacher))
		return status;
	status = read_person(looking, row, &by, err);
	if (status < AQ_OK)
		return status;
	is_nameless = row->is_account && aq_slice_trim(teacher->payment.payer).length == 0;
	/* An account without a name may be anybody's. */
	lessons[looking->payer.lesson_count++] =
		(struct aq_payer_lesson){.customer_no = row->customer_no,
					 .payment = teacher->payment.id,
					 .learned_on = row->learned_on,
					 .kind = is_nameless ? AQ_LESSON_TELLS : row->kind,
					 .by = by,
					 .is_fresh = lesson_is_fresh(row, looking->today)};
	return AQ_OK;
}

static enum aq_status look_in_lessons(struct looking *looking, struct aq_error *err)
{
	struct aq_payer_lesson *lessons;
	struct aq_lesson_row *rows;
	size_t count, at;
	enum aq_status status = aq_store_lessons_find(looking->home->store, &looking->hash, 1,
						      looking->arena, &rows, &count, err);

	if (status < AQ_OK)
		return status;
	lessons = aq_arena_take_many(looking->arena, count + 1, sizeof(*lessons));
	if (!lessons)
		return aq_fail_memory(err);
	for (at = 0; at < count && status >= AQ_OK; at++)
		status = add_lesson(looking, &rows[at], lessons, err);
	looking->payer.lessons = lessons;
	return status;
}

/* Tells of it where something is known, or where nothing else was told. */
static enum aq_status look(struct looking *looking, struct aq_slice text, bool is_account,
			   struct aq_buffer *out, struct aq_error *err)
{
	struct aq_name name = {{NULL, 0}, {NULL, 0}};
	enum aq_status status;

	looking->payer = (struct aq_payer){.text = text,
					   .is_account = is_account,
					   .needed = is_account ? ACCOUNT_LESSONS : NAME_LESSONS,
					   .needed_with_persons = PERSON_LESSONS};
	if (is_account)
		name.normal = aq_account_normal(looking->arena, text);
	else
		name = aq_name_read(looking->arena, text);
	looking->normal = name.normal;
	looking->form = name.form;
	if (looking->normal.length == 0)
		return AQ_OK;
	looking->hash = aq_siphash(aq_store_siphash_key(looking->home->store), looking->normal);
	status = look_in_master(looking, err);
	if (status >= AQ_OK)
		status = look_in_lessons(looking, err);
	if (status < AQ_OK || looking->payer.registered_count + looking->payer.lesson_count == 0)
		return status;
	if (aq_buffer_slice(out).length > 0)
		aq_buffer_add_byte(out, '\n');
	return aq_report_payer(looking->home->store, &looking->payer, out, err);
}

static enum aq_status look_at_payment(struct looking *looking, uint64_t payment_no,
				      struct aq_buffer *out, struct aq_error *err)
{
	struct aq_waiting *payment;
	size_t found;
	enum aq_status status = aq_store_payments_read(looking->home->store, &payment_no, 1,
						       looking->arena, &payment, &found, err);

	if (status < AQ_OK || found == 0)
		return status;
	status = look(looking, payment->payment.payer_account, true, out, err);
	return status < AQ_OK ? status : look(looking, payment->payment.payer, false, out, err);
}

enum aq_status aq_payer_show(struct aq_home *home, struct aq_slice text, struct aq_date today,
			     struct aq_buffer *out, struct aq_error *err)
{
	struct looking looking = {.home = home, .today = today};
	struct aq_thing_row *things;
	size_t count = 0;
	enum aq_status status = aq_arena_new(&looking.arena, 0, err);

	if (status >= AQ_OK)
		status = aq_store_things_find(home->store, AQ_THING_PAYMENT, text, looking.arena,
					      &things, &count, err);
	if (status >= AQ_OK && count == 1)
		status = look_at_payment(&looking, things[0].number, out, err);
	if (status >= AQ_OK || status == AQ_NOT_FOUND)
		status = look(&looking, text, true, out, err);
	if (status >= AQ_OK)
		status = look(&looking, text, false, out, err);
	if (status >= AQ_OK && aq_buffer_slice(out).length == 0)
		status = aq_fail(err, AQ_NOT_FOUND, AQ_CODE_NONE, (struct aq_at){0, 0},
				 "nothing is known of the payer %.*s", AQ_SLICE_ARGS(text));
	aq_arena_free(looking.arena);
	return status < AQ_OK ? status : AQ_OK;
}
