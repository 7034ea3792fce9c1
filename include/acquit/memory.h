/*
 * memory.h - memory as the system sees it.
 */
#ifndef ACQUIT_MEMORY_H
#define ACQUIT_MEMORY_H

/* What one step of a night freed goes back to the system before the next takes its
 * own: a hint, which costs milliseconds. */
void aq_memory_give_back(void);

#endif
