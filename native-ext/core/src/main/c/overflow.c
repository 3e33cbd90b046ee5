/* SPDX-License-Identifier: Apache-2.0 */
/* Lets a process that keeps a trail report an overflow of the stack in C: the handler of the JVM
 * needs a stack of its own then, or the system ends the process without a word. */
#define _GNU_SOURCE
#include <pthread.h>
#include <signal.h>
#include <sys/mman.h>

#include "host.h"

enum { HANDLER_STACK = 256 * 1024 };

static int is_on;
static pthread_key_t of_thread;

static void give_back(void *place) {
    stack_t none = {.ss_flags = SS_DISABLE};
    (void)sigaltstack(&none, NULL);
    (void)munmap(place, HANDLER_STACK);
}

void tenon_overflow_start(void) {
    struct sigaction action;
    if (is_on || sigaction(SIGSEGV, NULL, &action) != 0 ||
        pthread_key_create(&of_thread, give_back) != 0) {
        return;
    }
    action.sa_flags |= SA_ONSTACK;
    is_on = sigaction(SIGSEGV, &action, NULL) == 0;
    tenon_overflow_guard();
}

void tenon_overflow_guard(void) {
    stack_t stack;
    if (!is_on || sigaltstack(NULL, &stack) != 0 || !(stack.ss_flags & SS_DISABLE)) {
        return;
    }
    void *place = mmap(NULL, HANDLER_STACK, PROT_READ | PROT_WRITE,
                       MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
    if (place == MAP_FAILED) {
        return;
    }
    stack = (stack_t){.ss_sp = place, .ss_size = HANDLER_STACK};
    if (sigaltstack(&stack, NULL) != 0) {
        (void)munmap(place, HANDLER_STACK);
    } else if (pthread_setspecific(of_thread, place) != 0) {
        give_back(place);
    }
}
