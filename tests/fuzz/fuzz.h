/*
 * fuzz.h - what every fuzz target is made of.
 *
 * A target is one function that reads any bytes and comes back. It aborts when
 * a promise is broken: so the same target finds faults under libFuzzer and
 * proves, under replay.c, that the faults found before stay away.
 */
#ifndef ACQUIT_FUZZ_H
#define ACQUIT_FUZZ_H

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include "acquit/arena.h"
#include "acquit/buffer.h"
#include "acquit/findings.h"

/* Files that are read besides tests/fuzz/corpus/NAME; paths from the project's root. */
#define FUZZ_FOLDERS_MAX 4
struct fuzz_target {
	const char *name;
	const char *folders[FUZZ_FOLDERS_MAX];
};
extern const struct fuzz_target fuzz_target;

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
size_t LLVMFuzzerCustomMutator(uint8_t *data, size_t size, size_t size_max, unsigned seed);
size_t LLVMFuzzerMutate(uint8_t *data, size_t size, size_t size_max);

/* Sizes of the pieces that an input is fed in; 0 is all of it at once. */
static const size_t fuzz_pieces[] = {0, 1, 7};
#define FUZZ_PIECES (sizeof(fuzz_pieces) / sizeof(fuzz_pieces[0]))

#define FUZZ_CLAIM(claim) ((claim) ? (void)0 : fuzz_broken(#claim, __FILE__, __LINE__))

static inline _Noreturn void fuzz_broken(const char *claim, const char *file, int line)
{
	fprintf(stderr, "%s:%d: broken: %s\n", file, line, claim);
	abort();
}

/* A piece in memory of exactly its size, spoilt after the call that reads it: a
 * byte read past it, or kept from it, shows. Small ones are used again. */
#define FUZZ_LENT_BYTES_MAX 8

static inline char **fuzz_lent(size_t bytes)
{
	static char *lent[FUZZ_LENT_BYTES_MAX + 1];

	return &lent[bytes];
}

static inline struct aq_slice fuzz_lend(struct aq_slice bytes)
{
	bool is_small = bytes.length <= FUZZ_LENT_BYTES_MAX;
	char *copy = is_small ? *fuzz_lent(bytes.length) : NULL;

	if (!copy)
		copy = malloc(bytes.length ? bytes.length : 1);
	FUZZ_CLAIM(copy != NULL);
	if (is_small)
		*fuzz_lent(bytes.length) = copy;
	if (bytes.length)
		memcpy(copy, bytes.start, bytes.length);
	return (struct aq_slice){copy, bytes.length};
}

static inline void fuzz_take_back(struct aq_slice lent)
{
	char *copy = (char *)(uintptr_t)lent.start;

	memset(copy, 0xA5, lent.length);
	if (lent.length > FUZZ_LENT_BYTES_MAX)
		free(copy);
}

/* Cuts the next piece off `rest`. */
static inline struct aq_slice fuzz_next_piece(struct aq_slice *rest, size_t piece_bytes)
{
	struct aq_slice piece = *rest;

	if (piece_bytes && piece.length > piece_bytes)
		piece.length = piece_bytes;
	rest->start += piece.length;
	rest->length -= piece.length;
	return piece;
}

/* What a reader told, as text: to compare, and to show where it differs. Every
 * byte of every text is read on the way. */
static inline void tell_text(struct aq_buffer *out, const char *name, struct aq_slice text)
{
	if (text.length == 0)
		return;
	aq_buffer_add_text(out, name);
	aq_buffer_add_byte(out, '=');
	aq_buffer_add(out, text);
	aq_buffer_add_byte(out, '\n');
}

static inline void tell_number(struct aq_buffer *out, const char *name, int64_t number)
{
	if (number == 0)
		return;
	aq_buffer_add_text(out, name);
	aq_buffer_add_byte(out, '=');
	aq_buffer_add_i64(out, number);
	aq_buffer_add_byte(out, '\n');
}

static inline void tell_error(struct aq_buffer *out, enum aq_status status,
			      const struct aq_error *err)
{
	tell_number(out, "status", status);
	if (status >= AQ_OK)
		return;
	tell_text(out, "error", aq_slice_of(aq_code_name(err->code)));
	tell_text(out, "error text", aq_slice_of(err->text));
	tell_number(out, "error line", (int64_t)err->at.line);
	tell_number(out, "error column", err->at.column);
}

static inline void tell_findings(struct aq_buffer *out, const struct aq_findings *findings)
{
	tell_number(out, "findings", (int64_t)aq_findings_count(findings));
	for (size_t i = 0; i < aq_findings_kept(findings); i++) {
		const struct aq_finding *finding = aq_findings_at(findings, i);

		tell_text(out, "finding", aq_slice_of(aq_code_name(finding->code)));
		tell_number(out, "severity", finding->severity);
		tell_number(out, "line", (int64_t)finding->at.line);
		tell_number(out, "column", finding->at.column);
		tell_text(out, "record", finding->record);
		tell_text(out, "field", finding->field);
		tell_text(out, "value", finding->value);
		tell_text(out, "message", finding->message);
	}
}

/* Whether a code is among what was found; true where not all could be kept. */
static inline bool fuzz_has_finding(const struct aq_findings *findings, enum aq_code code)
{
	for (size_t i = 0; i < aq_findings_kept(findings); i++)
		if (aq_findings_at(findings, i)->code == code)
			return true;
	return aq_findings_count(findings) > aq_findings_kept(findings);
}

static inline void fuzz_same(const struct aq_buffer *one, const struct aq_buffer *other,
			     size_t piece_bytes)
{
	FUZZ_CLAIM(!aq_buffer_failed(one) && !aq_buffer_failed(other));
	if (aq_slice_equals(aq_buffer_slice(one), aq_buffer_slice(other)))
		return;
	fprintf(stderr, "fed whole:\n%.*s\nfed in pieces of %zu:\n%.*s\n",
		AQ_SLICE_ARGS(aq_buffer_slice(one)), piece_bytes,
		AQ_SLICE_ARGS(aq_buffer_slice(other)));
	fuzz_broken("the same bytes in pieces are the same records", __FILE__, __LINE__);
}

/* The offset of a piece's start, chosen among the places behind a `mark`. */
static inline size_t fuzz_piece_at(const uint8_t *data, size_t size, uint8_t mark, uint32_t chance)
{
	size_t at = size ? chance % size : 0;

	while (at > 0 && data[at - 1] != mark)
		at--;
	return at;
}

/* Repeats, removes or moves a run of pieces that end in `mark` (lines, tags);
 * else leaves the bytes to the fuzzer's own ways. */
static inline size_t fuzz_mutate_pieces(uint8_t *data, size_t size, size_t size_max, unsigned seed,
					uint8_t mark)
{
	uint32_t chance = seed * 2654435761U + 12345U;
	size_t from = fuzz_piece_at(data, size, mark, chance >> 4);
	size_t to = fuzz_piece_at(data, size, mark, (chance ^ (chance << 13)) >> 3);
	size_t at = fuzz_piece_at(data, size, mark, chance ^ (chance >> 15));
	uint8_t run[4096];
	size_t bytes;

	if (from > to) {
		size_t swap = from;

		from = to;
		to = swap;
	}
	bytes = to - from;
	if ((chance & 3) != 0 || bytes == 0 || bytes > sizeof(run))
		return LLVMFuzzerMutate(data, size, size_max);
	memcpy(run, data + from, bytes);
	if ((chance & 12) != 0) {
		memmove(data + from, data + to, size - to);
		size -= bytes;
		at = fuzz_piece_at(data, size, mark, chance ^ (chance >> 15));
		if ((chance & 12) == 4)
			return size;
	}
	if (bytes > size_max - size)
		return size;
	memmove(data + at + bytes, data + at, size - at);
	memcpy(data + at, run, bytes);
	return size + bytes;
}

#endif
