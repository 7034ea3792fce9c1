/*
 * gunzip.h - the only reader of gzip: a bounded inflate, fed and drained by
 * its caller.
 */
#ifndef AQ_INTAKE_GUNZIP_H
#define AQ_INTAKE_GUNZIP_H

#include "acquit/error.h"

#define AQ_GUNZIP_NO_RATIO UINT32_MAX

/* Owned; one thread at a time. */
struct aq_gunzip;

struct aq_gunzip_limits {
	uint64_t unwrapped_bytes_max;
	uint32_t ratio_max; /* AQ_GUNZIP_NO_RATIO for files of our own making */
	uint32_t members_max;
};

/* Where unwrapped bytes go; moved on as they come. */
struct aq_gunzip_room {
	char *next;
	size_t bytes;
};

enum aq_status aq_gunzip_new(struct aq_gunzip **out, const struct aq_gunzip_limits *limits,
			     struct aq_error *err);
void aq_gunzip_free(struct aq_gunzip *gunzip);
/* Back to the start of a file. */
enum aq_status aq_gunzip_reset(struct aq_gunzip *gunzip, struct aq_error *err);
/* Takes from `received` and fills `room` until one of the two is used up.
 * With `received` empty it drains what inflate still holds. AQ_BAD_FILE with an
 * intake.gzip-* code when the bytes cannot be trusted. */
enum aq_status aq_gunzip_step(struct aq_gunzip *gunzip, struct aq_slice *received,
			      struct aq_gunzip_room *room, struct aq_error *err);
/* After the last byte: AQ_BAD_FILE when a member is not complete. */
enum aq_status aq_gunzip_finish(const struct aq_gunzip *gunzip, struct aq_error *err);
uint64_t aq_gunzip_unwrapped_bytes(const struct aq_gunzip *gunzip);
/* Zero bytes behind the last member. */
uint64_t aq_gunzip_padding_bytes(const struct aq_gunzip *gunzip);

#endif
