/*
 * test_gunzip.c - gzip is inflated to the last byte or refused by name.
 */
#include "home.h"

#include "intake/gunzip.h"

#define TEXT_BYTES 5000

static struct aq_buffer packed;
static struct aq_buffer unpacked;
static struct aq_error err;
static char text[TEXT_BYTES];

static int start(void **state)
{
	uint32_t seed = 1;
	size_t index;

	(void)state;
	aq_buffer_init(&packed, 0);
	aq_buffer_init(&unpacked, 0);
	/* Digits, so that it compresses a little and not much. */
	for (index = 0; index < TEXT_BYTES; index++) {
		seed = seed * 1664525 + 1013904223;
		text[index] = (char)('0' + (seed >> 24) % 10);
	}
	return 0;
}

static int stop(void **state)
{
	(void)state;
	aq_buffer_free(&packed);
	aq_buffer_free(&unpacked);
	return 0;
}

static void pack(const char *start_of, size_t bytes)
{
	gzip_to(&packed, (struct aq_slice){start_of, bytes});
}

/* Inflates `packed` in pieces of the sizes given. */
struct sizes {
	size_t input;
	size_t output;
};

static enum aq_status unpack_with(struct aq_gunzip *gunzip, struct aq_slice whole,
				  struct sizes sizes)
{
	char room_bytes[8192];
	enum aq_status status = AQ_OK;
	size_t done = 0;

	aq_buffer_clear(&unpacked);
	assert_true(sizes.output <= sizeof(room_bytes));
	while (status >= AQ_OK) {
		size_t left = whole.length - done;
		struct aq_slice piece = {whole.start + done,
					 left < sizes.input ? left : sizes.input};
		bool is_last = left == 0;
		struct aq_gunzip_room room;

		done += piece.length;
		do {
			room = (struct aq_gunzip_room){room_bytes, sizes.output};
			status = aq_gunzip_step(gunzip, &piece, &room, &err);
			aq_buffer_add(&unpacked,
				      (struct aq_slice){room_bytes, sizes.output - room.bytes});
		} while (status >= AQ_OK && room.bytes == 0);
		if (is_last)
			break;
	}
	return status < AQ_OK ? status : aq_gunzip_finish(gunzip, &err);
}

static enum aq_status unpack(struct aq_slice whole, struct sizes sizes)
{
	struct aq_gunzip_limits limits = {1 << 24, 200, 8};
	struct aq_gunzip *gunzip = NULL;
	enum aq_status status;

	assert_int_equal(aq_gunzip_new(&gunzip, &limits, &err), AQ_OK);
	status = unpack_with(gunzip, whole, sizes);
	aq_gunzip_free(gunzip);
	return status;
}

static const struct sizes usual = {4096, 8192};

static enum aq_status unpack_all(void)
{
	return unpack(aq_buffer_slice(&packed), usual);
}

static void assert_refused(enum aq_code code)
{
	assert_int_equal(unpack_all(), AQ_BAD_FILE);
	assert_string_equal(aq_code_name(err.code), aq_code_name(code));
}

static void assert_unpacked(size_t bytes)
{
	assert_int_equal(unpacked.length, bytes);
	assert_memory_equal(unpacked.start, text, bytes);
}

static void pieces_of_any_size_give_the_same_bytes(void **state)
{
	size_t input, output;

	(void)state;
	pack(text, 700);
	pack(text + 700, 300);
	for (input = 1; input < 40; input += 3)
		for (output = 1; output < 40; output += 3) {
			struct sizes sizes = {input, output};

			assert_int_equal(unpack(aq_buffer_slice(&packed), sizes), AQ_OK);
			assert_unpacked(1000);
		}
}

static void a_file_cut_at_any_byte_is_refused(void **state)
{
	struct aq_slice whole;
	size_t bytes;

	(void)state;
	pack(text, 300);
	whole = aq_buffer_slice(&packed);
	for (bytes = 0; bytes < whole.length; bytes++) {
		assert_int_equal(unpack((struct aq_slice){whole.start, bytes}, usual), AQ_BAD_FILE);
		assert_string_equal(aq_code_name(err.code), "intake.gzip-torn");
	}
}

static void a_second_member_cut_at_any_byte_is_refused(void **state)
{
	struct aq_slice whole;
	size_t first;
	size_t bytes;

	(void)state;
	pack(text, 300);
	first = packed.length;
	pack(text, 300);
	whole = aq_buffer_slice(&packed);
	for (bytes = first + 1; bytes < whole.length; bytes++)
		assert_int_equal(unpack((struct aq_slice){whole.start, bytes}, usual), AQ_BAD_FILE);
}

/* Bits in the header that carry no meaning for the content may change. */
static void no_flipped_bit_changes_what_comes_out(void **state)
{
	size_t bit;

	(void)state;
	pack(text, 300);
	for (bit = 0; bit < packed.length * 8; bit++) {
		packed.start[bit / 8] = (char)(packed.start[bit / 8] ^ (1 << (bit % 8)));
		if (unpack_all() == AQ_OK)
			assert_unpacked(300);
		packed.start[bit / 8] = (char)(packed.start[bit / 8] ^ (1 << (bit % 8)));
	}
}

static void a_wrong_checksum_or_length_is_refused(void **state)
{
	(void)state;
	pack(text, 300);
	packed.start[packed.length - 8]++;
	assert_refused(AQ_INTAKE_GZIP_CHECKSUM);
	packed.start[packed.length - 8]--;
	packed.start[packed.length - 4]++;
	assert_refused(AQ_INTAKE_GZIP_CHECKSUM);
}

static void damaged_data_is_refused(void **state)
{
	(void)state;
	pack(text, 300);
	packed.start[2] = 7;
	assert_refused(AQ_INTAKE_GZIP_DAMAGED);
}

static void eight_members_are_read_and_nine_refused(void **state)
{
	int member;

	(void)state;
	for (member = 0; member < 8; member++)
		pack(text + member * 100, 100);
	assert_int_equal(unpack_all(), AQ_OK);
	assert_unpacked(800);
	pack(text, 100);
	assert_refused(AQ_INTAKE_GZIP_MEMBERS);
}

static void anything_behind_the_data_is_refused(void **state)
{
	size_t packed_bytes;
	int byte;

	(void)state;
	pack(text, 300);
	packed_bytes = packed.length;
	for (byte = 1; byte < 256; byte++) {
		packed.length = packed_bytes;
		aq_buffer_add_byte(&packed, (char)byte);
		assert_int_equal(unpack_all(), AQ_BAD_FILE);
	}
	packed.length = packed_bytes;
	aq_buffer_add_text(&packed, "\x1f is no second member");
	assert_refused(AQ_INTAKE_GZIP_TRAILING);
	packed.length = packed_bytes;
	aq_buffer_add_text(&packed, "trailing");
	assert_refused(AQ_INTAKE_GZIP_TRAILING);
}

static void zeros_behind_the_data_are_counted(void **state)
{
	struct aq_gunzip_limits limits = {1 << 24, 200, 8};
	struct aq_gunzip *gunzip = NULL;
	int zero;

	(void)state;
	pack(text, 300);
	for (zero = 0; zero < 5000; zero++)
		aq_buffer_add_byte(&packed, '\0');
	assert_int_equal(aq_gunzip_new(&gunzip, &limits, &err), AQ_OK);
	assert_int_equal(unpack_with(gunzip, aq_buffer_slice(&packed), usual), AQ_OK);
	assert_int_equal(aq_gunzip_padding_bytes(gunzip), 5000);
	assert_unpacked(300);
	aq_gunzip_free(gunzip);
}

static void nothing_but_zeros_may_follow_zeros(void **state)
{
	(void)state;
	pack(text, 300);
	aq_buffer_add_byte(&packed, '\0');
	pack(text, 300);
	assert_refused(AQ_INTAKE_GZIP_TRAILING);
}

static void a_bomb_is_stopped_early(void **state)
{
	size_t bytes = (size_t)16 * 1024 * 1024;
	char *zeros = calloc(1, bytes);

	(void)state;
	pack(zeros, bytes);
	free(zeros);
	assert_refused(AQ_INTAKE_GZIP_BOMB);
	assert_true(unpacked.length <= 1024 * 1024 + 2 * usual.output);
}

static void a_small_file_may_be_as_regular_as_it_likes(void **state)
{
	char *zeros = calloc(1, 1024 * 1024);

	(void)state;
	pack(zeros, 1024 * 1024);
	free(zeros);
	assert_int_equal(unpack_all(), AQ_OK);
	assert_int_equal(unpacked.length, 1024 * 1024);
}

static void more_than_the_bound_is_refused(void **state)
{
	struct aq_gunzip_limits limits = {999, 200, 8};
	struct aq_gunzip *gunzip = NULL;

	(void)state;
	pack(text, 1000);
	assert_int_equal(aq_gunzip_new(&gunzip, &limits, &err), AQ_OK);
	assert_int_equal(unpack_with(gunzip, aq_buffer_slice(&packed), usual), AQ_BAD_FILE);
	assert_int_equal(err.code, AQ_INTAKE_TOO_LARGE);
	aq_gunzip_free(gunzip);
}

static void a_reset_begins_anew_even_after_a_fault(void **state)
{
	struct aq_gunzip_limits limits = {1 << 24, 200, 8};
	struct aq_gunzip *gunzip = NULL;
	struct aq_slice torn;

	(void)state;
	pack(text, 300);
	torn = (struct aq_slice){packed.start, packed.length / 2};
	assert_int_equal(aq_gunzip_new(&gunzip, &limits, &err), AQ_OK);
	assert_int_equal(unpack_with(gunzip, torn, usual), AQ_BAD_FILE);
	assert_int_equal(aq_gunzip_reset(gunzip, &err), AQ_OK);
	assert_int_equal(unpack_with(gunzip, aq_buffer_slice(&packed), usual), AQ_OK);
	assert_unpacked(300);
	assert_int_equal(aq_gunzip_unwrapped_bytes(gunzip), 300);
	aq_gunzip_free(gunzip);
}

#define WITH_BUFFERS(test) cmocka_unit_test_setup_teardown(test, start, stop)

int main(void)
{
	const struct CMUnitTest tests[] = {
		WITH_BUFFERS(pieces_of_any_size_give_the_same_bytes),
		WITH_BUFFERS(a_file_cut_at_any_byte_is_refused),
		WITH_BUFFERS(a_second_member_cut_at_any_byte_is_refused),
		WITH_BUFFERS(no_flipped_bit_changes_what_comes_out),
		WITH_BUFFERS(a_wrong_checksum_or_length_is_refused),
		WITH_BUFFERS(damaged_data_is_refused),
		WITH_BUFFERS(eight_members_are_read_and_nine_refused),
		WITH_BUFFERS(anything_behind_the_data_is_refused),
		WITH_BUFFERS(zeros_behind_the_data_are_counted),
		WITH_BUFFERS(nothing_but_zeros_may_follow_zeros),
		WITH_BUFFERS(a_bomb_is_stopped_early),
		WITH_BUFFERS(a_small_file_may_be_as_regular_as_it_likes),
		WITH_BUFFERS(more_than_the_bound_is_refused),
		WITH_BUFFERS(a_reset_begins_anew_even_after_a_fault),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
