/* SPDX-License-Identifier: Apache-2.0 */
/* Copies of files that nobody else can change: what is mapped is what was read. */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "host.h"

/* Newer kernels can be configured to refuse memory files that do not say whether they are to be
 * executed; older ones do not know the flag. */
enum { CLOSE_ON_EXEC = 0x1, SEALABLE = 0x2, EXECUTABLE = 0x10 };

/* F_ADD_SEALS, and that nobody seals again, shrinks, lets grow or writes. */
enum { ADD_SEALS = 1033, ALL_SEALS = 0x1 | 0x2 | 0x4 | 0x8 };

enum { AT_ONCE = 1 << 20 };

/* A copy of at most this size is made in a buffer and written into its file when it is sealed. To
 * write into the file through a mapping of it, and to unmap that, takes several times as long. A
 * larger copy is made in its file, so that its bytes are not there twice. */
enum { SMALL = 1 << 18 };

/* A buffer of SMALL bytes that nobody uses: the pages of a new one have to be cleared first. */
static _Atomic(void *) spare_buffer;

static int memory_file(const char *name) {
    long file = syscall(SYS_memfd_create, name, CLOSE_ON_EXEC | SEALABLE | EXECUTABLE);
    if (file < 0 && errno == EINVAL) {
        file = syscall(SYS_memfd_create, name, CLOSE_ON_EXEC | SEALABLE);
    }
    return (int)file;
}

static void close_file(HostCopy *copy) {
    if (copy->file >= 0) {
        (void)close((int)copy->file);
    }
    copy->file = -1;
}

/* How many bytes are mapped for a copy of that size. */
static size_t mapped_size(const HostCopy *copy) {
    return (size_t)(copy->is_buffer && copy->size < SMALL ? SMALL : copy->size);
}

static void unmap(HostCopy *copy) {
    void *place = (void *)(intptr_t)copy->address;
    if (place != NULL && mapped_size(copy) == SMALL && copy->is_buffer) {
        place = atomic_exchange(&spare_buffer, place);
        if (place != NULL) {
            (void)munmap(place, SMALL);
        }
    } else if (place != NULL) {
        (void)munmap(place, mapped_size(copy));
    }
    copy->address = 0;
}

static int has_small_buffer(HostCopy *copy) {
    void *spare = copy->size > SMALL ? NULL : atomic_exchange(&spare_buffer, NULL);
    copy->address = (int64_t)(intptr_t)spare;
    return spare != NULL;
}

/* Room for the bytes: in a file in memory if they are many, else in memory, with an empty file. The
 * room in the file is asked for at once, because a page that cannot be had later would end the
 * process. */
static int make_room(HostCopy *copy, const char *name) {
    copy->file = memory_file(name);
    copy->reason = copy->file < 0 ? errno : 0;
    struct stat status;
    if (copy->file >= 0 && fstat((int)copy->file, &status) == 0) {
        copy->number = (int64_t)status.st_ino;
    }
    if (copy->file >= 0 && copy->size > SMALL) {
        int failed = posix_fallocate((int)copy->file, 0, copy->size);
        if (failed != 0) {
            copy->reason = failed;
            close_file(copy);
        }
    }
    copy->is_buffer = copy->size <= SMALL || copy->file < 0;
    if (copy->size == 0 || has_small_buffer(copy)) {
        return 0;
    }
    int flags = copy->is_buffer ? MAP_PRIVATE | MAP_ANONYMOUS : MAP_SHARED | MAP_POPULATE;
    int file = copy->is_buffer ? -1 : (int)copy->file;
    void *place = mmap(NULL, mapped_size(copy), PROT_READ | PROT_WRITE, flags, file, 0);
    if (place == MAP_FAILED) {
        return -errno;
    }
    copy->address = (int64_t)(intptr_t)place;
    return 0;
}

/* Returns 0 if the file has the bytes that it said and no more. */
static int64_t fill(HostCopy *copy, int from) {
    char *place = (char *)(intptr_t)copy->address;
    char more;
    for (int64_t done = 0; done < copy->size;) {
        int64_t left = copy->size - done;
        ssize_t got = pread(from, place + done, (size_t)(left < AT_ONCE ? left : AT_ONCE), done);
        if (got < 0 && errno != EINTR) {
            return -errno;
        }
        if (got == 0) {
            return -HOST_COPY_CHANGES;
        }
        done += got < 0 ? 0 : got;
    }
    return pread(from, &more, 1, copy->size) == 0 ? 0 : -HOST_COPY_CHANGES;
}

static int64_t changed_at(const struct stat *status) {
    return (int64_t)status->st_ctim.tv_sec * 1000000000 + (int64_t)status->st_ctim.tv_nsec;
}

static int64_t read_all(HostCopy *copy, int from, const char *name, int64_t most) {
    struct stat status, after;
    if (fstat(from, &status) != 0) {
        return -errno;
    }
    copy->changed = changed_at(&status);
    if (!S_ISREG(status.st_mode)) {
        return -HOST_COPY_NOT_REGULAR;
    }
    copy->size = (int64_t)status.st_size;
    if (copy->size > most) {
        return -HOST_COPY_TOO_LARGE;
    }
    int64_t failed = make_room(copy, name);
    if (failed == 0) {
        failed = fill(copy, from);
    }
    if (failed == 0 && (fstat(from, &after) != 0 || changed_at(&after) != copy->changed)) {
        failed = -HOST_COPY_CHANGES;
    }
    if (failed == 0) {
        tenon_sha256((const void *)(intptr_t)copy->address, (size_t)copy->size, copy->hash, 0);
    }
    return failed;
}

int64_t tenon_host_copy_new(int64_t path, int64_t name, int64_t place, int64_t most) {
    HostCopy *copy = (HostCopy *)(intptr_t)place;
    memset(copy, 0, sizeof *copy);
    copy->file = -1;
    /* To open a pipe would wait for whoever writes into it. */
    int from = open((const char *)(intptr_t)path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
    if (from < 0) {
        return -errno;
    }
    int64_t failed = read_all(copy, from, (const char *)(intptr_t)name, most);
    (void)close(from);
    if (failed != 0) {
        int64_t size = copy->size;
        (void)tenon_host_copy_free(place, 0, 0, 0);
        copy->size = size; /* for the message */
    }
    return failed;
}

int64_t tenon_host_copy_room(int64_t size, int64_t name, int64_t place, int64_t d) {
    (void)d;
    HostCopy *copy = (HostCopy *)(intptr_t)place;
    memset(copy, 0, sizeof *copy);
    copy->file = -1;
    copy->size = size;
    int64_t failed = make_room(copy, (const char *)(intptr_t)name);
    if (failed != 0) {
        (void)tenon_host_copy_free(place, 0, 0, 0);
    }
    return failed;
}

int64_t tenon_host_copy_hash(int64_t place, int64_t b, int64_t c, int64_t d) {
    (void)b;
    (void)c;
    (void)d;
    HostCopy *copy = (HostCopy *)(intptr_t)place;
    tenon_sha256((const void *)(intptr_t)copy->address, (size_t)copy->size, copy->hash, 0);
    return 0;
}

/* The new bytes are 0, whatever the buffer held before. */
int64_t tenon_host_copy_grow(int64_t place, int64_t size, int64_t c, int64_t d) {
    (void)c;
    (void)d;
    HostCopy *copy = (HostCopy *)(intptr_t)place;
    if (copy->is_buffer && copy->address != 0 && size <= SMALL) {
        memset((char *)(intptr_t)copy->address + copy->size, 0, (size_t)(size - copy->size));
        copy->size = size;
        return 0;
    }
    if (!copy->is_buffer) {
        int failed = posix_fallocate((int)copy->file, 0, size);
        if (failed != 0) {
            return -failed;
        }
    }
    size_t before = mapped_size(copy);
    void *grown = mremap((void *)(intptr_t)copy->address, before, (size_t)size, MREMAP_MAYMOVE);
    if (grown == MAP_FAILED) {
        return -errno;
    }
    if (copy->is_buffer) {
        memset((char *)grown + copy->size, 0, before - (size_t)copy->size);
    }
    copy->address = (int64_t)(intptr_t)grown;
    copy->size = size;
    return 0;
}

/* Stores the bytes of a buffer in its file. Returns 0 or an errno. */
static int write_buffer(const HostCopy *copy) {
    const char *from = (const char *)(intptr_t)copy->address;
    for (int64_t done = 0; done < copy->size;) {
        ssize_t put = pwrite((int)copy->file, from + done, (size_t)(copy->size - done), done);
        if (put <= 0 && errno != EINTR) {
            return put == 0 ? ENOSPC : errno;
        }
        done += put < 0 ? 0 : put;
    }
    return 0;
}

/* The bytes in the file can be read afterwards, from a mapping of their own: a writable one forbids
 * the seal. */
static int map_readable(HostCopy *copy) {
    void *sealed = mmap(NULL, (size_t)copy->size, PROT_READ, MAP_PRIVATE, (int)copy->file, 0);
    if (sealed == MAP_FAILED) {
        return errno;
    }
    unmap(copy);
    copy->address = (int64_t)(intptr_t)sealed;
    return 0;
}

int64_t tenon_host_copy_seal(int64_t place, int64_t b, int64_t c, int64_t d) {
    (void)b;
    (void)c;
    (void)d;
    HostCopy *copy = (HostCopy *)(intptr_t)place;
    if (copy->file < 0) {
        return -copy->reason;
    }
    int failed = copy->is_buffer ? write_buffer(copy) : map_readable(copy);
    if (failed != 0) {
        return -failed;
    }
    return fcntl((int)copy->file, ADD_SEALS, ALL_SEALS) == 0 ? copy->file : -errno;
}

int64_t tenon_host_copy_free(int64_t place, int64_t b, int64_t c, int64_t d) {
    (void)b;
    (void)c;
    (void)d;
    HostCopy *copy = (HostCopy *)(intptr_t)place;
    unmap(copy);
    close_file(copy);
    return 0;
}
