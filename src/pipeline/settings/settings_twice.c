/*
 * settings_twice.c - a key that acquit.conf says twice is refused: of two limits
 * nobody can tell which was meant.
 */
#include "settings_twice.h"

/* People's names are told apart whatever the case; everything else as it is written. */
static bool is_same_section(struct aq_slice one, struct aq_slice other)
{
	return aq_slice_starts_with(one, AQ_SLICE("person.")) ? aq_slice_equals_any_case(one, other)
							      : aq_slice_equals(one, other);
}

enum aq_status settings_refuse_twice(const struct aq_keyfile *keyfile, size_t index,
				     struct aq_error *err)
{
	const struct aq_setting *setting = &keyfile->settings[index];

	for (size_t at = 0; at < index; at++) {
		const struct aq_setting *earlier = &keyfile->settings[at];

		if (!aq_slice_equals(setting->key, earlier->key) ||
		    !is_same_section(setting->section, earlier->section))
			continue;
		(void)aq_fail(err, AQ_SETTINGS, AQ_SETTINGS_TWICE, (struct aq_at){setting->line, 1},
			      "[%.*s] %.*s was said in line %llu already",
			      AQ_SLICE_ARGS(setting->section), AQ_SLICE_ARGS(setting->key),
			      (unsigned long long)earlier->line);
		aq_error_set_file(err, keyfile->path);
		return AQ_SETTINGS;
	}
	return AQ_OK;
}
