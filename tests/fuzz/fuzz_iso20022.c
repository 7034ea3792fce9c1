/*
 * fuzz_iso20022.c - any bytes as a message of ISO 20022.
 */
#include "decoding.h"

const struct fuzz_target fuzz_target = {
	.name = "iso20022",
	.folders = {"fixtures/iso20022/good", "fixtures/iso20022/bad"},
};

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct aq_slice bytes = {(const char *)data, size};
	struct aq_slice head = fuzz_lend(bytes);
	const struct aq_decoder_head file_head = {.head = head, .is_whole = true};
	const void *variant = NULL;

	(void)aq_decoder_iso20022.bid(&file_head, &variant);
	fuzz_take_back(head);
	/* Where damaged XML is noticed, and in which words, is the library's affair. */
	fuzz_decode(&aq_decoder_iso20022, NULL, bytes, false);
	return 0;
}

size_t LLVMFuzzerCustomMutator(uint8_t *data, size_t size, size_t size_max, unsigned seed)
{
	return fuzz_mutate_pieces(data, size, size_max, seed, '>');
}
