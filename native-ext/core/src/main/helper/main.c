/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The helper process of modules that run apart: does what the host asks with the host library that
 * modules have inside, whose one way into Java leads to the host here.
 *
 * It ends when the host does, however that ends: a thread waits for the host's end of the lifeline
 * to be closed.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <fcntl.h>
#include <link.h>
#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "../c/apart.h"
#include "typed.h"

enum { STATUS_NO_LANE = 70 };

static ApartEnd end = {NULL, APART_HELPER, APART_BELL_FILE, -1};

/* Whether the thread is the one that the host calls. */
static _Thread_local int is_called;

/* The contexts by the lower half of their numbers. */
static HostContext **contexts;
static size_t contexts_length;

static void serve(ApartReader *reader);

/* The host is gone, or has let this process go. */
static _Noreturn void leave(void) { exit(EXIT_SUCCESS); }

static HostContext *find_context(uint64_t number) {
    uint32_t index = (uint32_t)number;
    HostContext *host = index < contexts_length ? contexts[index] : NULL;
    return host != NULL && (uint64_t)host->instance == number ? host : NULL;
}

static int put_context(HostContext *host) {
    uint32_t index = (uint32_t)host->instance;
    if (index >= contexts_length) {
        size_t length = (size_t)index * 2 + 16;
        HostContext **more = realloc(contexts, length * sizeof *more);
        if (more == NULL) {
            return -1;
        }
        memset(more + contexts_length, 0, (length - contexts_length) * sizeof *more);
        contexts = more;
        contexts_length = length;
    }
    contexts[index] = host;
    return 0;
}

/* Waits for a message and copies it; the caller frees the copy. */
static void receive(ApartReader *reader) {
    if (tenon_apart_await(&end) != 0) {
        leave();
    }
    int64_t size = tenon_apart_size(&end);
    reader->copy = size < 0 ? NULL : malloc((size_t)size);
    if (reader->copy == NULL || tenon_apart_read(&end, reader, reader->copy, size) != 0) {
        abort(); /* out of memory: the host reports the end */
    }
}

static uint32_t error_of(const HostContext *host) {
    return host->base.pending != 0 ? (uint32_t)host->error_kind : 0;
}

static void answer_status(int64_t status) {
    ApartWriter writer;
    ApartHead head = {.kind = APART_RESULT, .status = status};
    tenon_apart_begin(&writer, &end, &head);
    (void)tenon_apart_send(&writer);
}

static const char *name_of(int64_t operation) {
#define NAME_OF(name, number, function)                                                            \
    case number:                                                                                   \
        return #function;
    switch (operation) {
        TN_OPERATIONS(NAME_OF)
    default:
        return "tn_request";
    }
#undef NAME_OF
}

static int64_t refuse(TnContext *cx, int64_t operation) {
    char message[160];
    (void)snprintf(message, sizeof message,
                   "%s() is not offered to modules that run apart; run the module in the process "
                   "of the host",
                   name_of(operation));
    return tenon_error_first(cx, TN_NOT_IMPLEMENTED_ERROR, message);
}

/* Copies a text of a message into call memory. */
static void keep(TnContext *cx, TnValue *value) {
    if ((value->kind != TN_STR && value->kind != TN_BYTES) || value->as.p == NULL) {
        return;
    }
    char *place = tenon_call_alloc(cx, (size_t)value->length + 1);
    if (place == NULL) {
        *value = tn_none();
        return;
    }
    memcpy(place, value->as.p, (size_t)value->length + 1);
    value->as.p = place;
}

static int64_t take_answer(ApartReader *reader, HostContext *host, TnValue *frame, size_t count) {
    TnValue changed[8];
    if (reader->head.count != count || count > sizeof changed / sizeof changed[0]) {
        abort();
    }
    memcpy(changed, frame, count * sizeof *frame);
    if (tenon_apart_take_changes(reader, changed, count) != 0 ||
        tenon_apart_take_error(reader, host) != 0) {
        abort();
    }
    for (size_t index = 0; index < count; index++) {
        if (memcmp(&changed[index], &frame[index], sizeof *frame) != 0) {
            keep(&host->base, &changed[index]);
            frame[index] = changed[index];
        }
    }
    return reader->head.status;
}

/* Asks the host, and does what it asks meanwhile. */
static int64_t ask(int64_t cx, int64_t operation, int64_t place, int64_t count) {
    HostContext *host = (HostContext *)(intptr_t)cx;
    TnValue *frame = (TnValue *)(intptr_t)place;
    ApartWriter writer;
    ApartReader reader;
    if (!is_called || host == NULL) {
        return -1; /* no thread but the one that is called reaches the host */
    }
    if (!tenon_apart_offers((uint32_t)operation)) {
        return refuse(&host->base, operation);
    }
    ApartHead head = {.kind = APART_ASK,
                      .shape = (uint32_t)operation,
                      .context = (uint64_t)host->instance,
                      .count = (uint32_t)count,
                      .error = error_of(host)};
    tenon_apart_begin(&writer, &end, &head);
    tenon_apart_put_frame(&writer, (uint32_t)operation, frame, (size_t)count);
    tenon_apart_put_error(&writer, host);
    if (tenon_apart_send(&writer) != 0) {
        return tenon_error_first(&host->base, TN_MEMORY_ERROR,
                                 "a module that runs apart can pass the host at most 32 MiB and "
                                 "65536 values at once");
    }
    for (receive(&reader); reader.head.kind != APART_ANSWER; receive(&reader)) {
        serve(&reader);
        free(reader.copy);
    }
    int64_t status = take_answer(&reader, host, frame, (size_t)count);
    free(reader.copy);
    return status;
}

static void serve_open(ApartReader *reader) {
    TnValue path;
    struct link_map *map = NULL;
    if (tenon_apart_take(reader, &path, 1) != 0) {
        abort();
    }
    void *handle = dlopen(path.as.s, RTLD_NOW | RTLD_LOCAL);
    if (handle != NULL && dlinfo(handle, RTLD_DI_LINKMAP, &map) == 0) {
        answer_status((int64_t)map->l_addr);
        return;
    }
    ApartWriter writer;
    ApartHead head = {.kind = APART_RESULT, .count = 1};
    const char *reason = dlerror();
    TnValue text = tn_str(reason == NULL ? "no reason given" : reason);
    tenon_apart_begin(&writer, &end, &head);
    tenon_apart_put(&writer, &text);
    (void)tenon_apart_send(&writer);
}

static void serve_context_new(const ApartReader *reader) {
    HostContext *host = (HostContext *)(intptr_t)tenon_host_context_new(
        reader->head.argument, (int64_t)reader->head.context, (int64_t)reader->head.function, 0);
    if (host == NULL) {
        answer_status(-1);
        return;
    }
    if (put_context(host) != 0) {
        (void)tenon_host_context_free((int64_t)(intptr_t)host, 0, 0, 0);
        answer_status(-1);
        return;
    }
    answer_status((int64_t)(intptr_t)host->base.state);
}

static void serve_context_free(const ApartReader *reader) {
    HostContext *host = find_context(reader->head.context);
    if (host != NULL) {
        contexts[(uint32_t)reader->head.context] = NULL;
        (void)tenon_host_context_free((int64_t)(intptr_t)host, 0, 0, 0);
    }
    answer_status(0);
}

static void serve_mapping(const ApartReader *reader) {
    enum { MOST = 64 };
    HostSegment segments[MOST];
    int64_t count = tenon_host_mapping(reader->head.argument, (int64_t)(intptr_t)segments, MOST, 0);
    count = count < MOST ? count : MOST;
    ApartWriter writer;
    ApartHead head = {.kind = APART_RESULT, .count = (uint32_t)count * 3};
    tenon_apart_begin(&writer, &end, &head);
    for (int64_t index = 0; index < count; index++) {
        TnValue numbers[3] = {tn_int(segments[index].start), tn_int(segments[index].end),
                              tn_int(segments[index].flags)};
        tenon_apart_put_all(&writer, numbers, 3);
    }
    (void)tenon_apart_send(&writer);
}

static int64_t call_main(HostContext *host, TnAnyFunction function, const TnValue *values,
                         size_t count, TnValue *result) {
    const char **texts = calloc(count + 1, sizeof *texts);
    if (texts == NULL) {
        return tenon_error_first(&host->base, TN_MEMORY_ERROR, "no memory for the arguments");
    }
    for (size_t index = 0; index < count; index++) {
        texts[index] = values[index].as.s;
    }
    TnMainArguments arguments = {count, texts, 0, 0};
    int64_t status = ((TnMainFunction)function)(&host->base, &arguments);
    free(texts);
    *result = tn_int(arguments.status);
    return status;
}

/* The values are those by position, those by name, and then the names. */
static int64_t call_keywords(HostContext *host, TnAnyFunction function, const TnValue *values,
                             size_t count, size_t positional, TnValue *result) {
    size_t named = (count - positional) / 2;
    const char **names = calloc(named + 1, sizeof *names);
    if (names == NULL) {
        return tenon_error_first(&host->base, TN_MEMORY_ERROR, "no memory for the keywords");
    }
    for (size_t index = 0; index < named; index++) {
        names[index] = values[positional + named + index].as.s;
    }
    TnKeywords keywords = {positional, named, names};
    int64_t status = ((TnKeywordFunction)function)(&host->base, values, &keywords, result);
    free(names);
    return status;
}

/* frame: one value for the call itself, the arguments, and the result. */
static int64_t call(const ApartHead *head, HostContext *host, TnValue *frame) {
    TnAnyFunction function = (TnAnyFunction)(intptr_t)head->function;
    size_t count = head->count;
    TnValue *values = &frame[1];
    TnValue *result = &values[count];
    frame[0] = (TnValue){TN_INT, head->count, {.i = head->argument}};
    switch (head->shape) {
    case HOST_INVOKE_FUNCTION:
        return ((TnFunction)function)(&host->base, values, count, result);
    case HOST_INVOKE_KEYWORDS:
        return call_keywords(host, function, values, count, (size_t)head->argument, result);
    case HOST_INVOKE_TYPED:
        return tenon_typed_call(&host->base, function, values[0].as.s, &values[1], count - 1,
                                result);
    case TN_SLOT_MAIN:
        return call_main(host, function, values, count, result);
    case HOST_INVOKE_HOOK:
    case HOST_INVOKE_DESTRUCTOR:
        return tenon_host_invoke(head->shape, (int64_t)head->function, (int64_t)(intptr_t)host,
                                 head->argument);
    default:
        return tenon_host_invoke(
            head->shape, (int64_t)head->function, (int64_t)(intptr_t)host,
            (int64_t)(intptr_t)(head->shape == TN_SLOT_CREATE ? values : frame));
    }
}

static int send_result(HostContext *host, int64_t status, const TnValue *result, uint32_t count) {
    ApartWriter writer;
    ApartHead head = {
        .kind = APART_RESULT, .status = status, .count = count, .error = error_of(host)};
    tenon_apart_begin(&writer, &end, &head);
    tenon_apart_put_all(&writer, result, count);
    tenon_apart_put_error(&writer, host);
    return tenon_apart_send(&writer);
}

static void serve_invoke(ApartReader *reader) {
    ApartHead head = reader->head;
    HostContext *host = find_context(head.context);
    TnValue few[16];
    TnValue *frame = few;
    if (head.count + 2 > sizeof few / sizeof few[0]) {
        frame = malloc((head.count + (size_t)2) * sizeof *frame);
    }
    if (host == NULL || frame == NULL || tenon_apart_take(reader, &frame[1], head.count) != 0) {
        abort();
    }
    TnValue *result = &frame[1 + head.count];
    *result = tn_none();
    int64_t status = call(&head, host, frame);
    if (send_result(host, status, result, (uint32_t)head.status) != 0) {
        static const TnValue none = {TN_NONE, 0, {.i = 0}};
        tenon_error_drop(host);
        (void)tenon_error_first(&host->base, TN_MEMORY_ERROR,
                                "the result does not fit into the 32 MiB that a module which runs "
                                "apart can pass at once");
        (void)send_result(host, -1, &none, (uint32_t)head.status);
    }
    tenon_call_release(host, NULL);
    tenon_error_drop(host);
    if (frame != few) {
        free(frame);
    }
}

static void serve(ApartReader *reader) {
    switch (reader->head.kind) {
    case APART_OPEN:
        serve_open(reader);
        return;
    case APART_CONTEXT_NEW:
        serve_context_new(reader);
        return;
    case APART_CONTEXT_FREE:
        serve_context_free(reader);
        return;
    case APART_INVOKE:
        serve_invoke(reader);
        return;
    case APART_MAPPING:
        serve_mapping(reader);
        return;
    default:
        abort();
    }
}

/* Ends this process, and what it has started, when the host has ended. */
static void *watch_host(void *nothing) {
    struct pollfd lifeline = {APART_LIFELINE_FILE, 0, 0};
    while (poll(&lifeline, 1, -1) <= 0 || (lifeline.revents & POLLHUP) == 0) {
        if ((lifeline.revents & POLLNVAL) != 0) {
            break; /* the module has closed it */
        }
    }
    (void)kill(0, SIGKILL);
    return nothing;
}

static int prepare(void) {
    static const struct rlimit none = {0, 0};
    pthread_t watch;
    void *lane =
        mmap(NULL, APART_LANE_SIZE, PROT_READ | PROT_WRITE, MAP_SHARED, APART_MEMORY_FILE, 0);
    (void)close(APART_MEMORY_FILE);
    /* Files of the host that its own programs would close. */
    (void)syscall(SYS_close_range, APART_FIRST_OTHER_FILE, ~0u, 0);
    if (lane == MAP_FAILED || fcntl(APART_BELL_FILE, F_SETFD, FD_CLOEXEC) != 0 ||
        fcntl(APART_LIFELINE_FILE, F_SETFD, FD_CLOEXEC) != 0 ||
        setrlimit(RLIMIT_CORE, &none) != 0 || pthread_create(&watch, NULL, watch_host, NULL) != 0) {
        return -1;
    }
    end.lane = lane;
    is_called = 1;
    return 0;
}

int main(void) {
    ApartReader reader;
    if (prepare() != 0) {
        return STATUS_NO_LANE;
    }
    answer_status(tenon_host_start((int64_t)(intptr_t)ask, 0, 0, 0));
    for (;;) {
        receive(&reader);
        serve(&reader);
        free(reader.copy);
    }
}
