/* SPDX-License-Identifier: Apache-2.0 */
/* A module of 10,000 functions, and one whose tables have more entries than are allowed. */
#include <tenon.h>

static int64_t add(int64_t a, int64_t b) { return a + b; }

#define ONE(n) TN_TYPED("f" #n, add, "(i64, i64) -> i64", NULL)
#define TEN(n)                                                                                     \
    ONE(n##0), ONE(n##1), ONE(n##2), ONE(n##3), ONE(n##4), ONE(n##5), ONE(n##6), ONE(n##7),        \
        ONE(n##8), ONE(n##9)
#define HUNDRED(n)                                                                                 \
    TEN(n##0), TEN(n##1), TEN(n##2), TEN(n##3), TEN(n##4), TEN(n##5), TEN(n##6), TEN(n##7),        \
        TEN(n##8), TEN(n##9)
#define THOUSAND(n)                                                                                \
    HUNDRED(n##0), HUNDRED(n##1), HUNDRED(n##2), HUNDRED(n##3), HUNDRED(n##4), HUNDRED(n##5),      \
        HUNDRED(n##6), HUNDRED(n##7), HUNDRED(n##8), HUNDRED(n##9)

static const TnMethod methods[] = {THOUSAND(0), THOUSAND(1), THOUSAND(2),   THOUSAND(3),
                                   THOUSAND(4), THOUSAND(5), THOUSAND(6),   THOUSAND(7),
                                   THOUSAND(8), THOUSAND(9), TN_METHODS_END};

TENON_MODULE(many_entries, TN_METHODS(methods));

/* Types with the same methods, none of which takes the resource: a fault each. */
#define TYPE(n)                                                                                    \
    { sizeof(TnResourceType), 0, "T" #n, NULL, methods, NULL, NULL }
static const TnResourceType all_types[] = {
    TYPE(1),  TYPE(2),  TYPE(3),  TYPE(4),  TYPE(5),  TYPE(6),  TYPE(7),
    TYPE(8),  TYPE(9),  TYPE(10), TYPE(11), TYPE(12), TYPE(13), TYPE(14),
    TYPE(15), TYPE(16), TYPE(17), TYPE(18), TYPE(19), TYPE(20), TYPE(21)};

#define PLACE(n) &all_types[n]
static const TnResourceType *const types[] = {
    PLACE(0),  PLACE(1),  PLACE(2),  PLACE(3),  PLACE(4),  PLACE(5),  PLACE(6),  PLACE(7),
    PLACE(8),  PLACE(9),  PLACE(10), PLACE(11), PLACE(12), PLACE(13), PLACE(14), PLACE(15),
    PLACE(16), PLACE(17), PLACE(18), PLACE(19), PLACE(20), NULL};

TENON_MODULE(too_many_entries, TN_RESOURCES(types));
