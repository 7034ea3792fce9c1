/*
 * claim_inside.h - what a claim is made of, for the files of intake.
 */
#ifndef AQ_INTAKE_CLAIM_INSIDE_H
#define AQ_INTAKE_CLAIM_INSIDE_H

#include "entry.h"
#include "name.h"

enum aq_claim_state {
	AQ_CLAIM_NAMED, /* named on the command line: never moved */
	AQ_CLAIM_IN_WORK, /* ours, in work/ */
	AQ_CLAIM_GONE /* put back, removed or rejected */
};

/* Owned by whoever took it; freed by aq_claim_close. */
struct aq_claim {
	enum aq_claim_state state;
	struct aq_home_folders folders;
	struct aq_entry entry;
	struct aq_work_name work;
	struct aq_entry_name work_name;
};

/* AQ_BAD_FILE with AQ_INTAKE_CHANGED unless the file is, by its descriptor,
 * still the one that was claimed. */
enum aq_status aq_claim_check_unchanged(const struct aq_claim *claim, struct aq_error *err);
/* AQ_SYSTEM unless the name in work/ still leads to the file that was read:
 * nothing else may be moved or removed in its place. */
enum aq_status aq_claim_check_name(const struct aq_claim *claim, struct aq_error *err);
/* The side file of a long name goes when its claim has gone. */
enum aq_status aq_claim_forget_side(const struct aq_claim *claim, struct aq_error *err);

#endif
