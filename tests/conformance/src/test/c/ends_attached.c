/* SPDX-License-Identifier: Apache-2.0 */
/* Threads that do not detach: they return, exit or are cancelled while attached. */
/* cc-flags: -pthread */
#define _GNU_SOURCE
#include <pthread.h>
#include <stdatomic.h>
#include <tenon.h>
#include <unistd.h>

typedef struct {
    TnValue callback;
    TnView *view;
    TnContext *foreign;
    _Atomic int32_t status;
} State;

#define ARGUMENTS TnContext *cx, const TnValue *args, size_t nargs, TnValue *result

static void *attach_and_return(void *argument) {
    State *state = argument;
    TnContext *cx;
    state->status = tn_attach(state->view, &cx);
    return NULL;
}

static void *attach_and_exit(void *argument) {
    (void)attach_and_return(argument);
    pthread_exit(NULL);
}

static void *attach_and_wait(void *argument) {
    (void)attach_and_return(argument);
    while (pause() == -1) {
    }
    return NULL;
}

static void *attach_twice(void *argument) {
    State *state = argument;
    TnContext *first, *second;
    int32_t status = tn_attach(state->view, &first);
    state->status = status == 0 ? tn_attach(state->view, &second) : 1;
    (void)tn_detach(state->view, first);
    return NULL;
}

/* Attaches here and lets another thread detach. */
static void *detach_foreign(void *argument) {
    State *state = argument;
    state->status = tn_detach(state->view, state->foreign);
    return NULL;
}
static void *attach_for_another(void *argument) {
    State *state = argument;
    pthread_t other;
    TnValue nothing, text = tn_str("still attached");
    if (tn_attach(state->view, &state->foreign) == 0 &&
        pthread_create(&other, NULL, detach_foreign, state) == 0) {
        (void)pthread_join(other, NULL);
        (void)tn_call(state->foreign, &state->callback, &text, 1, &nothing);
        (void)tn_detach(state->view, state->foreign);
    }
    return NULL;
}

/* Calls Java, where it is cancelled. */
static void *call_while_cancelled(void *argument) {
    State *state = argument;
    TnContext *cx;
    TnValue nothing, text = tn_str("called");
    if (tn_attach(state->view, &cx) == 0) {
        (void)tn_call(cx, &state->callback, &text, 1, &nothing);
    }
    state->status = 0;
    pthread_testcancel();
    return NULL;
}

static int32_t run(State *state, void *(*body)(void *), int cancels) {
    pthread_t thread;
    state->status = -2;
    if (pthread_create(&thread, NULL, body, state) != 0) {
        return -3;
    }
    while (cancels && state->status == -2) {
        (void)usleep(1000);
    }
    if (cancels) {
        (void)pthread_cancel(thread);
    }
    (void)pthread_join(thread, NULL);
    return state->status;
}

static int32_t run_returning(State *state) { return run(state, attach_and_return, 0); }
static int32_t run_exiting(State *state) { return run(state, attach_and_exit, 0); }
static int32_t run_cancelled(State *state) { return run(state, attach_and_wait, 1); }
static int32_t run_twice(State *state) { return run(state, attach_twice, 0); }
static int32_t run_foreign(State *state) { return run(state, attach_for_another, 0); }

static int32_t run_cancelled_in_java(State *state) {
    pthread_t thread;
    state->status = -2;
    if (pthread_create(&thread, NULL, call_while_cancelled, state) != 0) {
        return -3;
    }
    (void)pthread_cancel(thread);
    (void)pthread_join(thread, NULL);
    return 0;
}

static int32_t keep(ARGUMENTS) {
    State *state = cx->state;
    (void)nargs;
    *result = tn_none();
    return tn_hold(cx, &args[0], &state->callback);
}

static int64_t one(void) { return 1; }

static int32_t exec(TnContext *cx) {
    State *state = cx->state;
    state->view = tn_view_new(cx);
    return state->view == NULL ? -1 : 0;
}

static int32_t end(TnContext *cx) {
    tn_view_free(((State *)cx->state)->view);
    return 0;
}

#define RUN(function) TN_TYPED(#function, function, "(state) -> i32", NULL)

static const TnMethod methods[] = {RUN(run_returning),
                                   RUN(run_exiting),
                                   RUN(run_cancelled),
                                   RUN(run_twice),
                                   RUN(run_foreign),
                                   RUN(run_cancelled_in_java),
                                   TN_DYNAMIC("keep", keep, NULL),
                                   TN_TYPED("one", one, "() -> i64", NULL),
                                   TN_METHODS_END};

TENON_MODULE(ends_attached, TN_STATE_SIZE(sizeof(State)), TN_METHODS(methods), TN_EXEC(exec),
             TN_FREE(end), TN_THREADS(TN_THREADS_FREE));
