/*
 * memory.h - memory as the system sees it.
 */
#ifndef ACQUIT_MEMORY_H
#define ACQUIT_MEMORY_H

#include <stddef.h>
#include <stdint.h>

/* As the program begins: large blocks are the system's again as soon as they are freed. */
void aq_memory_begin(void);

/* What one step of a night freed goes back to the system before the next takes its
 * own: a hint, which costs milliseconds. */
void aq_memory_give_back(void);

/* Sets records and payments to nothing. For a few hundred bytes whose number the
 * compiler knows it chooses a way that takes three times as long as the library's. */
void aq_memory_clear(void *memory, size_t bytes);

/* Bytes that this process may have: what the machine has, or less where its control
 * group (cgroup v2) is allowed less. For choosing between ways of the same result. */
uint64_t aq_memory_allowed(void);

#endif
