/* SPDX-License-Identifier: Apache-2.0 */
/* The threads that code under test has started and that live. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <pthread.h>
#include <stdlib.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "watch.h"

enum { CAPACITY = 4096 };

static pid_t threads[CAPACITY];
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;

typedef struct Start {
    void *(*run)(void *);
    void *argument;
} Start;

static pid_t own_number(void) { return (pid_t)syscall(SYS_gettid); }

static void replace(pid_t former, pid_t number) {
    (void)pthread_mutex_lock(&lock);
    for (int index = 0; index < CAPACITY; index++) {
        if (threads[index] == former) {
            threads[index] = number;
            break;
        }
    }
    (void)pthread_mutex_unlock(&lock);
}

static void forget(void *nothing) {
    (void)nothing;
    replace(own_number(), 0);
}

static void *run(void *argument) {
    Start start = *(Start *)argument;
    void *result;
    free(argument);
    watch_is_driver = 1;
    replace(0, own_number());
    pthread_cleanup_push(forget, NULL);
    result = start.run(start.argument);
    pthread_cleanup_pop(1);
    return result;
}

EXPORT int pthread_create(pthread_t *thread, const pthread_attr_t *attributes,
                          void *(*start)(void *), void *argument) {
    static int (*real)(pthread_t *, const pthread_attr_t *, void *(*)(void *), void *);
    if (real == NULL) {
        *(void **)&real = dlsym(RTLD_NEXT, "pthread_create");
    }
    Start *noted = !watch_is_on() || watch_owner_of(CALLER) < 0 ? NULL : malloc(sizeof *noted);
    if (noted == NULL) {
        return real(thread, attributes, start, argument);
    }
    *noted = (Start){start, argument};
    int status = real(thread, attributes, run, noted);
    if (status != 0) {
        free(noted);
    }
    return status;
}

void threads_write(Writer *writer) {
    (void)pthread_mutex_lock(&lock);
    for (int index = 0; index < CAPACITY; index++) {
        if (threads[index] != 0) {
            writer_print(writer, "%d\n", (int)threads[index]);
        }
    }
    (void)pthread_mutex_unlock(&lock);
}
