/*
 * siphash.c - SipHash-2-4, the keyed hash for texts that payers choose.
 */
#include "acquit/hash.h"

struct state {
	uint64_t v0;
	uint64_t v1;
	uint64_t v2;
	uint64_t v3;
};

static inline uint64_t rotate(uint64_t word, unsigned bits)
{
	return (word << bits) | (word >> (64 - bits));
}

static inline uint64_t read_little(const unsigned char *bytes)
{
	uint64_t word;

	memcpy(&word, bytes, sizeof(word));
#if __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
	word = __builtin_bswap64(word);
#endif
	return word;
}

static inline void round_once(struct state *state)
{
	state->v0 += state->v1;
	state->v1 = rotate(state->v1, 13) ^ state->v0;
	state->v0 = rotate(state->v0, 32);
	state->v2 += state->v3;
	state->v3 = rotate(state->v3, 16) ^ state->v2;
	state->v0 += state->v3;
	state->v3 = rotate(state->v3, 21) ^ state->v0;
	state->v2 += state->v1;
	state->v1 = rotate(state->v1, 17) ^ state->v2;
	state->v2 = rotate(state->v2, 32);
}

static inline void add_word(struct state *state, uint64_t word)
{
	state->v3 ^= word;
	round_once(state);
	round_once(state);
	state->v0 ^= word;
}

uint64_t aq_siphash(const unsigned char key[AQ_SIPHASH_KEY_BYTES], struct aq_slice bytes)
{
	uint64_t low = read_little(key);
	uint64_t high = read_little(key + 8);
	struct state state = {low ^ 0x736f6d6570736575u, high ^ 0x646f72616e646f6du,
			      low ^ 0x6c7967656e657261u, high ^ 0x7465646279746573u};
	const unsigned char *at = (const unsigned char *)bytes.start;
	size_t left = bytes.length;
	uint64_t last = (uint64_t)bytes.length << 56;

	for (; left >= 8; left -= 8, at += 8)
		add_word(&state, read_little(at));
	for (size_t index = 0; index < left; index++)
		last |= (uint64_t)at[index] << (8 * index);
	add_word(&state, last);
	state.v2 ^= 0xff;
	for (int count = 0; count < 4; count++)
		round_once(&state);
	return state.v0 ^ state.v1 ^ state.v2 ^ state.v3;
}
