/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What an isolation check needs to see of the code under test and cannot see from Java.
 *
 * The library is preloaded into the helper process of a check and loaded there as a JNI library as
 * well: its functions take the place of the C library's, note what the code under test does, and
 * Probe.java reads the notes. Code is under test if it lies in a library that was mapped after the
 * watch began and is not a part of the system, the JVM or Tenon. A driver is a thread that calls
 * such code.
 */
#ifndef TENON_WATCH_H
#define TENON_WATCH_H

#include <stddef.h>
#include <stdint.h>

#define EXPORT __attribute__((visibility("default")))
#define CALLER ((uintptr_t)__builtin_return_address(0))

/* Owners of memory that are not a library under test. The numbers are shared with Probe.java. */
enum { OWNER_NONE = -1, OWNER_SYSTEM = -2, OWNER_HOST = -3 };

typedef struct Writer {
    char *at;
    char *end;
} Writer;

/* Text that is read from Java; it is cut off where the room ends. */
void writer_print(Writer *writer, const char *format, ...) __attribute__((format(printf, 2, 3)));
void writer_bytes(Writer *writer, const void *bytes, size_t size);

/* libraries.c */
extern _Thread_local int watch_is_driver;
int watch_is_on(void);
int watch_owner_of(uintptr_t code);
uintptr_t watch_base_of(int owner);
void watch_begin(void);
void watch_write_libraries(Writer *writer);

/* blocks.c */
void blocks_use_arena(void);
void blocks_seal(void);
void blocks_add(void *block, size_t size, uintptr_t caller);
void blocks_forget(const void *block);
void blocks_write(Writer *writer);

/* locks.c: how many locks this thread holds, and whether it is inside a function of one. */
extern _Thread_local int watch_locks;
extern _Thread_local int watch_in_lock;
void locks_write(Writer *writer);

/* calls.c, threads.c, state.c */
void calls_note(const char *function, const char *detail, uintptr_t caller);
void calls_write(Writer *writer);
void threads_write(Writer *writer);
void state_write(Writer *writer);
int state_timers(void);

/* stores.c */
int stores_watch(const uint64_t *ranges, size_t count);
void stores_end(void);
void stores_open(const void *buffer, size_t size, uintptr_t caller);
void stores_close(const void *buffer, size_t size);
void stores_write(Writer *writer);

#endif
