/* SPDX-License-Identifier: Apache-2.0 */
/* Linux with the GNU C library, and with musl, which lacks its extensions. */
#define _GNU_SOURCE
#include "platform.h"

#ifdef __linux__

#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <link.h>
#include <stdio.h>
#include <string.h>
#include <sys/auxv.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <unistd.h>

/* ---- stacks -------------------------------------------------------------------------------- */

/* musl takes the part of the main thread's stack that is mapped now for all of it. */
static void include_growth(uintptr_t *lowest, size_t *size) {
    struct rlimit limit;
    if (syscall(SYS_gettid) == getpid() && getrlimit(RLIMIT_STACK, &limit) == 0 &&
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

/* ---- memory and files ---------------------------------------------------------------------- */

enum { PAGE = 4096, PROBES = 64 };

/* The kernel looks at one byte of each page and says so where this process would be killed. */
int tenon_is_readable(const void *place, size_t size) {
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

int tenon_file_reserve(int file, int64_t size) { return posix_fallocate(file, 0, size); }

/* It is addr2line: no code of this process can be trusted with debug information now. vfork takes
 * no locks, unlike fork and posix_spawn, one of which the crashed code may hold. */
int tenon_line_reader_start(const char *file, const char *offset, pid_t *child) {
    int ends[2];
    if (pipe(ends) != 0) {
        return -1;
    }
    *child = vfork();
    if (*child == 0) {
        if (dup2(ends[1], STDOUT_FILENO) >= 0) {
            (void)execlp("addr2line", "addr2line", "-e", file, offset, (char *)NULL);
        }
        _exit(127);
    }
    (void)close(ends[1]);
    if (*child < 0) {
        (void)close(ends[0]);
        return -1;
    }
    return ends[0];
}

/* Newer kernels can be configured to refuse memory files that do not say whether they are to be
 * executed; older ones do not know the flag. */
enum { CLOSE_ON_EXEC = 0x1, SEALABLE = 0x2, EXECUTABLE = 0x10 };

static int memory_file_create(const char *name, int64_t *file, int64_t *number) {
    struct stat status;
    long made = syscall(SYS_memfd_create, name, CLOSE_ON_EXEC | SEALABLE | EXECUTABLE);
    if (made < 0 && errno == EINVAL) {
        made = syscall(SYS_memfd_create, name, CLOSE_ON_EXEC | SEALABLE);
    }
    if (made < 0) {
        return errno;
    }
    *file = made;
    *number = fstat((int)made, &status) == 0 ? (int64_t)status.st_ino : 0;
    return 0;
}

static int memory_file_reserve(int64_t file, int64_t size) {
    return posix_fallocate((int)file, 0, size);
}

static int memory_file_write(int64_t file, const void *bytes, int64_t size) {
    for (int64_t done = 0; done < size;) {
        ssize_t put = pwrite((int)file, (const char *)bytes + done, (size_t)(size - done), done);
        if (put <= 0 && errno != EINTR) {
            return put == 0 ? ENOSPC : errno;
        }
        done += put < 0 ? 0 : put;
    }
    return 0;
}

static int store_mapping(void *mapped, void **place) {
    if (mapped == MAP_FAILED) {
        return errno;
    }
    *place = mapped;
    return 0;
}

static int memory_file_map_writable(int64_t file, int64_t size, void **place) {
    return store_mapping(
        mmap(NULL, (size_t)size, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_POPULATE, (int)file, 0),
        place);
}

static int memory_file_map_readable(int64_t file, int64_t size, void **place) {
    return store_mapping(mmap(NULL, (size_t)size, PROT_READ, MAP_PRIVATE, (int)file, 0), place);
}

static int memory_file_grow(void **place, int64_t before, int64_t size) {
    return store_mapping(mremap(*place, (size_t)before, (size_t)size, MREMAP_MAYMOVE), place);
}

/* F_ADD_SEALS, and that nobody seals again, shrinks, lets grow or writes. */
enum { ADD_SEALS = 1033, ALL_SEALS = 0x1 | 0x2 | 0x4 | 0x8 };

static int memory_file_seal(int64_t file) {
    return fcntl((int)file, ADD_SEALS, ALL_SEALS) == 0 ? 0 : errno;
}

static const PlatformMemoryFiles memory_files = {
    memory_file_create,       memory_file_reserve, memory_file_write, memory_file_map_writable,
    memory_file_map_readable, memory_file_grow,    memory_file_seal,
};
const PlatformMemoryFiles *const tenon_memory_files = &memory_files;

#ifdef __aarch64__
int tenon_has_sha256(void) {
    enum { HAS_SHA2 = 1 << 6 }; /* HWCAP_SHA2 */
    return (getauxval(AT_HWCAP) & HAS_SHA2) != 0;
}
#endif

/* ---- libraries ----------------------------------------------------------------------------- */

PlatformLibrary *tenon_library_of(void *handle) {
    struct link_map *map = NULL;
    return dlinfo(handle, RTLD_DI_LINKMAP, &map) == 0 ? (PlatformLibrary *)map : NULL;
}

#ifdef __GLIBC__

PlatformLibrary *tenon_library_at(const void *address) {
    Dl_info found;
    struct link_map *map = NULL;
    return dladdr1(address, &found, (void **)&map, RTLD_DL_LINKMAP) == 0 ? NULL
                                                                         : (PlatformLibrary *)map;
}

#else

/* Libraries stay in the list until the process ends: musl unmaps none. */
PlatformLibrary *tenon_library_at(const void *address) {
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
    return (PlatformLibrary *)map;
}

#endif

const void *tenon_library_inside(const PlatformLibrary *library) {
    return ((const struct link_map *)library)->l_ld;
}

/* The dynamic linker compares the names that it was given itself when it looks for a library; this
 * one is for people and tools that ask where an address lies. */
char **tenon_library_name(PlatformLibrary *library) {
    return &((struct link_map *)library)->l_name;
}

int tenon_library_file(PlatformLibrary *library, char *text, size_t size) {
    return snprintf(text, size, "%s", ((const struct link_map *)library)->l_name);
}

static int find_jvm(struct dl_phdr_info *info, size_t size, void *data) {
    const char *slash = strrchr(info->dlpi_name, '/');
    (void)size;
    if (slash != NULL && strcmp(slash, "/libjvm.so") == 0) {
        *(const char **)data = info->dlpi_name;
        return 1;
    }
    return 0;
}

void *tenon_jvm_symbol(const char *name) {
    const char *library = NULL;
    void *symbol = dlsym(RTLD_DEFAULT, name);
    if (symbol == NULL && dl_iterate_phdr(find_jvm, &library) != 0) {
        void *handle = tenon_library_loaded(library);
        symbol = handle == NULL ? NULL : dlsym(handle, name);
    }
    return symbol;
}

typedef struct Search {
    uintptr_t address;
    HostSegment *table;
    int64_t most;
    int64_t found;
} Search;

static int find_segments(struct dl_phdr_info *info, size_t size, void *data) {
    Search *search = data;
    int64_t address = (int64_t)search->address;
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
        inside |= address >= segment.start && address < segment.end;
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

int64_t tenon_library_segments(uintptr_t address, HostSegment *table, int64_t most) {
    Search search = {address, table, most, 0};
    (void)dl_iterate_phdr(find_segments, &search);
    return search.found;
}

#endif
