/* SPDX-License-Identifier: Apache-2.0 */
/* Linux with the GNU C library, and with musl, which lacks its extensions. */
#define _GNU_SOURCE
#include "platform.h"

#include <dlfcn.h>
#include <pthread.h>
#include <sys/resource.h>
#include <unistd.h>

/* musl takes the part of the main thread's stack that is mapped now for all of it. */
static void include_growth(uintptr_t *lowest, size_t *size) {
    struct rlimit limit;
    if (gettid() == getpid() && getrlimit(RLIMIT_STACK, &limit) == 0 &&
        limit.rlim_cur != RLIM_INFINITY && limit.rlim_cur > *size) {
        *lowest -= limit.rlim_cur - *size;
        *size = limit.rlim_cur;
    }
}

int tenon_stack_bounds(uintptr_t *lowest, size_t *size) {
    pthread_attr_t attributes;
    void *start = NULL;
    if (pthread_getattr_np(pthread_self(), &attributes) != 0) {
        return -1;
    }
    int failed = pthread_attr_getstack(&attributes, &start, size);
    (void)pthread_attr_destroy(&attributes);
    if (failed != 0 || start == NULL) {
        return -1;
    }
    *lowest = (uintptr_t)start;
    include_growth(lowest, size);
    return 0;
}

#ifdef __GLIBC__

#include <execinfo.h>
#include <string.h>

int tenon_return_addresses(void **addresses, int most) {
    enum { OWN = 1 }; /* this function */
    void *found[PLATFORM_MOST_ADDRESSES + OWN];
    int count = backtrace(found, most + OWN) - OWN;
    if (count <= 0) {
        return 0;
    }
    memcpy(addresses, found + OWN, (size_t)count * sizeof *found);
    return count;
}

struct link_map *tenon_library_at(const void *address) {
    Dl_info found;
    struct link_map *map = NULL;
    return dladdr1(address, &found, (void **)&map, RTLD_DL_LINKMAP) == 0 ? NULL : map;
}

#else

/* It takes a library of the compiler to find them. */
int tenon_return_addresses(void **addresses, int most) {
    (void)addresses;
    (void)most;
    return 0;
}

/* Libraries stay in the list until the process ends: musl unmaps none. */
struct link_map *tenon_library_at(const void *address) {
    Dl_info wanted, found;
    struct link_map *map = NULL;
    void *program = dlopen(NULL, RTLD_NOW);
    if (dladdr(address, &wanted) == 0 || program == NULL ||
        dlinfo(program, RTLD_DI_LINKMAP, &map) != 0) {
        return NULL;
    }
    while (map != NULL && (dladdr(map->l_ld, &found) == 0 || found.dli_fbase != wanted.dli_fbase)) {
        map = map->l_next;
    }
    return map;
}

#endif
