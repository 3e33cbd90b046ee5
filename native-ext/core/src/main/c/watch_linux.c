/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Knows what the system can still call of a private image: threads that it started, values of
 * threads with a destructor in it, handlers of signals, notifications. Such an image must not be
 * unmapped.
 *
 * The copy of a library asks for the functions below instead of those of the C library that they
 * are named after; ElfCopy.java has the same list. Signal handlers are looked up when it is asked
 * whether an image is in use. What the C library ends by itself with a library needs no watch:
 * atexit, pthread_atfork, and C++ objects of threads, for which the dynamic linker keeps it mapped.
 *
 * Only the first host library of a process does this; the others ask it.
 */
#define _GNU_SOURCE
#include "platform.h"

#ifdef __linux__

#include <dlfcn.h>
#include <errno.h>
#include <limits.h>
#include <mqueue.h>
#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <threads.h>
#include <time.h>

/* What the system may call until the process ends. */
enum { PINNED_BY_NOTIFICATION = 1, PINNED_BY_EXIT = 2 };

typedef struct Image {
    PlatformLibrary *map;
    int64_t threads;
    int64_t values;
    int pinned;
    struct Image *next;
} Image;

/* A key with a destructor in an image. Values of an earlier generation belong to a key that was
 * deleted. */
typedef struct Key {
    _Atomic(Image *) image;
    _Atomic int64_t generation;
    int64_t values;
} Key;

/* What the current thread uses of an image until it ends: a value, or the code that it runs. */
typedef struct Use {
    Image *image;
    int is_value;
    pthread_key_t key;
    int64_t generation;
    struct Use *next;
} Use;

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static Image *images;
static Key keys[PTHREAD_KEYS_MAX];
static pthread_key_t uses_of_thread;
static pthread_once_t once = PTHREAD_ONCE_INIT;
static _Thread_local int rounds;

/* The caller has the lock. */
static Image *find(const PlatformLibrary *map) {
    Image *image = images;
    while (image != NULL && image->map != map) {
        image = image->next;
    }
    return image;
}

/* The caller has the lock. NULL for code in no library, and without memory. */
static Image *image_at(const void *code) {
    PlatformLibrary *map = tenon_library_at(code);
    Image *image = map == NULL ? NULL : find(map);
    if (image == NULL && map != NULL) {
        image = calloc(1, sizeof *image);
        if (image != NULL) {
            image->map = map;
            image->next = images;
            images = image;
        }
    }
    return image;
}

static void release(Use *use) {
    (void)pthread_mutex_lock(&lock);
    if (!use->is_value) {
        use->image->threads--;
    } else if (keys[use->key].generation == use->generation) {
        keys[use->key].values--;
        use->image->values--;
    }
    (void)pthread_mutex_unlock(&lock);
    free(use);
}

static int is_over(const Use *use) {
    return use->is_value &&
           (keys[use->key].generation != use->generation || pthread_getspecific(use->key) == NULL);
}

/* Destructors run in rounds. Values that are there still wait for the next one; the code of the
 * thread is released last. */
static void end_thread(void *first) {
    Use *left = NULL;
    int values = 0;
    for (Use *use = first, *next; use != NULL; use = next) {
        next = use->next;
        if (is_over(use)) {
            release(use);
        } else {
            values |= use->is_value;
            use->next = left;
            left = use;
        }
    }
    if (values) {
        /* After the last round the image stays in use: its destructor may come after this one. */
        if (++rounds < PTHREAD_DESTRUCTOR_ITERATIONS) {
            (void)pthread_setspecific(uses_of_thread, left);
        }
        return;
    }
    for (Use *use = left, *next; use != NULL; use = next) {
        next = use->next;
        release(use);
    }
}

static void make_key(void) { (void)pthread_key_create(&uses_of_thread, end_thread); }

/* If this fails, the image stays in use. */
static void add_use(Use *use) {
    (void)pthread_once(&once, make_key);
    use->next = pthread_getspecific(uses_of_thread);
    (void)pthread_setspecific(uses_of_thread, use);
}

/* ---- values of threads --------------------------------------------------------------------- */

HOST_EXPORT int tenon_image_pthread_key_create(pthread_key_t *key, void (*destroy)(void *)) {
    (void)pthread_once(&once, make_key); /* before any key of an image: it is asked first */
    int failure = pthread_key_create(key, destroy);
    if (failure == 0 && destroy != NULL && *key < PTHREAD_KEYS_MAX) {
        (void)pthread_mutex_lock(&lock);
        keys[*key].image = image_at((const void *)(uintptr_t)destroy);
        (void)pthread_mutex_unlock(&lock);
    }
    return failure;
}

/* The caller has the lock. */
static void forget_key(pthread_key_t key) {
    Image *image = keys[key].image;
    if (image != NULL) {
        image->values -= keys[key].values;
        keys[key].values = 0;
        keys[key].generation++;
        keys[key].image = NULL;
    }
}

HOST_EXPORT int tenon_image_pthread_key_delete(pthread_key_t key) {
    if (key < PTHREAD_KEYS_MAX) {
        (void)pthread_mutex_lock(&lock);
        forget_key(key);
        (void)pthread_mutex_unlock(&lock);
    }
    return pthread_key_delete(key);
}

static int is_of(const Use *use, pthread_key_t key) {
    return use->is_value && use->key == key && use->generation == keys[key].generation;
}

static int has_use(pthread_key_t key) {
    (void)pthread_once(&once, make_key);
    Use *use = pthread_getspecific(uses_of_thread);
    while (use != NULL && !is_of(use, key)) {
        use = use->next;
    }
    return use != NULL;
}

static void drop_use(pthread_key_t key) {
    (void)pthread_once(&once, make_key);
    Use *first = pthread_getspecific(uses_of_thread);
    for (Use **place = &first; *place != NULL; place = &(*place)->next) {
        if (is_of(*place, key)) {
            Use *use = *place;
            *place = use->next;
            (void)pthread_setspecific(uses_of_thread, first);
            release(use);
            return;
        }
    }
}

static int use_value(pthread_key_t key, Image *image) {
    Use *use = calloc(1, sizeof *use);
    if (use == NULL) {
        return ENOMEM;
    }
    use->image = image;
    use->is_value = 1;
    use->key = key;
    (void)pthread_mutex_lock(&lock);
    use->generation = keys[key].generation;
    keys[key].values++;
    image->values++;
    (void)pthread_mutex_unlock(&lock);
    add_use(use);
    return 0;
}

HOST_EXPORT int tenon_image_pthread_setspecific(pthread_key_t key, const void *value) {
    Image *image = key < PTHREAD_KEYS_MAX ? keys[key].image : NULL;
    if (image != NULL && value != NULL && !has_use(key)) {
        int failure = use_value(key, image);
        if (failure != 0) {
            return failure;
        }
    }
    int failure = pthread_setspecific(key, value);
    if (image != NULL && (value == NULL || failure != 0)) {
        drop_use(key);
    }
    return failure;
}

HOST_EXPORT int tenon_image_tss_create(tss_t *key, tss_dtor_t destroy) {
    return tenon_image_pthread_key_create(key, destroy) == 0 ? thrd_success : thrd_error;
}

HOST_EXPORT void tenon_image_tss_delete(tss_t key) { (void)tenon_image_pthread_key_delete(key); }

HOST_EXPORT int tenon_image_tss_set(tss_t key, void *value) {
    return tenon_image_pthread_setspecific(key, value) == 0 ? thrd_success : thrd_error;
}

/* ---- threads ------------------------------------------------------------------------------- */

typedef struct Start {
    Use *use;
    void *(*run)(void *);
    int (*run_c11)(void *);
    void *argument;
} Start;

/* A use of the code at an address by a thread that will be started; NULL if the code is in no
 * library or there is no memory. */
static Use *use_code(const void *code) {
    Use *use = calloc(1, sizeof *use);
    if (use == NULL) {
        return NULL;
    }
    (void)pthread_mutex_lock(&lock);
    use->image = image_at(code);
    if (use->image != NULL) {
        use->image->threads++;
    }
    (void)pthread_mutex_unlock(&lock);
    if (use->image == NULL) {
        free(use);
        return NULL;
    }
    return use;
}

static void *run_thread(void *given) {
    Start start = *(Start *)given;
    free(given);
    add_use(start.use);
    return start.run != NULL ? start.run(start.argument)
                             : (void *)(intptr_t)start.run_c11(start.argument);
}

static int start_thread(pthread_t *thread, const pthread_attr_t *attributes, Start wanted) {
    const void *code = wanted.run != NULL ? (const void *)(uintptr_t)wanted.run
                                          : (const void *)(uintptr_t)wanted.run_c11;
    Start *start = malloc(sizeof *start);
    wanted.use = start == NULL ? NULL : use_code(code);
    if (wanted.use == NULL) {
        free(start);
        return start == NULL || tenon_library_at(code) != NULL || wanted.run == NULL
                   ? ENOMEM
                   : pthread_create(thread, attributes, wanted.run, wanted.argument);
    }
    *start = wanted;
    int failure = pthread_create(thread, attributes, run_thread, start);
    if (failure != 0) {
        release(wanted.use);
        free(start);
    }
    return failure;
}

HOST_EXPORT int tenon_image_pthread_create(pthread_t *thread, const pthread_attr_t *attributes,
                                           void *(*run)(void *), void *argument) {
    return start_thread(thread, attributes, (Start){NULL, run, NULL, argument});
}

HOST_EXPORT int tenon_image_thrd_create(thrd_t *thread, thrd_start_t run, void *argument) {
    int failure = start_thread(thread, NULL, (Start){NULL, NULL, run, argument});
    return failure == 0 ? thrd_success : failure == ENOMEM ? thrd_nomem : thrd_error;
}

/* A std::thread::_State, whose table of virtual functions is that of the C++ ABI: two destructors,
 * then _M_run. */
typedef struct State State;
typedef void StateFunction(State *state);
struct State {
    StateFunction *const *functions;
    State *inner;
    Use *use;
};
enum { DESTROY, DELETE, RUN };

static void destroy_state(State *state) {
    if (state->inner != NULL) {
        state->inner->functions[DELETE](state->inner);
    }
    if (state->use != NULL) {
        release(state->use);
    }
}

static void delete_state(State *state) {
    destroy_state(state);
    free(state);
}

static void run_state(State *state) {
    add_use(state->use);
    state->use = NULL;
    state->inner->functions[RUN](state->inner);
}

static const struct {
    ptrdiff_t to_top;
    const void *type;
    StateFunction *functions[3];
} state_table = {0, NULL, {destroy_state, delete_state, run_state}};

#define START_CXX_THREAD                                                                           \
    _ZNSt6thread15_M_start_threadESt10unique_ptrINS_6_StateESt14default_deleteIS1_EEPFvvE
#define NAME_OF(symbol) #symbol
#define TEXT_OF(symbol) NAME_OF(symbol)
#define JOINED(a, b) a##b
#define WATCHED(symbol) JOINED(tenon_image_, symbol)

/* void std::thread::_M_start_thread(std::unique_ptr<_State>, void (*)()) */
HOST_EXPORT void WATCHED(START_CXX_THREAD)(void *thread, State **state, void (*depend)(void)) {
    void (*start)(void *, State **, void (*)(void)) = NULL;
    const void *code = (const void *)(uintptr_t)(*state)->functions[RUN];
    PlatformLibrary *map = tenon_library_at(code);
    void *found = map == NULL ? NULL : dlsym((void *)map, TEXT_OF(START_CXX_THREAD));
    if (found == NULL) {
        found =
            dlsym((void *)tenon_library_at(__builtin_return_address(0)), TEXT_OF(START_CXX_THREAD));
    }
    if (found == NULL) {
        abort(); /* the image was linked with it */
    }
    memcpy(&start, &found, sizeof start);
    State *watched = malloc(sizeof *watched);
    Use *use = watched == NULL ? NULL : use_code(code);
    if (use == NULL) {
        free(watched);
    } else {
        *watched = (State){state_table.functions, *state, use};
        *state = watched;
    }
    start(thread, state, depend);
}

/* ---- what cannot be taken back ------------------------------------------------------------- */

static void pin(const void *code, int reason) {
    (void)pthread_mutex_lock(&lock);
    Image *image = image_at(code);
    if (image != NULL) {
        image->pinned |= reason;
    }
    (void)pthread_mutex_unlock(&lock);
}

static void pin_notified(const struct sigevent *event) {
    if (event != NULL && event->sigev_notify == SIGEV_THREAD) {
        pin((const void *)(uintptr_t)event->sigev_notify_function, PINNED_BY_NOTIFICATION);
    }
}

/* A function of the C library that this library is not linked with where it is elsewhere. */
static void *real(const char *name, void *caller) {
    void *found = dlsym(RTLD_DEFAULT, name);
    return found != NULL ? found : dlsym((void *)tenon_library_at(caller), name);
}

HOST_EXPORT int tenon_image_timer_create(clockid_t clock, struct sigevent *event, timer_t *timer) {
    int (*create)(clockid_t, struct sigevent *, timer_t *) = NULL;
    void *found = real("timer_create", __builtin_return_address(0));
    memcpy(&create, &found, sizeof create);
    pin_notified(event);
    return create(clock, event, timer);
}

HOST_EXPORT int tenon_image_mq_notify(mqd_t queue, const struct sigevent *event) {
    int (*notify)(mqd_t, const struct sigevent *) = NULL;
    void *found = real("mq_notify", __builtin_return_address(0));
    memcpy(&notify, &found, sizeof notify);
    pin_notified(event);
    return notify(queue, event);
}

HOST_EXPORT int tenon_image_on_exit(void (*function)(int, void *), void *argument) {
    int (*add)(void (*)(int, void *), void *) = NULL;
    void *found = real("on_exit", __builtin_return_address(0));
    memcpy(&add, &found, sizeof add);
    pin((const void *)(uintptr_t)function, PINNED_BY_EXIT);
    return add(function, argument);
}

/* ---- questions of the host ----------------------------------------------------------------- */

static int handled_signal(const PlatformLibrary *map) {
    for (int number = 1; number <= SIGRTMAX; number++) {
        struct sigaction action;
        if (sigaction(number, NULL, &action) == 0 && action.sa_handler != SIG_DFL &&
            action.sa_handler != SIG_IGN &&
            tenon_library_at((const void *)(uintptr_t)action.sa_handler) == map) {
            return number;
        }
    }
    return 0;
}

/* What is the reason that an image must stay, as a text; 0 if there is none. */
HOST_EXPORT int64_t tenon_image_in_use(int64_t handle, int64_t text, int64_t size) {
    PlatformLibrary *map = (PlatformLibrary *)(intptr_t)handle;
    Image none = {0};
    (void)pthread_mutex_lock(&lock);
    Image *found = find(map);
    Image image = found == NULL ? none : *found;
    (void)pthread_mutex_unlock(&lock);
    char *to = (char *)(intptr_t)text;
    size_t room = (size_t)size;
    int number = handled_signal(map);
    if (image.threads > 0) {
        return snprintf(to, room, "%lld of the threads that it started are running",
                        (long long)image.threads);
    }
    if (image.values > 0) {
        return snprintf(to, room,
                        "%lld values of threads have a destructor in it (pthread_key_create)",
                        (long long)image.values);
    }
    if (number != 0) {
        return snprintf(to, room, "the handler of signal %d is in it", number);
    }
    if (image.pinned != 0) {
        return snprintf(to, room, "%s",
                        image.pinned & PINNED_BY_EXIT
                            ? "a function of it runs when the process exits (on_exit)"
                            : "a timer or queue may call a function of it (SIGEV_THREAD)");
    }
    return 0;
}

/* Deletes the keys of an image: values that threads have for it are not destroyed any more. */
HOST_EXPORT int64_t tenon_image_forget_values(int64_t handle) {
    (void)pthread_mutex_lock(&lock);
    Image *image = find((PlatformLibrary *)(intptr_t)handle);
    for (pthread_key_t key = 0; image != NULL && key < PTHREAD_KEYS_MAX; key++) {
        if (keys[key].image == image) {
            forget_key(key);
            (void)pthread_key_delete(key);
        }
    }
    (void)pthread_mutex_unlock(&lock);
    return 0;
}

/* Takes an image that is about to be unmapped off the books. What stays of it is given to
 * tenon_image_unmapped: its destructors may delete keys themselves. */
HOST_EXPORT void *tenon_image_unmapping(PlatformLibrary *map) {
    (void)pthread_mutex_lock(&lock);
    Image **place = &images;
    while (*place != NULL && (*place)->map != map) {
        place = &(*place)->next;
    }
    Image *image = *place;
    if (image != NULL) {
        *place = image->next;
    }
    (void)pthread_mutex_unlock(&lock);
    return image;
}

HOST_EXPORT void tenon_image_unmapped(void *unmapped) {
    (void)pthread_mutex_lock(&lock);
    for (pthread_key_t key = 0; unmapped != NULL && key < PTHREAD_KEYS_MAX; key++) {
        if (keys[key].image == unmapped) {
            forget_key(key);
            (void)pthread_key_delete(key);
        }
    }
    (void)pthread_mutex_unlock(&lock);
    free(unmapped);
}

#endif
