/* SPDX-License-Identifier: Apache-2.0 */
/* Threads made in C that call back into Java through a view. */
/* cc-flags: -pthread */
#include <pthread.h>
#include <stdlib.h>
#include <tenon.h>

typedef struct {
    TnValue callback;
    TnView *view;
    pthread_t thread;
    int32_t attach_status;
} State;

#define ARGUMENTS TnContext *cx, const TnValue *args, size_t nargs, TnValue *result

static int32_t keep(ARGUMENTS) {
    State *state = cx->state;
    (void)nargs;
    (void)result;
    return tn_hold(cx, &args[0], &state->callback);
}

static void *call_back(void *argument) {
    State *state = argument;
    TnContext *cx;
    TnValue text = tn_str("from a thread of C");
    TnValue result;
    state->attach_status = tn_attach(state->view, &cx);
    if (state->attach_status == 0) {
        (void)tn_call(cx, &state->callback, &text, 1, &result);
        (void)tn_detach(state->view, cx);
    }
    return NULL;
}

/* Without a context, so that the thread gets in while this function waits for it. */
static int32_t run_thread(State *state) {
    if (pthread_create(&state->thread, NULL, call_back, state) != 0) {
        return -2;
    }
    (void)pthread_join(state->thread, NULL);
    return state->attach_status;
}

static int32_t misuse(ARGUMENTS) {
    State *state = cx->state;
    TnContext *other;
    (void)args;
    (void)nargs;
    *result = tn_int(tn_detach(state->view, cx));
    tn_error_clear(cx);
    if (tn_attach(state->view, &other) != 0) {
        return 0;
    }
    (void)tn_detach(state->view, other);
    return 0;
}

/* The instance ends: a thread that attaches now is refused, also while it would have to wait. */
static int32_t stop(TnContext *cx, void *data) {
    int32_t status = run_thread(data);
    tn_view_free(((State *)data)->view);
    return status == -1 ? tn_write(cx, TN_STDERR, "refused\n", 8)
                        : tn_error(cx, TN_RUNTIME_ERROR, "a thread got in");
}

static int32_t exec(TnContext *cx) {
    State *state = cx->state;
    state->view = tn_view_new(cx);
    return state->view == NULL ? -1 : tn_at_exit(cx, stop, state);
}

static const TnMethod methods[] = {TN_DYNAMIC("keep", keep, NULL),
                                   TN_TYPED("run_thread", run_thread, "(state) -> i32", NULL),
                                   TN_DYNAMIC("misuse", misuse, NULL), TN_METHODS_END};

TENON_MODULE(threads, TN_STATE_SIZE(sizeof(State)), TN_METHODS(methods), TN_EXEC(exec),
             TN_THREADS(TN_THREADS_FREE));
