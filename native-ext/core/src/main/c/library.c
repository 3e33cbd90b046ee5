/* SPDX-License-Identifier: Apache-2.0 */
/* Maps libraries and finds what memory belongs to them. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <link.h>
#include <stdio.h>
#include <sys/uio.h>
#include <unistd.h>

#include "host.h"

int64_t tenon_host_start(int64_t upcall, int64_t jvm, int64_t c, int64_t d) {
    (void)c;
    (void)d;
    tenon_host_call = (HostCall)(intptr_t)upcall;
    return tenon_thread_start((HostJvm *)(intptr_t)jvm) == 0 ? TENON_ABI : 0;
}

/* All symbols are bound at once: a missing one is an error here and not the end of the process
 * later. */
int64_t tenon_host_open_library(int64_t path, int64_t b, int64_t error, int64_t size) {
    (void)b;
    void *handle = dlopen((const char *)(intptr_t)path, RTLD_NOW | RTLD_LOCAL);
    if (handle == NULL && size > 0) {
        const char *reason = dlerror();
        (void)snprintf((char *)(intptr_t)error, (size_t)size, "%s",
                       reason == NULL ? "no reason given" : reason);
    }
    return (int64_t)(intptr_t)handle;
}

int64_t tenon_host_close_library(int64_t handle, int64_t b, int64_t c, int64_t d) {
    (void)b;
    (void)c;
    (void)d;
    return dlclose((void *)(intptr_t)handle);
}

int64_t tenon_host_symbol(int64_t handle, int64_t name, int64_t c, int64_t d) {
    (void)c;
    (void)d;
    return (int64_t)(intptr_t)dlsym((void *)(intptr_t)handle, (const char *)(intptr_t)name);
}

enum { PAGE = 4096, PROBES = 64 };

/* The kernel looks at one byte of each page and says so where this process would be killed. */
int tenon_host_is_readable(const void *place, size_t size) {
    uintptr_t next = (uintptr_t)place;
    if (size > UINTPTR_MAX - next) {
        return 0;
    }
    for (uintptr_t end = next + size; next < end;) {
        char copy[PROBES];
        struct iovec there[PROBES];
        size_t count = 0;
        for (; count < PROBES && next < end; count++) {
            there[count] = (struct iovec){(void *)next, 1};
            next = (next | (PAGE - 1)) + 1;
        }
        struct iovec here = {copy, count};
        ssize_t read = process_vm_readv(getpid(), &here, 1, there, count, 0);
        if (read < 0 && errno != EFAULT) {
            return 1; /* the system does not report it */
        }
        if (read != (ssize_t)count) {
            return 0;
        }
    }
    return 1;
}

int64_t tenon_host_readable(int64_t address, int64_t size, int64_t c, int64_t d) {
    (void)c;
    (void)d;
    return tenon_host_is_readable((const void *)(intptr_t)address, (size_t)size);
}

int64_t tenon_host_place(int64_t address, int64_t text, int64_t size, int64_t d) {
    Dl_info found;
    (void)d;
    if (dladdr((void *)(intptr_t)address, &found) == 0 || found.dli_fname == NULL) {
        return -1;
    }
    (void)snprintf((char *)(intptr_t)text, (size_t)size, "%s", found.dli_fname);
    return address - (int64_t)(intptr_t)found.dli_fbase;
}

int64_t tenon_host_file(int64_t handle, int64_t text, int64_t size, int64_t d) {
    (void)d;
#ifdef __linux__
    struct link_map *map = NULL;
    if (dlinfo((void *)(intptr_t)handle, RTLD_DI_LINKMAP, &map) == 0 && map != NULL) {
        return snprintf((char *)(intptr_t)text, (size_t)size, "%s", map->l_name);
    }
#else
    (void)handle;
    (void)text;
    (void)size;
#endif
    return -1;
}

typedef struct Search {
    int64_t address;
    HostSegment *table;
    int64_t most;
    int64_t found;
} Search;

static int visit(struct dl_phdr_info *info, size_t size, void *data) {
    Search *search = data;
    int64_t count = 0;
    int inside = 0;
    (void)size;
    for (int index = 0; index < info->dlpi_phnum; index++) {
        const ElfW(Phdr) *header = &info->dlpi_phdr[index];
        if (header->p_type != PT_LOAD) {
            continue;
        }
        HostSegment segment = {(int64_t)(info->dlpi_addr + header->p_vaddr), 0,
                               (int64_t)header->p_flags};
        segment.end = segment.start + (int64_t)header->p_memsz;
        inside |= search->address >= segment.start && search->address < segment.end;
        if (count < search->most) {
            search->table[count] = segment;
        }
        count++;
    }
    if (inside) {
        search->found = count;
    }
    return inside;
}

int64_t tenon_host_mapping(int64_t address, int64_t table, int64_t most, int64_t d) {
    (void)d;
    Search search = {address, (HostSegment *)(intptr_t)table, most, 0};
    dl_iterate_phdr(visit, &search);
    return search.found;
}
