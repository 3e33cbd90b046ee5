/* SPDX-License-Identifier: Apache-2.0 */
/**
 * Threads that the module makes itself: they attach to the module instance before they use the
 * host.
 *
 * A thread holds a view of the instance, which stays valid after the instance has ended; attaching
 * says whether it has.
 */
#ifndef TENON_THREAD_H
#define TENON_THREAD_H

#include "api.h"

TENON_BEGIN_C

typedef struct TnView TnView;

/** What a thread knows of a module instance. Its functions are called through those below. */
struct TnView {
    int32_t (*attach)(TnView *view, TnContext **cx);
    int32_t (*detach)(TnView *view, TnContext *cx);
    void (*free)(TnView *view);
};

/**
 * Makes a view of the module instance.
 * @param cx *borrowed*
 * @return *owned*: tn_view_free releases it, before or after the end of the instance; NULL with a
 *         MemoryError set
 * @thread the calling one
 * @since 1.0
 */
static inline TnView *tn_view_new(TnContext *cx) { return cx->api->view_new(cx); }

/**
 * Releases a view.
 * @param view *owned*; NULL does nothing
 * @thread any that is not attached through it
 * @since 1.0
 */
static inline void tn_view_free(TnView *view) {
    if (view != NULL) {
        view->free(view);
    }
}

/**
 * Attaches the calling thread: waits until no other thread uses the context of the instance.
 * Until it detaches no other thread gets in, so a thread detaches before it waits for something.
 * A function that waits for its threads must not have a context of its own and belong to a module
 * with TN_THREADS_FREE; a thread that has waited for 3 seconds is reported with the one that it
 * waits for, and with checks on it is refused. The close of the interpreter waits for threads that
 * are attached. A thread that ends attached is detached then, with a warning.
 * @param view *borrowed*
 * @param cx *out*: the context to use until tn_detach; NULL after a failure
 * @return 0; -1 if the module instance ends or has ended, or the JVM has
 * @thread any that was not called by the host
 * @since 1.0
 */
static inline int32_t tn_attach(TnView *view, TnContext **cx) {
    return view == NULL || cx == NULL ? -1 : view->attach(view, cx);
}

/**
 * Detaches the calling thread. What lived for the call, local references and memory, is released.
 * An error that is set is reported as a warning.
 * @param view *borrowed*
 * @param cx *borrowed*: what tn_attach gave
 * @return 0; -1 if the thread is not attached with this context, which is then left alone
 * @thread the one that attached
 * @since 1.0
 */
static inline int32_t tn_detach(TnView *view, TnContext *cx) {
    return view == NULL ? -1 : view->detach(view, cx);
}

TENON_END_C

#endif
