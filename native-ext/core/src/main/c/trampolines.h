/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The trampolines of callback.c, which alone includes this, for the calling convention of each
 * platform: System V on x86_64, that of Windows on x86_64, and the one of AArch64 that Linux, macOS
 * and Windows share. What differs there is how an object file names symbols and says how a frame is
 * left.
 */
#ifndef TENON_TRAMPOLINES_H
#define TENON_TRAMPOLINES_H

#define TEXT(words) #words
#define NAMED(prefix, name) TEXT(prefix) name
#define PREFIXED(prefix, name) NAMED(prefix, name)
/* The name that the assembler has for a symbol of C. */
#define SYMBOL(name) PREFIXED(__USER_LABEL_PREFIX__, name)

#if defined(__x86_64__)

enum { SPAN = 4096 };

/* clang-format off */
#define TRAMPOLINES                                                                                \
    ".text\n"                                                                                      \
    ".balign 16\n"                                                                                 \
    SYMBOL("tenon_trampolines") ":\n"                                                              \
    "1:\n"                                                                                         \
    ".rept 256\n"                                                                                  \
    "    .balign 16\n"                                                                             \
    "    leaq 0(%rip), %r11\n" /* within its entry of 16 bytes */                                  \
    "    jmpq *(1b + 4096)(%rip)\n"                                                                \
    ".endr\n"                                                                                      \
    ".balign 16\n"

#ifndef _WIN32
__asm__(
    TRAMPOLINES
    SYMBOL("tenon_callback_common") ":\n"
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
    "    call " SYMBOL("tenon_callback_enter") "\n"
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
    SYMBOL("tenon_callback_nothing") ":\n"
    "    xorl %eax, %eax\n"
    "    xorl %edx, %edx\n"
    "    pxor %xmm0, %xmm0\n"
    "    pxor %xmm1, %xmm1\n"
    "    ret\n"
    SYMBOL("tenon_callback_nothing_in_memory") ":\n"
    "    movq %rdi, %rax\n"
    "    ret\n");
#else
/* The function called may use the first 32 bytes. */
__asm__(
    TRAMPOLINES
    ".seh_proc tenon_callback_common\n"
    "tenon_callback_common:\n"
    "    subq $136, %rsp\n"
    "    .seh_stackalloc 136\n"
    "    .seh_endprologue\n"
    "    movq %rcx, 32(%rsp)\n"
    "    movq %rdx, 40(%rsp)\n"
    "    movq %r8, 48(%rsp)\n"
    "    movq %r9, 56(%rsp)\n"
    "    movups %xmm0, 64(%rsp)\n"
    "    movups %xmm1, 80(%rsp)\n"
    "    movups %xmm2, 96(%rsp)\n"
    "    movups %xmm3, 112(%rsp)\n"
    "    movq %rcx, %rdx\n" /* where a struct is returned in memory */
    "    movq %r11, %rcx\n"
    "    call tenon_callback_enter\n"
    "    movq %rax, %r11\n"
    "    movq 32(%rsp), %rcx\n"
    "    movq 40(%rsp), %rdx\n"
    "    movq 48(%rsp), %r8\n"
    "    movq 56(%rsp), %r9\n"
    "    movups 64(%rsp), %xmm0\n"
    "    movups 80(%rsp), %xmm1\n"
    "    movups 96(%rsp), %xmm2\n"
    "    movups 112(%rsp), %xmm3\n"
    "    addq $136, %rsp\n"
    "    rex64 jmpq *%r11\n" /* the prefix lets the system see the end of the function */
    "    .seh_endproc\n"
    "tenon_callback_nothing:\n"
    "    xorl %eax, %eax\n"
    "    pxor %xmm0, %xmm0\n"
    "    ret\n"
    "tenon_callback_nothing_in_memory:\n"
    "    movq %rcx, %rax\n"
    "    ret\n");
#endif
/* clang-format on */

#elif defined(__aarch64__)

enum { SPAN = 65536 }; /* of the largest page */

#ifndef _WIN32
#define FRAME_BEGIN ".cfi_startproc\n"
#define FRAME_SAVED                                                                                \
    ".cfi_def_cfa_offset 224\n"                                                                    \
    ".cfi_offset x29, -224\n"                                                                      \
    ".cfi_offset x30, -216\n"
#define FRAME_MADE ""
#define FRAME_LEAVE ""
#define FRAME_LEFT ".cfi_def_cfa_offset 0\n"
#define FRAME_END ".cfi_endproc\n"
#else
#define FRAME_BEGIN ".seh_proc tenon_callback_common\n"
#define FRAME_SAVED ".seh_save_fplr_x 224\n"
#define FRAME_MADE                                                                                 \
    ".seh_set_fp\n"                                                                                \
    ".seh_endprologue\n"
#define FRAME_LEAVE ".seh_startepilogue\n"
#define FRAME_LEFT                                                                                 \
    ".seh_save_fplr_x 224\n"                                                                       \
    ".seh_endepilogue\n"
#define FRAME_END ".seh_endproc\n"
#endif

/* clang-format off */
__asm__(
    ".text\n"
    ".balign 16\n"
    SYMBOL("tenon_trampolines") ":\n"
    "1:\n"
    ".rept 4096\n"
    "    .balign 16\n"
    "    adr x16, .\n"
    "    ldr x17, 1b + 65536\n"
    "    br x17\n"
    "    nop\n"
    ".endr\n"
    ".balign 16\n"
    SYMBOL("tenon_callback_common") ":\n"
    FRAME_BEGIN
    "    stp x29, x30, [sp, #-224]!\n"
    FRAME_SAVED
    "    mov x29, sp\n"
    FRAME_MADE
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
    "    bl " SYMBOL("tenon_callback_enter") "\n"
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
    FRAME_LEAVE
    "    ldp x29, x30, [sp], #224\n"
    FRAME_LEFT
    "    br x16\n"
    FRAME_END
    SYMBOL("tenon_callback_nothing") ":\n"
    "    mov x0, #0\n"
    "    mov x1, #0\n"
    "    movi v0.2d, #0\n"
    "    movi v1.2d, #0\n"
    "    movi v2.2d, #0\n"
    "    movi v3.2d, #0\n"
    "    ret\n"
    SYMBOL("tenon_callback_nothing_in_memory") ":\n"
    "    ret\n");
/* clang-format on */

#else
#error "there are no trampolines for this processor: write them as those above"
#endif

#endif
