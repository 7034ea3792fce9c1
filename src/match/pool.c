/*
 * pool.c - bytes of a round, packed without gaps, and where a text lies in them.
 */
#include "night.h"

#include "acquit/claim.h"

#define POOL_BLOCK_BYTES ((size_t)1 << 18)
#define POOL_BLOCKS_MAX	 ((size_t)1 << 14) /* places are of 32 bits */
#define TEXT_BYTES_MAX	 (POOL_BLOCK_BYTES / 8 - 2) /* a pair is no more than a text may be */

static bool add_block(struct pool *pool)
{
	unsigned char *block = NULL;

	if (pool->block_count == pool->block_room) {
		size_t room = pool->block_room ? pool->block_room * 2 : 64;
		unsigned char **blocks =
			aq_arena_take_many(pool->arena, room, sizeof(unsigned char *));

		if (!blocks)
			return false;
		if (pool->block_count > 0)
			memcpy(blocks, pool->blocks, pool->block_count * sizeof(unsigned char *));
		pool->blocks = blocks;
		pool->block_room = room;
	}
	if (pool->block_count < POOL_BLOCKS_MAX)
		block = aq_arena_take(pool->arena, POOL_BLOCK_BYTES);
	if (!block)
		return false;
	/* Nothing lies at the first place of all: TEXT_EMPTY. */
	pool->used = pool->block_count == 0;
	pool->blocks[pool->block_count++] = block;
	return true;
}

static unsigned char *take_bytes(struct pool *pool, size_t bytes)
{
	unsigned char *out;

	if (bytes > POOL_BLOCK_BYTES / 4)
		return aq_arena_take(pool->arena, bytes);
	if (pool->block_count == 0 || bytes > POOL_BLOCK_BYTES - pool->used)
		if (!add_block(pool))
			return NULL;
	out = pool->blocks[pool->block_count - 1] + pool->used;
	pool->used += bytes;
	return out;
}

void *match_pool_take(struct pool *pool, size_t bytes)
{
	size_t gap = ((size_t)0 - pool->used) & 7;

	if (pool->block_count > 0 && gap <= POOL_BLOCK_BYTES - pool->used)
		pool->used += gap;
	else if (pool->block_count == 0 && add_block(pool))
		pool->used = 8;
	return take_bytes(pool, bytes);
}

/* Where the last `bytes` lie; what is taken for a text lies in a block. */
static kept_text place_of(const struct pool *pool, size_t bytes)
{
	AQ_CLAIM(bytes <= POOL_BLOCK_BYTES / 4);
	return (kept_text)((pool->block_count - 1) * POOL_BLOCK_BYTES + pool->used - bytes);
}

const unsigned char *match_kept_bytes(const struct aq_night *night, kept_text at)
{
	return night->pool.blocks[at / POOL_BLOCK_BYTES] + at % POOL_BLOCK_BYTES;
}

kept_text match_pool_bytes(struct pool *pool, const void *bytes, size_t length)
{
	unsigned char *out = take_bytes(pool, length);

	if (!out)
		return TEXT_STARVED;
	memcpy(out, bytes, length);
	return place_of(pool, length);
}

static struct aq_slice cut(struct aq_slice text)
{
	if (text.length > TEXT_BYTES_MAX)
		text.length = TEXT_BYTES_MAX;
	return text;
}

/* Where the text ends. */
static unsigned char *put_text(unsigned char *out, struct aq_slice text)
{
	out[0] = (unsigned char)(text.length >> 8);
	out[1] = (unsigned char)(text.length & 0xFF);
	if (text.length > 0)
		memcpy(out + 2, text.start, text.length);
	return out + 2 + text.length;
}

kept_text match_pool_text(struct pool *pool, struct aq_slice text)
{
	unsigned char *out;

	if (text.length == 0)
		return TEXT_EMPTY;
	text = cut(text);
	out = take_bytes(pool, text.length + 2);
	if (!out)
		return TEXT_STARVED;
	(void)put_text(out, text);
	return place_of(pool, text.length + 2);
}

kept_text match_pool_pair(struct pool *pool, struct aq_slice one, struct aq_slice other)
{
	size_t bytes = cut(one).length + cut(other).length + 4;
	unsigned char *out = take_bytes(pool, bytes);

	if (!out)
		return TEXT_STARVED;
	(void)put_text(put_text(out, cut(one)), cut(other));
	return place_of(pool, bytes);
}

struct aq_slice match_kept_text(const struct aq_night *night, kept_text text)
{
	const unsigned char *at;

	if (text == TEXT_EMPTY)
		return (struct aq_slice){NULL, 0};
	at = match_kept_bytes(night, text);
	return (struct aq_slice){(const char *)at + 2, (size_t)at[0] << 8 | at[1]};
}
