/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The blocks of memory that live, with who asked for them: libraries under test, and on driver
 * threads the system and the host as well. For the store watch, blocks of libraries under test come
 * from an arena of their own, so that no other memory lies in the same pages.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "watch.h"

/* The C library's own functions, under the names that it keeps for this purpose. */
extern void *__libc_malloc(size_t size);
extern void *__libc_calloc(size_t count, size_t size);
extern void *__libc_realloc(void *block, size_t size);
extern void *__libc_memalign(size_t alignment, size_t size);
extern void __libc_free(void *block);

size_t malloc_usable_size(void *block);

enum { CAPACITY = 1 << 19, CLASSES = 40, HEAD = 16 };

typedef struct Block {
    uint64_t address; /* 0: no block */
    uint64_t size;
    uint64_t caller; /* from where the owner's library is mapped */
    int32_t owner;
    uint32_t generation; /* counts the blocks; a later one at the address has another */
} Block;

static Block table[CAPACITY];
static size_t live;
static uint32_t made;
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;

static size_t place_of(uint64_t address) {
    return (size_t)((address >> 4) * UINT64_C(0x9E3779B97F4A7C15) >> 45) & (CAPACITY - 1);
}

void blocks_add(void *block, size_t size, uintptr_t caller) {
    if (block == NULL || !watch_is_on()) {
        return;
    }
    int owner = watch_owner_of(caller);
    if (owner == OWNER_NONE || (owner < 0 && !watch_is_driver)) {
        return;
    }
    (void)pthread_mutex_lock(&lock);
    size_t at = place_of((uint64_t)(uintptr_t)block);
    while (table[at].address != 0 && table[at].address != (uintptr_t)block) {
        at = (at + 1) & (CAPACITY - 1);
    }
    if (live < CAPACITY / 2) {
        live += table[at].address == 0;
        table[at] =
            (Block){(uint64_t)(uintptr_t)block, size, caller - watch_base_of(owner), owner, made++};
    }
    (void)pthread_mutex_unlock(&lock);
}

/* Moves later entries of the same run up, so that no search ends early. */
static void close_gap(size_t gap) {
    size_t at = gap;
    for (;;) {
        at = (at + 1) & (CAPACITY - 1);
        if (table[at].address == 0) {
            table[gap].address = 0;
            return;
        }
        size_t home = place_of(table[at].address);
        if (((at - home) & (CAPACITY - 1)) >= ((at - gap) & (CAPACITY - 1))) {
            table[gap] = table[at];
            gap = at;
        }
    }
}

void blocks_forget(const void *block) {
    if (block == NULL || live == 0) {
        return;
    }
    (void)pthread_mutex_lock(&lock);
    size_t at = place_of((uint64_t)(uintptr_t)block);
    while (table[at].address != 0 && table[at].address != (uintptr_t)block) {
        at = (at + 1) & (CAPACITY - 1);
    }
    if (table[at].address != 0) {
        close_gap(at);
        live--;
    }
    (void)pthread_mutex_unlock(&lock);
}

void blocks_write(Writer *writer) {
    (void)pthread_mutex_lock(&lock);
    for (size_t at = 0; at < CAPACITY; at++) {
        if (table[at].address != 0) {
            writer_bytes(writer, &table[at], sizeof table[at]);
        }
    }
    (void)pthread_mutex_unlock(&lock);
}

/* The arena: a range of addresses that is used up from its start, and lists of free blocks by the
 * logarithm of their size. Blocks that were sealed are never used again. While there is room each
 * block has its pages for itself, so that only stores to what is watched fault. */
static const size_t ARENA = (size_t)1 << 36;
static const size_t ROOMY = (size_t)1 << 31;
static uint8_t *arena;
static size_t used;
static size_t sealed;
static void *spare[CLASSES];
static pthread_mutex_t arena_lock = PTHREAD_MUTEX_INITIALIZER;

void blocks_use_arena(void) {
    void *memory = mmap(NULL, ARENA, PROT_READ | PROT_WRITE,
                        MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
    arena = memory == MAP_FAILED ? NULL : memory;
}

void blocks_seal(void) {
    (void)pthread_mutex_lock(&arena_lock);
    used = (used + 4095) & ~(size_t)4095;
    sealed = used;
    memset(spare, 0, sizeof spare);
    (void)pthread_mutex_unlock(&arena_lock);
}

static int is_in_arena(const void *block) {
    return arena != NULL && (const uint8_t *)block >= arena &&
           (const uint8_t *)block < arena + ARENA;
}

static size_t class_of(size_t size) {
    size_t class = used < ROOMY ? 12 : 5;
    while (((size_t)1 << class) < size) {
        class ++;
    }
    return class;
}

static void *arena_take(size_t alignment, size_t size) {
    size_t class = size > ARENA / 4 ? CLASSES : class_of(size + HEAD);
    if (class >= CLASSES) {
        errno = ENOMEM;
        return NULL;
    }
    (void)pthread_mutex_lock(&arena_lock);
    uint8_t *block = NULL;
    if (alignment <= HEAD && spare[class] != NULL) {
        block = spare[class];
        memcpy(&spare[class], block, sizeof spare[class]);
    } else {
        size_t start = ((used + HEAD + alignment - 1) & ~(alignment - 1));
        if (start + ((size_t)1 << class) < ARENA) {
            block = arena + start;
            used = start + ((size_t)1 << class) - HEAD;
            used = used < ROOMY ? (used + 4095) & ~(size_t)4095 : (used + 15) & ~(size_t)15;
        }
    }
    if (block != NULL) {
        memcpy(block - HEAD, &size, sizeof size);
        memcpy(block - HEAD / 2, &class, sizeof class);
    } else {
        errno = ENOMEM;
    }
    (void)pthread_mutex_unlock(&arena_lock);
    return block;
}

static size_t arena_size(const void *block) {
    size_t size;
    memcpy(&size, (const uint8_t *)block - HEAD, sizeof size);
    return size;
}

static void arena_free(uint8_t *block) {
    (void)pthread_mutex_lock(&arena_lock);
    if ((size_t)(block - arena) >= sealed) {
        size_t class;
        memcpy(&class, block - HEAD / 2, sizeof class);
        memcpy(block, &spare[class], sizeof spare[class]);
        spare[class] = block;
    }
    (void)pthread_mutex_unlock(&arena_lock);
}

static int takes_arena(uintptr_t caller) {
    return arena != NULL && watch_is_on() && watch_owner_of(caller) >= 0;
}

/* What code under test gets is zeroed, so that no address of an earlier use is left in it. */
static void *take(size_t alignment, size_t size, uintptr_t caller) {
    int is_tested = watch_is_on() && watch_owner_of(caller) >= 0;
    void *block = is_tested && arena != NULL ? arena_take(alignment, size)
                  : alignment > HEAD         ? __libc_memalign(alignment, size)
                                             : __libc_malloc(size);
    if (is_tested && block != NULL) {
        memset(block, 0, size);
    }
    blocks_add(block, size, caller);
    return block;
}

EXPORT void *malloc(size_t size) { return take(HEAD, size, CALLER); }

EXPORT void *calloc(size_t count, size_t size) {
    size_t all;
    if (!takes_arena(CALLER)) {
        void *block = __libc_calloc(count, size);
        blocks_add(block, count * size, CALLER);
        return block;
    }
    if (__builtin_mul_overflow(count, size, &all)) {
        errno = ENOMEM;
        return NULL;
    }
    void *block = take(HEAD, all, CALLER);
    return block;
}

EXPORT void free(void *block) {
    int reason = errno;
    blocks_forget(block);
    if (is_in_arena(block)) {
        arena_free(block);
    } else {
        __libc_free(block);
    }
    errno = reason;
}

EXPORT void *realloc(void *block, size_t size) {
    if (!is_in_arena(block) && !(block == NULL && takes_arena(CALLER))) {
        size_t former = malloc_usable_size(block);
        void *moved = __libc_realloc(block, size);
        if (moved != NULL && size > former && watch_is_on() && watch_owner_of(CALLER) >= 0) {
            memset((uint8_t *)moved + former, 0, size - former);
        }
        if (moved != NULL || size == 0) {
            blocks_forget(block);
            blocks_add(moved, size, CALLER);
        }
        return moved;
    }
    if (block != NULL && size == 0) {
        free(block);
        return NULL;
    }
    void *moved = take(HEAD, size, CALLER);
    if (moved != NULL && block != NULL) {
        size_t former = arena_size(block);
        memcpy(moved, block, former < size ? former : size);
        free(block);
    }
    return moved;
}

EXPORT void *aligned_alloc(size_t alignment, size_t size) { return take(alignment, size, CALLER); }

EXPORT void *memalign(size_t alignment, size_t size) { return take(alignment, size, CALLER); }

EXPORT int posix_memalign(void **block, size_t alignment, size_t size) {
    void *memory = take(alignment, size, CALLER);
    if (memory == NULL) {
        return ENOMEM;
    }
    *block = memory;
    return 0;
}

EXPORT size_t malloc_usable_size(void *block) {
    /* The word before a block of the C library has its size and three flags. */
    return block == NULL        ? 0
           : is_in_arena(block) ? arena_size(block)
                                : (((const size_t *)block)[-1] & ~(size_t)7) - sizeof(size_t);
}

EXPORT char *strndup(const char *text, size_t most) {
    size_t length = strnlen(text, most);
    char *copy = take(HEAD, length + 1, CALLER);
    if (copy != NULL) {
        memcpy(copy, text, length);
        copy[length] = '\0';
    }
    return copy;
}

EXPORT char *strdup(const char *text) {
    size_t size = strlen(text) + 1;
    char *copy = take(HEAD, size, CALLER);
    return copy == NULL ? NULL : memcpy(copy, text, size);
}

EXPORT void *mmap(void *address, size_t length, int protection, int flags, int file, off_t offset) {
    long mapped = syscall(SYS_mmap, address, length, protection, flags, file, offset);
    if (mapped != -1 && watch_is_on() && watch_owner_of(CALLER) >= 0) {
        blocks_add((void *)(intptr_t)mapped, length, CALLER);
    }
    return (void *)(intptr_t)mapped;
}

EXPORT void *mmap64(void *address, size_t length, int protection, int flags, int file,
                    off64_t offset) {
    long mapped = syscall(SYS_mmap, address, length, protection, flags, file, offset);
    if (mapped != -1 && watch_is_on() && watch_owner_of(CALLER) >= 0) {
        blocks_add((void *)(intptr_t)mapped, length, CALLER);
    }
    return (void *)(intptr_t)mapped;
}

EXPORT int munmap(void *address, size_t length) {
    blocks_forget(address);
    return (int)syscall(SYS_munmap, address, length);
}
