/*
 * arena.c - memory that is freed all at once.
 *
 * Blocks grow from 16 KiB to 4 MiB, so that a small settings file costs little
 * and a chunk of a hundred thousand records few calls. The newest block is the
 * one that is filled; what is left of an older one is given up. A reset keeps
 * the blocks for the next chunk, which needs as much again: memory that goes
 * back to the system costs more when it comes again than what is done in it.
 * Under the address sanitizer, bytes that nobody has taken are out of bounds,
 * those behind a text and those of a chunk that is forgotten included.
 */
#include "acquit/arena.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#define BLOCK_BYTES_MIN ((size_t)16 * 1024)
#define BLOCK_BYTES_MAX ((size_t)4 * 1024 * 1024)
#define KEPT_BYTES_MAX	((size_t)64 * 1024 * 1024) /* by a reset, beside the largest block */
#define ALIGNMENT	_Alignof(max_align_t)

#if defined(__has_feature)
#if __has_feature(address_sanitizer)
#define ARENA_IS_GUARDED
#endif
#elif defined(__SANITIZE_ADDRESS__)
#define ARENA_IS_GUARDED
#endif

#ifdef ARENA_IS_GUARDED
#include <sanitizer/asan_interface.h>
#define GUARD_BYTES ((size_t)8) /* what the sanitizer tells apart */
#endif

struct block {
	struct block *older;
	size_t capacity;
	size_t used;
	_Alignas(max_align_t) char bytes[];
};

struct aq_arena {
	struct block *newest;
	struct block *spare; /* kept by a reset, to be filled again */
	size_t bytes_max;
	size_t handed_out;
	size_t next_block_bytes;
};

enum aq_status aq_arena_new(struct aq_arena **out, size_t bytes_max, struct aq_error *err)
{
	struct aq_arena *arena = calloc(1, sizeof(*arena));

	if (!arena)
		return aq_fail_memory(err);
	arena->bytes_max = bytes_max;
	arena->next_block_bytes = BLOCK_BYTES_MIN;
	*out = arena;
	return AQ_OK;
}

static void free_blocks(struct block *block)
{
	while (block) {
		struct block *older = block->older;

		free(block);
		block = older;
	}
}

void aq_arena_free(struct aq_arena *arena)
{
	if (!arena)
		return;
	free_blocks(arena->newest);
	free_blocks(arena->spare);
	free(arena);
}

#ifdef ARENA_IS_GUARDED
static void guard(struct block *block)
{
	ASAN_POISON_MEMORY_REGION(block->bytes, block->capacity);
}

static size_t guarded_step(size_t step)
{
	return step < GUARD_BYTES ? GUARD_BYTES : step;
}

/* Opens what was taken, and leaves a gap behind it. */
static void unguard(struct block *block, size_t start)
{
	ASAN_UNPOISON_MEMORY_REGION(block->bytes + start, block->used - start);
	if (block->capacity - block->used >= GUARD_BYTES)
		block->used += GUARD_BYTES;
}
#else
static void guard(struct block *block)
{
	(void)block;
}

static size_t guarded_step(size_t step)
{
	return step;
}

static void unguard(struct block *block, size_t start)
{
	(void)block;
	(void)start;
}
#endif

/* The smallest of the spare blocks that is large enough, or NULL. */
static struct block *take_spare(struct aq_arena *arena, size_t needed)
{
	struct block **best = NULL;
	struct block *block;

	for (struct block **at = &arena->spare; *at; at = &(*at)->older)
		if ((*at)->capacity >= needed && (!best || (*at)->capacity < (*best)->capacity))
			best = at;
	if (!best)
		return NULL;
	block = *best;
	*best = block->older;
	return block;
}

static bool add_block(struct aq_arena *arena, size_t needed)
{
	size_t capacity = arena->next_block_bytes;
	struct block *block = take_spare(arena, needed);

	if (block) {
		block->older = arena->newest;
		arena->newest = block;
		return true;
	}
	if (needed > SIZE_MAX - sizeof(*block))
		return false;
	if (capacity < needed)
		capacity = needed;
	block = malloc(sizeof(*block) + capacity);
	if (!block)
		return false;
	block->older = arena->newest;
	block->capacity = capacity;
	block->used = 0;
	guard(block);
	arena->newest = block;
	if (arena->next_block_bytes < BLOCK_BYTES_MAX)
		arena->next_block_bytes *= 2;
	return true;
}

/* `step` is 1 for texts, so that many short ones lie close together. */
static void *take(struct aq_arena *arena, size_t bytes, size_t step)
{
	struct block *block = arena->newest;
	size_t start;

	step = guarded_step(step);
	if (arena->bytes_max && bytes > arena->bytes_max - arena->handed_out)
		return NULL;
	start = block ? (block->used + step - 1) & ~(step - 1) : 0;
	if (!block || start > block->capacity || bytes > block->capacity - start) {
		if (!add_block(arena, bytes))
			return NULL;
		block = arena->newest;
		start = 0;
	}
	block->used = start + bytes;
	unguard(block, start);
	arena->handed_out += bytes;
	return block->bytes + start;
}

void *aq_arena_take(struct aq_arena *arena, size_t bytes)
{
	void *taken = take(arena, bytes ? bytes : 1, ALIGNMENT);

	if (taken)
		memset(taken, 0, bytes ? bytes : 1);
	return taken;
}

void *aq_arena_take_many(struct aq_arena *arena, size_t count, size_t bytes_each)
{
	size_t bytes;

	if (__builtin_mul_overflow(count, bytes_each, &bytes))
		return NULL;
	return aq_arena_take(arena, bytes);
}

struct aq_slice aq_arena_copy(struct aq_arena *arena, struct aq_slice text)
{
	char *copy;

	if (text.length == 0 || text.length == SIZE_MAX)
		return (struct aq_slice){"", 0};
	copy = take(arena, text.length + 1, 1);
	if (!copy)
		return (struct aq_slice){"", 0};
	memcpy(copy, text.start, text.length);
	copy[text.length] = '\0';
	return (struct aq_slice){copy, text.length};
}

struct aq_slice aq_arena_print(struct aq_arena *arena, const char *format, ...)
{
	va_list arguments;
	int needed;
	char *text;

	va_start(arguments, format);
	needed = vsnprintf(NULL, 0, format, arguments);
	va_end(arguments);
	if (needed <= 0)
		return (struct aq_slice){"", 0};
	text = take(arena, (size_t)needed + 1, 1);
	if (!text)
		return (struct aq_slice){"", 0};
	va_start(arguments, format);
	vsnprintf(text, (size_t)needed + 1, format, arguments);
	va_end(arguments);
	return (struct aq_slice){text, (size_t)needed};
}

size_t aq_arena_used(const struct aq_arena *arena)
{
	return arena->handed_out;
}

/* Pushes what was filled onto the spare blocks. */
static void empty_blocks(struct aq_arena *arena)
{
	while (arena->newest) {
		struct block *block = arena->newest;

		arena->newest = block->older;
		block->older = arena->spare;
		block->used = 0;
		guard(block);
		arena->spare = block;
	}
}

void aq_arena_reset(struct aq_arena *arena)
{
	struct block *largest, *block;
	size_t kept = 0;

	empty_blocks(arena);
	largest = arena->spare;
	for (block = arena->spare; block; block = block->older)
		if (block->capacity > largest->capacity)
			largest = block;
	for (struct block **at = &arena->spare; *at;) {
		block = *at;
		if (block != largest && block->capacity > KEPT_BYTES_MAX - kept) {
			*at = block->older;
			free(block);
			continue;
		}
		if (block != largest)
			kept += block->capacity;
		at = &block->older;
	}
	arena->handed_out = 0;
}

void aq_arena_reset_to(struct aq_arena *arena, size_t bytes)
{
	free_blocks(arena->newest);
	free_blocks(arena->spare);
	arena->newest = NULL;
	arena->spare = NULL;
	arena->handed_out = 0;
	/* Without memory the next take finds out. */
	(void)add_block(arena, bytes);
}
