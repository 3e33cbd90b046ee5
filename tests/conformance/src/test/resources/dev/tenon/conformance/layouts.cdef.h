/* SPDX-License-Identifier: Apache-2.0 */
#pragma tenon library("layouts.so")
#define PACKED __attribute__((packed))
typedef enum __attribute__((packed)) { SMALL_A, SMALL_B = 200 } small;
typedef int wide __attribute__((aligned(16)));
typedef unsigned int word64 __attribute__((mode(DI)));
struct event {
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
_Static_assert(sizeof(struct event) == 12 && offsetof(struct event, data.u64) == 4,
               "as in epoll.h");
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
