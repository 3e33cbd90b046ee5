/* What extension code a process is running, kept in a mapped file. The file outlives a process that
 * is killed; one that aborts, as the JVM does after a crash, says what stands in it. */
#define _GNU_SOURCE
#include "host.h"

#include <dlfcn.h>
#include <execinfo.h>
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

_Static_assert(offsetof(HostTrail, row) == 16, "as in Abi.java");

enum { MOST_FRAMES = 64 };

static HostTrail *trail;
static char trail_path[4096];
static pid_t trail_owner;
static struct sigaction before;

static void say(const char *text) {
    size_t left = strlen(text);
    while (left > 0) {
        ssize_t written = write(STDERR_FILENO, text, left);
        if (written <= 0) {
            return;
        }
        text += written;
        left -= (size_t)written;
    }
}

static void say_hex(uintptr_t number) {
    char digits[2 + 2 * sizeof(number) + 1];
    char *next = digits + sizeof(digits) - 1;
    *next = '\0';
    do {
        *--next = "0123456789abcdef"[number & 15];
        number >>= 4;
    } while (number != 0);
    *--next = 'x';
    *--next = '0';
    say(next);
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

static void say_frame(const Dl_info *place, const char *address) {
    say("tenon:   C frame ");
    say(file_of(place));
    say("+");
    say_hex((uintptr_t)(address - (const char *)place->dli_fbase));
    if (place->dli_sname != NULL) {
        say(" ");
        say(place->dli_sname);
    }
    say("\n");
}

/* The C frames of the current thread that are neither the JVM's nor the host's; a function of the C
 * library only if such a frame has called it. */
static int say_frames(void) {
    static const char *const own[] = {"libjvm", "libjli", "libjava.", "java", NULL};
    static const char *const system[] = {"libc.", "libc-", "libpthread", "ld-", "libgcc_s", NULL};
    void *frames[MOST_FRAMES];
    int count = backtrace(frames, MOST_FRAMES);
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
                say_frame(&called, called_at);
                called_at = NULL;
            }
            say_frame(&place, frames[index]);
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
            say("tenon:   running ");
            say((const char *)trail + text);
            say("\n");
            said = 1;
        }
    }
    return said;
}

static void remove_trail(void) {
    if (getpid() == trail_owner) {
        (void)unlink(trail_path);
    }
}

static void on_abort(int number) {
    say("tenon: the process crashed\n");
    int said = say_rows();
    said |= say_frames();
    say(said ? "tenon: --check finds misuse of the API; 'addr2line -fe FILE OFFSET' names the line "
               "of "
               "a frame if the module was compiled with -g\n"

             : "tenon:   no extension code was running\n");
    remove_trail();
    (void)sigaction(SIGABRT, &before, NULL);
    (void)raise(number);
}

static int make_file(const char *path) {
    int flags = O_RDWR | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC;
    int file = open(path, flags, 0600);
    if (file < 0) {
        (void)unlink(path); /* left by a process that had the same number */
        file = open(path, flags, 0600);
    }
    if (file >= 0 && ftruncate(file, HOST_TRAIL_SIZE) != 0) {
        (void)close(file);
        (void)unlink(path);
        file = -1;
    }
    return file;
}

int64_t tenon_host_trail(int64_t path, int64_t b, int64_t c, int64_t d) {
    (void)b;
    (void)c;
    (void)d;
    const char *name = (const char *)(intptr_t)path;
    if (trail != NULL || strlen(name) >= sizeof(trail_path)) {
        return 0;
    }
    int file = make_file(name);
    if (file < 0) {
        return 0;
    }
    void *place = mmap(NULL, HOST_TRAIL_SIZE, PROT_READ | PROT_WRITE, MAP_SHARED, file, 0);
    (void)close(file);
    if (place == MAP_FAILED) {
        (void)unlink(name);
        return 0;
    }
    strcpy(trail_path, name);
    trail_owner = getpid();
    trail = place;
    memcpy(trail->magic, "TNTRAIL1", sizeof(trail->magic));
    trail->rows = HOST_TRAIL_ROWS;
    trail->end = sizeof(HostTrail);

    void *first[1];
    (void)backtrace(first, 1); /* loads now what it needs, which a signal handler must not */
    struct sigaction action;
    memset(&action, 0, sizeof(action));
    action.sa_handler = on_abort;
    action.sa_flags = SA_ONSTACK;
    (void)sigaction(SIGABRT, &action, &before);
    (void)atexit(remove_trail);
    return (int64_t)(intptr_t)place;
}
