/*
 * measure.c - runs a command and tells what it took: wall, processor, memory.
 *
 *   measure FILE COMMAND [ARGUMENT...]
 *
 * Appends to FILE "wall_ms user_ms system_ms peak_kib status", and exits as the
 * command did.
 */
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static long long milliseconds(struct timeval time)
{
	return (long long)time.tv_sec * 1000 + time.tv_usec / 1000;
}

static long long now(void)
{
	struct timespec time;

	(void)clock_gettime(CLOCK_MONOTONIC, &time);
	return (long long)time.tv_sec * 1000 + time.tv_nsec / 1000000;
}

int main(int count, char **arguments)
{
	struct rusage usage;
	long long began = now();
	int status = 0;
	pid_t child;
	FILE *out;

	if (count < 3) {
		(void)fputs("usage: measure FILE COMMAND [ARGUMENT...]\n", stderr);
		return 2;
	}
	child = fork();
	if (child == 0) {
		(void)execvp(arguments[2], arguments + 2);
		perror(arguments[2]);
		_exit(127);
	}
	if (child < 0 || wait4(child, &status, 0, &usage) != child) {
		perror(arguments[2]);
		return 127;
	}
	out = fopen(arguments[1], "a");
	if (out == NULL) {
		perror(arguments[1]);
		return 127;
	}
	status = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
	(void)fprintf(out, "%lld %lld %lld %ld %d\n", now() - began, milliseconds(usage.ru_utime),
		      milliseconds(usage.ru_stime), usage.ru_maxrss, status);
	return fclose(out) == 0 ? status : 127;
}
