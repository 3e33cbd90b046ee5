/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What each system does in its own way: platform_linux.c, platform_macos.c, platform_windows.c, and
 * platform_posix.c for what the first two have in common. A source NAME_SYSTEM.c is empty on other
 * systems; all other sources include nothing of a system.
 */
#ifndef TENON_PLATFORM_H
#define TENON_PLATFORM_H

#include "host.h"

/* ---- threads ------------------------------------------------------------------------------- */

#ifdef _WIN32
typedef struct PlatformLock {
    void *state;
} PlatformLock; /* an SRWLOCK */
typedef unsigned long PlatformKey;
#define PLATFORM_UNLOCKED                                                                          \
    { NULL }
#else
#include <pthread.h>
#include <sys/types.h>
typedef pthread_mutex_t PlatformLock;
typedef pthread_key_t PlatformKey;
#define PLATFORM_UNLOCKED PTHREAD_MUTEX_INITIALIZER
#endif

void tenon_lock(PlatformLock *lock);
void tenon_unlock(PlatformLock *lock);
/* Returns 0, or -1 if somebody has the lock. */
int tenon_lock_try(PlatformLock *lock);

/* Makes a key, under which each thread keeps a value. When a thread ends, its value is given to the
 * function. Returns 0 or -1. */
int tenon_key_create(PlatformKey *key, void (*end)(void *value));
int tenon_key_set(PlatformKey key, void *value);

/* Keeps the calling thread from being cancelled, where a system can do that, until
 * tenon_cancellation_restore gets what this returns. */
int tenon_cancellation_disable(void);
void tenon_cancellation_restore(int state);

void tenon_sleep_millisecond(void);

/* ---- stacks -------------------------------------------------------------------------------- */

enum { PLATFORM_MOST_ADDRESSES = 64 };

/* Stores the addresses that the calling function and those that called it return to, the innermost
 * first, and returns their number, which is at most so many; 0 where they cannot be found. The
 * first one is in the calling function itself. */
int tenon_return_addresses(void **addresses, int most);

/* Stores the lowest address and the size of the calling thread's stack, as far as it may grow.
 * Returns 0, or -1 if they cannot be found. */
int tenon_stack_bounds(uintptr_t *lowest, size_t *size);

/* Lets the JVM report overflows of the stack in C from now on, on the threads that call
 * tenon_overflow_guard and on this one: its handler needs room of its own then, or the system ends
 * the process without a word. */
void tenon_overflow_start(void);
void tenon_overflow_guard(void);

/* ---- memory -------------------------------------------------------------------------------- */

/* Maps memory of zeros; NULL without memory. */
void *tenon_pages_map(size_t size);
void tenon_pages_unmap(void *place, size_t size);
/* Makes code of what was written. Returns 0 or -1. */
int tenon_pages_execute(void *place, size_t size);

/* Whether all of a piece of memory can be read; 1 as well if the system does not report it. */
int tenon_is_readable(const void *place, size_t size);

/* ---- files --------------------------------------------------------------------------------- */

typedef struct PlatformFileStatus {
    int64_t size;
    int64_t changed; /* when, in nanoseconds */
    int is_regular;
} PlatformFileStatus;

/* Opens a file to read it; to open a pipe does not wait for who writes into it. Returns a
 * descriptor, or an errno below 0. */
int tenon_file_open(const char *path);
/* Returns 0 or an errno. */
int tenon_file_status(int file, PlatformFileStatus *status);
/* Returns the number of bytes that were read, 0 at the end, or an errno below 0. */
int64_t tenon_file_read(int file, void *to, size_t size, int64_t offset);
void tenon_file_close(int file);

/* Files in memory, which nobody can change once they are sealed. Numbers that are returned are 0 or
 * an errno. */
typedef struct PlatformMemoryFiles {
    /* Stores the descriptor and the number of a new file, whose name shows in lists of what is
     * mapped. */
    int (*create)(const char *name, int64_t *file, int64_t *number);
    /* Asks for all of the room at once: a page that cannot be had later would end the process. */
    int (*reserve)(int64_t file, int64_t size);
    int (*write)(int64_t file, const void *bytes, int64_t size);
    int (*map_writable)(int64_t file, int64_t size, void **place);
    int (*map_readable)(int64_t file, int64_t size, void **place);
    /* Makes a writable mapping larger, which may move it. */
    int (*grow)(void **place, int64_t before, int64_t size);
    int (*seal)(int64_t file);
} PlatformMemoryFiles;

/* NULL where there are none. */
extern const PlatformMemoryFiles *const tenon_memory_files;

#ifndef _WIN32
/* Asks for all of the blocks of a file: to touch a page of a mapping that the file system has no
 * room for ends the process. Returns 0 or an errno, EOPNOTSUPP where there is no such thing. */
int tenon_file_reserve(int file, int64_t size);

/* Starts a program that prints the line of source which an offset in a library belongs to. Returns
 * the end to read from; or -1 where there is no such program. */
int tenon_line_reader_start(const char *file, const char *offset, pid_t *child);
#endif

/* Writes to the standard error stream by nothing but a system call. */
void tenon_say(const char *text);

#ifdef __aarch64__
/* Whether the processor has instructions for SHA-256. */
int tenon_has_sha256(void);
#endif

/* ---- libraries ----------------------------------------------------------------------------- */

/* What the dynamic linker knows of a library that is mapped. */
typedef struct PlatformLibrary PlatformLibrary;

/* Maps a library and binds all symbols at once: a missing one is an error here and not the end of
 * the process later. Returns a handle; or NULL, and a reason as text. */
void *tenon_library_open(const char *path, char *reason, size_t size);
/* Returns 0, or another number if the handle is none. */
int tenon_library_close(void *handle);
void *tenon_library_symbol(void *handle, const char *name);
/* The handle of a library that is mapped, by the name that it was opened with; NULL without one. */
void *tenon_library_loaded(const char *name);
/* Lets all libraries that are mapped later see the functions of the one that has an address, which
 * stays mapped. Returns 0, or -1 where there is no such thing. */
int tenon_library_publish(const void *address);
/* A symbol that all libraries see; NULL without one. */
void *tenon_published_symbol(const char *name);
/* A function of the JVM that this process runs; NULL if it cannot be found. */
void *tenon_jvm_symbol(const char *name);

/* NULL if the handle is none. */
PlatformLibrary *tenon_library_of(void *handle);
/* The library that an address lies in; NULL if it is in none. */
PlatformLibrary *tenon_library_at(const void *address);
/* An address in a library. */
const void *tenon_library_inside(const PlatformLibrary *library);
/* Where the dynamic linker keeps the name that it reports for a library; NULL where that cannot be
 * changed. */
char **tenon_library_name(PlatformLibrary *library);
/* Stores the file of a library as text, and returns the length of its name; -1 if the dynamic
 * linker does not report it. */
int tenon_library_file(PlatformLibrary *library, char *text, size_t size);
/* Stores the file that an address was mapped from as text, and where it begins. Returns 0, or -1 if
 * the address is in no library. */
int tenon_library_place(const void *address, char *text, size_t size, uintptr_t *start);
/* Stores the segments of the library that an address lies in, at most so many, and returns how many
 * it has; 0 if the address is in none. */
int64_t tenon_library_segments(uintptr_t address, HostSegment *table, int64_t most);

#endif
