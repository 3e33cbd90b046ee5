/* SPDX-License-Identifier: Apache-2.0 */
/* Copies of files that nobody else can change: what is mapped is what was read. */
#include <errno.h>
#include <stdatomic.h>
#include <string.h>

#include "platform.h"

enum { AT_ONCE = 1 << 20 };

/* A copy of at most this size is made in a buffer and written into its file when it is sealed. To
 * write into the file through a mapping of it, and to unmap that, takes several times as long. A
 * larger copy is made in its file, so that its bytes are not there twice. */
enum { SMALL = 1 << 18 };

/* A buffer of SMALL bytes that nobody uses: the pages of a new one have to be cleared first. */
static _Atomic(void *) spare_buffer;

static void close_file(HostCopy *copy) {
    if (copy->file >= 0) {
        tenon_file_close((int)copy->file);
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
            tenon_pages_unmap(place, SMALL);
        }
    } else if (place != NULL) {
        tenon_pages_unmap(place, mapped_size(copy));
    }
    copy->address = 0;
}

static int has_small_buffer(HostCopy *copy) {
    void *spare = copy->size > SMALL ? NULL : atomic_exchange(&spare_buffer, NULL);
    copy->address = (int64_t)(intptr_t)spare;
    return spare != NULL;
}

/* An empty file in memory; with all of its room if the bytes are written there at once. */
static void make_file(HostCopy *copy, const char *name) {
    copy->reason = tenon_memory_files == NULL
                       ? ENOSYS
                       : tenon_memory_files->create(name, &copy->file, &copy->number);
    if (copy->file >= 0 && copy->size > SMALL) {
        copy->reason = tenon_memory_files->reserve(copy->file, copy->size);
        if (copy->reason != 0) {
            close_file(copy);
        }
    }
}

/* Room for the bytes: in a file in memory if they are many, else in memory, with an empty file. */
static int make_room(HostCopy *copy, const char *name) {
    void *place = NULL;
    int failed = 0;
    make_file(copy, name);
    copy->is_buffer = copy->size <= SMALL || copy->file < 0;
    if (copy->size == 0 || has_small_buffer(copy)) {
        return 0;
    }
    if (!copy->is_buffer) {
        failed = tenon_memory_files->map_writable(copy->file, copy->size, &place);
    } else if ((place = tenon_pages_map(mapped_size(copy))) == NULL) {
        failed = ENOMEM;
    }
    copy->address = (int64_t)(intptr_t)place;
    return -failed;
}

/* Returns 0 if the file has the bytes that it said and no more. */
static int64_t fill(HostCopy *copy, int from) {
    char *place = (char *)(intptr_t)copy->address;
    char more;
    for (int64_t done = 0; done < copy->size;) {
        int64_t left = copy->size - done;
        int64_t got =
            tenon_file_read(from, place + done, (size_t)(left < AT_ONCE ? left : AT_ONCE), done);
        if (got <= 0) {
            return got < 0 ? got : -HOST_COPY_CHANGES;
        }
        done += got;
    }
    return tenon_file_read(from, &more, 1, copy->size) == 0 ? 0 : -HOST_COPY_CHANGES;
}

static int64_t read_all(HostCopy *copy, int from, const char *name, int64_t most) {
    PlatformFileStatus status, after;
    int64_t failed = -tenon_file_status(from, &status);
    if (failed != 0) {
        return failed;
    }
    copy->changed = status.changed;
    if (!status.is_regular) {
        return -HOST_COPY_NOT_REGULAR;
    }
    copy->size = status.size;
    if (copy->size > most) {
        return -HOST_COPY_TOO_LARGE;
    }
    failed = make_room(copy, name);
    if (failed == 0) {
        failed = fill(copy, from);
    }
    if (failed == 0 && (tenon_file_status(from, &after) != 0 || after.changed != copy->changed)) {
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
    int from = tenon_file_open((const char *)(intptr_t)path);
    if (from < 0) {
        return from;
    }
    int64_t failed = read_all(copy, from, (const char *)(intptr_t)name, most);
    tenon_file_close(from);
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

/* Gives the bytes a larger buffer. */
static int grow_buffer(HostCopy *copy, int64_t size) {
    void *grown = tenon_pages_map((size_t)size);
    if (grown == NULL) {
        return ENOMEM;
    }
    if (copy->size > 0) {
        memcpy(grown, (const void *)(intptr_t)copy->address, (size_t)copy->size);
    }
    unmap(copy);
    copy->address = (int64_t)(intptr_t)grown;
    return 0;
}

static int grow_file(HostCopy *copy, int64_t size) {
    void *place = (void *)(intptr_t)copy->address;
    int failed = tenon_memory_files->reserve(copy->file, size);
    if (failed == 0) {
        failed = tenon_memory_files->grow(&place, copy->size, size);
    }
    copy->address = (int64_t)(intptr_t)place;
    return failed;
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
    int failed = copy->is_buffer ? grow_buffer(copy, size) : grow_file(copy, size);
    if (failed == 0) {
        copy->size = size;
    }
    return -failed;
}

/* The bytes in the file can be read afterwards, from a mapping of their own: a writable one forbids
 * the seal. */
static int map_readable(HostCopy *copy) {
    void *sealed = NULL;
    int failed = tenon_memory_files->map_readable(copy->file, copy->size, &sealed);
    if (failed == 0) {
        unmap(copy);
        copy->address = (int64_t)(intptr_t)sealed;
    }
    return failed;
}

int64_t tenon_host_copy_seal(int64_t place, int64_t b, int64_t c, int64_t d) {
    (void)b;
    (void)c;
    (void)d;
    HostCopy *copy = (HostCopy *)(intptr_t)place;
    if (copy->file < 0) {
        return -copy->reason;
    }
    int failed = copy->is_buffer
                     ? tenon_memory_files->write(copy->file, (const void *)(intptr_t)copy->address,
                                                 copy->size)
                     : map_readable(copy);
    if (failed == 0) {
        failed = tenon_memory_files->seal(copy->file);
    }
    return failed == 0 ? copy->file : -failed;
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
