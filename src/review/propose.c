/*
 * propose.c - an act that is more than one person decides alone: proposed by
 * one, carried out when another approves it, or withdrawn.
 *
 * Promises: a proposal posts nothing. Approved, it is the proposer's act with
 * the second person's name and reason, chained in one; and it does exactly what
 * it did when it was proposed, to the same things, or it is refused. What was
 * proposed is told in full by the act that is kept and hashed; the row that waits
 * beside it is held to that.
 * Refuses: the proposer as the second person, under whatever case of letters.
 */
#include "review.h"

#include <stdio.h>

#include "acquit/store_acts.h"

#define WORDS_MAX    256
#define EFFECT_CHARS 16

struct proposing {
	const struct review_known *known;
	struct aq_proposal row;
	struct aq_slice words[WORDS_MAX]; /* the act's further words */
	size_t word_count;
};

/* "(moves 1200.00 EUR, effect 3f2a...)": what the act was found to do. */
static void put_found(struct aq_buffer *out, const struct aq_proposal *row)
{
	char hex[AQ_SHA256_HEX_BYTES], money[MONEY_WORDS_BYTES];

	aq_sha256_to_hex(&row->effect, hex);
	aq_buffer_print(out, "(moves %s, effect %.*s)",
			review_money(row->moves.minor, row->moves.currency, money), EFFECT_CHARS,
			hex);
}

/* The text of the act that proposes, as review_open makes it of its words. */
static void put_text(struct aq_buffer *out, const struct proposing *proposing)
{
	aq_buffer_add(out, proposing->row.verb);
	if (proposing->known->needs == REVIEW_NO_PAYMENT) {
		aq_buffer_add_byte(out, ' ');
		aq_buffer_add(out, proposing->row.subject);
	}
	for (size_t at = 0; at < proposing->word_count; at++) {
		aq_buffer_add_byte(out, ' ');
		aq_buffer_add(out, proposing->words[at]);
	}
	aq_buffer_add_byte(out, ' ');
	put_found(out, &proposing->row);
}

/* --- propose --- */

static enum aq_status refuse_second(const struct review *review, struct aq_error *err)
{
	struct aq_proposal *rows;
	size_t count = 0;
	enum aq_status status =
		aq_store_proposals(review->store, review->arena, &rows, &count, err);

	for (size_t at = 0; at < count && status >= AQ_OK; at++)
		if (aq_slice_equals(rows[at].act.target, review->said.target) &&
		    memcmp(&rows[at].act.payment, &review->said.payment,
			   sizeof(rows[at].act.payment)) == 0)
			return review_refuse(err, AQ_REVIEW_APPROVAL,
					     "A%llu of %.*s proposes the same already",
					     (unsigned long long)rows[at].act_no,
					     AQ_SLICE_ARGS(rows[at].act.by));
	return status;
}

static enum aq_status keep(struct review *review, struct proposing *proposing,
			   const struct aq_review_act *given, struct aq_buffer *out,
			   struct aq_error *err)
{
	struct aq_proposal *row = &proposing->row;
	struct aq_buffer words, whom;
	char money[MONEY_WORDS_BYTES];
	enum aq_status status = refuse_second(review, err);

	if (status >= AQ_OK)
		status = review_end(review, err);
	if (status < AQ_OK)
		return status;
	aq_buffer_init(&words, 0);
	aq_buffer_init(&whom, 0);
	for (size_t at = 0; at < given->target_count; at++)
		aq_buffer_add_field(&words, given->targets[at]);
	review_whom_to_ask(given->limits, given->by, row->moves, &whom);
	row->act_no = review->act_no;
	row->subject = review->payment ? aq_slice_of(review->id) : given->payment;
	row->words = aq_buffer_slice(&words);
	row->for_whom = aq_buffer_slice(&whom);
	status = aq_buffer_failed(&words) || aq_buffer_failed(&whom)
			 ? aq_fail_memory(err)
			 : aq_store_proposal_add(review->store, row, err);
	aq_buffer_print(out,
			"A%llu: proposed, and nothing is posted: it moves %s and waits for the "
			"approval of %.*s\n",
			(unsigned long long)row->act_no,
			review_money(row->moves.minor, row->moves.currency, money),
			AQ_SLICE_ARGS(row->for_whom));
	aq_buffer_free(&words);
	aq_buffer_free(&whom);
	return status;
}

enum aq_status aq_review_propose(struct aq_store *store, struct aq_slice verb,
				 const struct aq_review_act *act, struct aq_buffer *out,
				 struct aq_error *err)
{
	struct proposing proposing = {.known = review_known(verb),
				      .row = {.verb = verb,
					      .moves = act->outcome->moves,
					      .effect = act->outcome->effect}};
	struct aq_slice targets[WORDS_MAX + 2];
	struct aq_review_act told = *act;
	struct aq_buffer found, words;
	struct review review;
	size_t count = 0;
	enum aq_status status;

	if (!proposing.known || act->target_count > WORDS_MAX)
		return review_refuse(err, AQ_REVIEW_APPROVAL, "%.*s cannot be proposed",
				     AQ_SLICE_ARGS(verb));
	aq_buffer_init(&found, 0);
	aq_buffer_init(&words, 0);
	put_found(&found, &proposing.row);
	if (proposing.known->needs == REVIEW_NO_PAYMENT) {
		told.payment = verb;
		targets[count++] = act->payment;
	} else {
		targets[count++] = verb;
	}
	for (size_t at = 0; at < act->target_count; at++)
		targets[count++] = act->targets[at];
	targets[count++] = aq_buffer_slice(&found);
	told.targets = targets;
	told.target_count = count;
	told.outcome = NULL;
	status = review_open(&review, store, &told,
			     (struct review_verb){"propose", proposing.known->needs}, err);
	if (status >= AQ_OK)
		status = keep(&review, &proposing, act, &words, err);
	status = review_tell(&review, status, &words, out, err);
	aq_buffer_free(&found);
	return status;
}

/* --- approve, withdraw --- */

static bool read_number(struct aq_slice text, uint64_t *out)
{
	text = aq_slice_trim(text);
	if (text.length > 1 && (text.start[0] == 'A' || text.start[0] == 'a'))
		text = (struct aq_slice){text.start + 1, text.length - 1};
	return aq_slice_to_u64(text, out);
}

static enum aq_status find(struct aq_store *store, struct aq_slice text, struct aq_arena *arena,
			   struct aq_proposal *out, struct aq_error *err)
{
	struct aq_proposal *rows;
	uint64_t act_no = 0;
	size_t count = 0;
	enum aq_status status = aq_store_proposals(store, arena, &rows, &count, err);

	if (status < AQ_OK)
		return status;
	for (size_t at = 0; read_number(text, &act_no) && at < count; at++)
		if (rows[at].act_no == act_no) {
			*out = rows[at];
			return AQ_OK;
		}
	return aq_fail(err, AQ_NOT_FOUND, AQ_REVIEW_APPROVAL, (struct aq_at){0, 0},
		       "no proposal %.*s waits", AQ_SLICE_ARGS(text));
}

static bool read_words(struct proposing *proposing)
{
	struct aq_slice rest = proposing->row.words;

	while (rest.length >= 4 && proposing->word_count < WORDS_MAX) {
		const unsigned char *at = (const unsigned char *)rest.start;
		size_t length =
			(size_t)at[0] << 24 | (size_t)at[1] << 16 | (size_t)at[2] << 8 | at[3];

		if (length > rest.length - 4)
			return false;
		proposing->words[proposing->word_count++] =
			(struct aq_slice){rest.start + 4, length};
		rest = (struct aq_slice){rest.start + 4 + length, rest.length - 4 - length};
	}
	return rest.length == 0;
}

/* The row is what the act says that was hashed. */
static bool is_as_said(const struct proposing *proposing)
{
	const struct aq_proposal *row = &proposing->row;
	char id[AQ_PAYMENT_ID_TEXT_BYTES];
	struct aq_buffer text;
	bool is_same;

	aq_buffer_init(&text, 0);
	put_text(&text, proposing);
	is_same = aq_slice_is(row->act.verb, "propose") && !aq_buffer_failed(&text) &&
		  aq_slice_equals(aq_buffer_slice(&text), row->act.target);
	aq_buffer_free(&text);
	aq_payment_id_print(row->act.payment, id);
	return is_same &&
	       (proposing->known->needs == REVIEW_NO_PAYMENT || aq_slice_is(row->subject, id));
}

static enum aq_status read_proposal(struct aq_store *store, struct aq_slice text,
				    struct aq_arena *arena, struct proposing *out,
				    struct aq_error *err)
{
	enum aq_status status = find(store, text, arena, &out->row, err);

	if (status < AQ_OK)
		return status;
	out->known = review_known(out->row.verb);
	if (out->known && read_words(out) && is_as_said(out))
		return AQ_OK;
	return aq_fail(err, AQ_INTEGRITY, AQ_REVIEW_TIES, (struct aq_at){0, 0},
		       "A%llu is not what was proposed: its row was changed",
		       (unsigned long long)out->row.act_no);
}

static enum aq_status no_more(const struct aq_proposal *row, const struct aq_error *why,
			      struct aq_error *err)
{
	return review_refuse(err, AQ_REVIEW_APPROVAL,
			     "A%llu is no longer what was proposed, nothing is posted: %.300s",
			     (unsigned long long)row->act_no, why->text);
}

/* What it does now is held against what it did when it was proposed. */
static enum aq_status carry_out(struct aq_store *store, const struct aq_review_act *act,
				const struct proposing *proposing, struct aq_buffer *out,
				struct aq_error *err)
{
	const struct aq_proposal *row = &proposing->row;
	struct aq_review_outcome outcome = {.moves = {0, AQ_CURRENCY_NONE}};
	const struct aq_review_act inner = {.payment = row->subject,
					    .targets = proposing->words,
					    .target_count = proposing->word_count,
					    .by = row->act.by,
					    .why = row->act.why,
					    .approved_by = aq_slice_trim(act->by),
					    .approved_why = aq_slice_trim(act->why),
					    .business_date = act->business_date,
					    .run_no = act->run_no,
					    .limits = act->limits,
					    .outcome = &outcome};
	struct aq_error why = {.status = AQ_OK};
	enum aq_status status = review_try(store, proposing->known, &inner, out, &why);

	if (status == AQ_USAGE || status == AQ_NOT_FOUND) {
		if (why.code != AQ_REVIEW_LIMIT)
			return no_more(row, &why, err);
	}
	if (status < AQ_OK) {
		*err = why;
		return status;
	}
	if (aq_sha256_equals(&outcome.effect, &row->effect))
		return aq_store_proposal_end(store, row->act_no, err);
	(void)snprintf(why.text, sizeof(why.text), "it would now do this: %.*s",
		       AQ_SLICE_ARGS(aq_slice_trim(aq_buffer_slice(out))));
	for (char *at = why.text; *at; at++)
		if (*at == '\n')
			*at = ';';
	return no_more(row, &why, err);
}

enum aq_status aq_review_approve(struct aq_store *store, const struct aq_review_act *act,
				 struct aq_buffer *out, struct aq_error *err)
{
	struct aq_arena *arena = NULL;
	struct proposing proposing = {.known = NULL};
	struct aq_buffer words;
	enum aq_status status = aq_arena_new(&arena, 0, err);

	aq_buffer_init(&words, 0);
	if (status >= AQ_OK)
		status = read_proposal(store, act->payment, arena, &proposing, err);
	if (status >= AQ_OK && act->target_count > 0)
		status = review_refuse(err, AQ_REVIEW_APPROVAL, "one proposal is approved at once");
	if (status >= AQ_OK && review_is_same_person(arena, act->by, proposing.row.act.by))
		status = review_refuse(err, AQ_REVIEW_APPROVAL,
				       "%.*s proposed A%llu and cannot approve it: ask %.*s",
				       AQ_SLICE_ARGS(proposing.row.act.by),
				       (unsigned long long)proposing.row.act_no,
				       AQ_SLICE_ARGS(proposing.row.for_whom));
	if (status >= AQ_OK)
		status = carry_out(store, act, &proposing, &words, err);
	if (status >= AQ_OK) {
		aq_buffer_print(out, "A%llu: approved by %.*s\n",
				(unsigned long long)proposing.row.act_no, AQ_SLICE_ARGS(act->by));
		aq_buffer_add(out, aq_buffer_slice(&words));
		status = aq_buffer_failed(out) ? aq_fail_memory(err) : AQ_OK;
	}
	aq_buffer_free(&words);
	aq_arena_free(arena);
	return status < AQ_OK ? status : AQ_OK;
}

/* The act that withdraws is of the same payment, so that `show` tells it there. */
static enum aq_status give_up(struct aq_store *store, const struct aq_review_act *act,
			      const struct proposing *proposing, struct aq_buffer *out,
			      struct aq_error *err)
{
	struct aq_review_act told = *act;
	struct aq_slice targets[1];
	struct review review;
	struct aq_buffer words;
	char number[32];
	enum aq_status status;

	(void)snprintf(number, sizeof(number), "A%llu", (unsigned long long)proposing->row.act_no);
	targets[0] = aq_slice_of(number);
	if (proposing->known->needs == REVIEW_NO_PAYMENT) {
		told.payment = targets[0];
	} else {
		told.payment = proposing->row.subject;
		told.targets = targets;
		told.target_count = 1;
	}
	aq_buffer_init(&words, 0);
	status = review_open(&review, store, &told,
			     (struct review_verb){"withdraw", proposing->known->needs}, err);
	if (status >= AQ_OK)
		status = aq_store_proposal_end(store, proposing->row.act_no, err);
	if (status >= AQ_OK)
		status = review_end(&review, err);
	aq_buffer_print(&words, "%s: withdrawn; nothing is posted\n", number);
	return review_tell(&review, status, &words, out, err);
}

enum aq_status aq_review_withdraw(struct aq_store *store, const struct aq_review_act *act,
				  struct aq_buffer *out, struct aq_error *err)
{
	struct aq_arena *arena = NULL;
	struct proposing proposing = {.known = NULL};
	enum aq_status status = aq_arena_new(&arena, 0, err);

	if (status >= AQ_OK)
		status = read_proposal(store, act->payment, arena, &proposing, err);
	if (status >= AQ_OK && act->target_count > 0)
		status =
			review_refuse(err, AQ_REVIEW_APPROVAL, "one proposal is withdrawn at once");
	if (status >= AQ_OK)
		status = give_up(store, act, &proposing, out, err);
	aq_arena_free(arena);
	return status < AQ_OK ? status : AQ_OK;
}
