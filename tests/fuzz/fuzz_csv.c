/*
 * fuzz_csv.c - any bytes as a CSV file and the profiles it is read by.
 *
 * What stands before a line "====" is the text of profiles, what follows the
 * file. Without such a line the file is read by the profiles of fixtures/ and
 * those that are shipped.
 */
#include "decoding.h"
#include "profiles.h"

const struct fuzz_target fuzz_target = {
	.name = "csv",
	.folders = {"fixtures/csv/good", "fixtures/csv/bad"},
};

static struct aq_profiles *shipped_profiles(void)
{
	static const char *const folders[] = {"fixtures/csv", "formats/csv"};
	static struct aq_profiles *profiles;

	profiles_start();
	if (!profiles)
		FUZZ_CLAIM(aq_profiles_load(&profiles, folders, 2, NULL) >= AQ_OK);
	return profiles;
}

static void decode_by(const struct aq_profiles *profiles, struct aq_slice bytes)
{
	struct aq_slice head = fuzz_lend(bytes);
	const struct aq_decoder_head file_head = {
		.head = head, .is_whole = true, .profiles = profiles};
	const void *variant = NULL;
	int bid = aq_decoder_csv.bid(&file_head, &variant);

	fuzz_take_back(head);
	if (bid > AQ_BID_NONE)
		fuzz_decode(&aq_decoder_csv, variant, bytes, true);
}

/* What is proposed for a file is a profile, whatever the file holds. */
static void propose(struct aq_slice bytes)
{
	struct aq_slice head = fuzz_lend(bytes);
	const struct aq_format_sample sample = {
		.head = head, .is_whole = true, .name = AQ_SLICE("fuzz.csv")};
	struct aq_profiles *profiles;
	struct aq_buffer text;

	aq_buffer_init(&text, 0);
	if (aq_format_propose(&sample, &text, NULL) >= AQ_OK) {
		profiles = profiles_of(aq_buffer_slice(&text));
		FUZZ_CLAIM(profiles != NULL);
		aq_profiles_free(profiles);
	}
	aq_buffer_free(&text);
	fuzz_take_back(head);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct aq_slice bytes = {(const char *)data, size};
	struct aq_slice mark = AQ_SLICE("\n====\n");
	size_t at = aq_slice_find(bytes, mark);
	struct aq_profiles *profiles;

	if (at == SIZE_MAX) {
		decode_by(shipped_profiles(), bytes);
		propose(bytes);
		return 0;
	}
	profiles = profiles_of((struct aq_slice){bytes.start, at});
	if (profiles)
		decode_by(profiles, aq_slice_between(bytes.start + at + mark.length,
						     bytes.start + bytes.length));
	aq_profiles_free(profiles);
	return 0;
}

size_t LLVMFuzzerCustomMutator(uint8_t *data, size_t size, size_t size_max, unsigned seed)
{
	return fuzz_mutate_pieces(data, size, size_max, seed, seed & 1 ? '\n' : ',');
}
