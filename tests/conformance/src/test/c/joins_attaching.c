/* SPDX-License-Identifier: Apache-2.0 */
/* A function that waits inside of a call for a thread which attaches: that thread cannot get in. */
/* cc-flags: -pthread */
#define _GNU_SOURCE
#include <pthread.h>
#include <stdlib.h>
#include <tenon.h>
#include <unistd.h>

typedef struct {
    TnView *view;
    pthread_t thread;
    int32_t status;
} Job;

#define ARGUMENTS TnContext *cx, const TnValue *args, size_t nargs, TnValue *result

static void *attach(void *argument) {
    Job *job = argument;
    TnContext *cx;
    TnView *view = job->view;
    job->status = tn_attach(view, &cx);
    if (job->status == 0) {
        (void)tn_detach(view, cx);
    }
    tn_view_free(view);
    return NULL;
}

/* Waits for at most the given number of seconds, so that the test ends without checks, too. */
static int32_t start(ARGUMENTS) {
    Job *job = calloc(1, sizeof *job); /* for the thread, which may outlive this call */
    (void)nargs;
    if (job == NULL || (job->view = tn_view_new(cx)) == NULL) {
        return tn_error(cx, TN_MEMORY_ERROR, "no memory");
    }
    job->status = -2;
    if (pthread_create(&job->thread, NULL, attach, job) != 0) {
        return tn_error(cx, TN_OS_ERROR, "no thread");
    }
    for (int64_t round = 0; round < args[0].as.i * 100; round++) {
        (void)usleep(10000);
        if (job->status != -2) {
            break;
        }
    }
    *result = tn_int(job->status);
    return 0;
}

static const TnMethod methods[] = {TN_DYNAMIC("start", start, NULL), TN_METHODS_END};
TENON_MODULE(joins_attaching, TN_METHODS(methods));
