/*
 * Preloaded into a process, moves its wall clock by the seconds that the file named in $CLOCK holds, a long as the machine writes it,
 * and follows when they change. Whoever measures how long something takes (CLOCK_MONOTONIC) notices nothing.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/time.h>
#include <time.h>
#include <unistd.h>

static const long none;
static const volatile long *seconds = &none;

__attribute__((constructor)) static void look(void)
{
	const char *name = getenv("CLOCK");
	int file = name ? open(name, O_RDONLY | O_CLOEXEC) : -1;
	void *held = file < 0 ? MAP_FAILED : mmap(NULL, sizeof(long), PROT_READ, MAP_SHARED, file, 0);

	if (held != MAP_FAILED)
		seconds = held;
	if (file >= 0)
		close(file);
}

int clock_gettime(clockid_t clock, struct timespec *now)
{
	static int (*real)(clockid_t, struct timespec *);

	if (!real)
		*(void **) &real = dlsym(RTLD_NEXT, "clock_gettime");
	int failed = real(clock, now);
	if (!failed && (clock == CLOCK_REALTIME || clock == CLOCK_REALTIME_COARSE))
		now->tv_sec += *seconds;
	return failed;
}

int gettimeofday(struct timeval *restrict now, void *restrict zone)
{
	static int (*real)(struct timeval *, void *);

	if (!real)
		*(void **) &real = dlsym(RTLD_NEXT, "gettimeofday");
	int failed = real(now, zone);
	if (!failed)
		now->tv_sec += *seconds;
	return failed;
}

time_t time(time_t *to)
{
	struct timespec now;

	clock_gettime(CLOCK_REALTIME, &now);
	if (to)
		*to = now.tv_sec;
	return now.tv_sec;
}
