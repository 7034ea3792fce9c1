/*
 * test_drop.c - what a scan of a drop folder sees, takes and leaves.
 */
#include "home.h"

#include <sys/socket.h>
#include <sys/sysmacros.h>
#include <sys/un.h>
#include <sys/wait.h>

static struct aq_found *found;
static size_t found_count;

static void scan(void)
{
	assert_int_equal(aq_drop_scan(home.inbox, home.arena, &found, &found_count, &home.err),
			 AQ_OK);
}

static void assert_left(const char *name, enum aq_code why)
{
	size_t index;

	scan();
	for (index = 0; index < found_count; index++) {
		if (!aq_slice_is(found[index].name, name))
			continue;
		assert_false(found[index].is_claimable);
		assert_string_equal(aq_code_name(found[index].why), aq_code_name(why));
		return;
	}
	fail_msg("'%s' was not found", name);
}

static void an_empty_folder_holds_nothing(void **state)
{
	(void)state;
	scan();
	assert_int_equal(found_count, 0);
}

static void names_come_in_byte_order(void **state)
{
	static const char *const wanted[] = {"-rf", "10.csv", "9.csv", "A.csv", "a.csv", "\xff"};
	size_t index;

	(void)state;
	for (index = 6; index > 0; index--)
		drop_text(home.inbox, wanted[index - 1], "x");
	scan();
	assert_int_equal(found_count, 6);
	for (index = 0; index < 6; index++) {
		assert_true(aq_slice_is(found[index].name, wanted[index]));
		assert_true(found[index].is_claimable);
		assert_int_equal(found[index].bytes, 1);
	}
}

static void unfinished_and_hidden_names_are_passed_over_quietly(void **state)
{
	static const char *const names[] = {".hidden", "a.tmp", "a.part", "a.filepart", "a.csv~"};
	size_t index;

	(void)state;
	for (index = 0; index < 5; index++)
		drop_text(home.inbox, names[index], "x");
	scan();
	assert_int_equal(found_count, 5);
	for (index = 0; index < 5; index++) {
		assert_true(found[index].is_quiet);
		assert_false(found[index].is_claimable);
		assert_int_equal(found[index].why, AQ_INTAKE_IGNORED_NAME);
	}
}

static void names_that_only_look_unfinished_are_taken(void **state)
{
	static const char *const names[] = {"a.part.csv", "part", "tmp", "a~b"};
	size_t index;

	(void)state;
	for (index = 0; index < 4; index++)
		drop_text(home.inbox, names[index], "x");
	scan();
	assert_int_equal(found_count, 4);
	for (index = 0; index < 4; index++)
		assert_true(found[index].is_claimable);
}

static void a_symbolic_link_is_left_even_to_a_good_file(void **state)
{
	(void)state;
	drop_text(home.root, "good.csv", "x");
	assert_int_equal(symlinkat("../good.csv", aq_folder_descriptor(home.inbox), "link"), 0);
	assert_left("link", AQ_INTAKE_SYMLINK);
	assert_false(found[0].is_quiet);
}

static void a_dangling_link_is_left(void **state)
{
	(void)state;
	assert_int_equal(symlinkat("nowhere", aq_folder_descriptor(home.inbox), "link"), 0);
	assert_left("link", AQ_INTAKE_SYMLINK);
}

static void a_file_of_two_names_is_left(void **state)
{
	(void)state;
	drop_text(home.root, "secret", "x");
	assert_int_equal(linkat(aq_folder_descriptor(home.root), "secret",
				aq_folder_descriptor(home.inbox), "link.csv", 0),
			 0);
	assert_left("link.csv", AQ_INTAKE_HARD_LINK);
}

static void a_pipe_is_left_and_nobody_waits_for_it(void **state)
{
	(void)state;
	assert_int_equal(mkfifoat(aq_folder_descriptor(home.inbox), "pipe", 0600), 0);
	alarm(5);
	assert_left("pipe", AQ_INTAKE_FIFO);
	alarm(0);
}

static void a_folder_is_left(void **state)
{
	(void)state;
	assert_int_equal(mkdirat(aq_folder_descriptor(home.inbox), "folder", 0700), 0);
	assert_left("folder", AQ_INTAKE_FOLDER);
}

static void a_socket_is_left(void **state)
{
	struct sockaddr_un address = {.sun_family = AF_UNIX};
	int descriptor = socket(AF_UNIX, SOCK_STREAM, 0);

	(void)state;
	snprintf(address.sun_path, sizeof(address.sun_path), "%s/inbox/socket", home.path);
	assert_int_equal(bind(descriptor, (struct sockaddr *)&address, sizeof(address)), 0);
	assert_left("socket", AQ_INTAKE_SOCKET);
	close(descriptor);
}

static void a_device_is_left(void **state)
{
	(void)state;
	if (mknodat(aq_folder_descriptor(home.inbox), "zero", S_IFCHR | 0600, makedev(1, 5)) != 0)
		skip();
	assert_left("zero", AQ_INTAKE_DEVICE);
}

static void a_file_that_somebody_writes_is_left_quietly_until_it_is_closed(void **state)
{
	int writer;

	(void)state;
	if (!leases_work())
		skip();
	drop_text(home.inbox, "growing.csv", "x");
	writer = openat(aq_folder_descriptor(home.inbox), "growing.csv", O_WRONLY | O_APPEND);
	assert_true(writer >= 0);
	assert_left("growing.csv", AQ_INTAKE_BEING_WRITTEN);
	assert_true(found[0].is_quiet);
	close(writer);
	scan();
	assert_true(found[0].is_claimable);
}

static void a_file_that_somebody_reads_is_taken(void **state)
{
	int reader;

	(void)state;
	drop_text(home.inbox, "read.csv", "x");
	reader = openat(aq_folder_descriptor(home.inbox), "read.csv", O_RDONLY);
	scan();
	assert_true(found[0].is_claimable);
	close(reader);
}

/* Root may read everything, so the scan is made by a child of another user. */
static void a_file_that_we_may_not_read_is_left(void **state)
{
	pid_t child;
	int ended;

	(void)state;
	drop_text(home.inbox, "locked.csv", "x");
	assert_int_equal(fchmodat(aq_folder_descriptor(home.inbox), "locked.csv", 0, 0), 0);
	assert_int_equal(fchmod(aq_folder_descriptor(home.inbox), 0755), 0);
	child = fork();
	assert_true(child >= 0);
	if (child == 0) {
		if (geteuid() == 0 && setresuid(65534, 65534, 65534) != 0)
			_exit(2);
		_exit(aq_drop_scan(home.inbox, home.arena, &found, &found_count, NULL) == AQ_OK &&
				      found_count == 1 && !found[0].is_claimable &&
				      found[0].why == AQ_INTAKE_UNREADABLE
			      ? 0
			      : 1);
	}
	assert_int_equal(waitpid(child, &ended, 0), child);
	assert_true(WIFEXITED(ended));
	assert_int_equal(WEXITSTATUS(ended), 0);
}

/* Another owner's file gives no lease; that must not keep it out. */
static void a_file_of_another_owner_is_taken(void **state)
{
	pid_t child;
	int ended;

	(void)state;
	if (geteuid() != 0)
		skip();
	drop_text(home.inbox, "theirs.csv", "x");
	assert_int_equal(fchmodat(aq_folder_descriptor(home.inbox), "theirs.csv", 0644, 0), 0);
	assert_int_equal(fchmod(aq_folder_descriptor(home.inbox), 0755), 0);
	child = fork();
	assert_true(child >= 0);
	if (child == 0) {
		if (setresuid(65534, 65534, 65534) != 0)
			_exit(2);
		_exit(aq_drop_scan(home.inbox, home.arena, &found, &found_count, NULL) == AQ_OK &&
				      found_count == 1 && found[0].is_claimable
			      ? 0
			      : 1);
	}
	assert_int_equal(waitpid(child, &ended, 0), child);
	assert_int_equal(WEXITSTATUS(ended), 0);
}

static void hostile_names_are_listed_as_they_are(void **state)
{
	static char longest[256];
	static const char *const names[] = {"a\nb",	 "\x1b[31m",	"a\\..\\..\\b", "--help",
					    ";rm -rf *", "\"><script>", "\xff\xfe",	longest};
	size_t index;

	(void)state;
	memset(longest, 'n', 255);
	for (index = 0; index < 8; index++)
		drop_text(home.inbox, names[index], "x");
	scan();
	assert_int_equal(found_count, 8);
	for (index = 0; index < 8; index++)
		assert_true(found[index].is_claimable);
}

#define IN_A_HOME(test) cmocka_unit_test_setup_teardown(test, home_open, home_close)

int main(void)
{
	const struct CMUnitTest tests[] = {
		IN_A_HOME(an_empty_folder_holds_nothing),
		IN_A_HOME(names_come_in_byte_order),
		IN_A_HOME(unfinished_and_hidden_names_are_passed_over_quietly),
		IN_A_HOME(names_that_only_look_unfinished_are_taken),
		IN_A_HOME(a_symbolic_link_is_left_even_to_a_good_file),
		IN_A_HOME(a_dangling_link_is_left),
		IN_A_HOME(a_file_of_two_names_is_left),
		IN_A_HOME(a_pipe_is_left_and_nobody_waits_for_it),
		IN_A_HOME(a_folder_is_left),
		IN_A_HOME(a_socket_is_left),
		IN_A_HOME(a_device_is_left),
		IN_A_HOME(a_file_that_somebody_writes_is_left_quietly_until_it_is_closed),
		IN_A_HOME(a_file_that_somebody_reads_is_taken),
		IN_A_HOME(a_file_that_we_may_not_read_is_left),
		IN_A_HOME(a_file_of_another_owner_is_taken),
		IN_A_HOME(hostile_names_are_listed_as_they_are),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
