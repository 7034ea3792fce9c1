/*
 * profiles.h - a set of profiles made of text, through a folder as everybody's.
 */
#ifndef ACQUIT_FUZZ_PROFILES_H
#define ACQUIT_FUZZ_PROFILES_H

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "acquit/decode.h"
#include "acquit/hash.h"
#include "fuzz.h"

static inline void profiles_start(void)
{
	static bool is_started;

	if (!is_started)
		FUZZ_CLAIM(aq_hash_start(NULL) >= AQ_OK);
	is_started = true;
}

static inline void profiles_write(const char *path, struct aq_slice text)
{
	int file = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);

	FUZZ_CLAIM(file >= 0);
	FUZZ_CLAIM(write(file, text.start, text.length) == (ssize_t)text.length);
	FUZZ_CLAIM(close(file) == 0);
}

/* NULL when the text is no set of profiles. The folder goes at once: a fuzzer
 * that has found something cleans nothing up. */
static inline struct aq_profiles *profiles_of(struct aq_slice text)
{
	struct aq_profiles *profiles = NULL;
	char folder[] = "/tmp/acquit-fuzz-XXXXXX";
	char path[sizeof(folder) + sizeof("/fuzz.profile")];
	const char *folders[] = {folder};
	struct aq_error err = {0};
	enum aq_status status;

	profiles_start();
	FUZZ_CLAIM(mkdtemp(folder) != NULL);
	(void)snprintf(path, sizeof(path), "%s/fuzz.profile", folder);
	profiles_write(path, text);
	status = aq_profiles_load(&profiles, folders, 1, &err);
	FUZZ_CLAIM(unlink(path) == 0 && rmdir(folder) == 0);
	FUZZ_CLAIM(status == AQ_OK || status == AQ_SETTINGS);
	if (status == AQ_OK)
		return profiles;
	FUZZ_CLAIM(err.status == AQ_SETTINGS && err.code != AQ_CODE_NONE && err.text[0] != '\0');
	FUZZ_CLAIM(strstr(err.file, "fuzz.profile") != NULL);
	return NULL;
}

#endif
