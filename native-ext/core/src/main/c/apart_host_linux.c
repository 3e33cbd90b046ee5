/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The host's side of modules that run apart: starts helper processes, sends them requests and
 * answers what they ask meanwhile. The caller lets one thread at a time use a helper.
 *
 * The host follows no address that comes from a helper. What a helper sends is copied, the copy is
 * checked, and texts lie in the copy.
 */
#define _GNU_SOURCE
#include "platform.h"

#ifdef __linux__

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "apart.h"

enum {
    /* Above what posix_spawn puts in place for the helper. */
    FIRST_OWN_FILE = 64,
    MOST_FRAME = 8,
    /* How long a helper that has closed its bell may take to end by itself, in milliseconds. */
    PATIENCE = 50
};

/* A context that the helper has a twin of. */
typedef struct Twin {
    struct Twin *next;
    HostContext *host;
} Twin;

typedef struct Helper {
    ApartEnd end;
    pid_t process;
    int lifeline; /* the helper ends when this is closed */
    Twin *twins;
} Helper;

static Helper *helper_of(int64_t address) { return (Helper *)(intptr_t)address; }

static void close_file(int file) {
    if (file >= 0) {
        (void)close(file);
    }
}

/* A file in memory that nobody can make smaller: to read beyond its end would end the host. */
static int lane_file(void) {
    int file = (int)syscall(SYS_memfd_create, "tenon-apart", MFD_CLOEXEC | MFD_ALLOW_SEALING);
    if (file >= 0 && (ftruncate(file, APART_LANE_SIZE) != 0 ||
                      fcntl(file, F_ADD_SEALS, F_SEAL_SHRINK | F_SEAL_GROW | F_SEAL_SEAL) != 0)) {
        int reason = errno;
        (void)close(file);
        errno = reason;
        return -1;
    }
    return file;
}

/* Moves a file away from the numbers that the helper gets its own by. */
static int moved(int file) {
    int copy = file < 0 ? -1 : fcntl(file, F_DUPFD_CLOEXEC, FIRST_OWN_FILE);
    int reason = errno;
    close_file(file);
    errno = reason;
    return copy;
}

typedef struct Files {
    int lane;
    int bell[2];
    int lifeline[2];
} Files;

static int open_files(Files *files) {
    int bell[2] = {-1, -1};
    int lifeline[2] = {-1, -1};
    *files = (Files){-1, {-1, -1}, {-1, -1}};
    if ((files->lane = moved(lane_file())) < 0 ||
        socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, bell) != 0) {
        return errno;
    }
    for (int side = 0; side < 2; side++) {
        if ((files->bell[side] = moved(bell[side])) < 0) {
            return errno;
        }
    }
    if (pipe2(lifeline, O_CLOEXEC) != 0) {
        return errno;
    }
    for (int side = 0; side < 2; side++) {
        if ((files->lifeline[side] = moved(lifeline[side])) < 0) {
            return errno;
        }
    }
    return 0;
}

static void close_files(const Files *files) {
    close_file(files->lane);
    close_file(files->bell[0]);
    close_file(files->bell[1]);
    close_file(files->lifeline[0]);
    close_file(files->lifeline[1]);
}

extern char **environ;

/* Starts the program in a process group of its own, with signals as a program expects them. */
static int spawn(Helper *helper, const char *program, const Files *files) {
    posix_spawn_file_actions_t actions;
    posix_spawnattr_t attributes;
    sigset_t none;
    sigset_t all;
    char *arguments[] = {"tenon-apart", NULL};
    (void)sigemptyset(&none);
    (void)sigfillset(&all);
    if (posix_spawn_file_actions_init(&actions) != 0) {
        return ENOMEM;
    }
    if (posix_spawnattr_init(&attributes) != 0) {
        (void)posix_spawn_file_actions_destroy(&actions);
        return ENOMEM;
    }
    int status = posix_spawnattr_setflags(
        &attributes, POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF);
    status |= posix_spawnattr_setsigmask(&attributes, &none);
    status |= posix_spawnattr_setsigdefault(&attributes, &all);
    status |= posix_spawn_file_actions_adddup2(&actions, files->lane, APART_MEMORY_FILE);
    status |= posix_spawn_file_actions_adddup2(&actions, files->bell[1], APART_BELL_FILE);
    status |= posix_spawn_file_actions_adddup2(&actions, files->lifeline[0], APART_LIFELINE_FILE);
    if (status == 0) {
        status = posix_spawn(&helper->process, program, &actions, &attributes, arguments, environ);
    }
    (void)posix_spawnattr_destroy(&attributes);
    (void)posix_spawn_file_actions_destroy(&actions);
    return status;
}

static int map_lane(Helper *helper, int file) {
    void *lane = mmap(NULL, APART_LANE_SIZE, PROT_READ | PROT_WRITE, MAP_SHARED, file, 0);
    if (lane == MAP_FAILED) {
        return errno;
    }
    helper->end.lane = lane;
    return 0;
}

static void release(Helper *helper) {
    if (helper->end.lane != NULL) {
        (void)munmap(helper->end.lane, APART_LANE_SIZE);
    }
    close_file(helper->end.bell);
    close_file(helper->end.process);
    close_file(helper->lifeline);
    while (helper->twins != NULL) {
        Twin *next = helper->twins->next;
        free(helper->twins);
        helper->twins = next;
    }
    free(helper);
}

static int start(Helper *helper, const char *program, Files *files) {
    int reason = map_lane(helper, files->lane);
    if (reason == 0) {
        atomic_store(&helper->end.lane->turn, APART_HELPER);
        reason = spawn(helper, program, files);
    }
    if (reason != 0) {
        return reason;
    }
    helper->end.process = (int)syscall(SYS_pidfd_open, helper->process, 0);
    reason = helper->end.process < 0 ? errno : 0;
    helper->end.bell = files->bell[0];
    helper->lifeline = files->lifeline[1];
    files->bell[0] = -1;
    files->lifeline[1] = -1;
    return reason;
}

static HostContext *find_twin(const Helper *helper, uint64_t number) {
    for (const Twin *each = helper->twins; each != NULL; each = each->next) {
        if ((uint64_t)each->host->instance == number) {
            return each->host;
        }
    }
    return NULL;
}

static int refuse(HostContext *host, uint32_t operation) {
    char message[160];
    (void)snprintf(message, sizeof message,
                   "host operation %u is not offered to modules that run apart; run the module in "
                   "the process of the host",
                   (unsigned)operation);
    return (int)tenon_error_first(&host->base, TN_NOT_IMPLEMENTED_ERROR, message);
}

static int answer(Helper *helper, const HostContext *host, int64_t status, const TnValue *before,
                  const TnValue *frame, uint32_t count) {
    ApartWriter writer;
    ApartHead head = {.kind = APART_ANSWER,
                      .status = status,
                      .count = count,
                      .error = host->base.pending != 0 ? (uint32_t)host->error_kind : 0};
    tenon_apart_begin(&writer, &helper->end, &head);
    tenon_apart_put_changes(&writer, before, frame, count);
    tenon_apart_put_error(&writer, host);
    return tenon_apart_send(&writer);
}

/* Answers what does not fit into a message with an error. */
static int answer_or_say_why(Helper *helper, HostContext *host, int64_t status,
                             const TnValue *before, const TnValue *frame, uint32_t count) {
    if (answer(helper, host, status, before, frame, count) == 0) {
        return 0;
    }
    tenon_error_drop(host);
    (void)tenon_error_first(&host->base, TN_MEMORY_ERROR,
                            "the answer of the host does not fit into the 32 MiB that a module "
                            "which runs apart can be passed at once");
    return answer(helper, host, -1, before, before, count);
}

/* Does what the helper asks; 0 or APART_GARBLED. */
static int serve(Helper *helper, ApartReader *reader) {
    uint32_t operation = reader->head.shape;
    uint32_t count = reader->head.count;
    HostContext *host = find_twin(helper, reader->head.context);
    TnValue frame[MOST_FRAME];
    TnValue before[MOST_FRAME];
    if (host == NULL || count > MOST_FRAME ||
        tenon_apart_take_frame(reader, operation, frame, count) != 0 ||
        tenon_apart_take_error(reader, host) != 0) {
        return APART_GARBLED;
    }
    memcpy(before, frame, sizeof before[0] * count);
    int64_t status = tenon_apart_offers(operation)
                         ? tenon_thread_ask(&host->base, operation, frame, count)
                         : refuse(host, operation);
    return answer_or_say_why(helper, host, status, before, frame, count) == 0 ? 0 : APART_GARBLED;
}

/* Reads one message and serves it if the helper asks. The caller frees the copy of a result. */
static int receive(Helper *helper, ApartReader *reader) {
    reader->copy = NULL;
    int64_t size = tenon_apart_size(&helper->end);
    char *copy = size < 0 ? NULL : malloc((size_t)size);
    if (copy == NULL || tenon_apart_read(&helper->end, reader, copy, size) != 0) {
        free(copy);
        return APART_GARBLED;
    }
    if (reader->head.kind == APART_RESULT) {
        reader->copy = copy;
        return 0;
    }
    int status = reader->head.kind == APART_ASK ? serve(helper, reader) : APART_GARBLED;
    free(copy);
    return status;
}

/* Sends a request and serves what the helper asks until the result comes, whose copy the caller
 * frees. */
static int exchange(Helper *helper, ApartWriter *writer, ApartReader *result) {
    int status = 0;
    result->copy = NULL;
    if (tenon_apart_send(writer) != 0) {
        return APART_TOO_LARGE;
    }
    do {
        status = tenon_apart_await(&helper->end) != 0 ? APART_GONE : receive(helper, result);
    } while (status == 0 && result->copy == NULL);
    return status;
}

/* A request that is answered with a status alone. */
static int ask_status(Helper *helper, const ApartHead *head, int64_t *answer) {
    ApartWriter writer;
    ApartReader result;
    tenon_apart_begin(&writer, &helper->end, head);
    int status = exchange(helper, &writer, &result);
    *answer = status == 0 ? result.head.status : 0;
    free(result.copy);
    return status;
}

int64_t tenon_apart_open(int64_t helper, int64_t path, int64_t answer, int64_t d) {
    (void)d;
    ApartWriter writer;
    ApartReader result;
    ApartOpened *opened = (ApartOpened *)(intptr_t)answer;
    ApartHead head = {.kind = APART_OPEN, .count = 1};
    TnValue name = tn_str((const char *)(intptr_t)path);
    tenon_apart_begin(&writer, &helper_of(helper)->end, &head);
    tenon_apart_put(&writer, &name);
    int status = exchange(helper_of(helper), &writer, &result);
    TnValue error = tn_none();
    if (status == 0 &&
        (result.head.count > 1 || tenon_apart_take(&result, &error, result.head.count) != 0)) {
        status = APART_GARBLED;
    }
    opened->offset = status == 0 ? result.head.status : 0;
    (void)snprintf(opened->error, sizeof opened->error, "%s",
                   error.kind == TN_STR && error.as.s != NULL ? error.as.s : "");
    free(result.copy);
    return status;
}

static int add_twin(Helper *helper, HostContext *host) {
    Twin *twin = malloc(sizeof *twin);
    if (twin == NULL) {
        return -1;
    }
    *twin = (Twin){helper->twins, host};
    helper->twins = twin;
    return 0;
}

int64_t tenon_apart_context_new(int64_t address, int64_t state_size, int64_t instance,
                                int64_t made) {
    Helper *helper = helper_of(address);
    ApartContext *context = (ApartContext *)(intptr_t)made;
    ApartHead head = {.kind = APART_CONTEXT_NEW,
                      .context = (uint64_t)instance,
                      .argument = state_size,
                      .function = (uint64_t)context->state};
    int64_t state = 0;
    int status = ask_status(helper, &head, &state);
    if (status != 0) {
        return status;
    }
    /* The state lies in the helper: its address is a number here. */
    context->state = state;
    context->cx = state == -1 ? 0 : tenon_host_context_new(0, instance, state, 0);
    if (context->cx != 0 && add_twin(helper, (HostContext *)(intptr_t)context->cx) != 0) {
        (void)tenon_host_context_free(context->cx, 0, 0, 0);
        context->cx = 0;
    }
    return 0;
}

int64_t tenon_apart_context_free(int64_t address, int64_t cx, int64_t is_over, int64_t d) {
    (void)d;
    Helper *helper = helper_of(address);
    HostContext *host = (HostContext *)(intptr_t)cx;
    int64_t ignored = 0;
    ApartHead head = {.kind = APART_CONTEXT_FREE, .context = (uint64_t)host->instance};
    int status = is_over ? 0 : ask_status(helper, &head, &ignored);
    for (Twin **each = &helper->twins; *each != NULL; each = &(*each)->next) {
        if ((*each)->host == host) {
            Twin *gone = *each;
            *each = gone->next;
            free(gone);
            break;
        }
    }
    (void)tenon_host_context_free(cx, 0, 0, 0);
    return status;
}

/* Lets the text of a result live as long as the call memory of the context. */
static int keep(HostContext *host, TnValue *value) {
    if ((value->kind != TN_STR && value->kind != TN_BYTES) || value->as.p == NULL) {
        return 0;
    }
    char *place = tenon_call_alloc(&host->base, (size_t)value->length + 1);
    if (place == NULL) {
        return -1;
    }
    memcpy(place, value->as.p, (size_t)value->length + 1);
    value->as.p = place;
    return 0;
}

static int take_result(ApartReader *reader, HostContext *host, ApartCall *call) {
    TnValue value;
    uint32_t expected = call->result == 0 ? 0 : 1;
    if (reader->head.count != expected || tenon_apart_take(reader, &value, expected) != 0 ||
        tenon_apart_take_error(reader, host) != 0) {
        return APART_GARBLED;
    }
    call->status = reader->head.status;
    if (expected == 1 && keep(host, &value) == 0) {
        *(TnValue *)(intptr_t)call->result = value;
    }
    return 0;
}

int64_t tenon_apart_invoke(int64_t address, int64_t given, int64_t c, int64_t d) {
    (void)c;
    (void)d;
    ApartCall *call = (ApartCall *)(intptr_t)given;
    HostContext *host = (HostContext *)(intptr_t)call->cx;
    ApartWriter writer;
    ApartReader result;
    ApartHead head = {.kind = APART_INVOKE,
                      .shape = (uint32_t)call->shape,
                      .context = (uint64_t)host->instance,
                      .function = (uint64_t)call->function,
                      .argument = call->argument,
                      .status = call->result != 0,
                      .count = (uint32_t)call->count};
    /* A call within this one uses the same memory for what it is given. */
    ApartCall own = *call;
    tenon_apart_begin(&writer, &helper_of(address)->end, &head);
    tenon_apart_put_all(&writer, (const TnValue *)(intptr_t)call->values, (size_t)call->count);
    int status = exchange(helper_of(address), &writer, &result);
    if (status == 0) {
        status = take_result(&result, host, &own);
    }
    free(result.copy);
    call->status = own.status;
    return status;
}

int64_t tenon_apart_mapping(int64_t helper, int64_t address, int64_t table, int64_t most) {
    ApartWriter writer;
    ApartReader result;
    ApartHead head = {.kind = APART_MAPPING, .argument = address};
    HostSegment *segments = (HostSegment *)(intptr_t)table;
    tenon_apart_begin(&writer, &helper_of(helper)->end, &head);
    int64_t count = exchange(helper_of(helper), &writer, &result) == 0 ? result.head.count / 3 : 0;
    for (int64_t index = 0; index < count && index < most; index++) {
        TnValue numbers[3];
        if (tenon_apart_take(&result, numbers, 3) != 0) {
            count = 0;
            break;
        }
        segments[index] = (HostSegment){numbers[0].as.i, numbers[1].as.i, numbers[2].as.i};
    }
    free(result.copy);
    return count;
}

/* Waits until the process has ended, and ends it if it does not. */
static int64_t end_process(Helper *helper, int may_end_itself) {
    siginfo_t how = {0};
    struct pollfd process = {helper->end.process, POLLIN, 0};
    (void)shutdown(helper->end.bell, SHUT_RDWR);
    if (!may_end_itself || poll(&process, 1, PATIENCE) <= 0) {
        (void)kill(-helper->process, SIGKILL);
    }
    while (waitid(P_PID, (id_t)helper->process, &how, WEXITED | WNOWAIT) != 0 && errno == EINTR) {
        /* a signal */
    }
    /* What it has started and what is still in its group; until the wait the number is its own. */
    (void)kill(-helper->process, SIGKILL);
    while (waitid(P_PID, (id_t)helper->process, &how, WEXITED) != 0 && errno == EINTR) {
        /* a signal */
    }
    helper->process = 0;
    return how.si_code == CLD_EXITED ? (int64_t)how.si_status << 32 : how.si_status;
}

int64_t tenon_apart_stop(int64_t helper, int64_t may_end_itself, int64_t c, int64_t d) {
    (void)c;
    (void)d;
    return end_process(helper_of(helper), may_end_itself != 0);
}

int64_t tenon_apart_free(int64_t helper, int64_t b, int64_t c, int64_t d) {
    (void)b;
    (void)c;
    (void)d;
    release(helper_of(helper));
    return 0;
}

/* The helper says which ABI it has when it is ready. */
static int greet(Helper *helper) {
    ApartReader greeting;
    int status = tenon_apart_await(&helper->end) == 0 ? receive(helper, &greeting) : APART_GONE;
    int is_same = status == 0 && greeting.copy != NULL && greeting.head.status == TENON_ABI;
    if (status == 0) {
        free(greeting.copy);
    }
    return is_same ? 0 : ENOEXEC;
}

int64_t tenon_apart_start(int64_t program, int64_t b, int64_t c, int64_t d) {
    (void)b;
    (void)c;
    (void)d;
    Files files;
    Helper *helper = calloc(1, sizeof *helper);
    if (helper == NULL) {
        return -ENOMEM;
    }
    helper->end = (ApartEnd){NULL, APART_HOST, -1, -1};
    helper->lifeline = -1;
    int reason = open_files(&files);
    if (reason == 0) {
        reason = start(helper, (const char *)(intptr_t)program, &files);
    }
    close_files(&files);
    if (reason == 0) {
        reason = greet(helper);
    }
    if (reason != 0) {
        if (helper->process > 0) {
            (void)end_process(helper, 0);
        }
        release(helper);
        return -(int64_t)reason;
    }
    return (int64_t)(intptr_t)helper;
}

#endif
