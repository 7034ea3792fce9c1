/*
 * lesson.c - what an application tells of who pays, for the nights to come.
 *
 * Promises: only what names its items, or its customer, tells anything. It teaches
 * by naming its items alone, when nothing of it is in doubt: one owner, the amount
 * exact, no question, no number that needed a second fact, and nobody else known
 * as the payer. What a customer's own number brings only tells.
 * Refuses: to tell by what moves no money; a lesson stands with its application.
 */
#include "night.h"

#include "acquit/claim.h"

/* The one customer whose items are paid; 0: several. */
static uint64_t owner_of(const struct answer *answer)
{
	uint64_t owner = 0;

	for (size_t i = 0; i < answer->share_count; i++) {
		if (answer->shares[i].kind == AQ_TARGET_ACCOUNT)
			continue;
		if (owner != 0 && owner != answer->shares[i].customer_no)
			return 0;
		owner = answer->shares[i].customer_no;
	}
	return owner;
}

/* The master data's own name teaches nothing. */
static bool has_other_name(const struct facts *facts, uint64_t owner)
{
	struct aq_slice name = aq_slice_trim(facts->waiting->payment.payer);
	const struct aq_customer *customer;

	if (name.length == 0)
		return false;
	customer = match_view_customer(facts->view, owner);
	return customer && !aq_slice_equals_any_case(name, aq_slice_trim(customer->name));
}

/* Neither does a registered account. */
static uint64_t account_of(const struct facts *facts)
{
	const struct aq_payment *payment = &facts->waiting->payment;

	if (facts->account_count > 0 || payment->payer_account.length == 0)
		return 0;
	return aq_siphash(facts->view->settings->key, payment->payer_account);
}

static bool is_certain(const struct desk *desk, uint64_t owner)
{
	const struct answer *answer = &desk->answer;

	if (!match_fits(answer->amount) || answer->exception != AQ_CODE_NONE ||
	    answer->proof_more > 0 || answer->left != 0 || desk->facts.is_rest ||
	    desk->facts.contested || match_is_stranger(&desk->facts, owner))
		return false;
	for (size_t i = 0; i < desk->facts.item_count; i++)
		if (desk->facts.items[i]->item->customer_no != owner)
			return false;
	for (size_t i = 0; i < answer->proof_count; i++)
		if (answer->proofs[i]->is_doubtful || answer->proofs[i]->is_rival)
			return false;
	return answer->proof_count > 0;
}

/* A number says that it is this customer's: his own, or that of what he owes. */
static bool is_named(const struct desk *desk, uint64_t customer_no)
{
	const struct answer *answer = &desk->answer;

	for (size_t i = 0; i < answer->proof_count; i++)
		if (answer->proofs[i]->customer_no == customer_no)
			return true;
	return desk->facts.by_number == customer_no;
}

/* Money of a customer who is known by number goes to the account, for a person to
 * decide about, or because nothing is open, or not yet. */
static uint64_t owner_of_account(const struct desk *desk)
{
	const struct answer *answer = &desk->answer;
	const struct share *share = &answer->shares[0];

	if (desk->facts.waiting->bucket != AQ_BUCKET_UNIDENTIFIED || answer->share_count != 1 ||
	    share->kind != AQ_TARGET_ACCOUNT || share->customer_no == 0 || share->amount <= 0)
		return 0;
	return is_named(desk, share->customer_no) ? share->customer_no : 0;
}

static enum lesson lesson_of(const struct desk *desk, bool is_claim, uint64_t *owner)
{
	if (!is_claim) {
		*owner = owner_of_account(desk);
		return LESSON_TELLS_HELD;
	}
	*owner = owner_of(&desk->answer);
	if (match_rule_names_items(desk->answer.rule))
		return *owner != 0 && is_certain(desk, *owner) ? LESSON_TEACHES : LESSON_TELLS;
	if (desk->facts.by_number != *owner)
		*owner = 0;
	return LESSON_TELLS;
}

void match_keep_lesson(const struct desk *desk, struct kept *kept, bool is_claim)
{
	const struct facts *facts = &desk->facts;
	enum lesson lesson;
	uint64_t owner;

	if (!facts->view->settings->key || desk->answer.outcome == AQ_OUTCOME_STAY)
		return;
	lesson = lesson_of(desk, is_claim, &owner);
	if (owner == 0)
		return;
	kept->lesson_account = account_of(facts);
	kept->lesson_has_name = has_other_name(facts, owner);
	if (kept->lesson_account != 0 || kept->lesson_has_name)
		kept->lesson = (uint8_t)lesson;
}

/* A claim tells when it has won; what goes to an account is settled at once. */
static bool tells(const struct kept *kept)
{
	return kept->lesson == LESSON_TELLS_HELD
		       ? kept->state == KEPT_SETTLED
		       : kept->lesson != LESSON_NONE && kept->state == KEPT_WON;
}

size_t aq_night_lessons(const struct aq_night *night, struct aq_lesson *out)
{
	size_t count = 0;

	AQ_CLAIM(night->is_assigned);
	for (size_t i = 0; i < night->decision_count; i++) {
		const struct kept *kept = match_kept(night, night->order[i]);

		if (!tells(kept))
			continue;
		if (out)
			out[count] =
				(struct aq_lesson){.payment_no = kept->payment_no,
						   .customer_no = kept->shares[0].customer_no,
						   .account_hash = kept->lesson_account,
						   .has_name = kept->lesson_has_name,
						   .is_certain = kept->lesson == LESSON_TEACHES};
		count++;
	}
	return count;
}

void aq_night_first_pass(struct aq_night *night, bool is_first)
{
	night->is_first_pass = is_first;
	night->put_off_count = 0;
}

uint64_t aq_night_put_off(const struct aq_night *night)
{
	return night->put_off_count;
}
