/* SPDX-License-Identifier: Apache-2.0 */
/* The state of the process and of the calling thread, one fact a line: kind, name, value. And the
 * functions that Probe.java calls. */
#define _GNU_SOURCE
#include <dirent.h>
#include <dlfcn.h>
#include <fcntl.h>
#include <getopt.h>
#include <locale.h>
#include <pthread.h>
#include <sched.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/time.h>
#include <unistd.h>

#include "watch.h"

extern char **environ;

void writer_print(Writer *writer, const char *format, ...) {
    va_list arguments;
    size_t room = (size_t)(writer->end - writer->at);
    va_start(arguments, format);
    int length = vsnprintf(writer->at, room, format, arguments);
    va_end(arguments);
    if (length > 0 && (size_t)length < room) {
        writer->at += length;
    } else {
        writer->end = writer->at; /* whole lines only */
    }
}

void writer_bytes(Writer *writer, const void *bytes, size_t size) {
    if (size <= (size_t)(writer->end - writer->at)) {
        memcpy(writer->at, bytes, size);
        writer->at += size;
    } else {
        writer->end = writer->at;
    }
}

/* A value without line breaks. */
static void fact(Writer *writer, const char *kind, const char *name, const char *value) {
    char text[2048];
    size_t length = 0;
    for (; value[length] != '\0' && length < sizeof text - 1; length++) {
        text[length] = value[length] == '\n' || value[length] == '\t' ? ' ' : value[length];
    }
    text[length] = '\0';
    writer_print(writer, "%s\t%s\t%s\n", kind, name, text);
}

static void number(Writer *writer, const char *kind, const char *name, long value) {
    writer_print(writer, "%s\t%s\t%ld\n", kind, name, value);
}

static void write_environment(Writer *writer) {
    for (char **each = environ; each != NULL && *each != NULL; each++) {
        char name[256];
        const char *equals = strchr(*each, '=');
        if (equals != NULL) {
            (void)snprintf(name, sizeof name, "%.*s", (int)(equals - *each), *each);
            fact(writer, "environment", name, equals + 1);
        }
    }
}

static void write_mask(Writer *writer, const char *kind, const char *name, const sigset_t *mask,
                       const char *before) {
    char text[256];
    size_t used = (size_t)snprintf(text, sizeof text, "%s", before);
    for (int each = 1; each < NSIG && used < sizeof text - 8; each++) {
        if (sigismember(mask, each) == 1) {
            used += (size_t)snprintf(text + used, sizeof text - used, " %d", each);
        }
    }
    fact(writer, kind, name, text);
}

static void write_signals(Writer *writer) {
    for (int each = 1; each < NSIG; each++) {
        struct sigaction action;
        char name[16];
        char text[160];
        Dl_info place = {0};
        if (sigaction(each, NULL, &action) != 0) {
            continue;
        }
        uintptr_t handler = (uintptr_t)action.sa_handler;
        if (action.sa_handler == SIG_DFL || action.sa_handler == SIG_IGN) {
            (void)snprintf(text, sizeof text, "%s",
                           action.sa_handler == SIG_DFL ? "default" : "ignored");
        } else if (dladdr((void *)handler, &place) != 0 && place.dli_fname != NULL) {
            const char *slash = strrchr(place.dli_fname, '/');
            (void)snprintf(text, sizeof text, "handled in %.80s at %#lx",
                           slash == NULL ? place.dli_fname : slash + 1,
                           (unsigned long)(handler - (uintptr_t)place.dli_fbase));
        } else {
            (void)snprintf(text, sizeof text, "handled at %#lx", (unsigned long)handler);
        }
        (void)snprintf(name, sizeof name, "%d", each);
        fact(writer, "signal", name, text);
    }
}

static void write_limits(Writer *writer) {
    for (int each = 0; each < (int)RLIM_NLIMITS; each++) {
        struct rlimit limit;
        char name[16];
        char text[64];
        if (getrlimit((__rlimit_resource_t)each, &limit) == 0) {
            (void)snprintf(name, sizeof name, "%d", each);
            (void)snprintf(text, sizeof text, "%lld of %lld", (long long)limit.rlim_cur,
                           (long long)limit.rlim_max);
            fact(writer, "limit", name, text);
        }
    }
}

static void write_timers(Writer *writer) {
    static const char *const names[] = {"real", "virtual", "profiling"};
    for (int each = 0; each < 3; each++) {
        struct itimerval timer;
        if (getitimer((__itimer_which_t)each, &timer) == 0) {
            long interval = timer.it_interval.tv_sec * 1000000 + timer.it_interval.tv_usec;
            int is_armed = timer.it_value.tv_sec != 0 || timer.it_value.tv_usec != 0;
            char text[64];
            (void)snprintf(text, sizeof text, "%s, interval %ld us",
                           is_armed ? "armed" : "not armed", interval);
            fact(writer, "timer", names[each], text);
        }
    }
    number(writer, "timer", "timer_create", state_timers());
}

static void write_files(Writer *writer) {
    DIR *folder = opendir("/proc/self/fd");
    if (folder == NULL) {
        return;
    }
    for (struct dirent *each = readdir(folder); each != NULL; each = readdir(folder)) {
        char path[64];
        char target[1024];
        int file = atoi(each->d_name);
        (void)snprintf(path, sizeof path, "/proc/self/fd/%d", file);
        ssize_t length = each->d_name[0] == '.' || file == dirfd(folder)
                             ? -1
                             : readlink(path, target, sizeof target - 1);
        if (length > 0) {
            char name[16];
            target[length] = '\0';
            (void)snprintf(name, sizeof name, "%d", file);
            fact(writer, "file", name, target);
            if (file <= 2) {
                number(writer, "file flags", name, fcntl(file, F_GETFL));
            }
        }
    }
    (void)closedir(folder);
}

static void write_thread(Writer *writer) {
    sigset_t mask;
    cpu_set_t processors;
    if (pthread_sigmask(SIG_BLOCK, NULL, &mask) == 0) {
        write_mask(writer, "thread", "signal mask", &mask, "blocks");
    }
    fact(writer, "thread", "locale",
         uselocale((locale_t)0) == LC_GLOBAL_LOCALE ? "that of the process" : "its own");
    if (sched_getaffinity(0, sizeof processors, &processors) == 0) {
        number(writer, "thread", "processors", CPU_COUNT(&processors));
    }
    number(writer, "thread", "cancellation", 0);
#if defined(__x86_64__)
    number(writer, "thread", "floating-point control", (long)(__builtin_ia32_stmxcsr() & 0xFFC0));
#endif
}

void state_write(Writer *writer) {
    char folder[2048];
    char mask[16];
    fact(writer, "process", "current directory",
         getcwd(folder, sizeof folder) == NULL ? "?" : folder);
    mode_t former = umask(0);
    (void)umask(former);
    (void)snprintf(mask, sizeof mask, "%04o", (unsigned)former);
    fact(writer, "process", "umask", mask);
    const char *locale = setlocale(LC_ALL, NULL);
    fact(writer, "process", "locale", locale == NULL ? "?" : locale);
    number(writer, "process", "priority", getpriority(PRIO_PROCESS, 0));
    number(writer, "process", "user", getuid());
    number(writer, "process", "effective user", geteuid());
    number(writer, "process", "group", getgid());
    number(writer, "process", "effective group", getegid());
    number(writer, "process", "process group", getpgrp());
    number(writer, "process", "session", getsid(0));
    number(writer, "process", "dumpable", prctl(PR_GET_DUMPABLE));
    number(writer, "process", "no new privileges", prctl(PR_GET_NO_NEW_PRIVS, 0, 0, 0, 0));
    number(writer, "process", "optind", optind);
    number(writer, "process", "opterr", opterr);
    write_environment(writer);
    write_signals(writer);
    write_limits(writer);
    write_timers(writer);
    write_files(writer);
    write_thread(writer);
}

/* What a part of the notes is called by Probe.java. */
enum { STATE, LIBRARIES, BLOCKS, CALLS, THREADS, STORES, LOCKS };

EXPORT int64_t Java_dev_tenon_isolation_memory_Probe_read(void *environment, void *type,
                                                          int32_t what, int64_t address,
                                                          int64_t size) {
    Writer writer = {(char *)(intptr_t)address, (char *)(intptr_t)address + size};
    (void)environment, (void)type;
    switch (what) {
    case STATE:
        state_write(&writer);
        break;
    case LIBRARIES:
        watch_write_libraries(&writer);
        break;
    case BLOCKS:
        blocks_write(&writer);
        break;
    case CALLS:
        calls_write(&writer);
        break;
    case THREADS:
        threads_write(&writer);
        break;
    case LOCKS:
        locks_write(&writer);
        break;
    default:
        stores_write(&writer);
        break;
    }
    return writer.at - (char *)(intptr_t)address;
}

EXPORT void Java_dev_tenon_isolation_memory_Probe_begin(void *environment, void *type,
                                                        uint8_t with_arena) {
    (void)environment, (void)type;
    if (with_arena) {
        blocks_use_arena();
    }
    watch_begin();
}

EXPORT void Java_dev_tenon_isolation_memory_Probe_drive(void *environment, void *type,
                                                        uint8_t is_driver) {
    (void)environment, (void)type;
    watch_is_driver = is_driver;
}

EXPORT uint8_t Java_dev_tenon_isolation_memory_Probe_watchStores(void *environment, void *type,
                                                                 int64_t ranges, int64_t count) {
    (void)environment, (void)type;
    blocks_seal();
    return stores_watch((const uint64_t *)(intptr_t)ranges, (size_t)count) == 0;
}

EXPORT void Java_dev_tenon_isolation_memory_Probe_endStores(void *environment, void *type) {
    (void)environment, (void)type;
    stores_end();
}
