/*
 * explain.c - what the decoder made of a file, in words: for `formats --check`.
 *
 * Tells the profile, why it was taken, the shape it found, what each column
 * became, and what every line of the file was.
 */
#include "decoder.h"

#define NAME_COLUMNS 28

/* The next [Name] or $N in a value; texts in quotes and patterns are passed over. */
static bool next_column(struct aq_slice *rest, struct aq_slice *out)
{
	while (rest->length) {
		char mark = rest->start[0];
		size_t length = 1;

		if (mark == '[') {
			int depth = 0;

			for (length = 0; length < rest->length; length++) {
				depth += rest->start[length] == '[';
				depth -= rest->start[length] == ']';
				if (depth == 0)
					break;
			}
			length += length < rest->length;
		} else if (mark == '"' || mark == '/') {
			while (length < rest->length && rest->start[length] != mark)
				length += rest->start[length] == '\\' ? 2 : 1;
			length = length < rest->length ? length + 1 : rest->length;
		} else if (mark == '$') {
			while (length < rest->length &&
			       (rest->start[length] == '-' ||
				(rest->start[length] >= '0' && rest->start[length] <= '9')))
				length++;
		}
		*out = (struct aq_slice){rest->start, length};
		rest->start += length;
		rest->length -= length;
		if (mark == '[' || mark == '$')
			return true;
	}
	return false;
}

/* Whether a column as it is written, [Name] or $N, is the header's one at `index`. */
static bool is_column(const struct table_decoder *decoder, struct aq_slice written, size_t index)
{
	size_t count = decoder->name_count ? decoder->name_count : decoder->cells_expected;
	bool is_from_right;
	uint64_t number;

	if (written.start[0] == '[')
		return index < decoder->name_count &&
		       aq_names_fit(aq_slice_trim((struct aq_slice){written.start + 1,
								    written.length - 2}),
				    decoder->names[index]);
	written.start++;
	written.length--;
	is_from_right = written.length && written.start[0] == '-';
	written.start += is_from_right;
	written.length -= is_from_right;
	if (!aq_slice_to_u64(written, &number))
		return false;
	return is_from_right ? index + number == count : index + 1 == number;
}

/* Keys that only look for the file itself. */
static bool is_shape_key(struct aq_slice key)
{
	return aq_slice_is(key, "match") || aq_slice_is(key, "header");
}

static bool names_column(const struct table_decoder *decoder, const struct aq_setting *setting,
			 size_t index)
{
	struct aq_slice rest = setting->value;
	struct aq_slice written;

	while (!is_shape_key(setting->key) && next_column(&rest, &written)) {
		if (written.length > 1 && is_column(decoder, written, index))
			return true;
	}
	return false;
}

static void put_padded(struct aq_buffer *out, struct aq_slice text, size_t columns)
{
	size_t before = out->length;
	size_t shown = 0;

	aq_printable_put(out, text);
	for (size_t i = before; i < out->length; i++)
		shown += (out->start[i] & 0xc0) != 0x80;
	for (; shown < columns; shown++)
		aq_buffer_add_text(out, " ");
}

static void put_columns(const struct table_decoder *decoder, struct aq_buffer *out)
{
	const struct table_profile *profile = decoder->profile;
	size_t count = decoder->name_count ? decoder->name_count : decoder->cells_expected;

	aq_buffer_add_text(out, "columns\n");
	for (size_t index = 0; index < count; index++) {
		struct aq_slice name = {0};
		bool is_used = false;

		if (index < decoder->name_count)
			name = decoder->names[index];
		aq_buffer_print(out, "%5zu  ", index + 1);
		put_padded(out, name, NAME_COLUMNS);
		for (size_t i = 0; i < profile->setting_count; i++) {
			const struct aq_setting *setting = &profile->settings[i];

			if (!names_column(decoder, setting, index))
				continue;
			aq_buffer_add_text(out, is_used ? "; " : "  ");
			aq_printable_put(out, setting->key);
			aq_buffer_add_text(out, " = ");
			aq_printable_put(out, setting->value);
			is_used = true;
		}
		aq_buffer_add_text(out, is_used ? "\n" : "  (not used)\n");
	}
}

/* Keys that name no column of the table. */
static void put_others(const struct table_decoder *decoder, struct aq_buffer *out)
{
	const struct table_profile *profile = decoder->profile;

	aq_buffer_add_text(out, "other keys\n");
	for (size_t i = 0; i < profile->setting_count; i++) {
		const struct aq_setting *setting = &profile->settings[i];
		struct aq_slice rest = setting->value;
		struct aq_slice written;

		if (!is_shape_key(setting->key) && next_column(&rest, &written))
			continue;
		aq_buffer_add_text(out, "       ");
		aq_printable_put(out, setting->key);
		aq_buffer_add_text(out, " = ");
		aq_printable_put(out, setting->value);
		aq_buffer_add_text(out, "\n");
	}
}

static void put_shape(const struct table_decoder *decoder, struct aq_buffer *out)
{
	static const char *const quotings[] = {[AQ_CSV_STRICT] = "strict",
					       [AQ_CSV_LENIENT] = "lenient",
					       [AQ_CSV_NO_QUOTES] = "none"};
	const struct table_profile *profile = decoder->profile;
	char delimiter = profile->csv.delimiter ? profile->csv.delimiter : ',';

	aq_buffer_print(out, "shape     %s, delimiter ",
			decoder->converter
				? profile->encoding.length ? profile->encoding.start : "UTF-16"
				: "UTF-8");
	if (delimiter == '\t')
		aq_buffer_add_text(out, "tab");
	else
		aq_buffer_print(out, "%c", delimiter);
	aq_buffer_print(out, ", quotes %s, ", quotings[profile->csv.quoting]);
	if (decoder->header_line)
		aq_buffer_print(out, "header on line %llu\n",
				(unsigned long long)decoder->header_line);
	else
		aq_buffer_add_text(out, profile->has_names ? "no header found\n" : "no header\n");
}

static void put_reason(const struct table_decoder *decoder, struct aq_buffer *out)
{
	const struct table_profile *profile = decoder->profile;
	size_t named = 0;
	size_t count = 0;

	for (size_t i = 0; i < decoder->name_count; i++) {
		bool is_named = false;

		for (size_t k = 0; k < profile->setting_count && !is_named; k++)
			is_named = names_column(decoder, &profile->settings[k], i);
		count += decoder->names[i].length != 0;
		named += is_named;
	}
	aq_buffer_add_text(out, "why       ");
	if (decoder->name_count)
		aq_buffer_print(out,
				"the header has every column the profile needs; it speaks of "
				"%zu of the file's %zu\n",
				named, count);
	else if (profile->has_names)
		aq_buffer_add_text(out, "it was asked for: the file has no such header\n");
	else
		aq_buffer_add_text(out, "day and amount stand where the profile says\n");
}

void aq_csv_explain(const struct aq_decoder_handle *handle, struct aq_buffer *out)
{
	const struct table_decoder *decoder = (const struct table_decoder *)(const void *)handle;
	const struct table_profile *profile = decoder->profile;

	aq_buffer_add_text(out, "profile   ");
	aq_printable_put(out, profile->format.name);
	if (profile->format.path.length) {
		aq_buffer_add_text(out, " (");
		aq_printable_put(out, profile->format.path);
		aq_buffer_print(out, ":%llu)\n", (unsigned long long)profile->line);
	} else {
		aq_buffer_add_text(out, " (built in)\n");
	}
	if (decoder->missing_slot == SIZE_MAX) {
		put_reason(decoder, out);
	} else {
		aq_buffer_add_text(out, "why not   the header lacks the column [");
		aq_printable_put(out, profile->columns[decoder->missing_slot].name);
		aq_buffer_add_text(out, "]\n");
	}
	put_shape(decoder, out);
	aq_buffer_print(out,
			"lines     %llu: %llu of payments, %llu of headers and control rows, %llu "
			"left out by skip, select, type or footer, %llu blank\n\n",
			(unsigned long long)aq_csv_reader_lines(decoder->reader),
			(unsigned long long)decoder->data_lines,
			(unsigned long long)decoder->control_lines,
			(unsigned long long)decoder->skipped_lines,
			(unsigned long long)aq_csv_reader_blank_lines(decoder->reader));
	put_columns(decoder, out);
	put_others(decoder, out);
}
