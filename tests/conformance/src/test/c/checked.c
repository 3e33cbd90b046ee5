/* Breaks the rules that checks look at. */
/* cc-flags: -pthread */
#include <pthread.h>
#include <tenon.h>

typedef struct {
    TnValue kept;
    TnValue released;
    TnContext *cx;
    int32_t status;
} State;

#define ARGUMENTS TnContext *cx, const TnValue *args, size_t nargs, TnValue *result

static int32_t keep(ARGUMENTS) {
    State *state = cx->state;
    (void)nargs;
    (void)result;
    return tn_hold(cx, &args[0], &state->kept) != 0 || tn_hold(cx, &args[0], &state->released) != 0
               ? -1
               : tn_release(cx, &state->released);
}

static void *use_context(void *argument) {
    State *state = argument;
    state->status = tn_add_int(state->cx, "reached", 1);
    return NULL;
}

/* Uses its context in a thread that it was not given to. */
static int32_t use_elsewhere(ARGUMENTS) {
    State *state = cx->state;
    pthread_t thread;
    (void)args;
    (void)nargs;
    state->cx = cx;
    if (pthread_create(&thread, NULL, use_context, state) != 0) {
        return tn_error(cx, TN_RUNTIME_ERROR, "no thread");
    }
    (void)pthread_join(thread, NULL);
    *result = tn_int(state->status);
    return 0;
}

/* Three calls to the host, each of whose failures it passes on. */
static int32_t three_calls(ARGUMENTS) {
    TnValue module, list;
    (void)args;
    (void)nargs;
    if (tn_self(cx, &module) != 0 || tn_list(cx, &module, 1, &list) != 0) {
        return -1;
    }
    *result = tn_int(tn_length(cx, &list));
    return result->as.i < 0 ? -1 : 0;
}

static const TnMethod methods[] = {TN_DYNAMIC("keep", keep, NULL),
                                   TN_DYNAMIC("use_elsewhere", use_elsewhere, NULL),
                                   TN_DYNAMIC("three_calls", three_calls, NULL), TN_METHODS_END};

TENON_MODULE(checked, TN_STATE_SIZE(sizeof(State)), TN_METHODS(methods));
