/* SPDX-License-Identifier: Apache-2.0 */
/* A C library whose arguments and results are lists, arrays and further arguments.
 * cc-flags: -g -fvisibility=default */
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

typedef struct Pair {
    int a;
    double b;
} Pair;

typedef struct Holder {
    int numbers[4];
    double reals[2];
    Pair pairs[2];
    const unsigned char *bytes;
    void *any;
} Holder;

typedef struct Link {
    const unsigned char *name;
    char tag[4];
    struct Link *next;
    struct Link *inner;
    int size;
} Link;

/* GNU C gives an enumeration as many bits as its values need. */
__extension__ enum Wide { WIDE_LEAST = 1, WIDE_MOST = 0xFFFFFFFFFFFFFFFF };

Pair *reach_pairs(void);
size_t reach_join(const char *const *words, char *joined);
int reach_count(char **words);
long reach_sum(const int **rows, int length);
void reach_fill(int count, ...);
double reach_holder(const Holder *holder);
long reach_vla(int length, const int numbers[]);
enum Wide reach_most(enum Wide value);
Link *reach_links(int round);

Pair *reach_pairs(void) {
    static Pair pairs[] = {{1, 0.5}, {2, 1.5}, {3, 2.5}};
    return pairs;
}

size_t reach_join(const char *const *words, char *joined) {
    joined[0] = 0;
    for (; *words; words++) {
        strcat(joined, *words);
    }
    return strlen(joined);
}

int reach_count(char **words) {
    int count = 0;
    while (words[count]) {
        count++;
    }
    return count;
}

long reach_sum(const int **rows, int length) {
    long sum = 0;
    for (; *rows; rows++) {
        for (int index = 0; index < length; index++) {
            sum += (*rows)[index];
        }
    }
    return sum;
}

/* Stores 10, 20, ... in what each further argument points to. */
void reach_fill(int count, ...) {
    va_list rest;
    va_start(rest, count);
    for (int index = 0; index < count; index++) {
        *va_arg(rest, int *) = (index + 1) * 10;
    }
    va_end(rest);
}

double reach_holder(const Holder *holder) {
    double sum = 0;
    for (int index = 0; index < 4; index++) {
        sum += holder->numbers[index];
    }
    for (int index = 0; index < 2; index++) {
        sum += holder->reals[index] + holder->pairs[index].a + holder->pairs[index].b;
    }
    return sum + (holder->bytes ? holder->bytes[0] : 0) + (holder->any ? *(int *)holder->any : 0);
}

long reach_vla(int length, const int numbers[]) {
    long sum = 0;
    for (int index = 0; index < length; index++) {
        sum += numbers[index];
    }
    return sum;
}

enum Wide reach_most(enum Wide value) { return value == WIDE_MOST ? WIDE_LEAST : WIDE_MOST; }

/* Three structs; the last one has NULL behind it, or the first. */
Link *reach_links(int round) {
    static Link links[2][3];
    static const char *const names[] = {"a", "b", "\303\244"};
    Link *all = links[round != 0];
    for (int index = 0; index < 3; index++) {
        all[index].name = (const unsigned char *)names[index];
        all[index].tag[0] = 't';
        all[index].tag[1] = (char)('0' + index);
        all[index].next = index < 2 ? &all[index + 1] : round ? all : NULL;
        all[index].inner = round ? &all[2] : NULL;
        all[index].size = index;
    }
    return all;
}
