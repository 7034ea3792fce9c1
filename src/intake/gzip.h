/*
 * gzip.h - writes gzip whose bytes depend on nothing but the input.
 */
#ifndef AQ_INTAKE_GZIP_H
#define AQ_INTAKE_GZIP_H

#include "acquit/error.h"

/* Owned; one thread at a time. */
struct aq_gzip;

/* Where compressed bytes go. */
struct aq_gzip_sink {
	void *context;
	enum aq_status (*put)(void *context, struct aq_slice bytes, struct aq_error *err);
};

enum aq_status aq_gzip_new(struct aq_gzip **out, const struct aq_gzip_sink *sink,
			   struct aq_error *err);
void aq_gzip_free(struct aq_gzip *gzip);
enum aq_status aq_gzip_add(struct aq_gzip *gzip, struct aq_slice bytes, struct aq_error *err);
/* The last bytes, with length and checksum. */
enum aq_status aq_gzip_finish(struct aq_gzip *gzip, struct aq_error *err);

#endif
