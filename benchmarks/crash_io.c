/* Put before the C library (LD_PRELOAD): one call in MIST_FAULT on a file of the database fails as a bad disk does. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/types.h>
#include <unistd.h>

static int fails(int fd) {
    char link[64], path[512];
    snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
    ssize_t n = readlink(link, path, sizeof path - 1);
    if (n <= 0) return 0;
    path[n] = 0;
    static __thread unsigned seed;
    if (!seed) seed = (unsigned)(getpid() * 7919 + (size_t)&seed);
    const char *often = getenv("MIST_FAULT");
    if (!often || !strstr(path, "mist.sqlite3") || rand_r(&seed) % atoi(often)) return 0;
    errno = EIO;
    return 1;
}

#define REAL(name, kind) static kind real; if (!real) real = (kind)dlsym(RTLD_NEXT, name)
typedef ssize_t (*writes)(int, const void *, size_t, off64_t);
typedef ssize_t (*reads)(int, void *, size_t, off64_t);
typedef int (*syncs)(int);

static ssize_t half(writes real, int fd, const void *data, size_t n, off64_t at) {
    if (!fails(fd)) return real(fd, data, n, at);
    if (n > 512) real(fd, data, n / 2, at); /* torn: half of it reached the disk */
    errno = EIO;
    return -1;
}

ssize_t pwrite64(int fd, const void *data, size_t n, off64_t at) { REAL("pwrite64", writes); return half(real, fd, data, n, at); }
ssize_t pwrite(int fd, const void *data, size_t n, off_t at) { REAL("pwrite64", writes); return half(real, fd, data, n, at); }
ssize_t pread64(int fd, void *data, size_t n, off64_t at) { REAL("pread64", reads); return fails(fd) ? -1 : real(fd, data, n, at); }
ssize_t pread(int fd, void *data, size_t n, off_t at) { REAL("pread64", reads); return fails(fd) ? -1 : real(fd, data, n, at); }
int fsync(int fd) { REAL("fsync", syncs); return fails(fd) ? -1 : real(fd); }
int fdatasync(int fd) { REAL("fdatasync", syncs); return fails(fd) ? -1 : real(fd); }
