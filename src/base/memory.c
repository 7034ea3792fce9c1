/*
 * memory.c - gives back what was freed, tells how much there is.
 *
 * Design: glibc keeps what a thread freed for that thread, so what two threads
 * took in turns adds up. Elsewhere nothing is done. A limit of a control group is
 * met by the kernel's killing, so it counts like the machine's end.
 */
#include "acquit/memory.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "file_internal.h"

#ifdef __GLIBC__
#include <malloc.h>
#endif

#define LARGE_BYTES (1 << 20)

/* Else glibc learns from each block that is freed to keep those of its size. */
void aq_memory_begin(void)
{
#ifdef __GLIBC__
	(void)mallopt(M_MMAP_THRESHOLD, LARGE_BYTES);
#endif
}

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

#define GROUP_OF_OWN "/proc/self/cgroup"
#define GROUPS	     "/sys/fs/cgroup"
#define GROUP_MARK   AQ_SLICE("0::") /* of version 2 */
#define SMALL_FILE   4096

/* What the folder of a control group allows; UINT64_MAX where it says no number. */
static uint64_t allowed_in(struct aq_slice group)
{
	struct aq_buffer path, said;
	struct aq_error err = {0};
	uint64_t bytes = UINT64_MAX;

	aq_buffer_init(&path, SMALL_FILE);
	aq_buffer_init(&said, SMALL_FILE);
	aq_buffer_print(&path, GROUPS "%.*s/memory.max%c", AQ_SLICE_ARGS(group), '\0');
	if (aq_buffer_failed(&path) || aq_path_read(path.start, SMALL_FILE, &said, &err) != AQ_OK ||
	    !aq_slice_to_u64(aq_slice_trim(aq_buffer_slice(&said)), &bytes))
		bytes = UINT64_MAX;
	aq_buffer_free(&path);
	aq_buffer_free(&said);
	return bytes;
}

/* Of the group and of all that hold it. */
static uint64_t allowed_by_groups(struct aq_slice group)
{
	uint64_t least = allowed_in((struct aq_slice){0});

	for (; group.length > 0; group.length--) {
		uint64_t bytes = allowed_in(group);

		least = bytes < least ? bytes : least;
		while (group.start[group.length - 1] != '/')
			group.length--;
	}
	return least;
}

/* Empty where there is none. */
static struct aq_slice group_of_own(struct aq_buffer *said)
{
	struct aq_error err = {0};
	struct aq_slice rest, line;

	if (aq_path_read(GROUP_OF_OWN, SMALL_FILE, said, &err) != AQ_OK)
		return (struct aq_slice){0};
	for (rest = aq_buffer_slice(said); rest.length > 0;) {
		line = aq_slice_cut(&rest, '\n');
		if (aq_slice_starts_with(line, GROUP_MARK) && line.length > GROUP_MARK.length &&
		    line.start[GROUP_MARK.length] == '/')
			return aq_slice_between(line.start + GROUP_MARK.length,
						line.start + line.length);
	}
	return rest;
}

uint64_t aq_memory_allowed(void)
{
	long pages = sysconf(_SC_PHYS_PAGES), page = sysconf(_SC_PAGESIZE);
	struct aq_buffer said;
	uint64_t bytes = pages > 0 && page > 0 ? (uint64_t)pages * (uint64_t)page : 0;
	uint64_t groups;

	aq_buffer_init(&said, SMALL_FILE);
	groups = allowed_by_groups(group_of_own(&said));
	aq_buffer_free(&said);
	return groups < bytes ? groups : bytes;
}
