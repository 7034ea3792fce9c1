/*
 * fuzz_x12.c - any bytes as X12 segments, alone and inside the addenda of a payment.
 */
#include "../../src/decode/nacha/x12.h"
#include "decoding.h"

#define PAYLOAD_BYTES 80
#define ADDENDA_MAX   60

const struct fuzz_target fuzz_target = {.name = "x12"};

static bool is_inside(struct aq_slice part, struct aq_slice whole)
{
	return part.length == 0 || (part.start >= whole.start && part.length <= whole.length &&
				    part.start + part.length <= whole.start + whole.length);
}

static void read_segments(struct aq_slice text)
{
	struct x12 marks;
	struct x12 names;
	struct x12_segment segment;
	struct aq_slice name;
	size_t count = 0;

	if (!x12_begin(&marks, text))
		return;
	names = marks;
	FUZZ_CLAIM(marks.separator.length > 0);
	while (x12_next(&marks, &segment)) {
		FUZZ_CLAIM(++count <= text.length);
		FUZZ_CLAIM(segment.count >= 1 && segment.count <= X12_ELEMENTS_MAX);
		for (size_t i = 0; i < X12_ELEMENTS_MAX; i++) {
			FUZZ_CLAIM(is_inside(segment.elements[i], text));
			FUZZ_CLAIM(i < segment.count || segment.elements[i].length == 0);
		}
		FUZZ_CLAIM(x12_next_name(&names, &name));
		FUZZ_CLAIM(aq_slice_equals(name, segment.elements[0]));
	}
	FUZZ_CLAIM(!x12_next_name(&names, &name));
}

/* A file of one payment whose addenda hold the text, 80 bytes each. */
static void write_file(struct aq_buffer *out, struct aq_slice text)
{
	unsigned addenda = 0;

	aq_buffer_print(
		out, "%s\n%s\n",
		"101 12345678018765432102503100730A094101RIVER BANK             HILL BANK"
		"                      ",
		"5220HOLLOWAY GOODS                      1912345678CTXPAYMENT   MAR 10250311"
		"0701876543210000001");
	aq_buffer_print(out,
			"622123456780400100200        0000095000R-88           %04u"
			"HOLLOWAY RECV       1876543210000001\n",
			(unsigned)(text.length + PAYLOAD_BYTES - 1) / PAYLOAD_BYTES);
	while (text.length && addenda < ADDENDA_MAX) {
		char payload[PAYLOAD_BYTES];
		struct aq_slice piece = fuzz_next_piece(&text, PAYLOAD_BYTES);

		memset(payload, ' ', sizeof(payload));
		memcpy(payload, piece.start, piece.length);
		for (size_t i = 0; i < sizeof(payload); i++)
			if (payload[i] == '\n' || payload[i] == '\r')
				payload[i] = '~';
		aq_buffer_add_text(out, "705");
		aq_buffer_add(out, (struct aq_slice){payload, sizeof(payload)});
		aq_buffer_print(out, "%04u0000001\n", ++addenda);
	}
	aq_buffer_print(out,
			"8220%06u00123456780000000000000000000950001912345678"
			"                         876543210000001\n",
			addenda + 1);
	aq_buffer_print(out, "9000001000001%08u0012345678000000000000000000095000%39s\n",
			addenda + 1, "");
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct aq_slice bytes = {(const char *)data, size};
	struct aq_slice lent = fuzz_lend(bytes);
	struct aq_buffer file;

	read_segments(lent);
	fuzz_take_back(lent);
	if (bytes.length > ADDENDA_MAX * PAYLOAD_BYTES)
		bytes.length = ADDENDA_MAX * PAYLOAD_BYTES;
	aq_buffer_init(&file, 0);
	write_file(&file, bytes);
	FUZZ_CLAIM(!aq_buffer_failed(&file));
	fuzz_decode(&aq_decoder_nacha, NULL, aq_buffer_slice(&file), true);
	aq_buffer_free(&file);
	return 0;
}

size_t LLVMFuzzerCustomMutator(uint8_t *data, size_t size, size_t size_max, unsigned seed)
{
	return fuzz_mutate_pieces(data, size, size_max, seed, '~');
}
