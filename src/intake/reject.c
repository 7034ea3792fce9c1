/*
 * reject.c - lays refused files beside the reason why.
 *
 * Reads: a claim, or the rows and reasons of a file that was taken in part.
 * Promises: a file in rejected/ is untouched and has its reason beside it; no
 * earlier file or reason is replaced; done twice, after a crash, it is done
 * once.
 * Refuses: names that could harm; they are escaped.
 */
#include <stdio.h>

#include "acquit/buffer.h"
#include "acquit/claim.h"
#include "claim_inside.h"

#define SUFFIX_BYTES_MAX 32

_Static_assert(AQ_ENTRY_NAME_SAFE_BYTES + sizeof("-1000000") + SUFFIX_BYTES_MAX <=
		       AQ_ENTRY_NAME_BYTES_MAX,
	       "a numbered name with its suffix fits");

static void add_suffix(const struct aq_entry_name *name, const char *suffix,
		       struct aq_entry_name *out)
{
	AQ_CLAIM(strlen(suffix) <= SUFFIX_BYTES_MAX);
	out->length = (size_t)snprintf(out->text, sizeof(out->text), "%s%s", name->text, suffix);
	AQ_CLAIM(out->length <= AQ_ENTRY_NAME_BYTES_MAX);
}

/* Whether a file of this name holds exactly this text: our own work before a
 * crash. A file that is larger, or no file, does not. */
static enum aq_status holds(struct aq_file_name file, struct aq_slice text, bool *out,
			    struct aq_error *err)
{
	struct aq_error own;
	struct aq_buffer bytes;
	enum aq_status status;

	*out = false;
	aq_buffer_init(&bytes, 0);
	status = aq_file_read(file.folder, file.name, text.length, &bytes, &own);
	if (status >= AQ_OK)
		*out = aq_slice_equals(aq_buffer_slice(&bytes), text);
	aq_buffer_free(&bytes);
	if (status < AQ_OK && own.code == AQ_BASE_MEMORY) {
		if (err)
			*err = own;
		return status;
	}
	return AQ_OK;
}

static enum aq_status write_new(struct aq_file_name file, struct aq_slice text,
				struct aq_error *err)
{
	struct aq_writer *writer = NULL;
	enum aq_status status = aq_writer_open(&writer, file.folder, file.name, err);

	if (status < AQ_OK)
		return status;
	status = aq_writer_add(writer, text, err);
	if (status < AQ_OK) {
		aq_writer_drop(writer);
		return status;
	}
	return aq_writer_commit(writer, err);
}

/* AQ_END when the name is taken by another text. */
static enum aq_status write_side(struct aq_file_name file, struct aq_slice text,
				 struct aq_error *err)
{
	enum aq_status status;
	bool is_done;

	if (!aq_file_exists(file))
		return write_new(file, text, err);
	status = holds(file, text, &is_done, err);
	if (status < AQ_OK)
		return status;
	return is_done ? AQ_OK : AQ_END;
}

static enum aq_status fail_taken(const struct aq_entry_name *name, struct aq_error *err)
{
	return aq_fail(err, AQ_SYSTEM, AQ_INTAKE_MOVE, (struct aq_at){0},
		       "every name for '%s' in rejected/ is taken", name->text);
}

/* One try under one number: the reason first, then the file. AQ_END when one
 * of the names is taken. */
static enum aq_status reject_as(struct aq_claim *claim, const struct aq_entry_name *name,
				struct aq_slice reason, struct aq_error *err)
{
	struct aq_file_name from = {claim->folders.work, claim->work_name.text};
	struct aq_file_name to = {claim->folders.rejected, name->text};
	struct aq_entry_name side;
	enum aq_status status;

	if (aq_file_exists(to))
		return AQ_END;
	add_suffix(name, AQ_ENTRY_NAME_REASON_SUFFIX, &side);
	status = write_side((struct aq_file_name){to.folder, side.text}, reason, err);
	if (status != AQ_OK)
		return status;
	return aq_entry_move(from, to, err);
}

enum aq_status aq_claim_reject(struct aq_claim *claim, struct aq_slice reason, struct aq_error *err)
{
	struct aq_entry_name name;
	struct aq_entry_name numbered;
	enum aq_status status;
	uint32_t number;

	if (claim->state != AQ_CLAIM_IN_WORK)
		return AQ_OK;
	status = aq_claim_check_name(claim, err);
	if (status < AQ_OK)
		return status;
	status = aq_entry_name_make_safe(aq_claim_name(claim), &name, err);
	if (status < AQ_OK)
		return status;
	status = AQ_END;
	for (number = 1; status == AQ_END && number <= AQ_ENTRY_NAME_NUMBER_MAX; number++) {
		aq_entry_name_number(&name, number, &numbered);
		status = reject_as(claim, &numbered, reason, err);
	}
	if (status == AQ_END)
		status = fail_taken(&name, err);
	if (status < AQ_OK)
		return status;
	claim->state = AQ_CLAIM_GONE;
	return aq_claim_forget_side(claim, err);
}

enum aq_status aq_reject_write(const struct aq_folder *rejected, struct aq_slice name,
			       const char *suffix, struct aq_slice text, struct aq_error *err)
{
	struct aq_entry_name safe;
	struct aq_entry_name numbered;
	struct aq_entry_name side;
	enum aq_status status;
	uint32_t number;

	if (name.length == 0 || name.length > AQ_ENTRY_NAME_BYTES_MAX)
		return aq_fail(err, AQ_SYSTEM, AQ_INTAKE_NAME, (struct aq_at){0},
			       "'%.*s' is no name for a file", AQ_SLICE_ARGS(name));
	status = aq_entry_name_make_safe(name, &safe, err);
	if (status < AQ_OK)
		return status;
	status = AQ_END;
	for (number = 1; status == AQ_END && number <= AQ_ENTRY_NAME_NUMBER_MAX; number++) {
		aq_entry_name_number(&safe, number, &numbered);
		add_suffix(&numbered, suffix, &side);
		status = write_side((struct aq_file_name){rejected, side.text}, text, err);
	}
	return status == AQ_END ? fail_taken(&safe, err) : status;
}
