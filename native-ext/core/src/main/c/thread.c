/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Threads on their way into Java, and what is left to do when one ends.
 *
 * No thread enters Java once the JVM has begun to die: it would block for ever or end the process.
 * One that C made and that is in Java then is given a second to return, because a library may wait
 * for its threads while the process exits.
 * A thread that C made is made known to the JVM at its first call and until it ends, so that Java
 * sees one thread in all its calls. One that ends attached to module instances is detached there.
 */
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

#include "platform.h"

enum {
    JNI_VERSION = 0x00010008,
    JVMTI_VERSION = 0x30010200,
    /* positions in the function table of JVMTI */
    SET_EVENT_NOTIFICATION_MODE = 1,
    GET_ALL_THREADS = 3,
    GET_FRAME_COUNT = 15,
    DEALLOCATE = 46,
    GET_THREAD_LOCAL_STORAGE = 101,
    SET_THREAD_LOCAL_STORAGE = 102,
    SET_EVENT_CALLBACKS = 121,
    ENABLE = 1,
    VM_DEATH = 51,
    /* how long the end of the JVM waits, in milliseconds */
    PATIENCE = 1000
};

struct HostVisitor {
    /* between the decision to enter Java and the first frame there */
    atomic_int is_entering;
    HostVisitor *next_free;
};

static HostJvm *jvm;
static PlatformKey ending;
static atomic_int jvm_has_ended;
/* Whether the JVM says when it ends; if not, it is asked at each call. */
static int jvm_says_end;
static void *tools; /* of the JVM, JVMTI; NULL without jvm_says_end */
/* The threads being attached to the JVM or detached from it. */
static atomic_int passing;

static PlatformLock free_lock = PLATFORM_UNLOCKED;
static HostVisitor *free_visitors;

_Thread_local HostThread tenon_thread;

/* The events of JVMTI that come first, from number 50 on. */
typedef struct HostEvents {
    void (*vm_init)(void *, void *, void *);
    void (*vm_death)(void *jvmti, void *environment);
} HostEvents;

typedef int32_t (*SetCallbacks)(void *jvmti, const HostEvents *events, int32_t size);
typedef int32_t (*SetMode)(void *jvmti, int32_t mode, int32_t event, void *thread, ...);
typedef int32_t (*GetJvms)(HostJvm **found, int32_t most, int32_t *count);

typedef int32_t (*GetThreads)(void *jvmti, int32_t *count, void ***threads);
typedef int32_t (*GetFrames)(void *jvmti, void *thread, int32_t *count);
typedef int32_t (*GetStorage)(void *jvmti, void *thread, void **data);
typedef int32_t (*SetStorage)(void *jvmti, void *thread, const void *data);
typedef int32_t (*Deallocate)(void *jvmti, void *memory);

/* Copies the address of a function of JVMTI; a cast between it and a pointer is no plain C. */
static void find_tool(int position, void *function) {
    memcpy(function, *(void *const *const *)tools + position, sizeof(void *));
}

/* Whether a thread that C made is in Java or about to enter it. The order matters: a thread has a
 * frame in Java before it says that it has entered. */
static int is_inside(void *thread, HostVisitor *visitor) {
    GetFrames get_frames;
    int32_t frames = 0;
    find_tool(GET_FRAME_COUNT, &get_frames);
    return atomic_load(&visitor->is_entering) ||
           (get_frames(tools, thread, &frames) == 0 && frames > 0);
}

/* Pauses; 0 when the patience has ended. */
static int wait_again(int *waited) {
    tenon_sleep_millisecond();
    return ++*waited < PATIENCE;
}

/* Waits until no thread that C made is in Java; -1 if one stays there. */
static int wait_for_visitors(void) {
    GetThreads get_threads;
    GetStorage get_storage;
    Deallocate deallocate;
    void **threads = NULL;
    int32_t count = 0;
    int waited = 0;
    find_tool(GET_ALL_THREADS, &get_threads);
    find_tool(GET_THREAD_LOCAL_STORAGE, &get_storage);
    find_tool(DEALLOCATE, &deallocate);
    while (atomic_load(&passing) > 0) {
        if (!wait_again(&waited)) {
            return -1;
        }
    }
    /* Threads that come later do not enter Java. */
    if (get_threads(tools, &count, &threads) != 0) {
        return 0;
    }
    int status = 0;
    for (int32_t i = 0; status == 0 && i < count; i++) {
        void *visitor = NULL;
        if (get_storage(tools, threads[i], &visitor) == 0 && visitor != NULL) {
            while (status == 0 && is_inside(threads[i], visitor)) {
                status = wait_again(&waited) ? 0 : -1;
            }
        }
    }
    (void)deallocate(tools, threads);
    return status;
}

static void note_end(void *jvmti, void *environment) {
    (void)jvmti;
    (void)environment;
    atomic_store(&jvm_has_ended, 1);
    if (wait_for_visitors() != 0) {
        tenon_say(
            "tenon: a thread that C made is still in Java while the JVM ends, and stops there\n");
    }
}

static int watch_end(void) {
    static const HostEvents events = {NULL, note_end};
    SetCallbacks set_callbacks;
    SetMode set_mode;
    if (jvm->functions->get_environment(jvm, &tools, JVMTI_VERSION) != 0 || tools == NULL) {
        return 0;
    }
    find_tool(SET_EVENT_CALLBACKS, &set_callbacks);
    find_tool(SET_EVENT_NOTIFICATION_MODE, &set_mode);
    return set_callbacks(tools, &events, sizeof events) == 0 &&
           set_mode(tools, ENABLE, VM_DEATH, NULL) == 0;
}

/* The JVM that this process runs; NULL if it cannot be found. */
static HostJvm *find_jvm(void) {
    void *symbol = tenon_jvm_symbol("JNI_GetCreatedJavaVMs");
    HostJvm *found = NULL;
    int32_t count = 0;
    GetJvms get_jvms;
    memcpy(&get_jvms, &symbol, sizeof symbol);
    return symbol != NULL && get_jvms(&found, 1, &count) == 0 && count == 1 ? found : NULL;
}

static HostVisitor *new_visitor(void) {
    tenon_lock(&free_lock);
    HostVisitor *visitor = free_visitors;
    if (visitor != NULL) {
        free_visitors = visitor->next_free;
    }
    tenon_unlock(&free_lock);
    return visitor != NULL ? visitor : calloc(1, sizeof *visitor);
}

static void free_visitor(HostVisitor *visitor) {
    atomic_store(&visitor->is_entering, 0);
    tenon_lock(&free_lock);
    visitor->next_free = free_visitors;
    free_visitors = visitor;
    tenon_unlock(&free_lock);
}

/* Detaches an ending thread from the instances that it is still attached to, then from the JVM. */
static void end_thread(void *of) {
    (void)of;
    while (tenon_thread.attached != NULL) {
        HostContext *host = tenon_thread.attached;
        TnValue frame[1] = {tn_none()};
        tenon_thread.attached = host->attached_before;
        if (tenon_thread_enter() == 0) {
            (void)tenon_thread_call((int64_t)(intptr_t)host, HOST_THREAD_END, frame, 1);
        }
    }
    HostVisitor *visitor = tenon_thread.kept;
    if (visitor != NULL) {
        (void)atomic_fetch_add(&passing, 1);
        if (!atomic_load(&jvm_has_ended)) {
            (void)jvm->functions->detach(jvm);
        }
        (void)atomic_fetch_sub(&passing, 1);
        free_visitor(visitor);
    }
    tenon_thread.is_known = 0;
    tenon_thread.kept = NULL;
}

int tenon_thread_start(HostJvm *machine) {
    static int is_prepared;
    if (!is_prepared && tenon_key_create(&ending, end_thread) != 0) {
        return -1;
    }
    is_prepared = 1;
    jvm = machine == NULL ? find_jvm() : machine;
    jvm_says_end = jvm != NULL && watch_end();
    return 0;
}

static int attach_to_jvm(void) {
    void *environment = NULL;
    /* A thread that is cancelled in there would take locks of the JVM with it. */
    int state = tenon_cancellation_disable();
    int32_t status = jvm->functions->attach_as_daemon(jvm, &environment, NULL);
    tenon_cancellation_restore(state);
    return status;
}

/* Makes a thread that C made known to the JVM until it ends. */
static int keep_visitor(void) {
    HostVisitor *visitor = new_visitor();
    if (visitor == NULL) {
        return -1;
    }
    if (attach_to_jvm() != 0) {
        free_visitor(visitor);
        return -1;
    }
    SetStorage set_storage;
    if (jvm_says_end) {
        find_tool(SET_THREAD_LOCAL_STORAGE, &set_storage);
    }
    if ((jvm_says_end && set_storage(tools, NULL, visitor) != 0) ||
        tenon_key_set(ending, &ending) != 0) {
        (void)jvm->functions->detach(jvm);
        free_visitor(visitor);
        return -1;
    }
    atomic_store(&visitor->is_entering, 1);
    tenon_thread.kept = visitor;
    tenon_thread.is_known = 1;
    return 0;
}

static int keep(void) {
    void *environment = NULL;
    if (jvm->functions->get_environment(jvm, &environment, JNI_VERSION) == 0) {
        tenon_thread.is_known = 1;
        return 0;
    }
    (void)atomic_fetch_add(&passing, 1);
    int status = atomic_load(&jvm_has_ended) ? -1 : keep_visitor();
    (void)atomic_fetch_sub(&passing, 1);
    return status;
}

int tenon_thread_enter(void) {
    HostVisitor *visitor = tenon_thread.kept;
    if (visitor != NULL && jvm_says_end) {
        atomic_store(&visitor->is_entering, 1);
        if (!atomic_load(&jvm_has_ended)) {
            return 0;
        }
        atomic_store(&visitor->is_entering, 0);
        return -1;
    }
    if (jvm == NULL || (tenon_thread.is_known && jvm_says_end && !atomic_load(&jvm_has_ended))) {
        return 0;
    }
    return atomic_load(&jvm_has_ended) ? -1 : keep();
}

void tenon_thread_entered(void) {
    if (tenon_thread.kept != NULL) {
        atomic_store_explicit(&tenon_thread.kept->is_entering, 0, memory_order_release);
    }
}

int64_t tenon_thread_call(int64_t cx, int64_t operation, TnValue *frame, size_t count) {
    if (tenon_thread.kept == NULL) {
        return tenon_host_call(cx, operation, (int64_t)(intptr_t)frame, (int64_t)count);
    }
    /* Unwinding through the frames of the JVM would end the process. */
    int state = tenon_cancellation_disable();
    int64_t status = tenon_host_call(cx, operation, (int64_t)(intptr_t)frame, (int64_t)count);
    tenon_cancellation_restore(state);
    tenon_thread_entered();
    return status;
}

int64_t tenon_thread_ask(TnContext *cx, int64_t operation, TnValue *frame, size_t count) {
    HostThread *here = &tenon_thread;
    uintptr_t place = (uintptr_t)__builtin_frame_address(0);
    if ((here->lowest_allowed == 0 || place <= here->lowest_allowed) && tenon_host_stack_low(cx)) {
        return -1;
    }
    int may_enter =
        here->is_known && here->kept == NULL && jvm_says_end && !atomic_load(&jvm_has_ended);
    if (!may_enter && tenon_thread_enter() != 0) {
        return tenon_error_first(cx, TN_RUNTIME_ERROR, "the JVM has ended");
    }
    return here->kept != NULL ? tenon_thread_call((int64_t)(intptr_t)cx, operation, frame, count)
                              : tenon_host_call((int64_t)(intptr_t)cx, operation,
                                                (int64_t)(intptr_t)frame, (int64_t)count);
}

int tenon_thread_attached(HostContext *host) {
    if (tenon_key_set(ending, &ending) != 0) {
        return -1;
    }
    host->attached_before = tenon_thread.attached;
    tenon_thread.attached = host;
    return 0;
}

int tenon_thread_detached(HostContext *host) {
    HostContext **each = &tenon_thread.attached;
    for (; *each != NULL; each = &(*each)->attached_before) {
        if (*each == host) {
            *each = host->attached_before;
            return 0;
        }
    }
    return -1;
}
