/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Calls of functions whose state belongs to the C library, one for the process, and files that are
 * opened for writing.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <getopt.h>
#include <grp.h>
#include <libintl.h>
#include <locale.h>
#include <malloc.h>
#include <netdb.h>
#include <pthread.h>
#include <pwd.h>
#include <search.h>
#include <semaphore.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/random.h>
#include <sys/stat.h>
#include <syslog.h>
#include <time.h>
#include <unistd.h>

#include "watch.h"

enum { CAPACITY = 4096, LONGEST = 300 };

typedef struct Call {
    const char *function;
    int owner;
    char detail[LONGEST];
} Call;

static Call calls[CAPACITY];
static int count;
static int timers;
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;

static void note(const char *function, const char *detail, int owner) {
    (void)pthread_mutex_lock(&lock);
    for (int index = 0; index < count; index++) {
        if (strcmp(calls[index].function, function) == 0 && calls[index].owner == owner &&
            strcmp(calls[index].detail, detail) == 0) {
            (void)pthread_mutex_unlock(&lock);
            return;
        }
    }
    if (count < CAPACITY) {
        calls[count].function = function;
        calls[count].owner = owner;
        (void)snprintf(calls[count].detail, LONGEST, "%s", detail);
        count++;
    }
    (void)pthread_mutex_unlock(&lock);
}

void calls_note(const char *function, const char *detail, uintptr_t caller) {
    int reason = errno;
    if (watch_is_on()) {
        int owner = watch_owner_of(caller);
        if (owner >= 0) {
            note(function, detail, owner);
        }
    }
    errno = reason;
}

/* Writes the notes and forgets them. */
void calls_write(Writer *writer) {
    (void)pthread_mutex_lock(&lock);
    for (int index = 0; index < count; index++) {
        for (char *each = calls[index].detail; *each != '\0'; each++) {
            *each = *each == '\t' || *each == '\n' ? '?' : *each;
        }
        writer_print(writer, "%s\t%d\t%s\n", calls[index].function, calls[index].owner,
                     calls[index].detail);
    }
    count = 0;
    (void)pthread_mutex_unlock(&lock);
}

int state_timers(void) { return timers; }

#define REAL(name)                                                                                 \
    if (real == NULL) {                                                                            \
        *(void **)&real = dlsym(RTLD_NEXT, #name);                                                 \
    }

/* A function that is noted and then called. */
#define NOTED(type, name, parameters, arguments)                                                   \
    EXPORT type name parameters {                                                                  \
        static type(*real) parameters;                                                             \
        REAL(name)                                                                                 \
        calls_note(#name, "", CALLER);                                                             \
        return real arguments;                                                                     \
    }
#define NOTED_VOID(name, parameters, arguments)                                                    \
    EXPORT void name parameters {                                                                  \
        static void(*real) parameters;                                                             \
        REAL(name)                                                                                 \
        calls_note(#name, "", CALLER);                                                             \
        real arguments;                                                                            \
    }

NOTED(int, rand, (void), ())
NOTED_VOID(srand, (unsigned seed), (seed))
NOTED(long, random, (void), ())
NOTED_VOID(srandom, (unsigned seed), (seed))
NOTED(char *, initstate, (unsigned seed, char *state, size_t size), (seed, state, size))
NOTED(char *, setstate, (char *state), (state))
NOTED(double, drand48, (void), ())
NOTED(long, lrand48, (void), ())
NOTED(long, mrand48, (void), ())
NOTED_VOID(srand48, (long seed), (seed))
NOTED(unsigned short *, seed48, (unsigned short seed[3]), (seed))
NOTED_VOID(lcong48, (unsigned short seed[7]), (seed))
NOTED(char *, strtok, (char *restrict text, const char *restrict ends), (text, ends))
NOTED(int, hcreate, (size_t size), (size))
NOTED(ENTRY *, hsearch, (ENTRY entry, ACTION action), (entry, action))
NOTED_VOID(hdestroy, (void), ())
NOTED(int, getopt, (int count, char *const *all, const char *options), (count, all, options))
NOTED(int, getopt_long,
      (int count, char *const *all, const char *options, const struct option *names, int *index),
      (count, all, options, names, index))
NOTED(int, getopt_long_only,
      (int count, char *const *all, const char *options, const struct option *names, int *index),
      (count, all, options, names, index))
NOTED(struct tm *, localtime, (const time_t *seconds), (seconds))
NOTED(struct tm *, gmtime, (const time_t *seconds), (seconds))
NOTED(char *, ctime, (const time_t *seconds), (seconds))
NOTED(char *, asctime, (const struct tm *moment), (moment))
NOTED(struct passwd *, getpwnam, (const char *name), (name))
NOTED(struct passwd *, getpwuid, (uid_t number), (number))
NOTED(struct passwd *, getpwent, (void), ())
NOTED(struct group *, getgrnam, (const char *name), (name))
NOTED(struct group *, getgrgid, (gid_t number), (number))
NOTED(struct group *, getgrent, (void), ())
NOTED(struct hostent *, gethostbyname, (const char *name), (name))
NOTED(struct servent *, getservbyname, (const char *name, const char *protocol), (name, protocol))
NOTED(struct protoent *, getprotobyname, (const char *name), (name))
NOTED(char *, ttyname, (int file), (file))
NOTED(char *, getlogin, (void), ())
NOTED(char *, ptsname, (int file), (file))
NOTED(char *, ecvt, (double value, int digits, int *point, int *sign), (value, digits, point, sign))
NOTED(char *, fcvt, (double value, int digits, int *point, int *sign), (value, digits, point, sign))
NOTED(char *, l64a, (long value), (value))
NOTED(char *, tmpnam, (char path[L_tmpnam]), (path))
NOTED(struct hostent *, gethostbyaddr, (const void *address, socklen_t size, int family),
      (address, size, family))
NOTED(struct servent *, getservbyport, (int port, const char *protocol), (port, protocol))
NOTED_VOID(openlog, (const char *name, int options, int facility), (name, options, facility))
NOTED_VOID(closelog, (void), ())
NOTED(int, setlogmask, (int mask), (mask))

/* Settings of the process. Comparing them shows changes; a call that sets what is set already shows
 * here alone. */
NOTED(int, chdir, (const char *path), (path))
NOTED(int, fchdir, (int folder), (folder))
NOTED(mode_t, umask, (mode_t mask), (mask))
NOTED(int, setenv, (const char *name, const char *value, int replace), (name, value, replace))
NOTED(int, unsetenv, (const char *name), (name))
NOTED(int, putenv, (char *setting), (setting))
NOTED(int, clearenv, (void), ())
NOTED(unsigned, alarm, (unsigned seconds), (seconds))
NOTED(int, mallopt, (int parameter, int value), (parameter, value))

EXPORT char *setlocale(int category, const char *locale) {
    static char *(*real)(int, const char *);
    REAL(setlocale)
    if (locale != NULL) {
        calls_note("setlocale", "", CALLER);
    }
    return real(category, locale);
}

/* The catalogues of messages; a NULL only asks. */
#define NOTED_SETTING(name, parameters, arguments, setting)                                        \
    EXPORT char *name parameters {                                                                 \
        static char *(*real)parameters;                                                            \
        REAL(name)                                                                                 \
        if ((setting) != NULL) {                                                                   \
            calls_note(#name, "", CALLER);                                                         \
        }                                                                                          \
        return real arguments;                                                                     \
    }
NOTED_SETTING(textdomain, (const char *domain), (domain), domain)

/* Setting what is set already is noted if the library never sets anything else, and setting an
 * action for a while: another thread sees the one in between, and may set it for good. SIGPIPE is
 * left out: libraries ignore it for a while, and the JVM's action ignores it as well. */
static void note_action(int signal, const struct sigaction *former, const char *function,
                        uintptr_t caller) {
    static _Atomic int is_changed[NSIG];
    static _Atomic uintptr_t original[NSIG];
    struct sigaction now;
    if (signal < 1 || signal >= NSIG || sigaction(signal, NULL, &now) != 0) {
        return;
    }
    if (now.sa_handler == former->sa_handler) {
        if (!is_changed[signal]) {
            calls_note(function, "", caller);
        }
    } else if (is_changed[signal]) {
        if ((uintptr_t)now.sa_handler == original[signal] && signal != SIGPIPE) {
            calls_note(function, "", caller);
        }
    } else if (watch_owner_of(caller) >= 0) {
        original[signal] = (uintptr_t)former->sa_handler;
        is_changed[signal] = 1;
    }
}

EXPORT int sigaction(int signal, const struct sigaction *action, struct sigaction *former) {
    static int (*real)(int, const struct sigaction *, struct sigaction *);
    struct sigaction before;
    REAL(sigaction)
    int is_known = action != NULL && watch_is_on() && real(signal, NULL, &before) == 0;
    int status = real(signal, action, former);
    if (is_known && status == 0) {
        note_action(signal, &before, "sigaction", CALLER);
    }
    return status;
}

EXPORT __sighandler_t signal(int number, __sighandler_t handler) {
    static __sighandler_t (*real)(int, __sighandler_t);
    struct sigaction before;
    REAL(signal)
    int is_known = watch_is_on() && sigaction(number, NULL, &before) == 0;
    __sighandler_t former = real(number, handler);
    if (is_known && former != SIG_ERR) {
        note_action(number, &before, "signal", CALLER);
    }
    return former;
}

/* Calls that let the kernel write to a buffer. */
EXPORT ssize_t read(int file, void *buffer, size_t size) {
    static ssize_t (*real)(int, void *, size_t);
    REAL(read)
    stores_open(buffer, size, CALLER);
    ssize_t length = real(file, buffer, size);
    stores_close(buffer, size);
    return length;
}

EXPORT ssize_t getrandom(void *buffer, size_t size, unsigned flags) {
    static ssize_t (*real)(void *, size_t, unsigned);
    REAL(getrandom)
    stores_open(buffer, size, CALLER);
    ssize_t length = real(buffer, size, flags);
    stores_close(buffer, size);
    return length;
}

EXPORT int getentropy(void *buffer, size_t size) {
    static int (*real)(void *, size_t);
    REAL(getentropy)
    stores_open(buffer, size, CALLER);
    int status = real(buffer, size);
    stores_close(buffer, size);
    return status;
}

/* Files that were opened for writing; one that could not be opened is nobody's. */
static void note_file(int directory, const char *path, uintptr_t caller) {
    char full[LONGEST];
    char place[64];
    ssize_t length = -1;
    if (!watch_is_on() || path == NULL) {
        return;
    }
    int reason = errno;
    if (path[0] != '/') {
        (void)snprintf(place, sizeof place, "/proc/self/fd/%d", directory);
        length = readlink(directory == AT_FDCWD ? "/proc/self/cwd" : place, full, sizeof full - 2);
    }
    if (length > 0) {
        (void)snprintf(full + length, sizeof full - (size_t)length, "/%s", path);
        path = full;
    }
    calls_note("file", path, caller);
    errno = reason;
}

#define OPENED(name, parameters, arguments, directory)                                             \
    EXPORT int name parameters {                                                                   \
        static int(*real) parameters;                                                              \
        mode_t mode = 0;                                                                           \
        REAL(name)                                                                                 \
        if ((flags & (O_CREAT | __O_TMPFILE)) != 0) {                                              \
            va_list rest;                                                                          \
            va_start(rest, flags);                                                                 \
            mode = va_arg(rest, mode_t);                                                           \
            va_end(rest);                                                                          \
        }                                                                                          \
        int file = real arguments;                                                                 \
        if (file >= 0 && ((flags & O_ACCMODE) != O_RDONLY || (flags & O_CREAT) != 0)) {            \
            note_file(directory, path, CALLER);                                                    \
        }                                                                                          \
        return file;                                                                               \
    }
OPENED(open, (const char *path, int flags, ...), (path, flags, mode), AT_FDCWD)
OPENED(open64, (const char *path, int flags, ...), (path, flags, mode), AT_FDCWD)
OPENED(openat, (int folder, const char *path, int flags, ...), (folder, path, flags, mode), folder)
OPENED(openat64, (int folder, const char *path, int flags, ...), (folder, path, flags, mode),
       folder)

#define STREAMED(name)                                                                             \
    EXPORT FILE *name(const char *restrict path, const char *restrict mode) {                      \
        static FILE *(*real)(const char *, const char *);                                          \
        REAL(name)                                                                                 \
        FILE *file = real(path, mode);                                                             \
        if (file != NULL && (mode[0] != 'r' || strchr(mode, '+') != NULL)) {                       \
            note_file(AT_FDCWD, path, CALLER);                                                     \
        }                                                                                          \
        return file;                                                                               \
    }
STREAMED(fopen)
STREAMED(fopen64)

EXPORT int creat(const char *path, mode_t mode) {
    static int (*real)(const char *, mode_t);
    REAL(creat)
    int file = real(path, mode);
    if (file >= 0) {
        note_file(AT_FDCWD, path, CALLER);
    }
    return file;
}

EXPORT int shm_open(const char *name, int flags, mode_t mode) {
    static int (*real)(const char *, int, mode_t);
    char path[LONGEST];
    REAL(shm_open)
    (void)snprintf(path, sizeof path, "/dev/shm/%s", name[0] == '/' ? name + 1 : name);
    int file = real(name, flags, mode);
    if (file >= 0) {
        note_file(AT_FDCWD, path, CALLER);
    }
    return file;
}

EXPORT int timer_create(clockid_t clock, struct sigevent *event, timer_t *timer) {
    static int (*real)(clockid_t, struct sigevent *, timer_t *);
    REAL(timer_create)
    int status = real(clock, event, timer);
    (void)__atomic_add_fetch(&timers, status == 0, __ATOMIC_RELAXED);
    return status;
}

EXPORT int timer_delete(timer_t timer) {
    static int (*real)(timer_t);
    REAL(timer_delete)
    int status = real(timer);
    (void)__atomic_sub_fetch(&timers, status == 0, __ATOMIC_RELAXED);
    return status;
}
