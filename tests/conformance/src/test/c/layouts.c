/* SPDX-License-Identifier: Apache-2.0 */
/* Structs whose layout attributes and pragmas decide, in a library that knows nothing of Tenon.
 * cc-flags: -fvisibility=default */
#include <stddef.h>
#include <stdint.h>

#define PACKED __attribute__((packed))

typedef enum __attribute__((packed)) { SMALL_A, SMALL_B = 200 } small;
typedef int wide __attribute__((aligned(16)));
typedef unsigned int word64 __attribute__((mode(DI)));

struct event { /* as in sys/epoll.h */
    uint32_t events;
    union {
        void *ptr;
        int fd;
        uint64_t u64;
    } data;
} PACKED;

struct apart {
    char c;
    int i __attribute__((aligned(16)));
    char d;
};

struct __attribute__((aligned(32))) line {
    char c;
};

struct by_typedef {
    char c;
    wide w;
    word64 big;
};

struct smalls {
    small s, t, u;
    int i;
};

#pragma pack(push, 2)
struct by_pragma {
    char c;
    int i;
    double d;
};
#pragma pack(pop)

struct PACKED bits {
    unsigned a : 5;
    int b : 31;
    unsigned long c : 60;
    _Bool d : 1;
};

size_t size_event(void);
size_t size_apart(void);
size_t size_line(void);
size_t size_by_typedef(void);
size_t size_smalls(void);
size_t size_by_pragma(void);
size_t size_bits(void);
uint64_t event_data(const struct event *e);
void fill_events(struct event *e, int count);
int apart_i(const struct apart *a);
int by_typedef_w(const struct by_typedef *t);
uint64_t by_typedef_big(const struct by_typedef *t);
int smalls_i(const struct smalls *s);
small other(small s);
double by_pragma_d(const struct by_pragma *p);
void fill_bits(struct bits *b, unsigned a, int x, unsigned long c, _Bool d);
int bits_are(const struct bits *b, unsigned a, int x, unsigned long c, _Bool d);

size_t size_event(void) { return sizeof(struct event); }
size_t size_apart(void) { return sizeof(struct apart); }
size_t size_line(void) { return sizeof(struct line); }
size_t size_by_typedef(void) { return sizeof(struct by_typedef); }
size_t size_smalls(void) { return sizeof(struct smalls); }
size_t size_by_pragma(void) { return sizeof(struct by_pragma); }
size_t size_bits(void) { return sizeof(struct bits); }

uint64_t event_data(const struct event *e) { return e->data.u64; }

void fill_events(struct event *e, int count) {
    for (int k = 0; k < count; k++) {
        e[k].events = 1;
        e[k].data.u64 = 1000 + (uint64_t)k;
    }
}

int apart_i(const struct apart *a) { return a->i; }
int by_typedef_w(const struct by_typedef *t) { return t->w; }
uint64_t by_typedef_big(const struct by_typedef *t) { return t->big; }
int smalls_i(const struct smalls *s) { return s->i; }
small other(small s) { return s == SMALL_A ? SMALL_B : SMALL_A; }
double by_pragma_d(const struct by_pragma *p) { return p->d; }

void fill_bits(struct bits *b, unsigned a, int x, unsigned long c, _Bool d) {
    b->a = a & 31;
    b->b = x;
    b->c = c;
    b->d = d;
}

int bits_are(const struct bits *b, unsigned a, int x, unsigned long c, _Bool d) {
    return b->a == a && b->b == x && b->c == c && b->d == d;
}
