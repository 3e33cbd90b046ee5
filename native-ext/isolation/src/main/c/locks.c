/* SPDX-License-Identifier: Apache-2.0 */
/* Counts the locks that each thread holds: a store under a lock that is undone before the lock is
 * released is not seen. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <pthread.h>
#include <stdatomic.h>
#include <threads.h>

#include "watch.h"

_Thread_local int watch_locks;
_Thread_local int watch_in_lock;

/* The locks that drivers have used: their bytes are the C library's and say nothing. A table of
 * addresses without deletion; a lock that was freed and its memory used for something else hides
 * that until the process ends, which is why only what is beyond the table's room is dropped. */
enum { CAPACITY = 1 << 16 };

typedef struct Lock {
    _Atomic uintptr_t address;
    _Atomic size_t size;
} Lock;

static Lock locks[CAPACITY];

static void note_lock(const void *object, size_t size) {
    uintptr_t address = (uintptr_t)object;
    if (!watch_is_driver || !watch_is_on()) {
        return;
    }
    size_t at = (address >> 3) * UINT64_C(0x9E3779B97F4A7C15) >> 48;
    for (size_t tried = 0; tried < 64; tried++, at = (at + 1) & (CAPACITY - 1)) {
        uintptr_t none = 0;
        if (atomic_load(&locks[at].address) == address ||
            atomic_compare_exchange_strong(&locks[at].address, &none, address)) {
            atomic_store(&locks[at].size, size);
            return;
        }
    }
}

void locks_write(Writer *writer) {
    for (size_t at = 0; at < CAPACITY; at++) {
        if (atomic_load(&locks[at].address) != 0) {
            writer_print(writer, "%llx\t%zu\n", (unsigned long long)atomic_load(&locks[at].address),
                         atomic_load(&locks[at].size));
        }
    }
}

/* name: the function; type, value: its argument; change: what success does to the count */
#define LOCK(name, type, change)                                                                   \
    EXPORT int name(type *object) {                                                                \
        static int (*real)(type *);                                                                \
        if (real == NULL) {                                                                        \
            *(void **)&real = dlsym(RTLD_NEXT, #name);                                             \
        }                                                                                          \
        note_lock(object, sizeof *object);                                                         \
        watch_in_lock++;                                                                           \
        int status = real(object);                                                                 \
        watch_in_lock--;                                                                           \
        watch_locks += status == 0 ? (change) : 0;                                                 \
        return status;                                                                             \
    }

LOCK(pthread_mutex_lock, pthread_mutex_t, 1)
LOCK(pthread_mutex_trylock, pthread_mutex_t, 1)
LOCK(pthread_mutex_unlock, pthread_mutex_t, -1)
LOCK(pthread_rwlock_rdlock, pthread_rwlock_t, 1)
LOCK(pthread_rwlock_tryrdlock, pthread_rwlock_t, 1)
LOCK(pthread_rwlock_wrlock, pthread_rwlock_t, 1)
LOCK(pthread_rwlock_trywrlock, pthread_rwlock_t, 1)
LOCK(pthread_rwlock_unlock, pthread_rwlock_t, -1)
LOCK(mtx_lock, mtx_t, 1)
LOCK(mtx_trylock, mtx_t, 1)
LOCK(mtx_unlock, mtx_t, -1)
LOCK(pthread_cond_signal, pthread_cond_t, 0)
LOCK(pthread_cond_broadcast, pthread_cond_t, 0)

EXPORT int pthread_spin_lock(pthread_spinlock_t *object) {
    static int (*real)(pthread_spinlock_t *);
    if (real == NULL) {
        *(void **)&real = dlsym(RTLD_NEXT, "pthread_spin_lock");
    }
    note_lock((const void *)object, sizeof *object);
    watch_in_lock++;
    int status = real(object);
    watch_in_lock--;
    watch_locks++;
    return status;
}

EXPORT int pthread_spin_unlock(pthread_spinlock_t *object) {
    static int (*real)(pthread_spinlock_t *);
    if (real == NULL) {
        *(void **)&real = dlsym(RTLD_NEXT, "pthread_spin_unlock");
    }
    note_lock((const void *)object, sizeof *object);
    watch_in_lock++;
    int status = real(object);
    watch_in_lock--;
    watch_locks--;
    return status;
}
