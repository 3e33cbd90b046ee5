/* SPDX-License-Identifier: Apache-2.0 */
/* A C library whose calls take their time, or call back.
 * cc-flags: -fvisibility=default */
#define _GNU_SOURCE
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <unistd.h>

int64_t held_wait(int64_t *shared);
int64_t held_fill(unsigned char *bytes, size_t length, int64_t *shared);
int64_t held_fill_after(unsigned char *bytes, size_t length, void (*then)(void));
int held_print(char *to, const char *format, ...);
int64_t *held_table(void);
int64_t (*held_step(void))(int64_t);
int held_need(int kilobytes);

int64_t held_wait(int64_t *shared) {
    __atomic_store_n(&shared[0], 1, __ATOMIC_SEQ_CST);
    while (__atomic_load_n(&shared[1], __ATOMIC_SEQ_CST) == 0) {
        usleep(1000);
    }
    return 7;
}

int64_t held_fill(unsigned char *bytes, size_t length, int64_t *shared) {
    (void)held_wait(shared);
    for (size_t index = 0; index < length; index++) {
        bytes[index] = 3;
    }
    return (int64_t)length;
}

int64_t held_fill_after(unsigned char *bytes, size_t length, void (*then)(void)) {
    then();
    for (size_t index = 0; index < length; index++) {
        bytes[index] = 3;
    }
    return (int64_t)length;
}

int held_print(char *to, const char *format, ...) {
    (void)format;
    return to == NULL ? -1 : snprintf(to, 4, "ok");
}

int64_t *held_table(void) {
    static int64_t table[4] = {1, 2, 3, 4};
    return table;
}

static int64_t twice(int64_t number) { return 2 * number; }
int64_t (*held_step(void))(int64_t) { return twice; }

int held_need(int kilobytes) {
    volatile char *place = __builtin_alloca((size_t)kilobytes * 1024);
    for (int index = kilobytes * 1024 - 1; index >= 0; index -= 1024) {
        place[index] = 1;
    }
    return place[0];
}
