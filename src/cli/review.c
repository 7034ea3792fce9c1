/*
 * review.c - `acquit review`: what waits, and what a person decides.
 */
#include "cli.h"

#include "acquit/codes.h"
#include "acquit/review.h"

typedef enum aq_status (*act_on)(struct aq_store *store, const struct aq_review_act *act,
				 struct aq_buffer *out, struct aq_error *err);

#define TARGETS_MAX 256

static bool read_sort(const char *word, enum aq_work_sort *out)
{
	if (strcmp(word, "age") != 0 && strcmp(word, "amount") != 0)
		return false;
	*out = strcmp(word, "age") == 0 ? AQ_WORK_BY_AGE : AQ_WORK_BY_AMOUNT;
	return true;
}

/* What is wrong with the options; NULL: nothing. */
static const char *read_list_order(struct options *options, struct aq_work_order *order)
{
	const char *code = "", *owner = "", *older = NULL, *sort = NULL;
	uint64_t days;

	if (take_value(options, "--code", &code) < 0 || take_value(options, "--owner", &owner) < 0)
		return "--code and --owner want a word";
	if (*code && aq_code_find(code) == AQ_CODE_NONE)
		return "--code wants the code of a question, such as unknown-payer";
	order->code = aq_slice_of(code);
	order->owner = aq_slice_of(owner);
	if (take_value(options, "--sort", &sort) != 0 && (!sort || !read_sort(sort, &order->sort)))
		return "--sort wants age or amount";
	if (take_value(options, "--older", &older) == 0)
		return NULL;
	if (!older || !aq_slice_to_u64(aq_slice_of(older), &days) || days > 36500)
		return "--older wants a number of days";
	order->until = (struct aq_date){options->today.day - (int32_t)days};
	return NULL;
}

static int list(struct options *options)
{
	struct aq_error err = {.status = AQ_OK};
	struct aq_work_order order = {.sort = AQ_WORK_AS_ASKED};
	const char *wrong = read_list_order(options, &order);
	struct aq_home *home = NULL;
	struct aq_buffer out;
	enum aq_status status;

	if (wrong)
		return usage("review", wrong, "");
	if (unknown_option(options))
		return usage("review", "unknown option", unknown_option(options));
	aq_buffer_init(&out, 0);
	status = aq_home_open(&home, options->home, AQ_HOME_READ, &err);
	if (status >= AQ_OK)
		status = aq_report_work_list(aq_home_store(home), &order, &out, &err);
	aq_home_close(home);
	if (status < AQ_OK) {
		aq_buffer_free(&out);
		return fail(&err);
	}
	return print(&out);
}

static enum aq_status act_in_home(struct aq_home *home, struct aq_review_act *act, act_on on,
				  struct aq_buffer *out, struct aq_error *err)
{
	struct aq_error ignored = {.status = AQ_OK};
	struct aq_run run;
	enum aq_status status;

	status = aq_act_begin(home, act->business_date, &run, err);
	if (status < AQ_OK)
		return status;
	act->run_no = run.run_no;
	status = on(aq_home_store(home), act, out, err);
	if (status < AQ_OK) {
		(void)aq_act_end(home, &run, false, &ignored);
		return status;
	}
	return aq_act_end(home, &run, true, err);
}

static int act(struct options *options, act_on on)
{
	struct aq_review_act order = {.business_date = options->today};
	struct aq_slice targets[TARGETS_MAX];
	const char *by = NULL, *why = NULL, *date = NULL;
	struct aq_error err = {.status = AQ_OK};
	struct aq_home *home = NULL;
	struct aq_buffer out;
	enum aq_status status;
	int index;

	if (take_value(options, "--by", &by) <= 0 || take_value(options, "--why", &why) <= 0 ||
	    !*by || !*why)
		return usage("review", "who decides and why are required: --by WHO --why WHY", "");
	if (take_value(options, "--date", &date) > 0 && !parse_day(date, &order.business_date))
		return usage("review", "--date wants a day as YYYY-MM-DD", date);
	if (unknown_option(options))
		return usage("review", "unknown option", unknown_option(options));
	if (options->argument_count < 2 || options->argument_count - 2 > TARGETS_MAX)
		return usage("review", "which payment, invoice or payer", "");
	order.payment = aq_slice_of(options->arguments[1]);
	for (index = 2; index < options->argument_count; index++)
		targets[order.target_count++] = aq_slice_of(options->arguments[index]);
	order.targets = targets;
	order.by = aq_slice_of(by);
	order.why = aq_slice_of(why);
	aq_buffer_init(&out, 0);
	status = aq_home_open(&home, options->home, AQ_HOME_WRITE, &err);
	if (status >= AQ_OK)
		status = act_in_home(home, &order, on, &out, &err);
	aq_home_close(home);
	if (status < AQ_OK) {
		aq_buffer_free(&out);
		return fail(&err);
	}
	return print(&out);
}

static const struct {
	const char *name;
	act_on on;
} verbs[] = {
	{"apply", aq_review_apply},	    {"unapply", aq_review_unapply},
	{"release", aq_review_release},	    {"refund", aq_review_refund},
	{"write-off", aq_review_write_off}, {"restore", aq_review_restore},
	{"assign", aq_review_assign},	    {"note", aq_review_note},
	{"forget", aq_review_forget},	    {"accept", aq_review_accept},
	{"done", aq_review_done},
};

int command_review(const struct options *given)
{
	struct options options = *given;
	const char *verb = options.argument_count > 0 ? options.arguments[0] : "";

	if (strcmp(verb, "list") == 0)
		return list(&options);
	for (size_t index = 0; index < sizeof(verbs) / sizeof(verbs[0]); index++)
		if (strcmp(verb, verbs[index].name) == 0)
			return act(&options, verbs[index].on);
	return usage("review",
		     *verb ? "review knows list, apply, unapply, release, refund, write-off, "
			     "restore, assign, note, forget, accept and done, not"
			   : "what shall be reviewed",
		     verb);
}
