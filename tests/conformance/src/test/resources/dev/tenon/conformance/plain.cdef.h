/* SPDX-License-Identifier: Apache-2.0 */
#pragma tenon library("plain.so")
#include <stdbool.h>

#define PLAIN_LEVELS 4
#define PLAIN_MASK (1u << 4 | PLAIN_LEVELS - 1)
#define PLAIN_ALL (~0UL)
#define PLAIN_NAME                                                                                 \
    "plain"                                                                                        \
    " library"
#define PLAIN_RATIO (1.0 / 8)
#define PLAIN_LETTER '\n'
#define PLAIN_POINT_SIZE sizeof(Point)
#define PLAIN_CALL(x) plain_i32(x)
#define PLAIN_EXPORT extern
enum plain_color { PLAIN_RED, PLAIN_GREEN = 4, PLAIN_BLUE };

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

extern int plain_level;
extern const int plain_limit;
extern Point plain_origin;
extern int plain_table[4];
extern const char *plain_motto;
int plain_read_level(void);

typedef struct Float4 {
    float lane[4];
} Float4;
typedef struct plain_handle plain_handle;
#pragma tenon out(plain_open.handle)
#pragma tenon owned(plain_close : plain_open.handle, plain_make)
#pragma tenon fails_if(result != 0 : plain_open, plain_close_checked)
#pragma tenon message(plain_message(result) : plain_open)
#pragma tenon frees(plain_close.handle, plain_close_checked.handle)
int plain_open(int value, plain_handle **handle);
plain_handle *plain_make(int value);
int plain_value(plain_handle *handle);
void plain_close(plain_handle *handle);
int plain_close_checked(plain_handle *handle, int fails);
int plain_handles(void);
const char *plain_message(int code);
#pragma tenon owned(plain_free : plain_copy)
#pragma tenon text(plain_copy)
char *plain_copy(const char *text);
const char *plain_maybe(int there);

#pragma tenon fails_if(result == -1 : plain_fail)
#pragma tenon message(errno : plain_fail)
int plain_fail(int code);

typedef long (*plain_visitor)(long value, const char *name, Point *point);
typedef Point (*plain_pointer_maker)(Point from);
#pragma tenon callback(call : plain_visit.visitor, plain_visit_on_thread.visitor, plain_map.maker)
#pragma tenon nullable(plain_keep.visitor)
long plain_visit(int times, plain_visitor visitor);
void plain_keep(plain_visitor visitor);
long plain_call_kept(long value);
long plain_visit_on_thread(plain_visitor visitor);
Point plain_map(Point from, plain_pointer_maker maker);
plain_visitor plain_adder(void);

int plain_format(char *out, size_t size, const char *format, ...);
void plain_scale(double *values, int count, double by);
void plain_fill(unsigned char *bytes, size_t size, int value);
unsigned plain_checksum(const void *bytes, size_t size);

#pragma tenon init(plain_start)
#pragma tenon cleanup(plain_stop)
int plain_start(void);
int plain_stop(void);
int plain_is_started(void);
