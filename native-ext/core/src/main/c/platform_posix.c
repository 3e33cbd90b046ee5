/* SPDX-License-Identifier: Apache-2.0 */
/* What Linux and macOS have in common. */
#define _GNU_SOURCE
#include "platform.h"

#ifndef _WIN32

#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

/* ---- threads ------------------------------------------------------------------------------- */

void tenon_lock(PlatformLock *lock) { (void)pthread_mutex_lock(lock); }

void tenon_unlock(PlatformLock *lock) { (void)pthread_mutex_unlock(lock); }

int tenon_lock_try(PlatformLock *lock) { return pthread_mutex_trylock(lock) == 0 ? 0 : -1; }

int tenon_key_create(PlatformKey *key, void (*end)(void *value)) {
    return pthread_key_create(key, end) == 0 ? 0 : -1;
}

int tenon_key_set(PlatformKey key, void *value) {
    return pthread_setspecific(key, value) == 0 ? 0 : -1;
}

int tenon_cancellation_disable(void) {
    int state = PTHREAD_CANCEL_ENABLE;
    (void)pthread_setcancelstate(PTHREAD_CANCEL_DISABLE, &state);
    return state;
}

void tenon_cancellation_restore(int state) { (void)pthread_setcancelstate(state, NULL); }

void tenon_sleep_millisecond(void) {
    static const struct timespec pause = {0, 1000000L};
    (void)nanosleep(&pause, NULL);
}

/* ---- stacks -------------------------------------------------------------------------------- */

#if defined(__GLIBC__) || defined(__APPLE__)

#include <execinfo.h>

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

#else

/* With musl it takes a library of the compiler to find them. */
int tenon_return_addresses(void **addresses, int most) {
    (void)addresses;
    (void)most;
    return 0;
}

#endif

/* ---- memory and files ---------------------------------------------------------------------- */

void *tenon_pages_map(size_t size) {
    void *place = mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    return place == MAP_FAILED ? NULL : place;
}

void tenon_pages_unmap(void *place, size_t size) { (void)munmap(place, size); }

int tenon_pages_execute(void *place, size_t size) {
    __builtin___clear_cache((char *)place, (char *)place + size);
    return mprotect(place, size, PROT_READ | PROT_EXEC);
}

int tenon_file_open(const char *path) {
    int file = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
    return file < 0 ? -errno : file;
}

#ifdef __APPLE__
#define st_ctim st_ctimespec
#endif

int tenon_file_status(int file, PlatformFileStatus *status) {
    struct stat found;
    if (fstat(file, &found) != 0) {
        return errno;
    }
    status->size = (int64_t)found.st_size;
    status->changed = (int64_t)found.st_ctim.tv_sec * 1000000000 + (int64_t)found.st_ctim.tv_nsec;
    status->is_regular = S_ISREG(found.st_mode);
    return 0;
}

int64_t tenon_file_read(int file, void *to, size_t size, int64_t offset) {
    ssize_t got;
    do {
        got = pread(file, to, size, (off_t)offset);
    } while (got < 0 && errno == EINTR);
    return got < 0 ? -errno : got;
}

void tenon_file_close(int file) { (void)close(file); }

void tenon_say(const char *text) {
    size_t left = strlen(text);
    while (left > 0) {
        ssize_t written = write(STDERR_FILENO, text, left);
        if (written <= 0) {
            return; /* there is no caller to notify */
        }
        text += written;
        left -= (size_t)written;
    }
}

/* ---- libraries ----------------------------------------------------------------------------- */

void *tenon_library_open(const char *path, char *reason, size_t size) {
    void *handle = dlopen(path, RTLD_NOW | RTLD_LOCAL);
    if (handle == NULL && size > 0) {
        const char *found = dlerror();
        (void)snprintf(reason, size, "%s", found == NULL ? "no reason given" : found);
    }
    return handle;
}

int tenon_library_close(void *handle) { return dlclose(handle); }

void *tenon_library_symbol(void *handle, const char *name) { return dlsym(handle, name); }

void *tenon_library_loaded(const char *name) {
    void *handle = dlopen(name, RTLD_NOW | RTLD_NOLOAD);
    if (handle != NULL) {
        (void)dlclose(handle);
    }
    return handle;
}

int tenon_library_publish(const void *address) {
    Dl_info own;
    return dladdr(address, &own) != 0 &&
                   dlopen(own.dli_fname, RTLD_NOW | RTLD_NOLOAD | RTLD_GLOBAL | RTLD_NODELETE) !=
                       NULL
               ? 0
               : -1;
}

/* RTLD_DEFAULT would find this library's own. */
void *tenon_published_symbol(const char *name) {
    static void *program;
    if (program == NULL) {
        program = dlopen(NULL, RTLD_NOW);
    }
    return program == NULL ? NULL : dlsym(program, name);
}

int tenon_library_place(const void *address, char *text, size_t size, uintptr_t *start) {
    Dl_info found;
    if (dladdr(address, &found) == 0 || found.dli_fname == NULL) {
        return -1;
    }
    (void)snprintf(text, size, "%s", found.dli_fname);
    *start = (uintptr_t)found.dli_fbase;
    return 0;
}

#endif
