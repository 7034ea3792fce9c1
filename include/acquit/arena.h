/*
 * arena.h - memory that is freed all at once.
 *
 * Everything made from one chunk of records lives in one arena; there is no
 * single free. Running out of memory returns NULL, and the caller reports it.
 */
#ifndef ACQUIT_ARENA_H
#define ACQUIT_ARENA_H

#include "acquit/error.h"

struct aq_arena;

/* `bytes_max` bounds what it hands out in all; 0 is no bound. */
enum aq_status aq_arena_new(struct aq_arena **out, size_t bytes_max, struct aq_error *err);
void aq_arena_free(struct aq_arena *arena);
/* Zeroed, aligned for any type; NULL when the bound or the memory is reached. */
void *aq_arena_take(struct aq_arena *arena, size_t bytes);
/* `count` things of `bytes` each, overflow checked. */
void *aq_arena_take_many(struct aq_arena *arena, size_t count, size_t bytes_each);
/* Copies are ended by a NUL that their length does not count; their start is
 * never NULL. On failure the slice is empty though the text was not. */
struct aq_slice aq_arena_copy(struct aq_arena *arena, struct aq_slice text);
struct aq_slice aq_arena_print(struct aq_arena *arena, const char *format, ...)
	__attribute__((format(printf, 2, 3)));
size_t aq_arena_used(const struct aq_arena *arena);
/* Forgets everything; the memory is kept for the next chunk, up to a bound. */
void aq_arena_reset(struct aq_arena *arena);
/* The same, and keeps one new block of `bytes` instead, if memory allows. */
void aq_arena_reset_to(struct aq_arena *arena, size_t bytes);

#endif
