/* SPDX-License-Identifier: Apache-2.0 */
/* A C library that knows nothing of Tenon.
 * cc-flags: -g -fvisibility=default -lpthread */
#include <errno.h>
#include <pthread.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

signed char plain_i8(signed char value);
unsigned char plain_u8(unsigned char value);
short plain_i16(short value);
unsigned short plain_u16(unsigned short value);
int plain_i32(int value);
unsigned int plain_u32(unsigned int value);
long plain_long(long value);
unsigned long plain_ulong(unsigned long value);
size_t plain_size(size_t value);
float plain_float(float value);
double plain_double(double value);
bool plain_not(bool value);
long plain_sum9(long a, int b, short c, double d, float e, long f, long g, unsigned char h, long i);

signed char plain_i8(signed char value) { return value; }
unsigned char plain_u8(unsigned char value) { return value; }
short plain_i16(short value) { return value; }
unsigned short plain_u16(unsigned short value) { return value; }
int plain_i32(int value) { return value; }
unsigned int plain_u32(unsigned int value) { return value; }
long plain_long(long value) { return value; }
unsigned long plain_ulong(unsigned long value) { return value; }
size_t plain_size(size_t value) { return value; }
float plain_float(float value) { return value; }
double plain_double(double value) { return value; }
bool plain_not(bool value) { return !value; }

long plain_sum9(long a, int b, short c, double d, float e, long f, long g, unsigned char h,
                long i) {
    return a + b + c + (long)d + (long)e + f + g + h + i;
}

typedef struct Point {
    int x;
    int y;
} Point;

typedef struct Shape {
    char name[8];
    Point corners[2];
    union {
        double radius;
        unsigned char bytes[8];
    } u;
    unsigned int visible : 1;
    int layer : 5;
    unsigned int : 0;
    unsigned long long big : 40;
    const char *label;
    struct Shape *next;
} Shape;

size_t plain_shape_size(void);
size_t plain_shape_offset(int member);
Point plain_swapped(Point point);
void plain_move(Point *point, int by);
int plain_shape_bits(const Shape *shape);
void plain_shape_set_bits(Shape *shape, int visible, int layer, unsigned long long big);
double plain_radius(Shape shape);
size_t plain_label_length(const Shape *shape);

size_t plain_shape_size(void) { return sizeof(Shape); }

size_t plain_shape_offset(int member) {
    static const size_t offsets[] = {offsetof(Shape, name), offsetof(Shape, corners),
                                     offsetof(Shape, u), offsetof(Shape, label),
                                     offsetof(Shape, next)};
    return offsets[member];
}

Point plain_swapped(Point point) {
    Point swapped = {point.y, point.x};
    return swapped;
}

void plain_move(Point *point, int by) {
    point->x += by;
    point->y += by;
}

int plain_shape_bits(const Shape *shape) {
    return (int)shape->visible * 10000 + shape->layer * 100 + (int)(shape->big >> 32);
}

void plain_shape_set_bits(Shape *shape, int visible, int layer, unsigned long long big) {
    shape->visible = (unsigned)visible & 1U;
    shape->layer = layer;
    shape->big = big & 0xFFFFFFFFFFULL;
}

double plain_radius(Shape shape) { return shape.u.radius; }
size_t plain_label_length(const Shape *shape) { return strlen(shape->label); }

extern int plain_level;
extern const int plain_limit;
extern Point plain_origin;
extern int plain_table[4];
extern const char *plain_motto;
int plain_level = 3;
const int plain_limit = 12;
Point plain_origin = {7, 8};
int plain_table[4] = {1, 2, 3, 4};
const char *plain_motto = "plain";

int plain_read_level(void);
int plain_read_level(void) { return plain_level; }

struct plain_handle {
    int value;
};
typedef struct plain_handle plain_handle;
static int plain_open_handles;

int plain_open(int value, plain_handle **handle);
plain_handle *plain_make(int value);
int plain_value(plain_handle *handle);
void plain_close(plain_handle *handle);
int plain_close_checked(plain_handle *handle, int fails);
int plain_handles(void);
const char *plain_message(int code);
char *plain_copy(const char *text);
void plain_free(void *memory);
const char *plain_maybe(int there);

int plain_open(int value, plain_handle **handle) {
    if (value < 0) {
        *handle = NULL;
        return 5;
    }
    *handle = plain_make(value);
    return 0;
}

plain_handle *plain_make(int value) {
    plain_handle *handle = malloc(sizeof *handle);
    if (handle != NULL) {
        handle->value = value;
        plain_open_handles++;
    }
    return handle;
}

int plain_value(plain_handle *handle) { return handle->value; }

void plain_close(plain_handle *handle) {
    plain_open_handles--;
    free(handle);
}

int plain_close_checked(plain_handle *handle, int fails) {
    if (!fails) {
        plain_close(handle);
    }
    return fails;
}

int plain_handles(void) { return plain_open_handles; }
const char *plain_message(int code) { return code == 5 ? "negative value" : "unknown"; }

char *plain_copy(const char *text) {
    char *copy = malloc(strlen(text) + 1);
    if (copy != NULL) {
        strcpy(copy, text);
        plain_open_handles++;
    }
    return copy;
}

void plain_free(void *memory) {
    plain_open_handles--;
    free(memory);
}

const char *plain_maybe(int there) { return there ? "there" : NULL; }

int plain_fail(int code);
int plain_fail(int code) {
    errno = code;
    return code == 0 ? 0 : -1;
}

typedef long (*plain_visitor)(long value, const char *name, Point *point);
typedef Point (*plain_pointer_maker)(Point from);
static plain_visitor plain_kept;

long plain_visit(int times, plain_visitor visitor);
void plain_keep(plain_visitor visitor);
long plain_call_kept(long value);
long plain_visit_on_thread(plain_visitor visitor);
Point plain_map(Point from, plain_pointer_maker maker);
plain_visitor plain_adder(void);

long plain_visit(int times, plain_visitor visitor) {
    long sum = 0;
    for (int i = 0; i < times; i++) {
        Point point = {i, -i};
        sum += visitor(i, "visited", &point) + point.x;
    }
    return sum;
}

void plain_keep(plain_visitor visitor) { plain_kept = visitor; }

long plain_call_kept(long value) { return plain_kept == NULL ? -1 : plain_kept(value, NULL, NULL); }

static void *plain_thread(void *visitor_slot) {
    plain_visitor visitor = *(plain_visitor *)visitor_slot;
    return (void *)(intptr_t)visitor(41, "thread", NULL);
}

long plain_visit_on_thread(plain_visitor visitor) {
    pthread_t thread;
    void *result = NULL;
    if (pthread_create(&thread, NULL, plain_thread, &visitor) != 0) {
        return -1;
    }
    pthread_join(thread, &result);
    return (long)(intptr_t)result;
}

Point plain_map(Point from, plain_pointer_maker maker) { return maker(from); }

static long plain_add(long value, const char *name, Point *point) {
    return value + (name == NULL ? 0 : (long)strlen(name)) + (point == NULL ? 0 : point->x);
}

plain_visitor plain_adder(void) { return plain_add; }

int plain_format(char *out, size_t size, const char *format, ...);
int plain_format(char *out, size_t size, const char *format, ...) {
    va_list rest;
    va_start(rest, format);
    int length = vsnprintf(out, size, format, rest);
    va_end(rest);
    return length;
}

void plain_scale(double *values, int count, double by);
void plain_fill(unsigned char *bytes, size_t size, int value);
unsigned plain_checksum(const void *bytes, size_t size);

void plain_scale(double *values, int count, double by) {
    for (int i = 0; i < count; i++) {
        values[i] *= by;
    }
}

void plain_fill(unsigned char *bytes, size_t size, int value) { memset(bytes, value, size); }

unsigned plain_checksum(const void *bytes, size_t size) {
    unsigned sum = 0;
    for (size_t i = 0; i < size; i++) {
        sum += ((const unsigned char *)bytes)[i];
    }
    return sum;
}

static int plain_started;
int plain_start(void);
int plain_stop(void);
int plain_is_started(void);
int plain_start(void) { return ++plain_started, 0; }
int plain_stop(void) { return --plain_started, 0; }
int plain_is_started(void) { return plain_started; }
