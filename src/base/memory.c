/*
 * memory.c - gives back what was freed.
 *
 * Design: glibc keeps what a thread freed for that thread, so what two threads
 * took in turns adds up. Elsewhere nothing is done.
 */
#include "acquit/memory.h"

#include <stdlib.h>
#include <string.h>

#ifdef __GLIBC__
#include <malloc.h>
#endif

void aq_memory_give_back(void)
{
#ifdef __GLIBC__
	(void)malloc_trim(0);
#endif
}

void aq_memory_clear(void *memory, size_t bytes)
{
	memset(memory, 0, bytes);
}
