/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Threads on their way into Java, and what is left to do when one ends.
 *
 * No thread enters Java once the JVM has begun to die: it would block for ever or end the process.
 * A thread that C made is made known to the JVM at its first call and until it ends, so that Java
 * sees one thread in all its calls. One that ends attached to module instances is detached there.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <link.h>
#include <pthread.h>
#include <stdatomic.h>
#include <string.h>

#include "host.h"

enum {
    JNI_VERSION = 0x00010008,
    JVMTI_VERSION = 0x30010200,
    /* positions in the function table of JVMTI */
    SET_EVENT_NOTIFICATION_MODE = 1,
    SET_EVENT_CALLBACKS = 121,
    ENABLE = 1,
    VM_DEATH = 51
};

static HostJvm *jvm;
static pthread_key_t ending;
static atomic_int jvm_has_ended;
/* Whether the JVM says when it ends; if not, it is asked at each call. */
static int jvm_says_end;

_Thread_local HostThread tenon_thread;

/* The events of JVMTI that come first, from number 50 on. */
typedef struct HostEvents {
    void (*vm_init)(void *, void *, void *);
    void (*vm_death)(void *jvmti, void *environment);
} HostEvents;

typedef int32_t (*SetCallbacks)(void *jvmti, const HostEvents *events, int32_t size);
typedef int32_t (*SetMode)(void *jvmti, int32_t mode, int32_t event, void *thread, ...);
typedef int32_t (*GetJvms)(HostJvm **found, int32_t most, int32_t *count);

static void note_end(void *jvmti, void *environment) {
    (void)jvmti;
    (void)environment;
    atomic_store(&jvm_has_ended, 1);
}

static int watch_end(void) {
    static const HostEvents events = {NULL, note_end};
    void *jvmti = NULL;
    SetCallbacks set_callbacks;
    SetMode set_mode;
    if (jvm->functions->get_environment(jvm, &jvmti, JVMTI_VERSION) != 0 || jvmti == NULL) {
        return 0;
    }
    void *const *functions = *(void *const *const *)jvmti;
    memcpy(&set_callbacks, &functions[SET_EVENT_CALLBACKS], sizeof set_callbacks);
    memcpy(&set_mode, &functions[SET_EVENT_NOTIFICATION_MODE], sizeof set_mode);
    return set_callbacks(jvmti, &events, sizeof events) == 0 &&
           set_mode(jvmti, ENABLE, VM_DEATH, NULL) == 0;
}

static void *find_in(const char *library, const char *name) {
    void *handle = dlopen(library, RTLD_LAZY | RTLD_NOLOAD);
    void *found = handle == NULL ? NULL : dlsym(handle, name);
    if (handle != NULL) {
        (void)dlclose(handle);
    }
    return found;
}

static int visit(struct dl_phdr_info *info, size_t size, void *data) {
    const char *slash = strrchr(info->dlpi_name, '/');
    (void)size;
    if (slash != NULL && strcmp(slash, "/libjvm.so") == 0) {
        *(const char **)data = info->dlpi_name;
        return 1;
    }
    return 0;
}

/* The JVM that this process runs; NULL if it cannot be found. */
static HostJvm *find_jvm(void) {
    static const char name[] = "JNI_GetCreatedJavaVMs";
    void *symbol = dlsym(RTLD_DEFAULT, name);
    const char *library = NULL;
    if (symbol == NULL && dl_iterate_phdr(visit, &library) != 0) {
        symbol = find_in(library, name);
    }
    HostJvm *found = NULL;
    int32_t count = 0;
    GetJvms get_jvms;
    memcpy(&get_jvms, &symbol, sizeof symbol);
    return symbol != NULL && get_jvms(&found, 1, &count) == 0 && count == 1 ? found : NULL;
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
    if (tenon_thread.is_kept && !atomic_load(&jvm_has_ended)) {
        (void)jvm->functions->detach(jvm);
    }
    tenon_thread.is_known = 0;
    tenon_thread.is_kept = 0;
}

int tenon_thread_start(HostJvm *machine) {
    static int is_prepared;
    if (!is_prepared && pthread_key_create(&ending, end_thread) != 0) {
        return -1;
    }
    is_prepared = 1;
    jvm = machine == NULL ? find_jvm() : machine;
    jvm_says_end = jvm != NULL && watch_end();
    return 0;
}

static int attach_to_jvm(void) {
    void *environment = NULL;
    int state = PTHREAD_CANCEL_ENABLE;
    /* A thread that is cancelled in there would take locks of the JVM with it. */
    (void)pthread_setcancelstate(PTHREAD_CANCEL_DISABLE, &state);
    int32_t status = jvm->functions->attach_as_daemon(jvm, &environment, NULL);
    (void)pthread_setcancelstate(state, NULL);
    return status;
}

static int keep(void) {
    void *environment = NULL;
    if (jvm->functions->get_environment(jvm, &environment, JNI_VERSION) == 0) {
        tenon_thread.is_known = 1;
        return 0;
    }
    if (attach_to_jvm() != 0) {
        return -1;
    }
    if (pthread_setspecific(ending, &ending) != 0) {
        (void)jvm->functions->detach(jvm);
        return -1;
    }
    tenon_thread.is_known = 1;
    tenon_thread.is_kept = 1;
    return 0;
}

int tenon_thread_enter(void) {
    if (jvm == NULL || (tenon_thread.is_known && jvm_says_end && !atomic_load(&jvm_has_ended))) {
        return 0;
    }
    return atomic_load(&jvm_has_ended) ? -1 : keep();
}

int64_t tenon_thread_call(int64_t cx, int64_t operation, TnValue *frame, size_t count) {
    int state = PTHREAD_CANCEL_ENABLE;
    /* Unwinding through the frames of the JVM would end the process. */
    if (tenon_thread.is_kept) {
        (void)pthread_setcancelstate(PTHREAD_CANCEL_DISABLE, &state);
    }
    int64_t status = tenon_host_call(cx, operation, (int64_t)(intptr_t)frame, (int64_t)count);
    if (tenon_thread.is_kept) {
        (void)pthread_setcancelstate(state, NULL);
    }
    return status;
}

int64_t tenon_thread_ask(TnContext *cx, int64_t operation, TnValue *frame, size_t count) {
    HostThread *here = &tenon_thread;
    uintptr_t place = (uintptr_t)__builtin_frame_address(0);
    if ((here->lowest_allowed == 0 || place <= here->lowest_allowed) && tenon_host_stack_low(cx)) {
        return -1;
    }
    int may_enter = here->is_known && jvm_says_end && !atomic_load(&jvm_has_ended);
    if (!may_enter && tenon_thread_enter() != 0) {
        return tenon_error_first(cx, TN_RUNTIME_ERROR, "the JVM has ended");
    }
    return here->is_kept ? tenon_thread_call((int64_t)(intptr_t)cx, operation, frame, count)
                         : tenon_host_call((int64_t)(intptr_t)cx, operation,
                                           (int64_t)(intptr_t)frame, (int64_t)count);
}

int tenon_thread_attached(HostContext *host) {
    if (pthread_setspecific(ending, &ending) != 0) {
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
