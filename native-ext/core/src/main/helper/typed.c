/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The calling conventions of Linux on x86_64 and aarch64 put whole numbers and floating-point
 * numbers into registers of their own, and what has no register onto the stack, eight bytes each.
 * A call that fills all registers and the stack is therefore right for every function of them.
 */
#include <string.h>

#include "../c/host.h"
#include "typed.h"

#if defined(__x86_64__)
enum { WORDS = 6 };
#define WORD_PARAMETERS int64_t, int64_t, int64_t, int64_t, int64_t, int64_t
#define WORD_ARGUMENTS(w) (w)[0], (w)[1], (w)[2], (w)[3], (w)[4], (w)[5]
#elif defined(__aarch64__)
enum { WORDS = 8 };
#define WORD_PARAMETERS int64_t, int64_t, int64_t, int64_t, int64_t, int64_t, int64_t, int64_t
#define WORD_ARGUMENTS(w) (w)[0], (w)[1], (w)[2], (w)[3], (w)[4], (w)[5], (w)[6], (w)[7]
#endif

enum { FLOATS = 8, STACKED = 12 };

#define FLOAT_PARAMETERS double, double, double, double, double, double, double, double
#define FLOAT_ARGUMENTS(f) (f)[0], (f)[1], (f)[2], (f)[3], (f)[4], (f)[5], (f)[6], (f)[7]
#define STACK_PARAMETERS                                                                           \
    int64_t, int64_t, int64_t, int64_t, int64_t, int64_t, int64_t, int64_t, int64_t, int64_t,      \
        int64_t, int64_t
#define STACK_ARGUMENTS(s)                                                                         \
    (s)[0], (s)[1], (s)[2], (s)[3], (s)[4], (s)[5], (s)[6], (s)[7], (s)[8], (s)[9], (s)[10], (s)[11]

typedef int64_t (*WordFunction)(WORD_PARAMETERS, FLOAT_PARAMETERS, STACK_PARAMETERS);
typedef double (*DoubleFunction)(WORD_PARAMETERS, FLOAT_PARAMETERS, STACK_PARAMETERS);

/* The arguments of a call, each where the convention has it. */
typedef struct Registers {
    int64_t words[WORDS];
    double floats[FLOATS];
    int64_t stack[STACKED];
    size_t words_used;
    size_t floats_used;
    size_t stack_used;
    int is_full;
} Registers;

static void push(Registers *to, int64_t bits) {
    if (to->stack_used == STACKED) {
        to->is_full = 1;
        return;
    }
    to->stack[to->stack_used++] = bits;
}

static void add_word(Registers *to, int64_t word) {
    if (to->words_used < WORDS) {
        to->words[to->words_used++] = word;
    } else {
        push(to, word);
    }
}

static void add_float(Registers *to, double bits) {
    int64_t word;
    if (to->floats_used < FLOATS) {
        to->floats[to->floats_used++] = bits;
        return;
    }
    memcpy(&word, &bits, sizeof word);
    push(to, word);
}

/* The lower half of a register is a float. */
static double narrow(double value) {
    float number = (float)value;
    double bits = 0;
    memcpy(&bits, &number, sizeof number);
    return bits;
}

static double widened(double bits) {
    float number;
    memcpy(&number, &bits, sizeof number);
    return number;
}

static void add(Registers *to, char type, const TnValue *value) {
    switch (type) {
    case 'f':
        add_float(to, narrow(value->as.f));
        return;
    case 'd':
        add_float(to, value->as.f);
        return;
    case 'y':
        add_word(to, value->as.i);
        add_word(to, value->length);
        return;
    default: /* a word; a text that is None is NULL */
        add_word(to, value->kind == TN_NONE ? 0 : value->as.i);
    }
}

static void fill(Registers *to, TnContext *cx, const char *types, const TnValue *arguments,
                 size_t count) {
    size_t next = 0;
    for (; *types != '\0'; types++) {
        if (*types == 'S') {
            add_word(to, (int64_t)(intptr_t)cx->state);
        } else if (*types == 'C') {
            add_word(to, (int64_t)(intptr_t)cx);
        } else if (next < count) {
            add(to, *types, &arguments[next++]);
        }
    }
}

static TnValue text_of(int64_t pointer) {
    return pointer == 0 ? tn_none() : tn_str((const char *)(intptr_t)pointer);
}

static TnValue bytes_of(int64_t pointer, size_t length) {
    return pointer == 0 ? tn_none() : tn_bytes((const void *)(intptr_t)pointer, length);
}

static TnValue call(Registers *with, TnAnyFunction function, char type) {
    if (type == 'f' || type == 'd') {
        double number =
            ((DoubleFunction)function)(WORD_ARGUMENTS(with->words), FLOAT_ARGUMENTS(with->floats),
                                       STACK_ARGUMENTS(with->stack));
        return tn_float(type == 'f' ? widened(number) : number);
    }
    size_t length = 0;
    if (type == 'y') {
        add_word(with, (int64_t)(intptr_t)&length);
    }
    int64_t word = ((WordFunction)function)(
        WORD_ARGUMENTS(with->words), FLOAT_ARGUMENTS(with->floats), STACK_ARGUMENTS(with->stack));
    switch (type) {
    case 's':
        return text_of(word);
    case 'y':
        return bytes_of(word, length);
    default:
        return type == 'v' ? tn_none() : tn_int(word);
    }
}

int tenon_typed_call(TnContext *cx, TnAnyFunction function, const char *types,
                     const TnValue *arguments, size_t count, TnValue *result) {
    Registers with = {0};
    fill(&with, cx, types + 1, arguments, count);
    if (with.is_full || (types[0] == 'y' && with.stack_used == STACKED)) {
        return tenon_error_first(cx, TN_NOT_IMPLEMENTED_ERROR,
                                 "a typed function of a module that runs apart takes at most 12 "
                                 "arguments on the stack; pass them as one text or bytes");
    }
    *result = call(&with, function, types[0]);
    return 0;
}
