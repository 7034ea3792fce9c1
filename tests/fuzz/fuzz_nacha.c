/*
 * fuzz_nacha.c - any bytes as a NACHA file.
 */
#include "decoding.h"

const struct fuzz_target fuzz_target = {
	.name = "nacha",
	.folders = {"fixtures/nacha/good", "fixtures/nacha/bad"},
};

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct aq_slice bytes = {(const char *)data, size};
	struct aq_slice head = fuzz_lend(bytes);
	const struct aq_decoder_head file_head = {.head = head, .is_whole = true};
	const void *variant = NULL;

	(void)aq_decoder_nacha.bid(&file_head, &variant);
	fuzz_take_back(head);
	fuzz_decode(&aq_decoder_nacha, NULL, bytes, true);
	return 0;
}

size_t LLVMFuzzerCustomMutator(uint8_t *data, size_t size, size_t size_max, unsigned seed)
{
	return fuzz_mutate_pieces(data, size, size_max, seed, '\n');
}
