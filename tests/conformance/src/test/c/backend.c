/* SPDX-License-Identifier: Apache-2.0 */
/* A C library that takes and gives values of each shape that a native backend passes.
 * cc-flags: -fvisibility=default -lpthread */
#include <errno.h>
#include <pthread.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

typedef struct Pair {
    int64_t first;
    double second;
} Pair;

typedef int64_t (*WordCallback)(int64_t a, int64_t b);
typedef double (*NumberCallback)(int64_t a, float b, double c, const char *text);
typedef float (*FloatCallback)(float value);
typedef double (*DoubleCallback)(double value);
typedef void (*VoidCallback)(int64_t value);
typedef Pair (*PairCallback)(Pair value);

int64_t words_0(void);
int64_t words_1(int64_t a);
int64_t words_2(int64_t a, int64_t b);
int64_t words_4(int64_t a, int64_t b, int64_t c, int64_t d);
int64_t words_5(int64_t a, int64_t b, int64_t c, int64_t d, int64_t e);
int64_t words_6(int64_t a, int64_t b, int64_t c, int64_t d, int64_t e, int64_t f);
int64_t words_8(int64_t a, int64_t b, int64_t c, int64_t d, int64_t e, int64_t f, int64_t g,
                int64_t h);
double numbers_10(double a, double b, double c, double d, double e, double f, double g, double h,
                  double i, double j);
double mixed_12(int64_t a, float b, int64_t c, double d, int64_t e, float f, int64_t g, double h,
                int64_t i, float j, int64_t k, double l);
double mixed_24(int64_t a, float b, int64_t c, double d, int64_t e, float f, int64_t g, double h,
                int64_t i, float j, int64_t k, double l, int64_t m, float n, int64_t o, double p,
                int64_t q, float r, int64_t s, double t, int64_t u, float v, int64_t w, double x);
float half(float value);
int8_t low_byte(int64_t value);
void put(int64_t *place, int64_t value);
void scale(double *place, double factor);
double sum_of(int64_t count, ...);
int64_t format(char *text, int64_t size, const char *form, ...);
int64_t fail(int64_t number);
double fail_double(double number);
int64_t call_words(WordCallback callback, int64_t a, int64_t b);
double call_numbers(NumberCallback callback);
float call_float(FloatCallback callback, float value);
double call_double(DoubleCallback callback, double value);
void call_void(VoidCallback callback, int64_t value);
int64_t call_words_in_thread(WordCallback callback, int64_t a, int64_t b);
Pair turned(Pair pair, double factor);
double call_pair(PairCallback callback, int64_t first, double second);

int64_t words_0(void) { return -7; }
int64_t words_1(int64_t a) { return a; }
int64_t words_2(int64_t a, int64_t b) { return a + 2 * b; }
int64_t words_4(int64_t a, int64_t b, int64_t c, int64_t d) { return a + 2 * b + 3 * c + 4 * d; }
int64_t words_5(int64_t a, int64_t b, int64_t c, int64_t d, int64_t e) {
    return words_4(a, b, c, d) + 5 * e;
}
int64_t words_6(int64_t a, int64_t b, int64_t c, int64_t d, int64_t e, int64_t f) {
    return words_5(a, b, c, d, e) + 6 * f;
}
int64_t words_8(int64_t a, int64_t b, int64_t c, int64_t d, int64_t e, int64_t f, int64_t g,
                int64_t h) {
    return words_6(a, b, c, d, e, f) + 7 * g + 8 * h;
}

double numbers_10(double a, double b, double c, double d, double e, double f, double g, double h,
                  double i, double j) {
    return a + 2 * b + 3 * c + 4 * d + 5 * e + 6 * f + 7 * g + 8 * h + 9 * i + 10 * j;
}

double mixed_12(int64_t a, float b, int64_t c, double d, int64_t e, float f, int64_t g, double h,
                int64_t i, float j, int64_t k, double l) {
    return numbers_10((double)a, b, (double)c, d, (double)e, f, (double)g, h, (double)i, j) +
           11 * (double)k + 12 * l;
}

double mixed_24(int64_t a, float b, int64_t c, double d, int64_t e, float f, int64_t g, double h,
                int64_t i, float j, int64_t k, double l, int64_t m, float n, int64_t o, double p,
                int64_t q, float r, int64_t s, double t, int64_t u, float v, int64_t w, double x) {
    return mixed_12(a, b, c, d, e, f, g, h, i, j, k, l) +
           100 * mixed_12(m, n, o, p, q, r, s, t, u, v, w, x);
}

float half(float value) { return value / 2; }
int8_t low_byte(int64_t value) { return (int8_t)value; }
void put(int64_t *place, int64_t value) { *place = value; }
void scale(double *place, double factor) { *place *= factor; }

double sum_of(int64_t count, ...) {
    va_list numbers;
    double sum = 0;
    va_start(numbers, count);
    for (int64_t index = 0; index < count; index++) {
        sum += va_arg(numbers, double);
    }
    va_end(numbers);
    return sum;
}

int64_t format(char *text, int64_t size, const char *form, ...) {
    va_list values;
    va_start(values, form);
    int length = vsnprintf(text, (size_t)size, form, values);
    va_end(values);
    return length;
}

int64_t fail(int64_t number) {
    errno = (int)number;
    return -1;
}

double fail_double(double number) {
    errno = (int)number;
    return -1;
}

int64_t call_words(WordCallback callback, int64_t a, int64_t b) { return callback(a, b); }
double call_numbers(NumberCallback callback) { return callback(-3, 0.5F, 2.25, "text"); }
float call_float(FloatCallback callback, float value) { return callback(value); }
double call_double(DoubleCallback callback, double value) { return callback(value); }
void call_void(VoidCallback callback, int64_t value) { callback(value); }

typedef struct Task {
    WordCallback callback;
    int64_t a;
    int64_t b;
    int64_t result;
} Task;

static void *run(void *argument) {
    Task *task = argument;
    task->result = task->callback(task->a, task->b) + task->callback(task->b, task->a);
    return NULL;
}

int64_t call_words_in_thread(WordCallback callback, int64_t a, int64_t b) {
    Task task = {callback, a, b, 0};
    pthread_t thread;
    if (pthread_create(&thread, NULL, run, &task) != 0 || pthread_join(thread, NULL) != 0) {
        return -1;
    }
    return task.result;
}

Pair turned(Pair pair, double factor) {
    Pair result = {(int64_t)pair.second, (double)pair.first * factor};
    return result;
}

double call_pair(PairCallback callback, int64_t first, double second) {
    Pair pair = {first, second};
    Pair result = callback(pair);
    return (double)result.first + result.second;
}
