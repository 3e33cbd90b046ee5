/* SPDX-License-Identifier: Apache-2.0 */
/* What the system can still call after the module is closed, and calls that are running then. The
 * host shares memory with it, because nobody can ask it anything any more.
 * cc-flags: -lpthread */
#define _GNU_SOURCE
#include <pthread.h>
#include <signal.h>
#include <stdlib.h>
#include <tenon.h>
#include <threads.h>
#include <unistd.h>

/* What the host reads and writes while the module is being closed. */
typedef struct {
    int64_t entered;
    int64_t may_leave;
    int64_t destroyed;
} Shared;

static int64_t wait_in(Shared *shared) {
    __atomic_store_n(&shared->entered, 1, __ATOMIC_SEQ_CST);
    while (__atomic_load_n(&shared->may_leave, __ATOMIC_SEQ_CST) == 0) {
        usleep(1000);
    }
    return 7;
}

static int64_t add(int64_t number) {
    static int64_t total;
    return total += number;
}

static int32_t wait_dynamic(TnContext *cx, const TnValue *args, size_t nargs, TnValue *result) {
    (void)cx;
    (void)nargs;
    *result = tn_int(wait_in((Shared *)(intptr_t)args[0].as.i));
    return 0;
}

/* ---- what stays behind ---- */

static pthread_key_t key;
static void destroy_value(void *value) {
    __atomic_fetch_add(&((Shared *)value)->destroyed, 1, __ATOMIC_SEQ_CST);
}
__attribute__((constructor)) static void make_key(void) {
    (void)pthread_key_create(&key, destroy_value);
}

static int64_t keep_value(Shared *shared) { return pthread_setspecific(key, shared); }

static void *run(void *shared) { return (void *)(intptr_t)wait_in(shared); }
static void *run_and_exit(void *shared) {
    (void)wait_in(shared);
    (void)keep_value(shared);
    pthread_exit(NULL);
}
static int run_c11(void *shared) { return (int)wait_in(shared); }

static int64_t start(Shared *shared) {
    pthread_t thread;
    int failure = pthread_create(&thread, NULL, run, shared);
    return failure != 0 ? failure : pthread_detach(thread);
}

static int64_t start_exiting(Shared *shared) {
    pthread_t thread;
    int failure = pthread_create(&thread, NULL, run_and_exit, shared);
    return failure != 0 ? failure : pthread_detach(thread);
}

static int64_t start_c11(Shared *shared) {
    thrd_t thread;
    return thrd_create(&thread, run_c11, shared) == thrd_success ? thrd_detach(thread) : -1;
}

static int64_t start_and_join(Shared *shared) {
    pthread_t thread;
    void *result = NULL;
    int failure = pthread_create(&thread, NULL, run, shared);
    return failure != 0 ? failure : pthread_join(thread, &result) == 0 ? (intptr_t)result : -1;
}

static void on_signal(int number) { (void)number; }
static int64_t handle_signal(void) { return signal(SIGUSR2, on_signal) == SIG_ERR; }
static int64_t ignore_signal(void) { return signal(SIGUSR2, SIG_IGN) == SIG_ERR; }

static void at_fork(void) { (void)add(1); }
static void at_end(void) { (void)add(1); }
static int64_t register_all(void) {
    return pthread_atfork(at_fork, at_fork, at_fork) | atexit(at_end);
}

/* ---- resources ---- */

static int64_t holder_wait(Shared *self) { return wait_in(self); }
static int32_t holder_close(TnContext *cx, void *self, const TnValue *args, size_t nargs,
                            TnValue *result) {
    TnValue own;
    (void)args;
    (void)nargs;
    if (tn_resource_self(cx, &own) != 0 || tn_resource_close(cx, &own) != 0) {
        return -1;
    }
    *result = tn_int(((Shared *)self)->destroyed);
    return 0;
}
static int32_t holder_read(TnContext *cx, void *self, TnValue *value) {
    (void)cx;
    *value = tn_int(((Shared *)self)->destroyed);
    return 0;
}
static void holder_destroy(TnContext *cx, void *self) {
    (void)cx;
    destroy_value(self);
}
static const TnMethod holder_methods[] = {TN_TYPED("wait", holder_wait, "(self) -> i64", NULL),
                                          TN_BOUND("close_itself", holder_close, NULL),
                                          TN_METHODS_END};
static const TnProperty holder_properties[] = {{"destroyed", NULL, holder_read, NULL},
                                               TN_PROPERTIES_END};
static const TnResourceType holder_type = {
    sizeof(TnResourceType), 0, "Holder", NULL, holder_methods, holder_properties, holder_destroy};
static const TnResourceType *const types[] = {&holder_type, NULL};

static int32_t holder(TnContext *cx, const TnValue *args, size_t nargs, TnValue *result) {
    (void)nargs;
    return tn_resource_new(cx, &holder_type, (void *)(intptr_t)args[0].as.i, result);
}

/* Gets the pointer of a resource, calls the host, uses the pointer. */
static int32_t look_twice(TnContext *cx, const TnValue *args, size_t nargs, TnValue *result) {
    void *shared;
    TnValue ignored;
    (void)nargs;
    if (tn_resource_get(cx, &args[0], &holder_type, &shared) != 0 ||
        tn_call(cx, &args[1], NULL, 0, &ignored) != 0) {
        return -1;
    }
    *result = tn_int(((Shared *)shared)->destroyed);
    return 0;
}

/* ---- memory of the host ---- */

/* Acquires a buffer, calls the host, and reads and writes all of it. */
static int32_t sum_after(TnContext *cx, const TnValue *args, size_t nargs, TnValue *result) {
    TnBuffer buffer;
    TnValue ignored;
    int64_t sum = 0;
    (void)nargs;
    if (tn_buffer_acquire(cx, &args[0], TN_BUFFER_WRITE, &buffer) != 0 ||
        tn_call(cx, &args[1], NULL, 0, &ignored) != 0) {
        return -1;
    }
    for (uint64_t index = 0; index < buffer.length; index++) {
        sum += ((unsigned char *)buffer.data)[index];
        ((unsigned char *)buffer.data)[index] = 1;
    }
    *result = tn_int(sum);
    return nargs > 2 ? tn_buffer_release(cx, &buffer) : 0;
}

static int64_t fill(unsigned char *bytes, size_t length, Shared *shared) {
    (void)wait_in(shared);
    for (size_t index = 0; index < length; index++) {
        bytes[index] = 3;
    }
    return (int64_t)length;
}

/* ---- stack ---- */

static int64_t need(int64_t kilobytes) {
    volatile char *place = __builtin_alloca((size_t)kilobytes * 1024);
    for (int64_t index = kilobytes * 1024 - 1; index >= 0; index -= 1024) {
        place[index] = 1;
    }
    return place[0];
}
static int32_t need_dynamic(TnContext *cx, const TnValue *args, size_t nargs, TnValue *result) {
    (void)cx;
    (void)nargs;
    *result = tn_int(need(args[0].as.i));
    return 0;
}
static int32_t need_named(TnContext *cx, const TnValue *args, const TnKeywords *keywords,
                          TnValue *result) {
    (void)keywords;
    return need_dynamic(cx, args, 1, result);
}
static double need_real(double kilobytes) { return (double)need((int64_t)kilobytes); }
static int64_t need_text(const char *text, int64_t kilobytes) {
    return need(kilobytes) + (text == NULL);
}

static const TnMethod methods[] = {
    TN_TYPED("wait", wait_in, "(ptr) -> i64", NULL),
    TN_TYPED_WITH("wait_alone", wait_in, "(ptr) -> i64", TN_SERIALIZED, NULL),
    TN_TYPED("add", add, "(i64) -> i64", NULL),
    TN_TYPED_WITH("add_fast", add, "(i64) -> i64", TN_NO_CALLBACK, NULL),
    TN_DYNAMIC("wait_dynamic", wait_dynamic, NULL),
    TN_TYPED("keep_value", keep_value, "(ptr) -> i64", NULL),
    TN_TYPED("start", start, "(ptr) -> i64", NULL),
    TN_TYPED("start_exiting", start_exiting, "(ptr) -> i64", NULL),
    TN_TYPED("start_c11", start_c11, "(ptr) -> i64", NULL),
    TN_TYPED("start_and_join", start_and_join, "(ptr) -> i64", NULL),
    TN_TYPED("handle_signal", handle_signal, "() -> i64", NULL),
    TN_TYPED("ignore_signal", ignore_signal, "() -> i64", NULL),
    TN_TYPED("register_all", register_all, "() -> i64", NULL),
    TN_DYNAMIC("holder", holder, NULL),
    TN_DYNAMIC("look_twice", look_twice, NULL),
    TN_DYNAMIC("sum_after", sum_after, NULL),
    TN_TYPED("fill", fill, "(buffer, ptr) -> i64", NULL),
    TN_TYPED("need", need, "(i64) -> i64", NULL),
    TN_DYNAMIC("need_dynamic", need_dynamic, NULL),
    TN_KEYWORD("need_named", need_named, NULL),
    TN_TYPED("need_real", need_real, "(f64) -> f64", NULL),
    TN_TYPED("need_text", need_text, "(str, i64) -> i64", NULL),
    TN_METHODS_END};
TENON_MODULE(lingers, TN_METHODS(methods), TN_RESOURCES(types), TN_THREADS(TN_THREADS_FREE),
             TN_INTERPRETERS(TN_ISOLATED));
