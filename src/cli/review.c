/*
 * review.c - `acquit review`: what waits, and what a person decides.
 */
#include "cli.h"

#include "acquit/codes.h"
#include "acquit/review.h"

#define TARGETS_MAX 256

static bool read_sort(const char *word, enum aq_work_sort *out)
{
	if (strcmp(word, "age") != 0 && strcmp(word, "amount") != 0)
		return false;
	*out = strcmp(word, "age") == 0 ? AQ_WORK_BY_AGE : AQ_WORK_BY_AMOUNT;
	return true;
}

static const char *read_whose(struct options *options, struct aq_work_order *order)
{
	const char *code = "", *owner = "", *customer = "";

	if (take_value(options, "--code", &code) < 0 || take_value(options, "--owner", &owner) < 0)
		return "--code and --owner want a word";
	if (*code && aq_code_find(code) == AQ_CODE_NONE)
		return "--code wants the code of a question, such as unknown-payer";
	if (take_value(options, "--customer", &customer) < 0)
		return "--customer wants a customer's number";
	order->code = aq_slice_of(code);
	order->owner = aq_slice_of(owner);
	order->customer = aq_slice_of(customer);
	return NULL;
}

static const char *read_money(struct options *options, struct aq_work_order *order)
{
	const char *currency = NULL, *above = NULL;

	if (take_value(options, "--currency", &currency) != 0) {
		order->currency =
			currency ? aq_currency_find(aq_slice_of(currency)) : AQ_CURRENCY_NONE;
		if (order->currency == AQ_CURRENCY_NONE)
			return "--currency wants a currency, such as EUR";
	}
	if (take_value(options, "--above", &above) != 0 &&
	    (!above || !aq_decimal_parse_plain(aq_slice_of(above), &order->above) ||
	     order->above.units < 0))
		return "--above wants an amount with a point, such as 1000.00";
	return NULL;
}

static const char *read_days(struct options *options, struct aq_work_order *order)
{
	const char *older = NULL, *date = NULL;
	uint64_t days;

	order->today = options->today;
	if (take_value(options, "--date", &date) != 0 && (!date || !parse_day(date, &order->today)))
		return "--date wants a day as YYYY-MM-DD";
	if (take_value(options, "--older", &older) == 0)
		return NULL;
	if (!older || !aq_slice_to_u64(aq_slice_of(older), &days) || days > 36500)
		return "--older wants a number of days";
	order->until = aq_date_add_days(order->today, -(int)days);
	return NULL;
}

/* What is wrong with the options; NULL: nothing. */
static const char *read_list_order(struct options *options, struct aq_work_order *order)
{
	const char *sort = NULL, *wrong = read_whose(options, order);

	if (!wrong)
		wrong = read_money(options, order);
	if (!wrong)
		wrong = read_days(options, order);
	if (!wrong && take_value(options, "--sort", &sort) != 0 &&
	    (!sort || !read_sort(sort, &order->sort)))
		wrong = "--sort wants age or amount";
	return wrong;
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
	if (options->argument_count > 1)
		return usage("review", "list takes no word", options->arguments[1]);
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

struct acting {
	struct aq_home *home;
	struct aq_slice verb;
	struct aq_review_act act;
};

/* A run of its own around it; AQ_END rolls back as a failure does. */
static enum aq_status in_run(struct acting *acting, bool is_proposal, struct aq_buffer *out,
			     struct aq_error *err)
{
	struct aq_store *store = aq_home_store(acting->home);
	struct aq_error ignored = {.status = AQ_OK};
	struct aq_run run;
	enum aq_status status;

	status = aq_act_begin(acting->home, acting->act.business_date, &run, err);
	if (status < AQ_OK)
		return status;
	acting->act.run_no = run.run_no;
	status = is_proposal ? aq_review_propose(store, acting->verb, &acting->act, out, err)
			     : aq_review_do(store, acting->verb, &acting->act, out, err);
	if (status == AQ_OK)
		return aq_act_end(acting->home, &run, true, err);
	(void)aq_act_end(acting->home, &run, false, &ignored);
	return status;
}

/* AQ_END: it was proposed, and waits for a second person. */
static enum aq_status act_in_home(struct acting *acting, struct aq_buffer *out,
				  struct aq_error *err)
{
	struct aq_review_outcome outcome = {.moves = {0, AQ_CURRENCY_NONE}};
	struct aq_buffer words;
	enum aq_status status;

	acting->act.outcome = &outcome;
	acting->act.limits = &aq_home_settings(acting->home)->limits;
	aq_buffer_init(&words, 0);
	status = in_run(acting, false, &words, err);
	if (status == AQ_OK) {
		aq_buffer_add(out, aq_buffer_slice(&words));
	} else if (status == AQ_END) {
		status = in_run(acting, true, out, err);
		aq_buffer_print(out, "approved, it will be:\n%.*s",
				AQ_SLICE_ARGS(aq_buffer_slice(&words)));
		status = status < AQ_OK ? status : AQ_END;
	}
	aq_buffer_free(&words);
	acting->act.outcome = NULL;
	return status;
}

static int act(struct options *options, struct acting *acting)
{
	struct aq_error err = {.status = AQ_OK};
	struct aq_buffer out;
	enum aq_status status;
	int printed;

	aq_buffer_init(&out, 0);
	status = aq_home_open(&acting->home, options->home, AQ_HOME_WRITE, &err);
	if (status >= AQ_OK)
		status = act_in_home(acting, &out, &err);
	aq_home_close(acting->home);
	if (status < AQ_OK) {
		aq_buffer_free(&out);
		return fail(&err);
	}
	printed = print(&out);
	return printed == EXIT_DONE && status == AQ_END ? EXIT_WAITS : printed;
}

static int read_act(struct options *options)
{
	struct acting acting = {.verb = aq_slice_of(options->arguments[0]),
				.act = {.business_date = options->today}};
	struct aq_slice targets[TARGETS_MAX];
	const char *by = NULL, *why = NULL, *date = NULL;
	struct aq_review_act *order = &acting.act;
	int index;

	if (take_value(options, "--by", &by) <= 0 || take_value(options, "--why", &why) <= 0 ||
	    !*by || !*why)
		return usage("review", "who decides and why are required: --by WHO --why WHY", "");
	if (take_value(options, "--date", &date) > 0 && !parse_day(date, &order->business_date))
		return usage("review", "--date wants a day as YYYY-MM-DD", date);
	if (unknown_option(options))
		return usage("review", "unknown option", unknown_option(options));
	if (options->argument_count < 2 || options->argument_count - 2 > TARGETS_MAX)
		return usage("review", "which payment, invoice, payer or proposal", "");
	order->payment = aq_slice_of(options->arguments[1]);
	for (index = 2; index < options->argument_count; index++)
		targets[order->target_count++] = aq_slice_of(options->arguments[index]);
	order->targets = targets;
	order->by = aq_slice_of(by);
	order->why = aq_slice_of(why);
	return act(options, &acting);
}

int command_review(const struct options *given)
{
	struct options options = *given;
	const char *verb = options.argument_count > 0 ? options.arguments[0] : "";

	if (strcmp(verb, "list") == 0)
		return list(&options);
	if (aq_review_has_verb(aq_slice_of(verb)))
		return read_act(&options);
	return usage("review",
		     *verb ? "review knows list, apply, unapply, release, refund, write-off, "
			     "restore, repay, settle, difference, unsettle, accept, done, reopen, "
			     "assign, "
			     "note, forget, approve and withdraw, not"
			   : "what shall be reviewed",
		     verb);
}
