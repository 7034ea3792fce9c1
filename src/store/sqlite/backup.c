/*
 * backup.c - a consistent copy while others read and write.
 *
 * SQLite copies page by page and begins again when somebody else commits. The
 * copy is made under another name, and named when it is whole.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

#include "sq.h"

#define PAGES_A_STEP 1024
#define WAIT_MS	     50
#define WAITS_MAX    1200

static const struct aq_at nowhere = {0, 0};

static enum aq_status copy_pages(struct aq_store *store, sqlite3 *to, struct aq_error *err)
{
	sqlite3_backup *backup = sqlite3_backup_init(to, "main", store->db, "main");
	unsigned waits = 0;
	int result;

	if (!backup)
		return aq_fail(err, AQ_STORE, AQ_STORE_FAULT, nowhere, "starting the backup: %s",
			       sqlite3_errmsg(to));
	do {
		result = sqlite3_backup_step(backup, PAGES_A_STEP);
		if (result == SQLITE_BUSY || result == SQLITE_LOCKED) {
			(void)sqlite3_sleep(WAIT_MS);
			waits++;
		}
	} while (result == SQLITE_OK ||
		 ((result == SQLITE_BUSY || result == SQLITE_LOCKED) && waits < WAITS_MAX));
	(void)sqlite3_backup_finish(backup);
	if (result == SQLITE_BUSY || result == SQLITE_LOCKED)
		return aq_fail(err, AQ_BUSY, AQ_STORE_HELD, nowhere,
			       "the database is too busy to be copied");
	if (result != SQLITE_DONE)
		return aq_fail(err, AQ_STORE, AQ_STORE_FAULT, nowhere, "copying the database: %s",
			       sqlite3_errstr(result));
	return AQ_OK;
}

static enum aq_status copy_to(struct aq_store *store, const char *path, struct aq_error *err)
{
	sqlite3 *to = NULL;
	enum aq_status status;
	int result = sqlite3_open_v2(path, &to,
				     SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE |
					     SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE,
				     NULL);

	if (result != SQLITE_OK)
		status = aq_fail(err, AQ_STORE, AQ_STORE_FAULT, nowhere, "making %s: %s", path,
				 to ? sqlite3_errmsg(to) : sqlite3_errstr(result));
	else
		status = copy_pages(store, to, err);
	if (sqlite3_close(to) != SQLITE_OK && status >= AQ_OK)
		status = aq_fail(err, AQ_STORE, AQ_STORE_FAULT, nowhere, "closing %s", path);
	return status;
}

static enum aq_status sync_file(const char *path, struct aq_error *err)
{
	int file = open(path, O_RDONLY | O_CLOEXEC);
	bool is_safe = file >= 0 && fchmod(file, S_IRUSR | S_IWUSR) == 0 && fsync(file) == 0;
	enum aq_status status =
		is_safe ? AQ_OK
			: aq_fail_errno(err, AQ_SYSTEM, AQ_STORE_FAULT, "securing %s", path);

	if (file >= 0 && close(file) != 0 && status >= AQ_OK)
		status = aq_fail_errno(err, AQ_SYSTEM, AQ_STORE_FAULT, "closing %s", path);
	return status;
}

enum aq_status aq_store_backup(struct aq_store *store, const char *path, struct aq_error *err)
{
	char making[4096];
	enum aq_status status;
	int bytes = snprintf(making, sizeof(making), "%s.making", path);

	if (bytes < 0 || (size_t)bytes >= sizeof(making))
		return aq_fail(err, AQ_SETTINGS, AQ_STORE_FAULT, nowhere,
			       "the path of the backup is too long");
	if (unlink(making) != 0 && errno != ENOENT)
		return aq_fail_errno(err, AQ_SYSTEM, AQ_STORE_FAULT, "removing %s", making);
	status = copy_to(store, making, err);
	if (status >= AQ_OK)
		status = sync_file(making, err);
	if (status >= AQ_OK && link(making, path) != 0)
		status = aq_fail_errno(err, AQ_SYSTEM, AQ_STORE_FAULT, "naming %s", path);
	if (unlink(making) != 0 && errno != ENOENT && status >= AQ_OK)
		status = aq_fail_errno(err, AQ_SYSTEM, AQ_STORE_FAULT, "removing %s", making);
	return status;
}
