/* SPDX-License-Identifier: Apache-2.0 */
/* What extension code a process is running, kept in a mapped file. The file outlives a process that
 * is killed; one that aborts, as the JVM does after a crash, says what stands in it. */
#define _GNU_SOURCE
#include "platform.h"

#ifndef _WIN32

#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

_Static_assert(offsetof(HostTrail, row) == 16, "as in Abi.java");

enum { MOST_MILLISECONDS = 5000 };
static const char MAGIC[] = "TNTRAIL1";

static HostTrail *trail;
static char trail_path[4096];
static pid_t trail_owner;
static dev_t trail_device;
static ino_t trail_inode;
static int trail_was_there;
static struct sigaction before;

enum { HEX_SIZE = 2 + 2 * sizeof(uintptr_t) + 1 };

/* Writes a number as text to the end of the digits, and returns where it begins. */
static const char *to_hex(uintptr_t number, char digits[HEX_SIZE]) {
    char *next = digits + HEX_SIZE - 1;
    *next = '\0';
    do {
        *--next = "0123456789abcdef"[number & 15];
        number >>= 4;
    } while (number != 0);
    *--next = 'x';
    *--next = '0';
    return next;
}

static void say_hex(uintptr_t number) {
    char digits[HEX_SIZE];
    tenon_say(to_hex(number, digits));
}

static const char *file_of(const Dl_info *place) {
    const char *slash = strrchr(place->dli_fname, '/');
    return slash == NULL ? place->dli_fname : slash + 1;
}

static int is_part_of(const char *file, const char *const *names) {
    for (; *names != NULL; names++) {
        if (strncmp(file, *names, strlen(*names)) == 0) {
            return 1;
        }
    }
    return 0;
}

/* Says the line that an address belongs to, ` bad.c:12`, if the library was compiled with -g and
 * there is a program that reads it. */
static void say_line(const char *file, uintptr_t offset) {
    char digits[HEX_SIZE];
    char text[1024];
    size_t length = 0;
    pid_t child = -1;
#ifdef __SANITIZE_ADDRESS__
    int end = -1; /* the child of vfork would write to this process's shadow memory */
    (void)digits;
    (void)file;
    (void)offset;
#else
    int end = tenon_line_reader_start(file, to_hex(offset, digits), &child);
#endif
    if (end < 0) {
        return;
    }
    struct pollfd ready = {end, POLLIN, 0};
    while (length < sizeof(text) - 1 && poll(&ready, 1, MOST_MILLISECONDS) == 1) {
        ssize_t count = read(end, text + length, sizeof(text) - 1 - length);
        if (count <= 0) {
            break;
        }
        length += (size_t)count;
    }
    (void)close(end);
    (void)kill(child, SIGKILL);
    (void)waitpid(child, NULL, 0);
    text[length] = '\0';
    text[strcspn(text, " \n")] = '\0';
    const char *slash = strrchr(text, '/');
    if (text[0] != '\0' && text[0] != '?') {
        tenon_say(" ");
        tenon_say(slash == NULL ? text : slash + 1);
    }
}

static void say_frame(const Dl_info *place, const char *address, int is_system) {
    tenon_say("tenon:   C frame ");
    tenon_say(file_of(place));
    tenon_say("+");
    say_hex((uintptr_t)(address - (const char *)place->dli_fbase));
    if (place->dli_sname != NULL) {
        tenon_say(" ");
        tenon_say(place->dli_sname);
    }
    if (!is_system) {
        say_line(place->dli_fname, (uintptr_t)(address - 1 - (const char *)place->dli_fbase));
    }
    tenon_say("\n");
}

/* The C frames of the current thread that are neither the JVM's nor the host's; a function of the C
 * library only if such a frame has called it. */
static int say_frames(void) {
    static const char *const own[] = {"libjvm", "libjli", "libjava.", "java", NULL};
    static const char *const system[] = {"libc.",    "libc-",      "libpthread", "ld-",
                                         "libgcc_s", "libsystem_", "libdyld",    NULL};
    void *frames[PLATFORM_MOST_ADDRESSES];
    int count = tenon_return_addresses(frames, PLATFORM_MOST_ADDRESSES);
    int said = 0;
    Dl_info host = {0};
    Dl_info called = {0};
    (void)dladdr((const void *)&trail, &host);
    const char *called_at = NULL;
    for (int index = 0; index < count; index++) {
        Dl_info place;
        if (dladdr(frames[index], &place) == 0 || place.dli_fname == NULL ||
            place.dli_fbase == host.dli_fbase || is_part_of(file_of(&place), own)) {
            called_at = NULL;
        } else if (is_part_of(file_of(&place), system)) {
            called = place;
            called_at = place.dli_sname == NULL ? NULL : frames[index];
        } else {
            if (called_at != NULL) {
                say_frame(&called, called_at, 1);
                called_at = NULL;
            }
            say_frame(&place, frames[index], 0);
            said = 1;
        }
    }
    return said;
}

static int say_rows(void) {
    int said = 0;
    for (uint32_t index = 0; index < HOST_TRAIL_ROWS; index++) {
        uint32_t text = trail->row[index];
        if (text >= sizeof(HostTrail) && text < HOST_TRAIL_SIZE) {
            tenon_say("tenon:   running ");
            tenon_say((const char *)trail + text);
            tenon_say("\n");
            said = 1;
        }
    }
    return said;
}

/* Whether the name still is that of the file that this process keeps: another process may have
 * taken its place. */
static int is_own_name(void) {
    struct stat now;
    return getpid() == trail_owner && lstat(trail_path, &now) == 0 && now.st_dev == trail_device &&
           now.st_ino == trail_inode;
}

static void remove_trail(void) {
    if (!is_own_name()) {
        return;
    }
    if (trail_was_there) {
        (void)truncate(trail_path, 0); /* somebody else made the file, empty */
    } else {
        (void)unlink(trail_path);
    }
}

static void on_abort(int number) {
    tenon_say("tenon: the process crashed\n");
    int said = say_rows();
    said |= say_frames();
    tenon_say(said
                  ? "tenon: --check finds misuse of the API; compile the module with -g to see the "
                    "lines of "
                    "frames\n"
                  : "tenon:   no extension code was running\n");
    remove_trail();
    (void)sigaction(SIGABRT, &before, NULL);
    (void)raise(number);
}

static int create_file(const char *path) {
    int file = open(path, O_RDWR | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600);
    return file < 0 ? -errno : file;
}

static int is_trail(int file, off_t size) {
    char magic[sizeof(trail->magic)];
    return size == HOST_TRAIL_SIZE && pread(file, magic, sizeof(magic), 0) == sizeof(magic) &&
           memcmp(magic, MAGIC, sizeof(magic)) == 0;
}

/* Opens a file that is there: an empty one is used, a trail that a killed process has left is
 * replaced, and anything else is left alone. */
static int take_file(const char *path) {
    int file = open(path, O_RDWR | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY | O_CLOEXEC);
    if (file < 0) {
        return errno == ELOOP || errno == EISDIR || errno == ENXIO ? -HOST_TRAIL_REFUSED : -errno;
    }
    struct stat found;
    if (fstat(file, &found) != 0 || !S_ISREG(found.st_mode) || found.st_nlink > 1) {
        (void)close(file);
        return -HOST_TRAIL_REFUSED;
    }
    if (found.st_size == 0) {
        trail_was_there = 1;
        return file;
    }
    int is_replaced = is_trail(file, found.st_size);
    (void)close(file);
    if (!is_replaced) {
        return -HOST_TRAIL_REFUSED;
    }
    return unlink(path) == 0 ? create_file(path) : -errno;
}

/* Gives the file all of its blocks. Returns 0 or an errno. */
static int reserve(int file) {
    int failure = tenon_file_reserve(file, HOST_TRAIL_SIZE);
    if (failure != EOPNOTSUPP && failure != EINVAL) {
        return failure;
    }
    static const char zeros[4096];
    for (off_t done = 0; done < HOST_TRAIL_SIZE; done += (off_t)sizeof(zeros)) {
        errno = ENOSPC;
        if (pwrite(file, zeros, sizeof(zeros), done) != (ssize_t)sizeof(zeros)) {
            return errno;
        }
    }
    return 0;
}

/* Maps the file; NULL, with errno set, if that cannot be. */
static void *map_file(int file) {
    struct stat found;
    errno = reserve(file);
    if (errno != 0 || fstat(file, &found) != 0) {
        return NULL;
    }
    trail_device = found.st_dev;
    trail_inode = found.st_ino;
    void *place = mmap(NULL, HOST_TRAIL_SIZE, PROT_READ | PROT_WRITE, MAP_SHARED, file, 0);
    return place == MAP_FAILED ? NULL : place;
}

int64_t tenon_host_trail(int64_t path, int64_t b, int64_t c, int64_t d) {
    (void)b;
    (void)c;
    (void)d;
    const char *name = (const char *)(intptr_t)path;
    if (trail != NULL) {
        return -EBUSY;
    }
    if (strlen(name) >= sizeof(trail_path)) {
        return -ENAMETOOLONG;
    }
    int file = create_file(name);
    if (file == -EEXIST || file == -EISDIR) {
        file = take_file(name);
    }
    if (file < 0) {
        return file;
    }
    void *place = map_file(file);
    if (place == NULL) {
        int64_t failure = -errno;
        if (trail_was_there) {
            (void)ftruncate(file, 0);
        } else {
            (void)unlink(name);
        }
        (void)close(file);
        return failure;
    }
    (void)close(file);
    strcpy(trail_path, name);
    trail_owner = getpid();
    trail = place;
    memcpy(trail->magic, MAGIC, sizeof(trail->magic));
    trail->rows = HOST_TRAIL_ROWS;
    trail->end = sizeof(HostTrail);

    void *first[1];
    (void)tenon_return_addresses(first,
                                 1); /* loads now what it needs, which a signal handler must not */
    struct sigaction action;
    memset(&action, 0, sizeof(action));
    action.sa_handler = on_abort;
    action.sa_flags = SA_ONSTACK;
    (void)sigaction(SIGABRT, &action, &before);
    (void)atexit(remove_trail);
    tenon_overflow_start();
    return (int64_t)(intptr_t)place;
}

#endif
