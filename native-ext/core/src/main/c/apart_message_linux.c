/* SPDX-License-Identifier: Apache-2.0 */
/* Messages between the host and the helper process of modules that run apart. */
#define _GNU_SOURCE
#include "platform.h"

#ifdef __linux__

#include <errno.h>
#include <poll.h>
#include <string.h>
#include <sys/socket.h>

#include "apart.h"

enum { SPINS = 200, WORD = 8 };

/* Kinds of values that only messages have. */
enum { ARRAY = 1000, EMPTY, SAME };

static size_t padded(size_t size) { return (size + WORD - 1) & ~(size_t)(WORD - 1); }

static void put_bytes(ApartWriter *writer, const void *bytes, size_t size, size_t room) {
    if (writer->is_full || room < size || room > APART_ROOM - writer->used) {
        writer->is_full = 1;
        return;
    }
    char *place = writer->end->lane->message + writer->used;
    if (size > 0) {
        memcpy(place, bytes, size);
    }
    memset(place + size, 0, room - size);
    writer->used += room;
}

void tenon_apart_begin(ApartWriter *writer, ApartEnd *end, const ApartHead *head) {
    *writer = (ApartWriter){end, 0, 0};
    put_bytes(writer, head, sizeof *head, padded(sizeof *head));
}

/* A text has a NUL behind it. */
static void put_text(ApartWriter *writer, const void *text, size_t length) {
    put_bytes(writer, text, length, padded(length + 1));
}

static int is_text(const TnValue *value) {
    return (value->kind == TN_STR || value->kind == TN_BYTES) && value->as.p != NULL;
}

/* The value without what it points to. */
static void put_head(ApartWriter *writer, const TnValue *value) {
    TnValue sent = *value;
    if (is_text(value)) {
        sent.as.p = NULL;
    } else if (value->kind == TN_STR || value->kind == TN_BYTES) {
        sent = (TnValue){EMPTY, 0, {.i = value->kind}};
    }
    put_bytes(writer, &sent, sizeof sent, sizeof sent);
}

static void put_content(ApartWriter *writer, const TnValue *value) {
    if (is_text(value)) {
        put_text(writer, value->as.p, value->length);
    }
}

void tenon_apart_put(ApartWriter *writer, const TnValue *value) {
    put_head(writer, value);
    put_content(writer, value);
}

void tenon_apart_put_all(ApartWriter *writer, const TnValue *values, size_t count) {
    for (size_t index = 0; index < count && !writer->is_full; index++) {
        tenon_apart_put(writer, &values[index]);
    }
}

/* Where the frame of an operation has the address of an array, which its length follows; -1 for no
 * such. */
static int array_of(uint32_t operation) {
    switch (operation) {
    case HOST_CALL:
        return 1;
    case TN_OP_CALL_METHOD:
        return 2;
    case TN_OP_LIST_NEW:
        return 0;
    default:
        return -1;
    }
}

int tenon_apart_offers(uint32_t operation) {
    switch (operation) {
    case HOST_ATTACH:
    case HOST_DETACH:
    case HOST_THREAD_END:
    case HOST_STALE:
    case TN_OP_FUNCTION_NEW:
    case TN_OP_CALL_KEYWORDS:
    case TN_OP_RESOURCE_NEW:
    case TN_OP_RESOURCE_GET:
    case TN_OP_RESOURCE_CLOSE:
    case TN_OP_RESOURCE_SELF:
    case TN_OP_BUFFER_ACQUIRE:
    case TN_OP_BUFFER_RELEASE:
        return 0;
    default:
        return 1;
    }
}

/* The heads of the values lie one behind the other, as their reader needs them. */
static void put_array(ApartWriter *writer, const TnValue *values, int64_t count) {
    TnValue head = {ARRAY, 0, {.i = count}};
    if (count < 0 || count > APART_MOST_VALUES) {
        writer->is_full = 1;
        return;
    }
    put_bytes(writer, &head, sizeof head, sizeof head);
    for (int64_t index = 0; index < count; index++) {
        put_head(writer, &values[index]);
    }
    for (int64_t index = 0; index < count; index++) {
        put_content(writer, &values[index]);
    }
}

void tenon_apart_put_frame(ApartWriter *writer, uint32_t operation, const TnValue *frame,
                           size_t count) {
    int array = array_of(operation);
    for (size_t index = 0; index < count; index++) {
        if (array >= 0 && index == (size_t)array && index + 1 < count) {
            put_array(writer, (const TnValue *)(intptr_t)frame[index].as.i, frame[index + 1].as.i);
        } else {
            tenon_apart_put(writer, &frame[index]);
        }
    }
}

void tenon_apart_put_changes(ApartWriter *writer, const TnValue *before, const TnValue *frame,
                             size_t count) {
    static const TnValue same = {SAME, 0, {.i = 0}};
    for (size_t index = 0; index < count; index++) {
        int is_same = memcmp(&before[index], &frame[index], sizeof(TnValue)) == 0;
        tenon_apart_put(writer, is_same ? &same : &frame[index]);
    }
}

void tenon_apart_put_error(ApartWriter *writer, const HostContext *host) {
    TnValue text = host->error_message == NULL
                       ? tn_none()
                       : tn_str_n(host->error_message, (size_t)host->error_length);
    if (host->base.pending != 0) {
        tenon_apart_put(writer, &text);
    }
}

int tenon_apart_send(ApartWriter *writer) {
    ApartEnd *end = writer->end;
    if (writer->is_full) {
        return -1;
    }
    end->lane->size = writer->used;
    uint32_t other = end->self == APART_HOST ? APART_HELPER : APART_HOST;
    atomic_store(&end->lane->turn, other);
    if (atomic_load(&end->lane->sleeps[other])) {
        (void)send(end->bell, "", 1, MSG_DONTWAIT | MSG_NOSIGNAL);
    }
    return 0;
}

static int has_turn(const ApartEnd *end) { return atomic_load(&end->lane->turn) == end->self; }

/* Sleeps until the bell rings; -1 if the other end is gone. */
static int sleep_once(ApartEnd *end) {
    struct pollfd files[2] = {{end->bell, POLLIN, 0}, {end->process, POLLIN, 0}};
    char rings[64];
    if (poll(files, end->process < 0 ? 1 : 2, -1) < 0) {
        return errno == EINTR ? 0 : -1;
    }
    if (files[0].revents != 0) {
        ssize_t got = recv(end->bell, rings, sizeof rings, MSG_DONTWAIT);
        return got > 0 || (got < 0 && (errno == EAGAIN || errno == EINTR)) ? 0 : -1;
    }
    return -1;
}

int tenon_apart_await(ApartEnd *end) {
    for (int spin = 0; spin < SPINS; spin++) {
        if (has_turn(end)) {
            return 0;
        }
#if defined(__x86_64__)
        __builtin_ia32_pause();
#endif
    }
    int status = 0;
    atomic_store(&end->lane->sleeps[end->self], 1);
    while (status == 0 && !has_turn(end)) {
        status = sleep_once(end);
    }
    atomic_store(&end->lane->sleeps[end->self], 0);
    return has_turn(end) ? 0 : status;
}

int64_t tenon_apart_size(const ApartEnd *end) {
    uint64_t size = *(const volatile uint64_t *)&end->lane->size;
    return size < sizeof(ApartHead) || size > APART_ROOM ? -1 : (int64_t)size;
}

int tenon_apart_read(const ApartEnd *end, ApartReader *reader, char *place, int64_t size) {
    memcpy(place, end->lane->message, (size_t)size);
    memcpy(&reader->head, place, sizeof reader->head);
    reader->next = place + padded(sizeof reader->head);
    reader->end = place + size;
    return reader->next > reader->end || reader->head.count > APART_MOST_VALUES ? -1 : 0;
}

/* Takes bytes out of the copy; NULL if there are not as many. */
static char *take_bytes(ApartReader *reader, size_t size) {
    char *place = reader->next;
    if (size > (size_t)(reader->end - place)) {
        return NULL;
    }
    reader->next += size;
    return place;
}

static int take_raw(ApartReader *reader, TnValue *value) {
    const char *place = take_bytes(reader, sizeof *value);
    if (place == NULL) {
        return -1;
    }
    memcpy(value, place, sizeof *value);
    return 0;
}

static int take_content(ApartReader *reader, TnValue *value) {
    if (value->kind == EMPTY && (value->as.i == TN_STR || value->as.i == TN_BYTES)) {
        *value = (TnValue){(uint32_t)value->as.i, 0, {.p = NULL}};
        return 0;
    }
    if (value->kind == TN_STR || value->kind == TN_BYTES) {
        char *text = take_bytes(reader, padded((size_t)value->length + 1));
        if (text == NULL) {
            return -1;
        }
        text[value->length] = '\0';
        value->as.p = text;
        return 0;
    }
    value->length = 0;
    return value->kind <= TN_OBJECT ? 0 : -1;
}

int tenon_apart_take(ApartReader *reader, TnValue *values, size_t count) {
    for (size_t index = 0; index < count; index++) {
        if (take_raw(reader, &values[index]) != 0 || take_content(reader, &values[index]) != 0) {
            return -1;
        }
    }
    return 0;
}

/* The values stay where they are. */
static int take_array(ApartReader *reader, TnValue *value) {
    int64_t count = value->as.i;
    if (value->kind != ARRAY || count < 0 || count > APART_MOST_VALUES) {
        return -1;
    }
    TnValue *values = (void *)take_bytes(reader, (size_t)count * sizeof(TnValue));
    if (values == NULL) {
        return -1;
    }
    for (int64_t index = 0; index < count; index++) {
        if (take_content(reader, &values[index]) != 0) {
            return -1;
        }
    }
    *value = tn_int((int64_t)(intptr_t)values);
    return 0;
}

int tenon_apart_take_frame(ApartReader *reader, uint32_t operation, TnValue *frame, size_t count) {
    int array = array_of(operation);
    int64_t length = 0;
    for (size_t index = 0; index < count; index++) {
        int is_array = array >= 0 && index == (size_t)array;
        if (take_raw(reader, &frame[index]) != 0) {
            return -1;
        }
        length = is_array ? frame[index].as.i : length;
        if ((is_array ? take_array(reader, &frame[index]) : take_content(reader, &frame[index])) !=
            0) {
            return -1;
        }
    }
    if (array >= 0) { /* what the array has, whatever the frame says */
        if ((size_t)array + 1 >= count) {
            return -1;
        }
        frame[array + 1] = tn_int(length);
    }
    return 0;
}

int tenon_apart_take_changes(ApartReader *reader, TnValue *frame, size_t count) {
    for (size_t index = 0; index < count; index++) {
        TnValue value;
        if (take_raw(reader, &value) != 0) {
            return -1;
        }
        if (value.kind == SAME) {
            continue;
        }
        if (take_content(reader, &value) != 0) {
            return -1;
        }
        frame[index] = value;
    }
    return 0;
}

int tenon_apart_take_error(ApartReader *reader, HostContext *host) {
    TnValue text;
    if (reader->head.error == 0) {
        tenon_error_drop(host);
        return 0;
    }
    if (tenon_apart_take(reader, &text, 1) != 0 || (text.kind != TN_STR && text.kind != TN_NONE)) {
        return -1;
    }
    (void)tenon_host_error_set((int64_t)(intptr_t)host, reader->head.error,
                               (int64_t)(intptr_t)(text.kind == TN_STR ? text.as.s : NULL),
                               (int64_t)text.length);
    return 0;
}

#endif
