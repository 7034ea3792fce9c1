/*
 * fuzz_keyfile.c - any bytes as "[section]" and "key = value" lines.
 */
#include "acquit/keyfile.h"
#include "acquit/utf8.h"
#include "fuzz.h"

const struct fuzz_target fuzz_target = {.name = "keyfile", .folders = {"formats/csv"}};

static void check_setting(struct aq_buffer *told, const struct aq_keyfile *keyfile, size_t index)
{
	const struct aq_setting *setting = &keyfile->settings[index];

	FUZZ_CLAIM(setting->key.length > 0);
	FUZZ_CLAIM(setting->line > setting->section_line);
	FUZZ_CLAIM(index == 0 || setting->line > setting[-1].line);
	FUZZ_CLAIM(aq_slice_equals(aq_slice_trim(setting->key), setting->key));
	FUZZ_CLAIM(aq_slice_equals(aq_slice_trim(setting->value), setting->value));
	FUZZ_CLAIM(aq_utf8_valid_bytes(setting->value) == setting->value.length);
	/* Written anew it reads the same. */
	if (index == 0 ? setting->section.length
		       : setting->section_line != setting[-1].section_line) {
		aq_buffer_add_byte(told, '[');
		aq_buffer_add(told, setting->section);
		aq_buffer_add_text(told, "]\n");
	}
	aq_buffer_add(told, setting->key);
	aq_buffer_add_byte(told, '=');
	aq_buffer_add(told, setting->value);
	aq_buffer_add_byte(told, '\n');
}

static enum aq_status parse(struct aq_slice text, struct aq_arena *arena, struct aq_buffer *told,
			    struct aq_error *err)
{
	struct aq_slice lent = fuzz_lend(text);
	struct aq_keyfile keyfile = {0};
	enum aq_status status = aq_keyfile_parse(&keyfile, arena, AQ_SLICE("any.conf"), lent, err);

	fuzz_take_back(lent);
	/* A first key may begin with a mark that is not the file's. */
	aq_buffer_add_text(told, "\xEF\xBB\xBF");
	for (size_t i = 0; status >= AQ_OK && i < keyfile.count; i++)
		check_setting(told, &keyfile, i);
	(void)aq_keyfile_find(&keyfile, "ledger", "closed_through");
	return status;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct aq_arena *arena = NULL;
	struct aq_buffer once;
	struct aq_buffer again;
	struct aq_error err = {0};
	enum aq_status status;

	aq_buffer_init(&once, 0);
	aq_buffer_init(&again, 0);
	FUZZ_CLAIM(aq_arena_new(&arena, 0, NULL) >= AQ_OK);
	status = parse((struct aq_slice){(const char *)data, size}, arena, &once, &err);
	FUZZ_CLAIM(status == AQ_OK || (status == AQ_SETTINGS && err.text[0] != '\0' &&
				       strcmp(err.file, "any.conf") == 0));
	/* A line may grow by being written anew, and one near the bound pass it. */
	if (status >= AQ_OK && size < AQ_KEYFILE_LINE_BYTES_MAX) {
		FUZZ_CLAIM(parse(aq_buffer_slice(&once), arena, &again, NULL) >= AQ_OK);
		fuzz_same(&once, &again, 0);
	}
	aq_arena_free(arena);
	aq_buffer_free(&once);
	aq_buffer_free(&again);
	return 0;
}

size_t LLVMFuzzerCustomMutator(uint8_t *data, size_t size, size_t size_max, unsigned seed)
{
	return fuzz_mutate_pieces(data, size, size_max, seed, '\n');
}
