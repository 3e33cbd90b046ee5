/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What the host and the helper process of modules that run apart share: one lane of memory, in
 * which they write messages in turn, and a bell for the one that sleeps.
 *
 * A message is a head, values, and the text of an error. It holds no addresses that its reader
 * follows. Whoever reads one copies it first and checks the copy, because the other process can
 * change the lane at any time.
 */
#ifndef TENON_APART_H
#define TENON_APART_H

#include <stdatomic.h>

#include "host.h"

enum { APART_ROOM = 32 << 20, APART_MOST_VALUES = 1 << 16 };

/* What a helper finds open when it starts. */
enum { APART_MEMORY_FILE = 3, APART_BELL_FILE, APART_LIFELINE_FILE, APART_FIRST_OTHER_FILE };

/* Who has the turn. */
enum { APART_HOST, APART_HELPER, APART_SIDES };

/* What a message is. */
enum {
    APART_RESULT = 1,   /* of a request: status, error, values */
    APART_ASK,          /* of the helper: an operation of the host and its frame */
    APART_ANSWER,       /* of the host to that: status, error, the frame */
    APART_OPEN,         /* maps a library; status: the difference of its addresses to its file's */
    APART_CONTEXT_NEW,  /* argument: the size of the state; status: its address */
    APART_CONTEXT_FREE, /* of the context */
    APART_INVOKE,       /* calls a function */
    APART_MAPPING       /* argument: an address; values: the segments of its library */
};

typedef struct ApartHead {
    uint32_t kind;
    uint32_t shape; /* of an APART_INVOKE; the operation of an APART_ASK */
    uint64_t context;
    uint64_t function;
    int64_t argument;
    int64_t status;
    uint32_t count; /* of the values */
    uint32_t error; /* the kind of the error that is set in the context, 0 for none */
} ApartHead;

typedef struct ApartLane {
    _Atomic uint32_t turn;
    _Atomic uint32_t sleeps[APART_SIDES]; /* whether a side waits for the bell */
    uint64_t size;                        /* of the message */
    char message[];
} ApartLane;

enum { APART_LANE_SIZE = APART_ROOM + 4096 };

/* One end of a lane. */
typedef struct ApartEnd {
    ApartLane *lane;
    uint32_t self;
    int bell;
    int process; /* a pidfd of the other process; -1 for none */
} ApartEnd;

/* What a message is written with; full if it has not had the room. */
typedef struct ApartWriter {
    ApartEnd *end;
    size_t used;
    int is_full;
} ApartWriter;

/* A copy of a message. */
typedef struct ApartReader {
    ApartHead head;
    char *copy; /* of a result, for the one who frees it */
    char *next;
    char *end;
} ApartReader;

void tenon_apart_begin(ApartWriter *writer, ApartEnd *end, const ApartHead *head);
void tenon_apart_put(ApartWriter *writer, const TnValue *value);
void tenon_apart_put_all(ApartWriter *writer, const TnValue *values, size_t count);
/* A frame of an operation: its array, if it has one, goes with it. */
void tenon_apart_put_frame(ApartWriter *writer, uint32_t operation, const TnValue *frame,
                           size_t count);
/* A frame that its sender has: what has changed in it since. */
void tenon_apart_put_changes(ApartWriter *writer, const TnValue *before, const TnValue *frame,
                             size_t count);
/* The error that is set in a context. The head of the message has its kind. */
void tenon_apart_put_error(ApartWriter *writer, const HostContext *host);
/* Hands the message over; -1 if it did not fit, and then nothing is sent. */
int tenon_apart_send(ApartWriter *writer);

/* Waits for the turn; -1 if the other end is gone. */
int tenon_apart_await(ApartEnd *end);
/* The size of the message that has come; -1 if it cannot be one. */
int64_t tenon_apart_size(const ApartEnd *end);
/* Copies the message into a place of that size, where its texts stay; -1 if it is none. */
int tenon_apart_read(const ApartEnd *end, ApartReader *reader, char *place, int64_t size);
/* Takes values from a message; -1 if they are none. */
int tenon_apart_take(ApartReader *reader, TnValue *values, size_t count);
/* Takes a frame; its array stays in the message. */
int tenon_apart_take_frame(ApartReader *reader, uint32_t operation, TnValue *frame, size_t count);
/* Takes what has changed in a frame. */
int tenon_apart_take_changes(ApartReader *reader, TnValue *frame, size_t count);
/* Takes the error and sets it in a context, or clears the one there; -1 if it is none. */
int tenon_apart_take_error(ApartReader *reader, HostContext *host);

/* A call of a function of a module that runs apart. The offsets are shared with Abi.java. */
typedef struct ApartCall {
    int64_t shape;    /* as for tenon_host_invoke, or HOST_INVOKE_FUNCTION and so on */
    int64_t function; /* 8 */
    int64_t cx;       /* 16 */
    int64_t argument; /* 24: as for tenon_host_invoke; a word for the function */
    int64_t values;   /* 32: the arguments */
    int64_t count;    /* 40: how many */
    int64_t result;   /* 48: where the result goes; 0 for nowhere */
    int64_t status;   /* 56: what the function has returned */
} ApartCall;

/* What tenon_apart_invoke and others return besides 0. */
enum {
    APART_GONE = 1, /* the helper has ended or closed its bell */
    APART_GARBLED,  /* it sent what is no message */
    APART_TOO_LARGE /* the values have no room in a message; nothing was called */
};

/* Whether an operation can be asked from apart: those that hand over addresses cannot. */
int tenon_apart_offers(uint32_t operation);

/* What tenon_apart_open answers. The offsets are shared with Abi.java. */
typedef struct ApartOpened {
    int64_t offset;   /* of the addresses to those in the file */
    char error[1016]; /* 8: why it cannot be mapped; empty if it is */
} ApartOpened;

/* What tenon_apart_context_new is given and answers. The offsets are shared with Abi.java. */
typedef struct ApartContext {
    int64_t state; /* in: 0, or that of another context; out: its own */
    int64_t cx;    /* 8: out: the context of the host; 0 without memory */
} ApartContext;

/* Starts a helper, which waits for requests. Returns its address, or an errno below 0. */
HOST_EXPORT int64_t tenon_apart_start(int64_t program, int64_t b, int64_t c, int64_t d);
/* Maps a library there. */
HOST_EXPORT int64_t tenon_apart_open(int64_t helper, int64_t path, int64_t opened, int64_t d);
HOST_EXPORT int64_t tenon_apart_context_new(int64_t helper, int64_t state_size, int64_t instance,
                                            int64_t context);
/* is_over: the helper has ended. */
HOST_EXPORT int64_t tenon_apart_context_free(int64_t helper, int64_t cx, int64_t is_over,
                                             int64_t d);
/* As tenon_host_invoke; call: an ApartCall. */
HOST_EXPORT int64_t tenon_apart_invoke(int64_t helper, int64_t call, int64_t c, int64_t d);
/* As tenon_host_mapping. */
HOST_EXPORT int64_t tenon_apart_mapping(int64_t helper, int64_t address, int64_t table,
                                        int64_t most);
/* Ends the helper and all that it has started. Returns the number of the signal that ended it, or
 * the exit status in the upper half. may_end_itself: it is about to. */
HOST_EXPORT int64_t tenon_apart_stop(int64_t helper, int64_t may_end_itself, int64_t c, int64_t d);
/* Frees what is left of a helper that was stopped. */
HOST_EXPORT int64_t tenon_apart_free(int64_t helper, int64_t b, int64_t c, int64_t d);

#endif
