/*
 * words.c - the words of reports, and numbers as people read them.
 */
#include "words.h"

#include "acquit/digits.h"

#define GROUP_DIGITS 3

struct word {
	const char *name;
	const char *says;
};

static const struct word buckets[] = {
	[AQ_BUCKET_NONE] = {"", ""},
	[AQ_BUCKET_UNIDENTIFIED] = {"unidentified", "nobody is known yet: in suspense"},
	[AQ_BUCKET_UNAPPLIED] = {"unapplied", "the customer is known, what is meant is not"},
	[AQ_BUCKET_ON_ACCOUNT] = {"on-account", "the customer's own credit"},
	[AQ_BUCKET_HELD] = {"held", "a deposit for a contract that cannot be paid yet"},
	[AQ_BUCKET_OUT] = {"unidentified-out", "money that left and is not explained yet"},
};

static const struct word statuses[] = {
	[AQ_PAYMENT_APPLIED] = {"applied", "every cent is on open items"},
	[AQ_PAYMENT_PART_APPLIED] = {"part-applied",
				     "some is on open items, the rest on the customer's account"},
	[AQ_PAYMENT_ON_ACCOUNT] = {"on-account", "credited to the customer's account"},
	[AQ_PAYMENT_UNAPPLIED] = {"unapplied", "the customer is known, what is meant is not"},
	[AQ_PAYMENT_HELD] = {"held", "a deposit for a contract that cannot be paid yet"},
	[AQ_PAYMENT_UNIDENTIFIED] = {"unidentified", "nobody is known yet: in suspense"},
	[AQ_PAYMENT_REVERSAL] = {"reversal", "what took a payment back"},
	[AQ_PAYMENT_POSSIBLE_DUPLICATE] =
		{"possible-duplicate",
		 "equal to an earlier row: in suspense until a person decides"},
	[AQ_PAYMENT_REFUSED] = {"refused", "not posted: rejected/ says why"},
	[AQ_PAYMENT_SETTLEMENT] = {"settlement",
				   "the bank's lump for payments that came in detail"},
	[AQ_PAYMENT_FEE] = {"fee", "a cost, or another movement that is no receipt"},
	[AQ_PAYMENT_REFUND] = {"refund", "money given back"},
	[AQ_PAYMENT_OUTGOING] = {"outgoing", "money out"},
	[AQ_PAYMENT_NOTICE] = {"notice", "information only: posts nothing"},
	[AQ_PAYMENT_RETURNED] = {"returned", "taken back: its items are open again"},
	[AQ_PAYMENT_DUPLICATE] = {"duplicate", "came in before: no second receipt"},
};

_Static_assert(sizeof(statuses) / sizeof(statuses[0]) == AQ_PAYMENT_STATUS_COUNT,
	       "each status has its sentence");

const char *bucket_name(enum aq_bucket bucket)
{
	return (size_t)bucket < sizeof(buckets) / sizeof(buckets[0]) ? buckets[bucket].name : "";
}

static const char *says(const struct word *words, size_t count, struct aq_slice name)
{
	for (size_t index = 0; index < count; index++)
		if (aq_slice_is(name, words[index].name))
			return words[index].says;
	return "";
}

const char *bucket_says(struct aq_slice bucket)
{
	return says(buckets, sizeof(buckets) / sizeof(buckets[0]), bucket);
}

const char *payment_status_says(struct aq_slice status)
{
	return says(statuses, AQ_PAYMENT_STATUS_COUNT, status);
}

struct aq_slice account_class(struct aq_slice account)
{
	struct aq_slice rest = account;

	return aq_slice_cut(&rest, ':');
}

struct aq_slice undefused(struct aq_slice cell)
{
	static const char *const starts[] = {"=",
					     "+",
					     "-",
					     "@",
					     "\t",
					     "\r",
					     "\n",
					     "\xEF\xBC\x9D",
					     "\xEF\xBC\x8B",
					     "\xEF\xBC\x8D",
					     "\xEF\xBC\xA0"};
	struct aq_slice rest = cell;

	if (cell.length < 2 || cell.start[0] != '\'')
		return cell;
	do {
		rest = (struct aq_slice){rest.start + 1, rest.length - 1};
	} while (rest.length > 0 && rest.start[0] == ' ');
	for (size_t index = 0; index < sizeof(starts) / sizeof(starts[0]); index++)
		if (aq_slice_starts_with(rest, aq_slice_of(starts[index])))
			return (struct aq_slice){cell.start + 1, cell.length - 1};
	return cell;
}

static bool is_number(struct aq_slice text)
{
	size_t digits = 0;

	for (size_t index = 0; index < text.length; index++) {
		if (text.start[index] >= '0' && text.start[index] <= '9')
			digits++;
		else if (text.start[index] != '.' && !(index == 0 && text.start[index] == '-'))
			return false;
	}
	return digits > 0;
}

void put_grouped(struct aq_buffer *out, struct aq_slice text)
{
	size_t whole = aq_slice_find(text, AQ_SLICE("."));
	size_t index = 0;

	if (!is_number(text)) {
		aq_buffer_add(out, text);
		return;
	}
	if (whole == SIZE_MAX)
		whole = text.length;
	if (text.start[0] == '-')
		aq_buffer_add_byte(out, text.start[index++]);
	for (size_t first = index; index < whole; index++) {
		if (index > first && (whole - index) % GROUP_DIGITS == 0)
			aq_buffer_add_byte(out, ',');
		aq_buffer_add_byte(out, text.start[index]);
	}
	aq_buffer_add(out, (struct aq_slice){text.start + whole, text.length - whole});
}

void put_count(struct aq_buffer *out, uint64_t count)
{
	char digits[AQ_DIGITS_BYTES_MAX];
	char *end = digits + sizeof(digits);

	put_grouped(out, aq_slice_between(aq_digits_before(end, count), end));
}

struct aq_slice sum_text(aq_int128 sum, aq_currency currency, char out[AQ_DECIMAL_TEXT_BYTES])
{
	uint8_t digits = aq_currency_digits(currency);
	struct aq_decimal number = {.units = sum, .scale = digits, .is_present = true};

	return (struct aq_slice){out, aq_decimal_print(number, digits, out)};
}

const char *plural(uint64_t count, const char *one, const char *many)
{
	return count == 1 ? one : many;
}

static bool is_harmless(char byte)
{
	return (byte >= '0' && byte <= '9') || (byte >= 'A' && byte <= 'Z') ||
	       (byte >= 'a' && byte <= 'z') || (byte != '\0' && strchr("-_./:+@,=", byte));
}

bool put_shell_word(struct aq_buffer *out, struct aq_slice word)
{
	bool needs_quotes = word.length == 0;

	for (size_t index = 0; index < word.length; index++) {
		unsigned char byte = (unsigned char)word.start[index];

		if (byte < ' ' || byte == 0x7F || byte == '\'')
			return false;
		needs_quotes |= !is_harmless((char)byte);
	}
	if (needs_quotes)
		aq_buffer_add_byte(out, '\'');
	aq_buffer_add(out, word);
	if (needs_quotes)
		aq_buffer_add_byte(out, '\'');
	return true;
}

bool next_suggestion(struct aq_slice *rest, struct suggestion *out)
{
	struct aq_slice one = aq_slice_trim(*rest);
	size_t end = aq_slice_find(one, AQ_SLICE("); "));
	size_t reason;

	if (one.length == 0)
		return false;
	*rest = (struct aq_slice){one.start + one.length, 0};
	if (end != SIZE_MAX) {
		*rest = (struct aq_slice){one.start + end + 3, one.length - end - 3};
		one.length = end + 1;
	}
	reason = aq_slice_find(one, AQ_SLICE(" ("));
	*out = (struct suggestion){.target = one};
	if (reason != SIZE_MAX && one.start[one.length - 1] == ')') {
		out->target.length = reason;
		out->reason = (struct aq_slice){one.start + reason + 2, one.length - reason - 3};
	}
	return true;
}

uint64_t days_since(struct aq_date since, struct aq_date today)
{
	int days;

	if (!aq_date_is_set(since) || !aq_date_is_set(today))
		return 0;
	days = aq_date_days_between(since, today);
	return days > 0 ? (uint64_t)days : 0;
}
