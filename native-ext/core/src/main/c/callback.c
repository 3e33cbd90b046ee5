/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Function pointers that C may keep: each is a trampoline that stays mapped until the process ends.
 *
 * A trampoline asks tenon_callback_enter where to go: to the stub of the JVM while its callback
 * lives and the JVM can be entered, else to code that returns zero. It keeps all registers in which
 * arguments travel, so one kind of trampoline serves every signature.
 *
 * A block is a copy of the trampolines that the compiler has made from the text below, followed by
 * their data: the address that all of them jump through, and one HostCallback each. The code refers
 * to the data by its distance only, so a copy works wherever it lies.
 *
 * An address that has ended is used again after RESTING others have ended, never before.
 */
#define _GNU_SOURCE
#include <pthread.h>
#include <stdatomic.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "host.h"

/* What a trampoline stands for. */
typedef struct HostCallback {
    _Atomic(void *) target; /* the stub of the JVM; NULL after the end */
    _Atomic int64_t token;
    int32_t result_size; /* of a struct that is returned in memory; 0 for other results */
    int32_t was_told;    /* whether a late call has been reported */
    char what[104];      /* what messages call it, cut if need be */
} HostCallback;

enum { RESTING = 1 << 16, ENTRY = 16 };

#if defined(__linux__) && defined(__x86_64__)

enum { SPAN = 4096 };

/* clang-format off */
__asm__(
    ".text\n"
    ".balign 16\n"
    "tenon_trampolines:\n"
    ".rept 256\n"
    "    .balign 16\n"
    "    leaq 0(%rip), %r11\n" /* within its entry of 16 bytes */
    "    jmpq *(tenon_trampolines + 4096)(%rip)\n"
    ".endr\n"
    ".balign 16\n"
    "tenon_callback_common:\n"
    "    .cfi_startproc\n"
    "    pushq %rbp\n"
    "    .cfi_def_cfa_offset 16\n"
    "    .cfi_offset %rbp, -16\n"
    "    movq %rsp, %rbp\n"
    "    .cfi_def_cfa_register %rbp\n"
    "    subq $192, %rsp\n"
    "    movq %rdi, 0(%rsp)\n"
    "    movq %rsi, 8(%rsp)\n"
    "    movq %rdx, 16(%rsp)\n"
    "    movq %rcx, 24(%rsp)\n"
    "    movq %r8, 32(%rsp)\n"
    "    movq %r9, 40(%rsp)\n"
    "    movq %rax, 48(%rsp)\n"
    "    movq %r10, 56(%rsp)\n"
    "    movups %xmm0, 64(%rsp)\n"
    "    movups %xmm1, 80(%rsp)\n"
    "    movups %xmm2, 96(%rsp)\n"
    "    movups %xmm3, 112(%rsp)\n"
    "    movups %xmm4, 128(%rsp)\n"
    "    movups %xmm5, 144(%rsp)\n"
    "    movups %xmm6, 160(%rsp)\n"
    "    movups %xmm7, 176(%rsp)\n"
    "    movq %rdi, %rsi\n" /* where a struct is returned in memory */
    "    movq %r11, %rdi\n"
    "    call tenon_callback_enter\n"
    "    movq %rax, %r11\n"
    "    movq 0(%rsp), %rdi\n"
    "    movq 8(%rsp), %rsi\n"
    "    movq 16(%rsp), %rdx\n"
    "    movq 24(%rsp), %rcx\n"
    "    movq 32(%rsp), %r8\n"
    "    movq 40(%rsp), %r9\n"
    "    movq 48(%rsp), %rax\n"
    "    movq 56(%rsp), %r10\n"
    "    movups 64(%rsp), %xmm0\n"
    "    movups 80(%rsp), %xmm1\n"
    "    movups 96(%rsp), %xmm2\n"
    "    movups 112(%rsp), %xmm3\n"
    "    movups 128(%rsp), %xmm4\n"
    "    movups 144(%rsp), %xmm5\n"
    "    movups 160(%rsp), %xmm6\n"
    "    movups 176(%rsp), %xmm7\n"
    "    leave\n"
    "    .cfi_def_cfa %rsp, 8\n"
    "    jmpq *%r11\n"
    "    .cfi_endproc\n"
    "tenon_callback_nothing:\n"
    "    xorl %eax, %eax\n"
    "    xorl %edx, %edx\n"
    "    pxor %xmm0, %xmm0\n"
    "    pxor %xmm1, %xmm1\n"
    "    ret\n"
    "tenon_callback_nothing_in_memory:\n"
    "    movq %rdi, %rax\n"
    "    ret\n");
/* clang-format on */

#elif defined(__linux__) && defined(__aarch64__)

enum { SPAN = 65536 }; /* of the largest page */

/* clang-format off */
__asm__(
    ".text\n"
    ".balign 16\n"
    "tenon_trampolines:\n"
    ".rept 4096\n"
    "    .balign 16\n"
    "    adr x16, .\n"
    "    ldr x17, tenon_trampolines + 65536\n"
    "    br x17\n"
    "    nop\n"
    ".endr\n"
    ".balign 16\n"
    "tenon_callback_common:\n"
    "    .cfi_startproc\n"
    "    stp x29, x30, [sp, #-224]!\n"
    "    .cfi_def_cfa_offset 224\n"
    "    .cfi_offset x29, -224\n"
    "    .cfi_offset x30, -216\n"
    "    mov x29, sp\n"
    "    stp x0, x1, [sp, #16]\n"
    "    stp x2, x3, [sp, #32]\n"
    "    stp x4, x5, [sp, #48]\n"
    "    stp x6, x7, [sp, #64]\n"
    "    str x8, [sp, #80]\n"
    "    stp q0, q1, [sp, #96]\n"
    "    stp q2, q3, [sp, #128]\n"
    "    stp q4, q5, [sp, #160]\n"
    "    stp q6, q7, [sp, #192]\n"
    "    mov x0, x16\n"
    "    mov x1, x8\n" /* where a struct is returned in memory */
    "    bl tenon_callback_enter\n"
    "    mov x16, x0\n"
    "    ldp x0, x1, [sp, #16]\n"
    "    ldp x2, x3, [sp, #32]\n"
    "    ldp x4, x5, [sp, #48]\n"
    "    ldp x6, x7, [sp, #64]\n"
    "    ldr x8, [sp, #80]\n"
    "    ldp q0, q1, [sp, #96]\n"
    "    ldp q2, q3, [sp, #128]\n"
    "    ldp q4, q5, [sp, #160]\n"
    "    ldp q6, q7, [sp, #192]\n"
    "    ldp x29, x30, [sp], #224\n"
    "    .cfi_def_cfa_offset 0\n"
    "    br x16\n"
    "    .cfi_endproc\n"
    "tenon_callback_nothing:\n"
    "    mov x0, #0\n"
    "    mov x1, #0\n"
    "    movi v0.2d, #0\n"
    "    movi v1.2d, #0\n"
    "    movi v2.2d, #0\n"
    "    movi v3.2d, #0\n"
    "    ret\n"
    "tenon_callback_nothing_in_memory:\n"
    "    ret\n");
/* clang-format on */

#else
#error "there are no trampolines for this processor: write them as those above"
#endif

/* Hidden, so that their addresses are taken without the global offset table: the linker for AArch64
 * keeps one entry there for all local labels of a section. */
#pragma GCC visibility push(hidden)
extern const char tenon_trampolines[];
void tenon_callback_common(void);
void tenon_callback_nothing(void);
void tenon_callback_nothing_in_memory(void);
#pragma GCC visibility pop
void *tenon_callback_enter(uintptr_t place, void *result);

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
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
    char *start =
        mmap(NULL, SPAN + SPAN + data, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (start == MAP_FAILED) {
        return NULL;
    }
    char *code = (char *)(((uintptr_t)start + SPAN - 1) & ~(uintptr_t)(SPAN - 1));
    void (*common)(void) = tenon_callback_common;
    memcpy(code, tenon_trampolines, SPAN);
    memcpy(code + SPAN, &common, sizeof common);
    __builtin___clear_cache(code, code + SPAN);
    if (mprotect(code, SPAN, PROT_READ | PROT_EXEC) != 0) {
        (void)munmap(start, SPAN + SPAN + data);
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
    (void)pthread_mutex_lock(&lock);
    uintptr_t place = take_place();
    if (place != 0) {
        HostCallback *callback = callback_at(place);
        (void)snprintf(callback->what, sizeof callback->what, "%s", (const char *)(intptr_t)what);
        callback->result_size = (int32_t)result_size;
        callback->was_told = 0;
        atomic_store(&callback->token, token);
        atomic_store(&callback->target, (void *)(intptr_t)target);
    }
    (void)pthread_mutex_unlock(&lock);
    return (int64_t)place;
}

int64_t tenon_host_callback_end(int64_t place, int64_t b, int64_t c, int64_t d) {
    (void)b;
    (void)c;
    (void)d;
    HostCallback *callback = callback_at((uintptr_t)place);
    (void)pthread_mutex_lock(&lock);
    if (atomic_exchange(&callback->target, NULL) != NULL) {
        resting[(first_resting + resting_count++) % RESTING] = (uintptr_t)place;
    }
    (void)pthread_mutex_unlock(&lock);
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
    if (pthread_mutex_trylock(&lock) != 0) {
        return;
    }
    if (!callback->was_told) {
        char line[256];
        callback->was_told = 1;
        int length =
            snprintf(line, sizeof line, "tenon: C called %s after %s ended; the call returned 0\n",
                     callback->what, has_ended ? "it" : "the JVM");
        if (write(STDERR_FILENO, line, (size_t)length) < 0) {
            callback->was_told = 1; /* there is no caller to notify */
        }
    }
    (void)pthread_mutex_unlock(&lock);
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
