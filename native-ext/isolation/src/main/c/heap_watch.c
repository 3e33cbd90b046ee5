/*
 * Counts the blocks of the C heap that one library asked for and has not given back.
 *
 * It is preloaded into the helper process of an isolation check. TENON_HEAP_LIBRARY names the
 * library, TENON_HEAP_FILE a file in which the blocks are listed while they live, so that the check
 * can read it at any time without a call. A block belongs to the library if the code that called
 * malloc lies in it.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <link.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

/* The C library's own functions, under the names that it keeps for this purpose. */
extern void *__libc_malloc(size_t size);
extern void *__libc_calloc(size_t count, size_t size);
extern void *__libc_realloc(void *block, size_t size);
extern void *__libc_memalign(size_t alignment, size_t size);
extern void __libc_free(void *block);

enum { CAPACITY = 1 << 18 };

/* The numbers are shared with HeapFile.java. */
typedef struct Block {
    uint64_t address; /* 0: never used, 1: given back */
    uint64_t size;
    uint64_t caller; /* from where the library is mapped */
} Block;

typedef struct HeapFile {
    uint64_t is_watching; /* the library is mapped */
    uint64_t live;
    uint64_t lost; /* blocks that found no room in the table */
    uint64_t reserved;
    Block blocks[CAPACITY];
} HeapFile;

static HeapFile *heap;
static const char *watched;
static _Atomic uintptr_t start;
static _Atomic uintptr_t end;
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;

__attribute__((constructor)) static void open_file(void) {
    const char *path = getenv("TENON_HEAP_FILE");
    watched = getenv("TENON_HEAP_LIBRARY");
    if (path == NULL || watched == NULL) {
        return;
    }
    int file = open(path, O_RDWR | O_CLOEXEC);
    if (file < 0) {
        return;
    }
    void *memory = mmap(NULL, sizeof(HeapFile), PROT_READ | PROT_WRITE, MAP_SHARED, file, 0);
    (void)close(file);
    heap = memory == MAP_FAILED ? NULL : memory;
}

static size_t first_place(uintptr_t address) {
    return (size_t)((address >> 4) * UINT64_C(0x9E3779B97F4A7C15) >> 46) & (CAPACITY - 1);
}

static int is_of_library(uintptr_t caller) {
    return caller >= atomic_load_explicit(&start, memory_order_acquire) &&
           caller < atomic_load_explicit(&end, memory_order_relaxed);
}

static void *note(void *block, size_t size, const void *caller) {
    if (heap == NULL || block == NULL || !is_of_library((uintptr_t)caller)) {
        return block;
    }
    (void)pthread_mutex_lock(&lock);
    size_t at = first_place((uintptr_t)block);
    size_t tried = 0;
    while (tried < CAPACITY && heap->blocks[at].address > 1) {
        at = (at + 1) & (CAPACITY - 1);
        tried++;
    }
    if (tried == CAPACITY) {
        heap->lost++;
    } else {
        heap->blocks[at].size = size;
        heap->blocks[at].caller = (uintptr_t)caller - atomic_load(&start);
        heap->blocks[at].address = (uintptr_t)block;
        heap->live++;
    }
    (void)pthread_mutex_unlock(&lock);
    return block;
}

static void forget(const void *block) {
    if (heap == NULL || block == NULL || heap->live == 0) {
        return;
    }
    (void)pthread_mutex_lock(&lock);
    size_t at = first_place((uintptr_t)block);
    for (size_t tried = 0; tried < CAPACITY && heap->blocks[at].address != 0; tried++) {
        if (heap->blocks[at].address == (uintptr_t)block) {
            heap->blocks[at].address = 1;
            heap->live--;
            break;
        }
        at = (at + 1) & (CAPACITY - 1);
    }
    (void)pthread_mutex_unlock(&lock);
}

static int find_range(struct dl_phdr_info *info, size_t size, void *data) {
    (void)size;
    (void)data;
    char name[4096];
    if (info->dlpi_name == NULL || realpath(info->dlpi_name, name) == NULL ||
        strcmp(name, watched) != 0) {
        return 0;
    }
    uintptr_t last = 0;
    for (int index = 0; index < info->dlpi_phnum; index++) {
        if (info->dlpi_phdr[index].p_type == PT_LOAD) {
            uintptr_t top = info->dlpi_phdr[index].p_vaddr + info->dlpi_phdr[index].p_memsz;
            last = top > last ? top : last;
        }
    }
    atomic_store(&end, info->dlpi_addr + last);
    atomic_store(&start, info->dlpi_addr);
    heap->is_watching = 1;
    return 1;
}

#define CALLER __builtin_return_address(0)
#define EXPORT __attribute__((visibility("default")))

EXPORT void *dlopen(const char *path, int flags) {
    static void *(*real)(const char *, int);
    if (real == NULL) {
        *(void **)&real = dlsym(RTLD_NEXT, "dlopen");
    }
    void *handle = real(path, flags);
    if (heap != NULL && handle != NULL && heap->is_watching == 0) {
        (void)dl_iterate_phdr(find_range, NULL);
    }
    return handle;
}

EXPORT void *malloc(size_t size) { return note(__libc_malloc(size), size, CALLER); }

EXPORT void *calloc(size_t count, size_t size) {
    return note(__libc_calloc(count, size), count * size, CALLER);
}

EXPORT void free(void *block) {
    forget(block);
    __libc_free(block);
}

EXPORT void *realloc(void *block, size_t size) {
    forget(block);
    return note(__libc_realloc(block, size), size, CALLER);
}

EXPORT void *aligned_alloc(size_t alignment, size_t size) {
    return note(__libc_memalign(alignment, size), size, CALLER);
}

EXPORT int posix_memalign(void **block, size_t alignment, size_t size) {
    void *memory = __libc_memalign(alignment, size);
    if (memory == NULL) {
        return ENOMEM;
    }
    *block = note(memory, size, CALLER);
    return 0;
}

EXPORT char *strndup(const char *text, size_t most) {
    size_t length = strnlen(text, most);
    char *copy = note(__libc_malloc(length + 1), length + 1, CALLER);
    if (copy != NULL) {
        memcpy(copy, text, length);
        copy[length] = '\0';
    }
    return copy;
}

EXPORT char *strdup(const char *text) {
    size_t size = strlen(text) + 1;
    char *copy = note(__libc_malloc(size), size, CALLER);
    return copy == NULL ? NULL : memcpy(copy, text, size);
}
