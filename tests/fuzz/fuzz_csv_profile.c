/*
 * fuzz_csv_profile.c - any bytes as the text of profiles.
 */
#include "profiles.h"

const struct fuzz_target fuzz_target = {
	.name = "csv_profile",
	.folders = {"formats/csv", "fixtures/csv"},
};

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct aq_profiles *profiles = profiles_of((struct aq_slice){(const char *)data, size});
	const struct aq_format *format;
	struct aq_slice before = {NULL, 0};
	struct aq_buffer told;

	if (!profiles)
		return 0;
	aq_buffer_init(&told, 0);
	for (size_t i = 0; (format = aq_format_at(profiles, i)) != NULL; i++) {
		FUZZ_CLAIM(i == 0 || aq_slice_compare(before, format->name) < 0);
		before = format->name;
		tell_text(&told, "name", format->name);
		tell_text(&told, "family", format->family);
		tell_text(&told, "summary", format->summary);
		tell_text(&told, "path", format->path);
		FUZZ_CLAIM(strlen(format->profile_hash) == (format->path.length ? 64 : 0));
	}
	aq_buffer_free(&told);
	aq_profiles_free(profiles);
	return 0;
}

size_t LLVMFuzzerCustomMutator(uint8_t *data, size_t size, size_t size_max, unsigned seed)
{
	return fuzz_mutate_pieces(data, size, size_max, seed, seed & 1 ? '\n' : ' ');
}
