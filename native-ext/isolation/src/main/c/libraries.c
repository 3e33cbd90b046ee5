/* SPDX-License-Identifier: Apache-2.0 */
/* The libraries under test. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <link.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "watch.h"

enum { CAPACITY = 1024, LONGEST = 512 };

typedef struct Library {
    uintptr_t start;
    uintptr_t end;
    int owner; /* its number if it is under test */
    char path[LONGEST];
} Library;

static Library libraries[CAPACITY];
static _Atomic int count;
static _Atomic int is_on;
static pthread_mutex_t lock = PTHREAD_RECURSIVE_MUTEX_INITIALIZER_NP;
static _Thread_local int opening;

_Thread_local int watch_is_driver;

int watch_is_on(void) { return atomic_load_explicit(&is_on, memory_order_acquire); }

/* Libraries of the system, whose state belongs to the process by nature; Watch.java has them too.
 */
static int is_of_system(const char *name) {
    static const char *const names[] = {"ld-linux",    "libc.",  "libdl.",    "libm.",
                                        "libpthread.", "librt.", "linux-vdso"};
    for (size_t index = 0; index < sizeof names / sizeof *names; index++) {
        if (strncmp(name, names[index], strlen(names[index])) == 0) {
            return 1;
        }
    }
    return 0;
}

static int kind_of(const char *path) {
    const char *slash = strrchr(path, '/');
    const char *name = slash == NULL ? path : slash + 1;
    const char *java = getenv("TENON_WATCH_JAVA");
    if (strncmp(name, "libtenon_", 9) == 0 || strncmp(name, "tenon-host-", 11) == 0) {
        return OWNER_HOST;
    }
    if (name[0] == '\0' ||
        (java != NULL && java[0] != '\0' && strncmp(path, java, strlen(java)) == 0)) {
        return OWNER_NONE; /* the JVM */
    }
    return is_of_system(name) ? OWNER_SYSTEM : 0;
}

/* An image is known by the descriptor of a file in memory until it has got its name. The file is
 * called by the whole path of the library if all interpreters share the image. */
static void resolve(const char *name, char *path) {
    static const char in_memory[] = "/memfd:";
    static const char deleted[] = " (deleted)";
    char real[LONGEST];
    ssize_t length = readlink(name, real, sizeof real - 1);
    if (length > 0 && strncmp(name, "/proc/", 6) == 0) {
        real[length] = '\0';
        const char *start = real;
        if (strncmp(real, "/memfd:/", 8) == 0) {
            start += sizeof in_memory - 1;
            char *end = real + length - (sizeof deleted - 1);
            if (end > start && strcmp(end, deleted) == 0) {
                *end = '\0';
            }
        }
        (void)snprintf(path, LONGEST, "%s", start);
    } else {
        (void)snprintf(path, LONGEST, "%s", name);
    }
}

static int add_library(struct dl_phdr_info *info, size_t size, void *is_baseline) {
    (void)size;
    uintptr_t last = 0;
    for (int index = 0; index < info->dlpi_phnum; index++) {
        if (info->dlpi_phdr[index].p_type == PT_LOAD) {
            uintptr_t top = info->dlpi_phdr[index].p_vaddr + info->dlpi_phdr[index].p_memsz;
            last = top > last ? top : last;
        }
    }
    int known = atomic_load(&count);
    for (int index = 0; index < known; index++) {
        if (libraries[index].start == info->dlpi_addr &&
            libraries[index].end == info->dlpi_addr + last) {
            return 0;
        }
    }
    if (known == CAPACITY) {
        return 1;
    }
    Library *added = &libraries[known];
    resolve(info->dlpi_name == NULL ? "" : info->dlpi_name, added->path);
    added->start = info->dlpi_addr;
    added->end = info->dlpi_addr + last;
    int kind = kind_of(added->path);
    added->owner = kind != 0 ? kind : is_baseline != NULL ? OWNER_SYSTEM : known;
    atomic_store_explicit(&count, known + 1, memory_order_release);
    return 0;
}

static void refresh(void *is_baseline) {
    (void)pthread_mutex_lock(&lock);
    (void)dl_iterate_phdr(add_library, is_baseline);
    (void)pthread_mutex_unlock(&lock);
}

static int find(uintptr_t code) {
    for (int index = atomic_load_explicit(&count, memory_order_acquire) - 1; index >= 0; index--) {
        if (code >= libraries[index].start && code < libraries[index].end) {
            return index;
        }
    }
    return -1;
}

int watch_owner_of(uintptr_t code) {
    int found = find(code);
    if (found < 0 && opening > 0) {
        refresh(NULL); /* a constructor of a library that is being opened */
        found = find(code);
    }
    return found < 0 ? OWNER_NONE : libraries[found].owner;
}

uintptr_t watch_base_of(int owner) { return owner < 0 ? 0 : libraries[owner].start; }

void watch_begin(void) {
    refresh("");
    atomic_store(&is_on, 1);
}

void watch_write_libraries(Writer *writer) {
    int known = atomic_load(&count);
    for (int index = 0; index < known; index++) {
        if (libraries[index].owner >= 0) {
            writer_print(writer, "%d\t%llx\t%llx\t%s\n", index,
                         (unsigned long long)libraries[index].start,
                         (unsigned long long)libraries[index].end, libraries[index].path);
        }
    }
}

EXPORT void *dlopen(const char *path, int flags) {
    static void *(*real)(const char *, int);
    if (real == NULL) {
        *(void **)&real = dlsym(RTLD_NEXT, "dlopen");
    }
    if (!watch_is_on()) {
        return real(path, flags);
    }
    opening++;
    void *handle = real(path, flags);
    opening--;
    if (handle != NULL) {
        refresh(NULL);
    }
    return handle;
}
