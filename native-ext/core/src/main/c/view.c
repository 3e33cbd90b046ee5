/* SPDX-License-Identifier: Apache-2.0 */
/* Views: what threads made in C hold of a module instance. */
#include <stdlib.h>

#include "host.h"

/* A view as the host sees it. It knows the number of the instance, never its address. */
typedef struct HostView {
    TnView base;
    int64_t instance;
} HostView;

static int32_t attach(TnView *view, TnContext **cx) {
    TnValue frame[2] = {tn_int(((HostView *)view)->instance), tn_none()};
    if (cx == NULL) {
        return -1;
    }
    *cx = NULL;
    if (tenon_host_stack_low(NULL) || tenon_thread_enter() != 0 ||
        tenon_thread_call(0, HOST_ATTACH, frame, 2) != 0) {
        return -1;
    }
    HostContext *host = (HostContext *)(intptr_t)frame[1].as.i;
    if (tenon_thread_attached(host) != 0) {
        (void)tenon_thread_call((int64_t)(intptr_t)host, HOST_DETACH, frame, 1);
        return -1;
    }
    *cx = &host->base;
    return 0;
}

static int32_t detach(TnView *view, TnContext *cx) {
    TnValue frame[1] = {tn_none()};
    (void)view;
    /* A context of another thread is not touched, not even to say so. */
    if (cx == NULL || tenon_thread_detached((HostContext *)cx) != 0 || tenon_thread_enter() != 0) {
        return -1;
    }
    return (int32_t)tenon_thread_call((int64_t)(intptr_t)cx, HOST_DETACH, frame, 1);
}

static void release(TnView *view) { free(view); }

TnView *tenon_view_new(TnContext *cx) {
    HostView *view = ((HostContext *)cx)->has_ended ? NULL : malloc(sizeof *view);
    if (view == NULL) {
        (void)tenon_error_first(cx, TN_MEMORY_ERROR, "out of memory for a view");
        return NULL;
    }
    view->base.attach = attach;
    view->base.detach = detach;
    view->base.free = release;
    view->instance = ((HostContext *)cx)->instance;
    return &view->base;
}
