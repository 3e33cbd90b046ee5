/* SPDX-License-Identifier: Apache-2.0 */
/* cc-flags: -pthread */
/* Starts a thread for each instance that nobody ends. */
#include <pthread.h>
#include <unistd.h>

#include <tenon.h>

static void *wait_for_ever(void *nothing) {
    for (;;) {
        (void)pause();
    }
    return nothing;
}

static int32_t thread_exec(TnContext *cx) {
    pthread_t thread;
    return pthread_create(&thread, NULL, wait_for_ever, NULL) == 0
               ? 0
               : tn_error(cx, TN_OS_ERROR, "no thread");
}

TENON_MODULE(leaked_thread, TN_EXEC(thread_exec), TN_INTERPRETERS(TN_ISOLATED));
