/*
 * profile_keys.h - how a key of a profile is read: shared by the two tables of keys.
 */
#ifndef ACQUIT_DECODE_CSV_PROFILE_KEYS_H
#define ACQUIT_DECODE_CSV_PROFILE_KEYS_H

#include "profile.h"

#define KEY_REPEATS_MAX 64

struct profile_key {
	const char *name;
	enum aq_status (*read)(struct profile_reader *reader, const struct profile_key *key,
			       struct aq_error *err);
	size_t offset; /* of the member it fills */
	bool repeats;
};

/* A word that a key takes, and what it means. */
struct key_choice {
	const char *word;
	int meaning;
};

/* Ended by a key without name. */
extern const struct profile_key aq_keys_layout[];
extern const struct profile_key aq_keys_meaning[];

void *aq_keys_member(const struct profile_reader *reader, const struct profile_key *key);
enum aq_status aq_keys_choose(struct profile_reader *reader, const struct key_choice *choices,
			      int *out, struct aq_error *err);
enum aq_status aq_keys_count(struct profile_reader *reader, uint64_t *out, struct aq_error *err);
enum aq_status aq_keys_filter(struct profile_reader *reader, struct table_filters *filters,
			      struct aq_error *err);
enum aq_status aq_keys_sign(struct profile_reader *reader, struct table_sign *sign,
			    struct aq_error *err);
/* reference-kind = TEXT */
enum aq_status aq_keys_reference(struct profile_reader *reader, enum aq_reference_kind kind,
				 struct aq_error *err);
/* opening, closing, declare.NAME, carry.NAME and their .sign */
enum aq_status aq_keys_carried(struct profile_reader *reader, struct aq_error *err);
/* [T] sale:receipt *:error, or one kind for all rows */
enum aq_status aq_keys_type(struct profile_reader *reader, struct table_type *type,
			    struct aq_error *err);
enum aq_status aq_keys_sum_currency(struct profile_reader *reader, struct table_sum *sum,
				    struct aq_error *err);
/* also.NAME and its .type, .currency, .sign, .when, .both, .id */
enum aq_status aq_keys_also(struct profile_reader *reader, struct aq_error *err);

#endif
