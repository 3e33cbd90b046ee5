/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Function pointers that C may keep: each is a trampoline that stays mapped until the process ends.
 *
 * A trampoline asks tenon_callback_enter where to go: to the stub of the JVM while its callback
 * lives and the JVM can be entered, else to code that returns zero. It keeps all registers in which
 * arguments travel, so one kind of trampoline serves every signature.
 *
 * A block is a copy of the trampolines that the compiler has made from the text of trampolines.h,
 * followed by their data: the address that all of them jump through, and one HostCallback each. The
 * code refers to the data by its distance only, so a copy works wherever it lies.
 *
 * An address that has ended is used again after RESTING others have ended, never before.
 */
#include <stdatomic.h>
#include <string.h>

#include "platform.h"

/* What a trampoline stands for. */
typedef struct HostCallback {
    _Atomic(void *) target; /* the stub of the JVM; NULL after the end */
    _Atomic int64_t token;
    int32_t result_size; /* of a struct that is returned in memory; 0 for other results */
    int32_t was_told;    /* whether a late call has been reported */
    char what[104];      /* what messages call it, cut if need be */
} HostCallback;

enum { RESTING = 1 << 16, ENTRY = 16 };

#include "trampolines.h"

/* Hidden, so that their addresses are taken without the global offset table: the linker for AArch64
 * keeps one entry there for all local labels of a section. */
#pragma GCC visibility push(hidden)
extern const char tenon_trampolines[];
void tenon_callback_common(void);
void tenon_callback_nothing(void);
void tenon_callback_nothing_in_memory(void);
#pragma GCC visibility pop
void *tenon_callback_enter(uintptr_t place, void *result);

static PlatformLock lock = PLATFORM_UNLOCKED;
static uintptr_t resting[RESTING];
static uint32_t first_resting, resting_count;
static char *block;
static size_t used = SPAN / ENTRY;

/* The callback that the thread is about to enter Java for. */
static _Thread_local int64_t entering;

static HostCallback *callback_at(uintptr_t place) {
    uintptr_t start = place & ~(uintptr_t)(SPAN - 1);
    return (HostCallback *)(start + SPAN) + (place - start) / ENTRY;
}

/* The data of the first trampoline is where all jump through, so that one has no callback. */
static char *map_block(void) {
    size_t data = SPAN / ENTRY * sizeof(HostCallback);
    char *start = tenon_pages_map(SPAN + SPAN + data);
    if (start == NULL) {
        return NULL;
    }
    char *code = (char *)(((uintptr_t)start + SPAN - 1) & ~(uintptr_t)(SPAN - 1));
    void (*common)(void) = tenon_callback_common;
    memcpy(code, tenon_trampolines, SPAN);
    memcpy(code + SPAN, &common, sizeof common);
    if (tenon_pages_execute(code, SPAN) != 0) {
        tenon_pages_unmap(start, SPAN + SPAN + data);
        return NULL;
    }
    return code;
}

/* An address whose rest is over, or one that was never used; 0 without memory. */
static uintptr_t take_place(void) {
    if (resting_count == RESTING) {
        uintptr_t rested = resting[first_resting];
        first_resting = (first_resting + 1) % RESTING;
        resting_count--;
        return rested;
    }
    if (used == SPAN / ENTRY) {
        char *next = map_block();
        if (next == NULL) {
            return 0;
        }
        block = next;
        used = 1;
    }
    return (uintptr_t)block + used++ * ENTRY;
}

int64_t tenon_host_callback_new(int64_t target, int64_t token, int64_t what, int64_t result_size) {
    tenon_lock(&lock);
    uintptr_t place = take_place();
    if (place != 0) {
        HostCallback *callback = callback_at(place);
        (void)snprintf(callback->what, sizeof callback->what, "%s", (const char *)(intptr_t)what);
        callback->result_size = (int32_t)result_size;
        callback->was_told = 0;
        atomic_store(&callback->token, token);
        atomic_store(&callback->target, (void *)(intptr_t)target);
    }
    tenon_unlock(&lock);
    return (int64_t)place;
}

int64_t tenon_host_callback_end(int64_t place, int64_t b, int64_t c, int64_t d) {
    (void)b;
    (void)c;
    (void)d;
    HostCallback *callback = callback_at((uintptr_t)place);
    tenon_lock(&lock);
    if (atomic_exchange(&callback->target, NULL) != NULL) {
        resting[(first_resting + resting_count++) % RESTING] = (uintptr_t)place;
    }
    tenon_unlock(&lock);
    return 0;
}

int64_t tenon_host_callback_entered(int64_t a, int64_t b, int64_t c, int64_t d) {
    (void)a;
    (void)b;
    (void)c;
    (void)d;
    tenon_thread_entered();
    return tenon_host_stack_low(NULL) ? -entering : entering;
}

/* Reports the first late call of a callback. A thread that finds the lock taken says nothing. */
static void report_late(HostCallback *callback, int has_ended) {
    if (tenon_lock_try(&lock) != 0) {
        return;
    }
    if (!callback->was_told) {
        char line[256];
        callback->was_told = 1;
        (void)snprintf(line, sizeof line,
                       "tenon: C called %s after %s ended; the call returned 0\n", callback->what,
                       has_ended ? "it" : "the JVM");
        tenon_say(line);
    }
    tenon_unlock(&lock);
}

/*
 * Where the trampoline at a place goes. A target that is read just before the end of the callback
 * is still that of a stub, which is never freed; Java compares the token there.
 */
__attribute__((used)) void *tenon_callback_enter(uintptr_t place, void *result) {
    HostCallback *callback = callback_at(place);
    void *target = atomic_load(&callback->target);
    if (target != NULL && tenon_thread_enter() == 0) {
        entering = atomic_load(&callback->token);
        return target;
    }
    report_late(callback, target == NULL);
    void (*nothing)(void) = tenon_callback_nothing;
    if (callback->result_size > 0) {
        memset(result, 0, (size_t)callback->result_size);
        nothing = tenon_callback_nothing_in_memory;
    }
    void *answer;
    memcpy(&answer, &nothing, sizeof answer);
    return answer;
}
