/* SPDX-License-Identifier: Apache-2.0 */
/* cc-flags: -pthread */
/* A plain C library that keeps callbacks, and calls them when nobody expects it any more. */
#define _GNU_SOURCE
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#define EXPORT __attribute__((visibility("default")))

typedef struct Pair {
    long one;
    double other;
} Pair;
typedef struct Large {
    long first, second, third;
} Large;

typedef long (*late_number)(long value);
typedef double (*late_real)(double value, float more);
typedef Pair (*late_pair)(long value);
typedef Large (*late_large)(long value, long second, long third, long fourth, long fifth,
                            long sixth, long seventh);
typedef void (*late_nothing)(void);

EXPORT void late_keep(late_number number);
EXPORT long late_call(long value);
EXPORT void late_keep_real(late_real real);
EXPORT double late_call_real(double value);
EXPORT void late_keep_pair(late_pair pair);
EXPORT double late_call_pair(long value);
EXPORT void late_keep_large(late_large large);
EXPORT long late_call_large(long value);
EXPORT int late_at_exit(late_nothing nothing);
EXPORT int late_call_at_exit(void);
EXPORT int late_start(void);
EXPORT long late_calls(void);
EXPORT long late_stop(void);
EXPORT int late_stop_at_exit(void);
EXPORT int late_swarm(int count);
EXPORT void late_exit(int status);

static late_number kept;
static late_real kept_real;
static late_pair kept_pair;
static late_large kept_large;
static pthread_t thread;
static atomic_int is_stopping;
static atomic_long calls;

void late_keep(late_number number) { kept = number; }
long late_call(long value) { return kept(value); }
void late_keep_real(late_real real) { kept_real = real; }
double late_call_real(double value) { return kept_real(value, 0.5f); }
void late_keep_pair(late_pair pair) { kept_pair = pair; }
double late_call_pair(long value) {
    Pair pair = kept_pair(value);
    return (double)pair.one + pair.other;
}
void late_keep_large(late_large large) { kept_large = large; }
long late_call_large(long value) {
    Large large = kept_large(value, 2, 3, 4, 5, 6, 7);
    return large.first + large.second + large.third;
}

int late_at_exit(late_nothing nothing) { return atexit(nothing); }

static void call_at_exit(void) {
    (void)printf("late: at exit %ld\n", kept(7));
    (void)fflush(stdout);
}
int late_call_at_exit(void) { return atexit(call_at_exit); }

/* Calls back until it is stopped. */
static void *call_back(void *nothing) {
    while (!atomic_load(&is_stopping)) {
        (void)kept(1);
        atomic_fetch_add(&calls, 1);
        (void)usleep(100);
    }
    return nothing;
}
int late_start(void) {
    atomic_store(&is_stopping, 0);
    atomic_store(&calls, 0);
    return pthread_create(&thread, NULL, call_back, NULL);
}
long late_calls(void) { return atomic_load(&calls); }
long late_stop(void) {
    atomic_store(&is_stopping, 1);
    (void)pthread_join(thread, NULL);
    return atomic_load(&calls);
}
static void stop_at_exit(void) { (void)printf("late: stopped %d\n", late_stop() > 0); }
int late_stop_at_exit(void) { return atexit(stop_at_exit); }

/* Threads that end after a few calls, one after the other, until they are stopped. */
enum { MOST = 16 };
static pthread_t swarm[MOST];
static int swarm_count;

static void *call_back_briefly(void *nothing) {
    for (int i = 0; i < 3; i++) {
        (void)kept(2);
    }
    atomic_fetch_add(&calls, 1);
    return nothing;
}
static void *call_back_by_others(void *nothing) {
    while (!atomic_load(&is_stopping)) {
        pthread_t brief;
        if (pthread_create(&brief, NULL, call_back_briefly, NULL) == 0) {
            (void)pthread_join(brief, NULL);
        }
    }
    return nothing;
}
static void stop_swarm(void) {
    atomic_store(&is_stopping, 1);
    for (int i = 0; i < swarm_count; i++) {
        (void)pthread_join(swarm[i], NULL);
    }
    (void)printf("late: stopped %d\n", atomic_load(&calls) > 0);
}
int late_swarm(int count) {
    atomic_store(&is_stopping, 0);
    atomic_store(&calls, 0);
    swarm_count = 0;
    while (swarm_count < count && swarm_count < MOST &&
           pthread_create(&swarm[swarm_count], NULL, call_back_by_others, NULL) == 0) {
        swarm_count++;
    }
    return atexit(stop_swarm);
}

void late_exit(int status) { exit(status); }
