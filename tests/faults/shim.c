/* Loaded into a process with LD_PRELOAD: counts what it does to the files below one folder, native
   code and children included, and kills them all at a chosen operation. A write is killed half done. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <fcntl.h>
#include <fnmatch.h>
#include <signal.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <unistd.h>

#define PATH_SIZE 4200
#define REAL(name) __typeof__(name) *real = (__typeof__(name) *)dlsym(RTLD_NEXT, #name)

static char folder[PATH_SIZE], wanted_kind[32], wanted_pattern[PATH_SIZE];
static long wanted_number;
static int log_file = -1;
static atomic_int armed;
static atomic_long seen_here, *seen = &seen_here;

/* Watch `path` from now on: write each operation to the file `log` (may be ""), and be killed at
   the `number`-th (from 1) of that `kind` on a file that fits `pattern`; never for 0. They are
   counted in the file `count`, of as many zero bytes as a long has, for all processes together. */
void watch_files(const char *path, const char *log, const char *count, const char *kind,
                 const char *pattern, long number) {
    snprintf(folder, sizeof folder, "%s/", path);
    snprintf(wanted_kind, sizeof wanted_kind, "%s", kind);
    snprintf(wanted_pattern, sizeof wanted_pattern, "%s", pattern);
    wanted_number = number;
    if (*log) log_file = syscall(SYS_openat, AT_FDCWD, log, O_WRONLY | O_CREAT | O_APPEND, 0644);
    int shared = syscall(SYS_openat, AT_FDCWD, count, O_RDWR);
    void *counted = mmap(NULL, sizeof *seen, PROT_READ | PROT_WRITE, MAP_SHARED, shared, 0);
    if (counted == MAP_FAILED) abort();
    seen = counted;
    syscall(SYS_close, shared);
    atomic_store(&armed, 1);
}

/* The children of a watched process are watched as well. */
__attribute__((constructor)) void watch_as_told(void) {
    char copy[4 * PATH_SIZE], *rest = copy, *told = getenv("WATCH_FILES");
    if (!told || strlen(told) >= sizeof copy) return;
    strcpy(copy, told);
    char *path = strsep(&rest, "\n"), *log = strsep(&rest, "\n"), *count = strsep(&rest, "\n"),
         *kind = strsep(&rest, "\n"), *pattern = strsep(&rest, "\n");
    if (rest) watch_files(path, log, count, kind, pattern, atol(rest));
}

/* The whole process group, as when the machine stops. */
static void die(void) { kill(0, SIGKILL); }

static int is_the_one(const char *kind, const char *path) {
    size_t length = strlen(folder);
    if (!atomic_load(&armed) || strncmp(path, folder, length)) return 0;
    if (log_file >= 0) {
        char line[PATH_SIZE + 40];
        int size = snprintf(line, sizeof line, "%s %s\n", kind, path + length);
        syscall(SYS_write, log_file, line, size);
    }
    return !strcmp(kind, wanted_kind) && !fnmatch(wanted_pattern, path + length, FNM_PATHNAME) &&
           atomic_fetch_add(seen, 1) + 1 == wanted_number;
}

static void at_path(const char *kind, int directory, const char *path) {
    char whole[2 * PATH_SIZE], link[64];
    if (!atomic_load(&armed)) return;
    if (*path != '/') {
        char base[PATH_SIZE] = "";
        snprintf(link, sizeof link, "/proc/self/fd/%d", directory);
        ssize_t size = directory == AT_FDCWD
            ? (getcwd(base, sizeof base) ? (ssize_t)strlen(base) : -1)
            : readlink(link, base, sizeof base - 1);
        if (size < 0) return;
        base[size] = 0;
        snprintf(whole, sizeof whole, "%s/%s", base, path);
        path = whole;
    }
    if (is_the_one(kind, path)) die();
}

static int at_file(const char *kind, int file) {
    char link[64], path[PATH_SIZE];
    if (!atomic_load(&armed)) return 0;
    snprintf(link, sizeof link, "/proc/self/fd/%d", file);
    ssize_t size = readlink(link, path, sizeof path - 1);
    if (size < 0) return 0;
    path[size] = 0;
    return is_the_one(kind, path);
}

#define OPEN(name, directory, ...)                                   \
    mode_t mode = 0;                                                 \
    if (flags & (O_CREAT | O_TMPFILE)) {                             \
        va_list more;                                                \
        va_start(more, flags);                                       \
        mode = va_arg(more, mode_t);                                 \
        va_end(more);                                                \
    }                                                                \
    if ((flags & O_ACCMODE) != O_RDONLY) at_path("open", directory, path); \
    REAL(name);                                                      \
    return real(__VA_ARGS__, flags, mode)

int open(const char *path, int flags, ...) { OPEN(open, AT_FDCWD, path); }
int open64(const char *path, int flags, ...) { OPEN(open64, AT_FDCWD, path); }
int openat(int at, const char *path, int flags, ...) { OPEN(openat, at, at, path); }
int openat64(int at, const char *path, int flags, ...) { OPEN(openat64, at, at, path); }

#define FOPEN(name)                                               \
    FILE *name(const char *path, const char *mode) {              \
        if (strpbrk(mode, "wa+")) at_path("open", AT_FDCWD, path); \
        REAL(name);                                               \
        return real(path, mode);                                  \
    }
FOPEN(fopen)
FOPEN(fopen64)

#define WRITE(name, parameters, half, whole) \
    ssize_t name parameters {                \
        REAL(name);                          \
        if (at_file("write", file)) {        \
            real half;                       \
            die();                           \
        }                                    \
        return real whole;                   \
    }
WRITE(write, (int file, const void *data, size_t size), (file, data, size / 2), (file, data, size))
WRITE(pwrite, (int file, const void *data, size_t size, off_t at), (file, data, size / 2, at),
      (file, data, size, at))
WRITE(pwrite64, (int file, const void *data, size_t size, off64_t at), (file, data, size / 2, at),
      (file, data, size, at))
WRITE(writev, (int file, const struct iovec *parts, int count), (file, parts, count / 2),
      (file, parts, count))

#define ON_FILE(kind, name, parameters, arguments) \
    int name parameters {                          \
        if (at_file(kind, file)) die();            \
        REAL(name);                                \
        return real arguments;                     \
    }
ON_FILE("sync", fsync, (int file), (file))
ON_FILE("sync", fdatasync, (int file), (file))
ON_FILE("truncate", ftruncate, (int file, off_t size), (file, size))
ON_FILE("truncate", ftruncate64, (int file, off64_t size), (file, size))

#define ON_PATH(kind, name, at, parameters, arguments) \
    int name parameters {                              \
        at_path(kind, at, path);                       \
        REAL(name);                                    \
        return real arguments;                         \
    }
ON_PATH("rename", rename, AT_FDCWD, (const char *path, const char *to), (path, to))
ON_PATH("rename", renameat, at, (int at, const char *path, int new_at, const char *to),
        (at, path, new_at, to))
ON_PATH("unlink", unlink, AT_FDCWD, (const char *path), (path))
ON_PATH("unlink", unlinkat, at, (int at, const char *path, int flags), (at, path, flags))
ON_PATH("rmdir", rmdir, AT_FDCWD, (const char *path), (path))
ON_PATH("mkdir", mkdir, AT_FDCWD, (const char *path, mode_t mode), (path, mode))
ON_PATH("mkdir", mkdirat, at, (int at, const char *path, mode_t mode), (at, path, mode))
