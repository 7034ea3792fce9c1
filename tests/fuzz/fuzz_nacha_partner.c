/*
 * fuzz_nacha_partner.c - any bytes as a NACHA file of a partner, who may break every rule
 * that can be waived, is held to every rule that can be insisted on, or both.
 */
#include "decoding.h"

const struct fuzz_target fuzz_target = {
	.name = "nacha_partner",
	.folders = {"fixtures/nacha/good", "fixtures/nacha/bad", "tests/fuzz/corpus/nacha"},
};

static enum aq_code allowed[AQ_CODE_COUNT];
static enum aq_code refused[AQ_CODE_COUNT];

static size_t list(bool (*may)(enum aq_code code), enum aq_code *out)
{
	size_t count = 0;

	for (unsigned code = 1; code < AQ_CODE_COUNT; code++)
		if (may((enum aq_code)code))
			out[count++] = (enum aq_code)code;
	return count;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct aq_slice bytes = {(const char *)data, size};
	struct aq_nacha_partner partner = {
		.name = AQ_SLICE("any"), .allowed = allowed, .refused = refused};
	size_t allowed_count = list(aq_nacha_may_allow, allowed);
	size_t refused_count = list(aq_nacha_may_refuse, refused);

	fuzz_partner = &partner;
	for (unsigned choice = 1; choice < 4; choice++) {
		partner.allowed_count = choice & 1u ? allowed_count : 0;
		partner.refused_count = choice & 2u ? refused_count : 0;
		fuzz_decode(&aq_decoder_nacha, NULL, bytes, true);
	}
	fuzz_partner = NULL;
	return 0;
}

size_t LLVMFuzzerCustomMutator(uint8_t *data, size_t size, size_t size_max, unsigned seed)
{
	return fuzz_mutate_pieces(data, size, size_max, seed, '\n');
}
