/* SPDX-License-Identifier: Apache-2.0 */
/* What a module that runs apart does: it computes, calls back, fails, and ends its process. */
#define _GNU_SOURCE
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <tenon.h>
#include <unistd.h>

typedef struct {
    int64_t calls;
} Apart;

static int32_t apart_exec(TnContext *cx) {
    ((Apart *)cx->state)->calls = 100;
    return tn_add_str(cx, "made_by", "exec") == 0 ? tn_add_int(cx, "pid", getpid()) : -1;
}

static int64_t apart_count(Apart *state) { return ++state->calls; }

static double apart_mix(int8_t a, double b, float c, uint32_t d, int64_t e, int64_t f, int64_t g,
                        int64_t h) {
    return a + b + (double)c + d + (double)(e + f + g + h);
}

static float apart_half(float x) { return x / 2; }

static uint8_t apart_low(int64_t x) { return (uint8_t)x; }

static int apart_is_positive(int64_t x) { return x > 0; }

static const char *apart_word(const char *text) { return text == NULL ? NULL : strchr(text, ' '); }

static const void *apart_tail(const void *bytes, size_t length, size_t *result) {
    *result = length == 0 ? 0 : length - 1;
    return length == 0 ? NULL : (const char *)bytes + 1;
}

static int64_t apart_checked(TnContext *cx, int64_t x) {
    return x < 0 ? tn_errorf(cx, TN_VALUE_ERROR, "%lld is negative", (long long)x) : x * 2;
}

static int32_t apart_echo(TnContext *cx, const TnValue *args, size_t nargs, TnValue *result) {
    if (nargs != 1) {
        return tn_error(cx, TN_TYPE_ERROR, "echo() takes one argument");
    }
    *result = args[0];
    return 0;
}

/* Calls what it is given with the other arguments. */
static int32_t apart_apply(TnContext *cx, const TnValue *args, size_t nargs, TnValue *result) {
    return tn_call(cx, &args[0], args + 1, nargs - 1, result);
}

static int32_t apart_named(TnContext *cx, const TnValue *args, const TnKeywords *keywords,
                           TnValue *result) {
    char text[256];
    (void)snprintf(text, sizeof text, "%d by position, %s=%lld", (int)keywords->positional,
                   keywords->count == 0 ? "none" : keywords->names[0],
                   keywords->count == 0 ? 0LL : (long long)args[keywords->positional].as.i);
    return tn_set(cx, "last", tn_str(text)) == 0 ? tn_get(cx, "last", result) : -1;
}

/* Asks for what is not offered apart. */
static int32_t apart_resource(TnContext *cx, const TnValue *args, size_t nargs, TnValue *result) {
    static const TnResourceType type = {.size = sizeof type, .name = "Thing"};
    (void)args;
    (void)nargs;
    return tn_resource_new(cx, &type, NULL, result);
}

/* Fills the memory that it shares with the host with noise, and hands the turn over. */
static int32_t apart_garble(TnContext *cx, const TnValue *args, size_t nargs, TnValue *result) {
    enum { MESSAGE = 24, NOISE = 4096 };
    char line[512];
    unsigned long start = 0;
    FILE *maps = fopen("/proc/self/maps", "r");
    while (maps != NULL && fgets(line, sizeof line, maps) != NULL) {
        if (strstr(line, "memfd:tenon-apart") != NULL) {
            start = strtoul(line, NULL, 16);
        }
    }
    if (maps == NULL || start == 0) {
        return tn_error(cx, TN_RUNTIME_ERROR, "the shared memory is not found");
    }
    (void)fclose(maps);
    (void)result;
    srand(nargs == 1 ? (unsigned)args[0].as.i : 0);
    volatile char *lane = (volatile char *)start; /* NOLINT: that is the attack */
    for (int index = MESSAGE - 8; index < NOISE; index++) {
        lane[index] = (char)(index >= MESSAGE - 4 && index < MESSAGE ? 0 : rand());
    }
    lane[MESSAGE] = (char)(1 + rand() % 9);
    *(volatile uint32_t *)start = 0;
    (void)!write(4, "", 1);
    for (;;) {
        (void)pause();
    }
}

static int32_t apart_crash(TnContext *cx, const TnValue *args, size_t nargs, TnValue *result) {
    const char *how = nargs == 1 && args[0].kind == TN_STR ? args[0].as.s : "";
    (void)result;
    if (strcmp(how, "exit") == 0) {
        exit(3);
    }
    if (strcmp(how, "abort") == 0) {
        abort();
    }
    if (strcmp(how, "kill") == 0) {
        (void)kill(getpid(), SIGKILL);
    }
    if (strcmp(how, "close") == 0) {
        for (int file = 3; file < 64; file++) {
            (void)close(file);
        }
        (void)tn_flush(cx, TN_STDOUT);
        for (;;) {
            (void)pause();
        }
    }
    if (strcmp(how, "fork") == 0) {
        pid_t child = fork();
        while (child == 0) {
            (void)pause();
        }
        (void)tn_add_int(cx, "child", child);
        abort();
    }
    *(volatile int *)0 = 1;
    return 0;
}

static const TnMethod methods[] = {
    TN_TYPED("count", apart_count, "(state) -> i64", NULL),
    TN_TYPED("mix", apart_mix, "(i8, f64, f32, u32, i64, i64, i64, i64) -> f64", NULL),
    TN_TYPED("half", apart_half, "(f32) -> f32", NULL),
    TN_TYPED("low", apart_low, "(i64) -> u8", NULL),
    TN_TYPED("is_positive", apart_is_positive, "(i64) -> bool", NULL),
    TN_TYPED("word", apart_word, "(str) -> str", NULL),
    TN_TYPED("tail", apart_tail, "(bytes) -> bytes", NULL),
    TN_TYPED("checked", apart_checked, "(context, i64) -> i64", NULL),
    TN_DYNAMIC("echo", apart_echo, NULL),
    TN_DYNAMIC("apply", apart_apply, NULL),
    TN_KEYWORD("named", apart_named, NULL),
    TN_DYNAMIC("resource", apart_resource, NULL),
    TN_DYNAMIC("garble", apart_garble, NULL),
    TN_DYNAMIC("crash", apart_crash, NULL),
    TN_METHODS_END};

TENON_MODULE(apart, TN_STATE_SIZE(sizeof(Apart)), TN_METHODS(methods), TN_EXEC(apart_exec),
             TN_INTERPRETERS(TN_ISOLATED));
