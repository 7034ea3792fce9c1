/*
 * gather_near.c - where so many items have the amount that it says nothing: those
 * whose number is nearly one that is written, for a person to choose from.
 *
 * Promises: one digit wrong, missing or too many, a letter that looks like one, two
 * swapped, one or two cut off at the end, or check digits that are wrong. The work of a payment is bounded:
 * TOKENS_MAX numbers of at most NUMBER_BYTES_MAX characters.
 */
#include "gathering.h"

#include <stdlib.h>

#define TOKENS_MAX	 3
#define NUMBER_BYTES_MIN 5
#define NUMBER_BYTES_MAX 20
#define FOUND_MAX	 24 /* of one payment */
#define TOLD_AT_ONCE	 128

struct spelling { /* one way a number may have been meant */
	uint64_t hash;
	uint32_t payment;
};

struct near {
	struct gathering *gathering;
	const unsigned char *key;
	struct spelling *spellings; /* to be looked up in the store */
	size_t count, room;
	uint64_t told[TOLD_AT_ONCE]; /* to be looked up in memory, all of one payment */
	size_t told_count;
	uint32_t told_of;
	struct aq_stranger *found;
	size_t found_count, found_room;
	bool has_failed;
};

static void spellings_grow(struct near *near)
{
	size_t room = near->room ? near->room * 2 : 4096;
	struct spelling *spellings = realloc(near->spellings, room * sizeof(*spellings));

	near->has_failed |= !spellings;
	if (!spellings)
		return;
	near->spellings = spellings;
	near->room = room;
}

static void found_grow(struct near *near)
{
	size_t room = near->found_room ? near->found_room * 2 : 256;
	struct aq_stranger *found = realloc(near->found, room * sizeof(*found));

	near->has_failed |= !found;
	if (!found)
		return;
	near->found = found;
	near->found_room = room;
}

/* What bears the hash is an item: a person may mean it. */
static void note(struct near *near, uint32_t payment, const struct aq_number_row *row)
{
	if (row->kind != AQ_HIT_INVOICE && row->kind != AQ_HIT_REFERENCE)
		return;
	if (near->found_count == near->found_room)
		found_grow(near);
	if (near->has_failed)
		return;
	near->found[near->found_count++] = (struct aq_stranger){
		.payment_index = payment, .item_no = row->target_no, .is_near = true};
}

/* Looked up together: each of them waits for memory. */
static void look_up_told(struct near *near)
{
	const struct aq_number_table *numbers = near->gathering->numbers;
	struct aq_number_place places[TOLD_AT_ONCE];

	if (near->told_count == 0)
		return;
	aq_number_table_find(numbers, near->told, near->told_count, places);
	for (size_t at = 0; at < near->told_count; at++)
		for (uint32_t row = 0; row < places[at].count; row++) {
			struct aq_number_row found =
				aq_number_table_row(numbers, places[at].first + row);

			note(near, near->told_of, &found);
		}
	near->told_count = 0;
}

/* In memory where all numbers are there, else later in one batch. */
static void spell(struct near *near, uint32_t payment, const char *text, size_t length)
{
	uint64_t hash = aq_siphash(near->key, (struct aq_slice){text, length});

	if (near->gathering->numbers) {
		near->told[near->told_count++] = hash;
		near->told_of = payment;
		if (near->told_count == TOLD_AT_ONCE)
			look_up_told(near);
		return;
	}
	if (near->count == near->room)
		spellings_grow(near);
	if (!near->has_failed)
		near->spellings[near->count++] = (struct spelling){hash, payment};
}

/* The digit that a letter was read for: O for 0. The letter itself: none. */
static char digit_read(char letter)
{
	switch (letter) {
	case 'O':
		return '0';
	case 'I':
	case 'L':
		return '1';
	case 'S':
		return '5';
	case 'B':
		return '8';
	default:
		return letter;
	}
}

/* Zeros in front of a number are optional. */
static void spell_read(struct near *near, uint32_t payment, struct aq_slice number)
{
	char text[NUMBER_BYTES_MAX];

	for (size_t at = 0; at < number.length; at++) {
		size_t zeros = 0;

		if (digit_read(number.start[at]) == number.start[at])
			continue;
		memcpy(text, number.start, number.length);
		text[at] = digit_read(number.start[at]);
		while (zeros + 1 < number.length && text[zeros] == '0')
			zeros++;
		spell(near, payment, text + zeros, number.length - zeros);
	}
}

/* Each digit is another one, is not there, or changed places with the next. */
static void spell_changed(struct near *near, uint32_t payment, struct aq_slice number)
{
	char text[NUMBER_BYTES_MAX + 2];

	for (size_t at = 0; at < number.length; at++) {
		memcpy(text, number.start, number.length);
		for (char digit = '0'; aq_is_digit(number.start[at]) && digit <= '9'; digit++) {
			text[at] = digit;
			if (digit != number.start[at])
				spell(near, payment, text, number.length);
		}
		memcpy(text, number.start, number.length);
		memmove(text + at, text + at + 1, number.length - at - 1);
		spell(near, payment, text, number.length - 1);
		if (at + 1 == number.length || number.start[at] == number.start[at + 1])
			continue;
		memcpy(text, number.start, number.length);
		text[at] = number.start[at + 1];
		text[at + 1] = number.start[at];
		spell(near, payment, text, number.length);
	}
}

/* A digit more anywhere, or two at the end. */
static void spell_longer(struct near *near, uint32_t payment, struct aq_slice number)
{
	char text[NUMBER_BYTES_MAX + 2];

	for (size_t at = 0; at <= number.length; at++) {
		memcpy(text, number.start, at);
		memcpy(text + at + 1, number.start + at, number.length - at);
		for (text[at] = '0'; text[at] <= '9'; text[at]++)
			spell(near, payment, text, number.length + 1);
	}
	memcpy(text, number.start, number.length);
	for (int both = 0; both < 100; both++) {
		text[number.length] = (char)('0' + both / 10);
		text[number.length + 1] = (char)('0' + both % 10);
		spell(near, payment, text, number.length + 2);
	}
}

static bool has_digit(struct aq_slice number)
{
	for (size_t at = 0; at < number.length; at++)
		if (aq_is_digit(number.start[at]))
			return true;
	return false;
}

/* Dates, amounts, telephone numbers and pieces are not worth the work. */
static bool is_doubtful(const struct aq_token *token)
{
	return token->is_part || token->is_weak || token->is_joined || token->is_date_like ||
	       token->is_amount_like || token->is_phone_like;
}

static void spell_payment(struct near *near, uint32_t payment)
{
	const struct aq_waiting *waiting = &near->gathering->waiting[payment];
	size_t tokens = 0;

	for (size_t at = 0; at < waiting->token_count && tokens < TOKENS_MAX; at++) {
		const struct aq_token *token = &waiting->tokens[at];
		struct aq_slice number = token->normal;
		char mended[AQ_RF_BYTES_MAX];
		struct aq_slice reference = aq_rf_with_check(number, mended);

		if (reference.length > 0) {
			spell(near, payment, reference.start, reference.length);
			tokens++;
		} else if (number.length >= NUMBER_BYTES_MIN && number.length <= NUMBER_BYTES_MAX &&
			   has_digit(number) && !is_doubtful(token)) {
			spell_changed(near, payment, number);
			spell_read(near, payment, number);
			spell_longer(near, payment, number);
			tokens++;
		}
	}
	look_up_told(near);
}

static int compare_spellings(const void *one, const void *other)
{
	const struct spelling *a = one, *b = other;

	if (a->hash != b->hash)
		return a->hash < b->hash ? -1 : 1;
	return a->payment < b->payment ? -1 : a->payment > b->payment;
}

static int compare_strangers(const void *one, const void *other)
{
	const struct aq_stranger *a = one, *b = other;

	if (a->payment_index != b->payment_index)
		return a->payment_index < b->payment_index ? -1 : 1;
	return a->item_no < b->item_no ? -1 : a->item_no > b->item_no;
}

/* Sorted, each once, and not too many of one payment. */
static void thin_out(struct gathering *gathering)
{
	struct aq_stranger *list = gathering->strangers;
	size_t kept = 0, of_payment = 0;

	qsort(list, gathering->stranger_count, sizeof(*list), compare_strangers);
	for (size_t at = 0; at < gathering->stranger_count; at++) {
		bool is_same_payment =
			kept > 0 && list[kept - 1].payment_index == list[at].payment_index;

		of_payment = is_same_payment ? of_payment : 0;
		if ((is_same_payment && list[kept - 1].item_no == list[at].item_no) ||
		    of_payment == FOUND_MAX)
			continue;
		list[kept++] = list[at];
		of_payment++;
	}
	gathering->stranger_count = kept;
}

static enum aq_status look_up(struct near *near, struct aq_error *err)
{
	struct gathering *gathering = near->gathering;
	uint64_t *hashes = aq_arena_take_many(gathering->arena, near->count + 1, sizeof(*hashes));
	struct aq_number_row *rows;
	size_t row_count, row = 0, hash_count = 0;
	enum aq_status status;

	if (!hashes)
		return aq_fail_memory(err);
	if (near->count == 0)
		return AQ_OK;
	qsort(near->spellings, near->count, sizeof(*near->spellings), compare_spellings);
	for (size_t at = 0; at < near->count; at++)
		if (hash_count == 0 || hashes[hash_count - 1] != near->spellings[at].hash)
			hashes[hash_count++] = near->spellings[at].hash;
	status = aq_store_numbers_find(gathering->store, hashes, hash_count, gathering->arena,
				       &rows, &row_count, err);
	for (size_t at = 0; at < near->count && status >= AQ_OK; at++) {
		uint64_t hash = near->spellings[at].hash;

		while (row < row_count && rows[row].hash < hash)
			row++;
		for (size_t next = row; next < row_count && rows[next].hash == hash; next++)
			note(near, near->spellings[at].payment, &rows[next]);
	}
	return status;
}

static enum aq_status give(struct near *near, struct aq_error *err)
{
	struct gathering *gathering = near->gathering;
	struct aq_stranger *strangers;

	if (near->found_count == 0)
		return AQ_OK;
	strangers =
		aq_arena_take_many(gathering->arena, gathering->stranger_count + near->found_count,
				   sizeof(*strangers));
	if (!strangers)
		return aq_fail_memory(err);
	if (gathering->stranger_count > 0)
		memcpy(strangers, gathering->strangers,
		       gathering->stranger_count * sizeof(*strangers));
	memcpy(strangers + gathering->stranger_count, near->found,
	       near->found_count * sizeof(*strangers));
	gathering->strangers = strangers;
	gathering->stranger_count += near->found_count;
	thin_out(gathering);
	for (size_t at = 0; at < gathering->stranger_count; at++)
		numbers_add(&gathering->items, gathering->strangers[at].item_no);
	return AQ_OK;
}

enum aq_status gather_near(struct gathering *gathering, const uint32_t *payments, size_t count,
			   struct aq_error *err)
{
	struct near near = {.gathering = gathering, .key = aq_store_siphash_key(gathering->store)};
	enum aq_status status;

	for (size_t at = 0; at < count; at++)
		spell_payment(&near, payments[at]);
	status = look_up(&near, err);
	if (near.has_failed)
		status = aq_fail_memory(err);
	if (status >= AQ_OK)
		status = give(&near, err);
	free(near.spellings);
	free(near.found);
	return status;
}
