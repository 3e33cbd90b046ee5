/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Refuses calls when little stack is left: the JVM aborts when an upcall overflows the stack, and a
 * function of C that does so ends the process, mostly without a word. The bounds belong to the
 * operating system's thread, so a virtual thread may move between two calls.
 */
#include "platform.h"

/* A call into C keeps less free where the whole stack is small: at most a quarter of it. */
enum { HEADROOM = 256 * 1024, MOST_OF_STACK = 4 };

typedef struct Bounds {
    uintptr_t upcall; /* the lowest address of a frame that may call Java; 0: not looked up yet */
    uintptr_t call;
    int64_t call_needs;
} Bounds;

static _Thread_local Bounds bounds;

static void find_bounds(void) {
    uintptr_t lowest = 0;
    size_t size = 0;
    bounds = (Bounds){1, 1, 0};
    tenon_overflow_guard();
    if (tenon_stack_bounds(&lowest, &size) == 0) {
        size_t part = size / MOST_OF_STACK;
        bounds.call_needs = (int64_t)(part < HEADROOM ? part : HEADROOM);
        bounds.upcall = lowest + HEADROOM;
        bounds.call = lowest + (uintptr_t)bounds.call_needs;
    }
}

static inline int is_below(const uintptr_t *bound) {
    if (bounds.upcall == 0) {
        find_bounds();
    }
    /* Not the address of a local variable: under the address sanitizer that may be on the heap. */
    return (uintptr_t)__builtin_frame_address(0) <= *bound;
}

int tenon_host_stack_low(TnContext *cx) {
    HostThread *here = &tenon_thread;
    if (here->lowest_allowed == 0) {
        find_bounds();
        here->lowest_allowed = bounds.upcall;
    }
    /* Not the address of a local variable: under the address sanitizer that may be on the heap. */
    if ((uintptr_t)__builtin_frame_address(0) > here->lowest_allowed) {
        return 0;
    }
    if (cx != NULL) {
        tenon_error_first(
            cx, TN_RECURSION_ERROR,
            "the stack of this thread is almost exhausted: a call from C into Java needs 256 KiB; "
            "call less deeply or use a thread with a larger stack");
    }
    return 1;
}

int64_t tenon_host_stack(int64_t question, int64_t b, int64_t c, int64_t d) {
    (void)b;
    (void)c;
    (void)d;
    switch (question) {
    case HOST_STACK_FOR_CALL:
        return is_below(&bounds.call) ? bounds.call_needs : 0;
    case HOST_STACK_ADDRESS:
        return (int64_t)(intptr_t)tenon_host_stack;
    default:
        return is_below(&bounds.upcall) ? HEADROOM : 0;
    }
}
