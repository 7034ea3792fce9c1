/*
 * night.c - the night's matching: each chunk's payments are read, put before
 * the rules in their order, and the conclusions are kept until all are in.
 *
 * Promises: no memory is taken per payment but what is kept of it.
 * Refuses: money that went out, money already spent, and possible duplicates:
 * they stay as they are.
 */
#include "night.h"

#include <stdlib.h>

#include "acquit/claim.h"

enum aq_status aq_night_new(struct aq_night **out, const struct aq_match_settings *settings,
			    struct aq_error *err)
{
	struct aq_night *night = calloc(1, sizeof(*night));
	enum aq_status status;

	if (!night)
		return aq_fail_memory(err);
	night->settings = *settings;
	night->desk = calloc(1, sizeof(*night->desk));
	status = night->desk ? AQ_OK : aq_fail_memory(err);
	if (status == AQ_OK)
		status = aq_arena_new(&night->round, 0, err);
	if (status == AQ_OK)
		status = aq_arena_new(&night->call, 0, err);
	if (status < AQ_OK) {
		aq_night_free(night);
		return status;
	}
	night->pool.arena = night->round;
	*out = night;
	return AQ_OK;
}

void aq_night_free(struct aq_night *night)
{
	if (!night)
		return;
	aq_arena_free(night->round);
	aq_arena_free(night->call);
	free(night->desk);
	free(night);
}

void aq_night_round(struct aq_night *night, int round)
{
	/* A number that does not grow begins another night. */
	if (round <= night->last_round)
		night->assigned_count = 0;
	night->last_round = round;
	aq_arena_reset(night->round);
	night->pool = (struct pool){.arena = night->round};
	night->blocks = NULL;
	night->block_count = 0;
	night->block_room = 0;
	night->kept_count = 0;
	night->order = NULL;
	night->decision_count = 0;
	night->losers = NULL;
	night->loser_count = 0;
	night->demoted = NULL;
	night->is_assigned = false;
	night->hungry = NULL;
	night->hungry_count = 0;
	memset(night->twins, 0, sizeof(night->twins));
}

static bool may_be_applied(const struct aq_waiting *waiting)
{
	const struct aq_payment *payment = &waiting->payment;

	return payment->direction == AQ_MONEY_IN && waiting->remainder > 0 &&
	       !payment->is_refused &&
	       (payment->kind == AQ_KIND_RECEIPT || payment->kind == AQ_KIND_ADJUSTMENT) &&
	       waiting->status != AQ_PAYMENT_POSSIBLE_DUPLICATE && waiting->bucket != AQ_BUCKET_OUT;
}

static bool claims_items(const struct answer *answer)
{
	return answer->share_count > 0 && answer->shares[0].kind != AQ_TARGET_ACCOUNT;
}

static bool fits(const struct answer *answer)
{
	return answer->outcome == AQ_OUTCOME_APPLY && match_fits(answer->amount);
}

/* The site lets the rule apply money like this. */
static bool is_allowed(const struct desk *desk)
{
	const struct aq_match_settings *settings = desk->facts.view->settings;
	enum aq_rule rule = desk->answer.rule;

	if (desk->answer.outcome != AQ_OUTCOME_APPLY)
		return true;
	if (settings->rules_off >> rule & 1)
		return false;
	for (size_t i = 0; i < settings->limit_count; i++)
		if (settings->limits[i].rule == rule &&
		    settings->limits[i].money.currency == desk->facts.currency &&
		    desk->facts.money > settings->limits[i].money.minor)
			return false;
	return true;
}

static bool try_rule(struct desk *desk, enum aq_rule rule)
{
	match_rule *function = match_rule_function(rule);

	if (!function)
		return false;
	match_answer_begin(&desk->answer);
	if (!function(desk))
		return false;
	match_judge_listed(desk);
	if (!is_allowed(desk)) {
		if (desk->held_back == AQ_RULE_NONE)
			desk->held_back = desk->answer.rule;
		return false;
	}
	match_judge_short(desk);
	/* A balance is spent on items, or it stays; where no balances are spent, on what
	 * it names and is the amount of. */
	return !desk->facts.is_balance ||
	       (desk->answer.outcome == AQ_OUTCOME_APPLY && claims_items(&desk->answer) &&
		(desk->facts.view->settings->use_balance || match_fits(desk->answer.amount)));
}

/* The rules in the order of rules.def; the first with an answer has it. Where
 * things of several kinds are named and that answer is no fit, a later one
 * whose amount it is goes before. */
static bool ask_rules(struct desk *desk)
{
	bool is_open = match_names_several(&desk->facts);
	enum aq_rule first = AQ_RULE_NONE;

	for (int i = AQ_RULE_NONE + 1; i < AQ_RULE_COUNT; i++) {
		enum aq_rule rule = (enum aq_rule)i;
		bool is_naming = match_rule_names_items(rule);

		/* A balance is spent on what is named, else on the oldest. */
		if (desk->facts.is_balance && !is_naming && rule != AQ_RULE_BALANCE)
			continue;
		if ((first != AQ_RULE_NONE && !is_naming) || !try_rule(desk, rule))
			continue;
		if (fits(&desk->answer) || !is_naming || !is_open ||
		    desk->answer.exception == AQ_REMITTANCE_UNBALANCED)
			return true;
		if (first == AQ_RULE_NONE)
			first = rule;
	}
	if (first != AQ_RULE_NONE)
		return try_rule(desk, first);
	match_answer_begin(&desk->answer);
	return false;
}

static const char *const hit_words[] = {
	[AQ_HIT_CUSTOMER] = "customer", [AQ_HIT_BILLING] = "billing account of customer",
	[AQ_HIT_INVOICE] = "invoice",	[AQ_HIT_REFERENCE] = "reference of invoice",
	[AQ_HIT_CONTRACT] = "contract", [AQ_HIT_NOTIFICATION] = "notification of contract",
	[AQ_HIT_BUNDLE] = "bundle",	[AQ_HIT_SUBSCRIPTION] = "subscription",
};

static struct aq_slice number_of(const struct desk *desk, const struct named *named)
{
	if (named->item)
		return named->item->number;
	if (named->contract)
		return named->contract->number;
	if (named->subscription)
		return named->subscription->number;
	if (named->bundle)
		return named->bundle->number;
	return match_view_customer_number(desk->facts.view, named->customer_no);
}

static void suggest_meaning(struct desk *desk, const struct named *named)
{
	struct aq_suggestion suggestion = {
		.kind = AQ_TARGET_ACCOUNT,
		.target = match_view_customer_number(desk->facts.view, named->customer_no),
		.customer = match_view_customer_number(desk->facts.view, named->customer_no),
		.amount = desk->facts.money,
		.reason = AQ_SLICE("the number may mean this customer"),
	};

	if (named->item && named->item->open > 0)
		match_suggest_item(&desk->facts, &desk->answer, named->item,
				   "the number may mean it");
	else if (named->customer_no != 0)
		match_suggest(&desk->answer, &suggestion);
}

/* One number, two meanings: both are said. */
static void ask_contested(struct desk *desk)
{
	struct facts *facts = &desk->facts;
	const struct named *one = facts->contested;
	const struct named *other = facts->contested_other;
	uint64_t customer_no = facts->payer_by >= KNOWN_BY_ACCOUNT ? facts->payer : 0;

	/* Two meanings of one owner leave the owner known. */
	if (customer_no == 0 && !facts->is_number_tied && one->customer_no == other->customer_no)
		customer_no = one->customer_no;
	match_answer_begin(&desk->answer);
	match_prove(&desk->answer, one);
	match_prove(&desk->answer, other);
	match_ask(facts, &desk->answer, AQ_AMBIGUOUS_ITEMS, customer_no);
	match_explain(&desk->answer, "%.*s may be %s %.*s or %s %.*s",
		      AQ_SLICE_ARGS(one->token->written), hit_words[one->kind],
		      AQ_SLICE_ARGS(number_of(desk, one)), hit_words[other->kind],
		      AQ_SLICE_ARGS(number_of(desk, other)));
	suggest_meaning(desk, one);
	suggest_meaning(desk, other);
}

static void ask_overfull(struct desk *desk)
{
	match_answer_begin(&desk->answer);
	match_ask(&desk->facts, &desk->answer, AQ_SEARCH_BOUND,
		  desk->facts.payer_by >= KNOWN_BY_ACCOUNT ? desk->facts.payer : 0);
	match_explain(&desk->answer, "its numbers mean more than %d things: not all were looked at",
		      NAMED_MAX);
}

/* A person shall look for the reason where it is. */
static void explain_held_back(struct desk *desk)
{
	const struct aq_match_settings *settings = desk->facts.view->settings;
	const char *name = aq_rule_name(desk->held_back);
	char paid[MONEY_WORDS_BYTES];

	if (settings->rules_off >> desk->held_back & 1)
		match_explain(&desk->answer,
			      "rule %s would have applied it, but [match] off names the rule",
			      name);
	else
		match_explain(&desk->answer,
			      "rule %s would have applied it, but %s is more than [rule.%s] limit "
			      "lets it",
			      name,
			      match_money_words(desk->facts.money, desk->facts.currency, paid),
			      name);
}

static void conclude(struct desk *desk)
{
	struct facts *facts = &desk->facts;
	struct answer *answer = &desk->answer;
	bool is_answered = ask_rules(desk);

	if (facts->is_balance) {
		/* Money on account waits for nobody: without an answer it stays. */
		if (!is_answered)
			match_still_rests(desk);
		return;
	}
	if (facts->is_overfull) {
		ask_overfull(desk);
		return;
	}
	if (facts->contested &&
	    !(is_answered && answer->outcome == AQ_OUTCOME_APPLY && match_fits(answer->amount) &&
	      match_rule_names_items(answer->rule))) {
		ask_contested(desk);
		return;
	}
	if (is_answered)
		return;
	match_nothing_fits(desk);
	if (desk->held_back != AQ_RULE_NONE)
		explain_held_back(desk);
}

/* What names its items is right whoever pays; the rest may be the payer's to say. */
static bool is_settled_by_numbers(const struct desk *desk)
{
	return fits(&desk->answer) && match_rule_names_items(desk->answer.rule) &&
	       desk->answer.exception == AQ_CODE_NONE;
}

/* Is there anything that could have been learned of who pays this? */
static bool may_be_learned(const struct facts *facts)
{
	return facts->waiting->may_be_taught && facts->by_number == 0 && !facts->is_number_tied &&
	       facts->account_count == 0 && !facts->is_balance;
}

/* A thin problem lacks what was learned; a full one may have to wait with it. */
static void look_at_learned(struct aq_night *night)
{
	struct desk *desk = night->desk;

	if (is_settled_by_numbers(desk))
		return;
	if (desk->facts.view->problem->is_thin) {
		desk->facts.view->is_hungry |= may_be_learned(&desk->facts);
	} else if (desk->facts.is_learned && night->is_first_pass) {
		match_answer_begin(&desk->answer);
		night->put_off_count++;
	}
}

static void stay(struct desk *desk)
{
	const struct aq_waiting *waiting = desk->facts.waiting;
	struct answer *answer = &desk->answer;

	answer->outcome = AQ_OUTCOME_STAY;
	answer->bucket = waiting->bucket;
	answer->customer_no = waiting->customer_no;
	answer->contract_no = waiting->contract_no;
	answer->left = waiting->remainder;
}

static enum aq_status propose_one(struct aq_night *night, const struct mentions *mentions,
				  size_t index, struct aq_error *err)
{
	struct desk *desk = night->desk;
	bool is_asked = may_be_applied(desk->facts.waiting);
	bool is_demoted = false;
	enum aq_status status;

	desk->facts.view->is_hungry = false;
	match_facts_read(&desk->facts, mentions);
	match_answer_begin(&desk->answer);
	desk->held_back = AQ_RULE_NONE;
	if (is_asked) {
		conclude(desk);
		look_at_learned(night);
		is_demoted = match_is_demoted(desk) && !desk->facts.is_balance;
	}
	if (is_asked && !is_demoted)
		match_demote(desk);
	if (desk->answer.outcome == AQ_OUTCOME_STAY)
		stay(desk);
	if (desk->facts.view->is_starved || desk->answer.is_starved)
		return aq_fail_memory(err);
	if (desk->facts.view->is_hungry) {
		night->hungry[night->hungry_count++] = (uint32_t)index;
		return AQ_OK;
	}
	status = is_demoted ? match_keep_demoted(night, err) : match_keep(night, err);
	night->put_off_count += night->is_first_pass && desk->answer.outcome == AQ_OUTCOME_QUESTION;
	return status;
}

static enum aq_status begin_chunk(struct aq_night *night, struct view *view, struct aq_error *err)
{
	size_t room = view->problem->is_thin ? view->problem->waiting_count : 0;
	enum aq_status status;

	aq_arena_reset(night->call);
	status = match_view_begin(view, err);
	if (status < AQ_OK)
		return status;
	night->hungry_count = 0;
	night->hungry = aq_arena_take_many(night->call, room + 1, sizeof(*night->hungry));
	if (!night->hungry)
		return aq_fail_memory(err);
	night->desk->facts.view = view;
	night->desk->answer.texts = night->round;
	night->desk->answer.is_starved = false;
	return AQ_OK;
}

enum aq_status aq_night_propose(struct aq_night *night, const struct aq_problem *problem,
				struct aq_error *err)
{
	struct view view = {.problem = problem, .settings = &night->settings, .arena = night->call};
	size_t hit = 0;
	size_t payer = 0;
	size_t stranger = 0;
	enum aq_status status;

	AQ_CLAIM(!night->is_assigned);
	status = begin_chunk(night, &view, err);
	if (status < AQ_OK)
		return status;
	for (size_t i = 0; i < problem->waiting_count && status == AQ_OK; i++) {
		struct mentions mentions = {NULL, 0, NULL, 0, NULL, 0};

		if (hit < problem->hit_count)
			mentions.hits = problem->hits + hit;
		if (payer < problem->payer_count)
			mentions.payers = problem->payers + payer;
		while (hit + mentions.hit_count < problem->hit_count &&
		       mentions.hits[mentions.hit_count].payment_index == i)
			mentions.hit_count++;
		while (payer + mentions.payer_count < problem->payer_count &&
		       mentions.payers[mentions.payer_count].payment_index == i)
			mentions.payer_count++;
		if (stranger < problem->stranger_count)
			mentions.strangers = problem->strangers + stranger;
		while (stranger + mentions.stranger_count < problem->stranger_count &&
		       mentions.strangers[mentions.stranger_count].payment_index == i)
			mentions.stranger_count++;
		stranger += mentions.stranger_count;
		hit += mentions.hit_count;
		payer += mentions.payer_count;
		night->desk->facts.waiting = &problem->waiting[i];
		status = propose_one(night, &mentions, i, err);
	}
	AQ_CLAIM(status < AQ_OK || hit == problem->hit_count);
	AQ_CLAIM(status < AQ_OK || payer == problem->payer_count);
	night->desk->facts.view = NULL;
	return status;
}

size_t aq_night_claimants(const struct aq_night *night, uint64_t *out)
{
	size_t count = 0;

	for (size_t i = 0; i < night->kept_count; i++) {
		if (match_kept(night, i)->state != KEPT_CLAIM)
			continue;
		if (out)
			out[count] = match_kept(night, i)->payment_no;
		count++;
	}
	return count;
}

size_t aq_night_decision_count(const struct aq_night *night)
{
	return night->decision_count;
}

const uint64_t *aq_night_losers(const struct aq_night *night, size_t *count)
{
	*count = night->loser_count;
	return night->losers;
}

const uint32_t *aq_night_hungry(const struct aq_night *night, size_t *count)
{
	*count = night->hungry_count;
	return night->hungry;
}
