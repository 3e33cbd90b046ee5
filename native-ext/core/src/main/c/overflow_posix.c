/* SPDX-License-Identifier: Apache-2.0 */
/* The handler of the JVM gets a stack of its own. */
#define _GNU_SOURCE
#include "platform.h"

#ifndef _WIN32

#include <signal.h>
#include <sys/mman.h>

enum { HANDLER_STACK = 256 * 1024 };

static int is_on;
static PlatformKey of_thread;

static void give_back(void *place) {
    stack_t none = {.ss_flags = SS_DISABLE};
    (void)sigaltstack(&none, NULL);
    (void)munmap(place, HANDLER_STACK);
}

static int handle_on_own_stack(int number) {
    struct sigaction action;
    if (sigaction(number, NULL, &action) != 0) {
        return -1;
    }
    action.sa_flags |= SA_ONSTACK;
    return sigaction(number, &action, NULL);
}

/* An overflow is the first of the signals on Linux and either on macOS. */
void tenon_overflow_start(void) {
    if (!is_on && tenon_key_create(&of_thread, give_back) == 0) {
        is_on = handle_on_own_stack(SIGSEGV) == 0 && handle_on_own_stack(SIGBUS) == 0;
        tenon_overflow_guard();
    }
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
    } else if (tenon_key_set(of_thread, place) != 0) {
        give_back(place);
    }
}

#endif
