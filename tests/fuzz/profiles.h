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

static char profiles_folder[] = "/tmp/acquit-fuzz-XXXXXX";
static char profiles_file[sizeof(profiles_folder) + sizeof("/fuzz.profile")];

static void profiles_clean(void)
{
	(void)unlink(profiles_file);
	(void)rmdir(profiles_folder);
}

static inline void profiles_start(void)
{
	if (profiles_file[0])
		return;
	FUZZ_CLAIM(mkdtemp(profiles_folder) != NULL);
	(void)snprintf(profiles_file, sizeof(profiles_file), "%s/fuzz.profile", profiles_folder);
	FUZZ_CLAIM(atexit(profiles_clean) == 0);
	FUZZ_CLAIM(aq_hash_start(NULL) >= AQ_OK);
}

/* NULL when the text is no set of profiles. */
static inline struct aq_profiles *profiles_of(struct aq_slice text)
{
	struct aq_profiles *profiles = NULL;
	const char *folders[] = {profiles_folder};
	struct aq_error err = {0};
	enum aq_status status;
	int file;

	profiles_start();
	file = open(profiles_file, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
	FUZZ_CLAIM(file >= 0);
	FUZZ_CLAIM(write(file, text.start, text.length) == (ssize_t)text.length);
	FUZZ_CLAIM(close(file) == 0);
	status = aq_profiles_load(&profiles, folders, 1, &err);
	FUZZ_CLAIM(status == AQ_OK || status == AQ_SETTINGS);
	if (status == AQ_OK)
		return profiles;
	FUZZ_CLAIM(err.status == AQ_SETTINGS && err.code != AQ_CODE_NONE && err.text[0] != '\0');
	FUZZ_CLAIM(strstr(err.file, "fuzz.profile") != NULL);
	return NULL;
}

#endif
