/*
 * guard.h - what must be right about a home before anything in it is changed;
 * private to the pipeline.
 */
#ifndef ACQUIT_PIPELINE_GUARD_H
#define ACQUIT_PIPELINE_GUARD_H

#include "job.h"

bool guard_has_book(const char *home);
/* The folder is a home's whose acquit.db is there. */
enum aq_status guard_book(const char *home, struct aq_error *err);
/* No book has been here before: a new one would write over what is left of it. */
enum aq_status guard_remains(const char *home, struct aq_error *err);
/* The key that seals the run can be used. */
enum aq_status guard_key(const struct aq_home *home, struct aq_error *err);
/* A drop folder that is not mounted looks like a night on which nothing came. */
enum aq_status guard_drops(const struct aq_home *home, struct aq_error *err);
/* Nobody has written reports of this name. Asked when a run is begun; one that
 * is refused is forgotten. */
enum aq_status guard_reports(const struct aq_home *home, struct aq_run *run, struct aq_error *err);

#endif
