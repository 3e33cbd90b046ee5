/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Notes what a process asks the C library for, thread by thread: files that are opened,
 * connections, environment variables that are read, processes and threads that are started, and how
 * much memory is allocated.
 *
 * It is preloaded into a process. TENON_EFFECTS_FILE names a file in which the notes are kept; the
 * process reads it at any time without a call. All variables that are meant for this library are
 * taken out of the environment, so that neither the program nor what it starts sees them.
 *
 * What makes system calls itself, without the C library, is not seen: code of a static program, and
 * instructions of its own. Calls that the C library makes for itself are not seen either, which is
 * right: they belong to a call that is.
 */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <link.h>
#include <netinet/in.h>
#include <pthread.h>
#include <spawn.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/un.h>
#include <time.h>
#include <unistd.h>

/* The C library's own functions, under the names that it keeps for this purpose. */
extern void *__libc_malloc(size_t size);
extern void *__libc_calloc(size_t count, size_t size);
extern void *__libc_realloc(void *block, size_t size);
extern void *__libc_memalign(size_t alignment, size_t size);
extern char **environ;

enum { EVENTS = 1 << 15, THREADS = 1 << 10, TEXT = 424, LIBRARY = 56 };

/* The numbers are shared with EffectsFile.java. */
enum { READ = 1, WRITE, CONNECT, ENVIRONMENT, PROCESS, THREAD };

typedef struct Event {
    _Atomic uint32_t kind; /* 0: not written yet */
    uint32_t thread;
    uint64_t time;
    int32_t error;   /* the errno of a call that failed */
    uint32_t length; /* of the text before it was cut */
    char library[LIBRARY];
    char text[TEXT];
    uint64_t reserved;
} Event;

typedef struct Thread {
    _Atomic uint32_t thread; /* 0: free */
    uint32_t reserved;
    _Atomic uint64_t bytes;
    _Atomic uint64_t blocks;
} Thread;

typedef struct EffectsFile {
    _Atomic uint64_t events; /* how many there are, those without room included */
    uint64_t capacity;
    uint64_t size;
    uint64_t threads;
    Thread slots[THREADS];
    Event entries[EVENTS];
} EffectsFile;

static EffectsFile *file;
static char path[4096];
static char preload[4096];

/* Set in the process that the JVM starts others with: the thread that they are started for. */
static uint32_t started_for;

/* Code of the JVM: what it asks for is not what a module asks for. */
enum { RANGES = 8 };
static struct {
    uintptr_t start;
    uintptr_t end;
} machine[RANGES];
static _Atomic int machines;

static __thread uint32_t own_thread;
static __thread Thread *own_slot;
static __thread int is_busy;

static void take(const char *name, char *into, size_t size) {
    const char *value = NULL;
    size_t length = strlen(name);
    for (char **each = environ; each != NULL && *each != NULL; each++) {
        if (strncmp(*each, name, length) == 0 && (*each)[length] == '=') {
            value = *each + length + 1;
        }
    }
    if (value != NULL && strlen(value) < size) {
        memcpy(into, value, strlen(value) + 1);
    }
    (void)unsetenv(name);
}

__attribute__((constructor)) static void open_file(void) {
    char thread[16] = "";
    take("TENON_EFFECTS_FILE", path, sizeof path);
    take("TENON_EFFECTS_PRELOAD", preload, sizeof preload);
    take("TENON_EFFECTS_THREAD", thread, sizeof thread);
    (void)unsetenv("LD_PRELOAD");
    started_for = (uint32_t)strtoul(thread, NULL, 10);
    if (path[0] == '\0') {
        return;
    }
    int opened = (int)syscall(SYS_openat, AT_FDCWD, path, O_RDWR | O_CLOEXEC, 0);
    if (opened < 0) {
        return;
    }
    void *memory = mmap(NULL, sizeof(EffectsFile), PROT_READ | PROT_WRITE, MAP_SHARED, opened, 0);
    (void)close(opened);
    if (memory != MAP_FAILED) {
        file = memory;
        file->capacity = EVENTS;
        file->size = sizeof(Event);
        file->threads = THREADS;
    }
}

static uint32_t current_thread(void) {
    if (own_thread == 0) {
        own_thread = started_for != 0 ? started_for : (uint32_t)syscall(SYS_gettid);
    }
    return own_thread;
}

/* The name of the library that some code lies in, without its folder. An image is known by the
 * descriptor of a file in memory until its constructors have run. */
static void name_library(const void *caller, char *into) {
    Dl_info info;
    char real[4096];
    into[0] = '\0';
    if (dladdr(caller, &info) != 0 && info.dli_fname != NULL) {
        const char *file = info.dli_fname;
        if (strncmp(file, "/proc/self/fd/", 14) == 0) {
            ssize_t got = readlink(file, real, sizeof real - 1);
            if (got > 0) {
                real[got] = '\0';
                char *end = strstr(real, " (deleted)");
                if (end != NULL) {
                    *end = '\0';
                }
                file = real;
            }
        }
        const char *slash = strrchr(file, '/');
        const char *name = slash == NULL ? file : slash + 1;
        size_t length = strnlen(name, LIBRARY - 1);
        memcpy(into, name, length);
        into[length] = '\0';
    }
}

static Event *note(uint32_t kind, const char *text, int error, const void *caller) {
    if (file == NULL || is_busy) {
        return NULL;
    }
    int saved = errno;
    is_busy = 1;
    Event *event = NULL;
    uint64_t index = atomic_fetch_add(&file->events, 1);
    if (index < EVENTS) {
        struct timespec now;
        event = &file->entries[index];
        (void)clock_gettime(CLOCK_MONOTONIC, &now);
        event->thread = current_thread();
        event->time = (uint64_t)now.tv_sec * UINT64_C(1000000000) + (uint64_t)now.tv_nsec;
        event->error = error;
        size_t length = text == NULL ? 0 : strlen(text);
        event->length = (uint32_t)length;
        length = length < TEXT - 1 ? length : TEXT - 1;
        if (length > 0) {
            memcpy(event->text, text, length);
        }
        event->text[length] = '\0';
        name_library(caller, event->library);
        atomic_store_explicit(&event->kind, kind, memory_order_release);
    }
    is_busy = 0;
    errno = saved;
    return event;
}

static int add_machine(struct dl_phdr_info *info, size_t size, void *data) {
    (void)size;
    (void)data;
    static const char *const names[] = {"/libjvm.so", "/libjava.so", "/libjimage.so", "/libzip.so"};
    int count = atomic_load(&machines);
    for (size_t index = 0; index < sizeof names / sizeof names[0]; index++) {
        size_t tail = strlen(names[index]);
        size_t length = info->dlpi_name == NULL ? 0 : strlen(info->dlpi_name);
        if (length < tail || strcmp(info->dlpi_name + length - tail, names[index]) != 0 ||
            count == RANGES) {
            continue;
        }
        uintptr_t last = 0;
        for (int part = 0; part < info->dlpi_phnum; part++) {
            if (info->dlpi_phdr[part].p_type == PT_LOAD) {
                uintptr_t top = info->dlpi_phdr[part].p_vaddr + info->dlpi_phdr[part].p_memsz;
                last = top > last ? top : last;
            }
        }
        for (int known = 0; known < count; known++) {
            if (machine[known].start == info->dlpi_addr) {
                return 0;
            }
        }
        machine[count].start = info->dlpi_addr;
        machine[count].end = info->dlpi_addr + last;
        atomic_store(&machines, count + 1);
    }
    return 0;
}

static int is_of_machine(uintptr_t caller) {
    int count = atomic_load_explicit(&machines, memory_order_acquire);
    for (int index = 0; index < count; index++) {
        if (caller >= machine[index].start && caller < machine[index].end) {
            return 1;
        }
    }
    return 0;
}

static Thread *slot_of_thread(void) {
    uint32_t thread = current_thread();
    for (size_t tried = 0; tried < THREADS; tried++) {
        Thread *slot = &file->slots[(thread + tried) % THREADS];
        uint32_t free_slot = 0;
        if (atomic_load(&slot->thread) == thread ||
            atomic_compare_exchange_strong(&slot->thread, &free_slot, thread)) {
            return slot;
        }
    }
    return NULL;
}

static void *count(void *block, size_t size, const void *caller) {
    if (file == NULL || block == NULL || started_for != 0 || is_of_machine((uintptr_t)caller)) {
        return block;
    }
    if (own_slot == NULL) {
        own_slot = slot_of_thread();
    }
    if (own_slot != NULL) {
        (void)atomic_fetch_add_explicit(&own_slot->bytes, size, memory_order_relaxed);
        (void)atomic_fetch_add_explicit(&own_slot->blocks, 1, memory_order_relaxed);
    }
    return block;
}

#define CALLER __builtin_return_address(0)
#define EXPORT __attribute__((visibility("default")))
#define REAL(result, name, ...)                                                                    \
    static result (*real)(__VA_ARGS__);                                                            \
    if (real == NULL) {                                                                            \
        *(void **)&real = dlsym(RTLD_NEXT, name);                                                  \
    }

EXPORT void *malloc(size_t size) { return count(__libc_malloc(size), size, CALLER); }

EXPORT void *calloc(size_t number, size_t size) {
    return count(__libc_calloc(number, size), number * size, CALLER);
}

EXPORT void *realloc(void *block, size_t size) {
    return count(__libc_realloc(block, size), size, CALLER);
}

EXPORT void *aligned_alloc(size_t alignment, size_t size) {
    return count(__libc_memalign(alignment, size), size, CALLER);
}

EXPORT int posix_memalign(void **block, size_t alignment, size_t size) {
    void *memory = __libc_memalign(alignment, size);
    if (memory == NULL) {
        return ENOMEM;
    }
    *block = count(memory, size, CALLER);
    return 0;
}

EXPORT char *strdup(const char *text) {
    size_t size = strlen(text) + 1;
    char *copy = count(__libc_malloc(size), size, CALLER);
    return copy == NULL ? NULL : memcpy(copy, text, size);
}

EXPORT void *dlopen(const char *name, int flags) {
    REAL(void *, "dlopen", const char *, int)
    void *handle = real(name, flags);
    if (file != NULL && atomic_load(&machines) < 4) {
        (void)dl_iterate_phdr(add_machine, NULL);
    }
    return handle;
}

static uint32_t kind_of_flags(int flags) {
    return (flags & O_ACCMODE) == O_RDONLY && (flags & (O_CREAT | O_TRUNC)) == 0 ? READ : WRITE;
}

static mode_t mode_of(int flags, va_list list) {
    return (flags & O_CREAT) != 0 || (flags & O_TMPFILE) == O_TMPFILE ? (mode_t)va_arg(list, int)
                                                                      : 0;
}

static int noted_open(int folder, const char *name, int flags, mode_t mode, const void *caller) {
    int opened = (int)syscall(SYS_openat, folder, name, flags, mode);
    if (folder == AT_FDCWD || name == NULL || name[0] == '/') {
        (void)note(kind_of_flags(flags), name, opened < 0 ? errno : 0, caller);
        return opened;
    }
    /* The folder is a descriptor: its name is what the system says it is. */
    char link[32];
    char whole[4096 + 256];
    (void)snprintf(link, sizeof link, "/proc/self/fd/%d", folder);
    ssize_t length = readlink(link, whole, 4096);
    if (length < 0) {
        length = 0;
    }
    (void)snprintf(whole + length, sizeof whole - (size_t)length, "/%s", name);
    (void)note(kind_of_flags(flags), whole, opened < 0 ? errno : 0, caller);
    return opened;
}

#define OPEN(name)                                                                                 \
    EXPORT int name(const char *file_name, int flags, ...) {                                       \
        va_list list;                                                                              \
        va_start(list, flags);                                                                     \
        mode_t mode = mode_of(flags, list);                                                        \
        va_end(list);                                                                              \
        return noted_open(AT_FDCWD, file_name, flags, mode, CALLER);                               \
    }

OPEN(open)
OPEN(open64)

#define OPENAT(name)                                                                               \
    EXPORT int name(int folder, const char *file_name, int flags, ...) {                           \
        va_list list;                                                                              \
        va_start(list, flags);                                                                     \
        mode_t mode = mode_of(flags, list);                                                        \
        va_end(list);                                                                              \
        return noted_open(folder, file_name, flags, mode, CALLER);                                 \
    }

OPENAT(openat)
OPENAT(openat64)

#define CREAT(name)                                                                                \
    EXPORT int name(const char *file_name, mode_t mode) {                                          \
        return noted_open(AT_FDCWD, file_name, O_CREAT | O_WRONLY | O_TRUNC, mode, CALLER);        \
    }

CREAT(creat)
CREAT(creat64)

static FILE *noted_stream(FILE *opened, const char *name, const char *mode, const void *caller) {
    int is_read = mode != NULL && mode[0] == 'r' && strchr(mode, '+') == NULL;
    (void)note(is_read ? READ : WRITE, name, opened == NULL ? errno : 0, caller);
    return opened;
}

#define FOPEN(name)                                                                                \
    EXPORT FILE *name(const char *file_name, const char *mode) {                                   \
        REAL(FILE *, #name, const char *, const char *)                                            \
        return noted_stream(real(file_name, mode), file_name, mode, CALLER);                       \
    }

FOPEN(fopen)
FOPEN(fopen64)

#define FREOPEN(name)                                                                              \
    EXPORT FILE *name(const char *file_name, const char *mode, FILE *stream) {                     \
        REAL(FILE *, #name, const char *, const char *, FILE *)                                    \
        return noted_stream(real(file_name, mode, stream), file_name, mode, CALLER);               \
    }

FREOPEN(freopen)
FREOPEN(freopen64)

#define MKSTEMP(name)                                                                              \
    EXPORT int name(char *pattern) {                                                               \
        REAL(int, #name, char *)                                                                   \
        int opened = real(pattern);                                                                \
        (void)note(WRITE, pattern, opened < 0 ? errno : 0, CALLER);                                \
        return opened;                                                                             \
    }

MKSTEMP(mkstemp)
MKSTEMP(mkstemp64)

#define MKOSTEMP(name)                                                                             \
    EXPORT int name(char *pattern, int flags) {                                                    \
        REAL(int, #name, char *, int)                                                              \
        int opened = real(pattern, flags);                                                         \
        (void)note(WRITE, pattern, opened < 0 ? errno : 0, CALLER);                                \
        return opened;                                                                             \
    }

MKOSTEMP(mkostemp)
MKOSTEMP(mkostemp64)

EXPORT int connect(int connection, __CONST_SOCKADDR_ARG given, socklen_t size) {
    REAL(int, "connect", int, const struct sockaddr *, socklen_t)
    const struct sockaddr *address = given.__sockaddr__;
    int result = real(connection, address, size);
    char text[160] = "";
    char host[INET6_ADDRSTRLEN] = "";
    if (address != NULL && address->sa_family == AF_INET && size >= sizeof(struct sockaddr_in)) {
        struct sockaddr_in in;
        memcpy(&in, address, sizeof in);
        (void)inet_ntop(AF_INET, &in.sin_addr, host, sizeof host);
        (void)snprintf(text, sizeof text, "%s:%u", host, (unsigned)ntohs(in.sin_port));
    } else if (address != NULL && address->sa_family == AF_INET6 &&
               size >= sizeof(struct sockaddr_in6)) {
        struct sockaddr_in6 in;
        memcpy(&in, address, sizeof in);
        (void)inet_ntop(AF_INET6, &in.sin6_addr, host, sizeof host);
        (void)snprintf(text, sizeof text, "[%s]:%u", host, (unsigned)ntohs(in.sin6_port));
    } else if (address != NULL && address->sa_family == AF_UNIX && size > sizeof(sa_family_t)) {
        const struct sockaddr_un *local = (const void *)address;
        int length = (int)(size - sizeof(sa_family_t));
        int is_abstract = local->sun_path[0] == '\0';
        (void)snprintf(text, sizeof text, "%s%.*s",
                       is_abstract ? "unix:@" : "unix:", is_abstract ? length - 1 : length,
                       local->sun_path + is_abstract);
    } else {
        return result; /* a pair of descriptors, or the kernel itself */
    }
    (void)note(CONNECT, text, result < 0 && errno != EINPROGRESS ? errno : 0, CALLER);
    return result;
}

static char *find_variable(const char *name) {
    size_t length = strlen(name);
    for (char **each = environ; each != NULL && *each != NULL; each++) {
        if (strncmp(*each, name, length) == 0 && (*each)[length] == '=') {
            return *each + length + 1;
        }
    }
    return NULL;
}

EXPORT char *getenv(const char *name) {
    char *value = find_variable(name);
    (void)note(ENVIRONMENT, name, value == NULL ? ENOENT : 0, CALLER);
    return value;
}

EXPORT char *secure_getenv(const char *name) {
    REAL(char *, "secure_getenv", const char *)
    char *value = real(name);
    (void)note(ENVIRONMENT, name, value == NULL ? ENOENT : 0, CALLER);
    return value;
}

static void describe(const char *program, char *const arguments[], char *into, size_t size) {
    size_t at = (size_t)snprintf(into, size, "%s", program == NULL ? "" : program);
    for (size_t index = 1;
         arguments != NULL && arguments[0] != NULL && arguments[index] != NULL && at + 1 < size;
         index++) {
        at += (size_t)snprintf(into + at, size - at, " %s", arguments[index]);
    }
}

static int noted_exec(const char *program, char *const arguments[], char *const variables[],
                      const void *caller, const char *name) {
    int (*real)(const char *, char *const[], char *const[]);
    *(void **)&real = dlsym(RTLD_NEXT, name);
    char text[TEXT];
    describe(program, arguments, text, sizeof text);
    Event *event = note(PROCESS, text, 0, caller);
    int result = real(program, arguments, variables);
    if (event != NULL) {
        event->error = errno; /* it came back, so it failed */
    }
    return result;
}

EXPORT int execve(const char *program, char *const arguments[], char *const variables[]) {
    return noted_exec(program, arguments, variables, CALLER, "execve");
}

EXPORT int execvpe(const char *program, char *const arguments[], char *const variables[]) {
    return noted_exec(program, arguments, variables, CALLER, "execvpe");
}

EXPORT int execv(const char *program, char *const arguments[]) {
    return noted_exec(program, arguments, environ, CALLER, "execve");
}

EXPORT int execvp(const char *program, char *const arguments[]) {
    return noted_exec(program, arguments, environ, CALLER, "execvpe");
}

static int is_helper(const char *program) {
    const char *slash = program == NULL ? NULL : strrchr(program, '/');
    return slash != NULL && strcmp(slash, "/jspawnhelper") == 0;
}

typedef int Spawn(pid_t *, const char *, const posix_spawn_file_actions_t *,
                  const posix_spawnattr_t *, char *const[], char *const[]);

/* The JVM starts others through a helper of its own, which learns from a pipe what it is to run. So
 * the helper gets this library as well, and notes it for the thread that asked for it. */
static int spawn_helper(Spawn *real, pid_t *pid, const char *program,
                        const posix_spawn_file_actions_t *actions, const posix_spawnattr_t *traits,
                        char *const arguments[], char *const variables[]) {
    enum { MOST = 4096, OWN = 4 };
    static char texts[OWN][4096 + 32];
    static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
    char **all = __libc_calloc(MOST + OWN + 1, sizeof *all);
    size_t number = 0;
    if (all == NULL) {
        return real(pid, program, actions, traits, arguments, variables);
    }
    for (; variables != NULL && variables[number] != NULL && number < MOST; number++) {
        all[number] = variables[number];
    }
    (void)pthread_mutex_lock(&lock);
    (void)snprintf(texts[0], sizeof texts[0], "LD_PRELOAD=%s", preload);
    (void)snprintf(texts[1], sizeof texts[1], "TENON_EFFECTS_FILE=%s", path);
    (void)snprintf(texts[2], sizeof texts[2], "TENON_EFFECTS_PRELOAD=%s", preload);
    (void)snprintf(texts[3], sizeof texts[3], "TENON_EFFECTS_THREAD=%u", current_thread());
    for (size_t index = 0; index < OWN; index++) {
        all[number++] = texts[index];
    }
    int result = real(pid, program, actions, traits, arguments, all);
    (void)pthread_mutex_unlock(&lock);
    free(all);
    return result;
}

static int noted_spawn(const char *name, pid_t *pid, const char *program,
                       const posix_spawn_file_actions_t *actions, const posix_spawnattr_t *traits,
                       char *const arguments[], char *const variables[], const void *caller) {
    Spawn *real;
    *(void **)&real = dlsym(RTLD_NEXT, name);
    if (file != NULL && preload[0] != '\0' && is_helper(program)) {
        return spawn_helper(real, pid, program, actions, traits, arguments, variables);
    }
    int result = real(pid, program, actions, traits, arguments, variables);
    char text[TEXT];
    describe(program, arguments, text, sizeof text);
    (void)note(PROCESS, text, result, caller);
    return result;
}

EXPORT int posix_spawn(pid_t *pid, const char *program, const posix_spawn_file_actions_t *actions,
                       const posix_spawnattr_t *traits, char *const arguments[],
                       char *const variables[]) {
    return noted_spawn("posix_spawn", pid, program, actions, traits, arguments, variables, CALLER);
}

EXPORT int posix_spawnp(pid_t *pid, const char *program, const posix_spawn_file_actions_t *actions,
                        const posix_spawnattr_t *traits, char *const arguments[],
                        char *const variables[]) {
    return noted_spawn("posix_spawnp", pid, program, actions, traits, arguments, variables, CALLER);
}

EXPORT int system(const char *command) {
    REAL(int, "system", const char *)
    if (command != NULL) {
        (void)note(PROCESS, command, 0, CALLER);
    }
    return real(command);
}

EXPORT FILE *popen(const char *command, const char *mode) {
    REAL(FILE *, "popen", const char *, const char *)
    FILE *opened = real(command, mode);
    (void)note(PROCESS, command, opened == NULL ? errno : 0, CALLER);
    return opened;
}

EXPORT pid_t fork(void) {
    REAL(pid_t, "fork", void)
    pid_t child = real();
    if (child != 0) {
        (void)note(PROCESS, "fork", child < 0 ? errno : 0, CALLER);
    }
    return child;
}

EXPORT int pthread_create(pthread_t *thread, const pthread_attr_t *traits, void *(*start)(void *),
                          void *argument) {
    REAL(int, "pthread_create", pthread_t *, const pthread_attr_t *, void *(*)(void *), void *)
    int result = real(thread, traits, start, argument);
    (void)note(THREAD, "", result, CALLER);
    return result;
}
