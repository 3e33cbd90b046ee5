/*
 * Refuses calls into Java when little stack is left: the JVM aborts when an upcall overflows the
 * stack. The bounds belong to the operating system's thread, so a virtual thread may move between
 * two calls.
 */
#define _GNU_SOURCE
#include <pthread.h>

#include "host.h"

enum { HEADROOM = 256 * 1024 };

static uintptr_t find_lowest_allowed(void) {
    pthread_attr_t attributes;
    void *lowest = NULL;
    size_t size = 0;
    if (pthread_getattr_np(pthread_self(), &attributes) != 0) {
        return 1;
    }
    if (pthread_attr_getstack(&attributes, &lowest, &size) != 0) {
        lowest = NULL;
    }
    pthread_attr_destroy(&attributes);
    return lowest == NULL ? 1 : (uintptr_t)lowest + HEADROOM;
}

int tenon_host_stack_low(TnContext *cx) {
    HostThread *here = &tenon_thread;
    if (here->lowest_allowed == 0) {
        here->lowest_allowed = find_lowest_allowed();
    }
    /* Not the address of a local variable: under the address sanitizer that may be on the heap. */
    if ((uintptr_t)__builtin_frame_address(0) > here->lowest_allowed) {
        return 0;
    }
    if (cx != NULL) {
        tenon_error_first(
            cx, TN_RECURSION_ERROR,
            "the stack of this thread is almost exhausted; call less deeply or use a thread with a "
            "larger stack");
    }
    return 1;
}

int64_t tenon_host_stack(int64_t a, int64_t b, int64_t c, int64_t d) {
    (void)a;
    (void)b;
    (void)c;
    (void)d;
    return tenon_host_stack_low(NULL);
}
