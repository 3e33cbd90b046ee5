/* SPDX-License-Identifier: Apache-2.0 */
/* Tables whose memory goes on with other data: what a stripped library looks like. cc-flags: -s */
#include <tenon.h>

static int64_t next(int64_t number) { return number + 1; }

/* The other data is that of the struct. */
static const struct {
    TnMethod methods[2];
    uint64_t other[24];
} table = {
    {TN_TYPED("next", next, "(i64) -> i64", NULL), TN_TYPED("again", next, "(i64) -> i64", NULL)},
    {0x12, 1, 2, 3, 4, 5, 0x10001, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21}};
TENON_MODULE(strange_methods, TN_METHODS(table.methods));

static const struct {
    const char *names[1];
    int64_t numbers[3];
} names = {{"one"}, {1, 2, 3}};
TENON_MODULE(strange_submodules, TN_SUBMODULES(names.names));

/* One table after another: all of its entries look good, but they are those of another module. */
static const struct {
    TnMethod first[1];
    TnMethod second[2];
} tables = {{TN_TYPED("next", next, "(i64) -> i64", NULL)},
            {TN_TYPED("again", next, "(i64) -> i64", NULL), TN_METHODS_END}};
TENON_MODULE(runs_on, TN_METHODS(tables.first), TN_OPTIONAL(TN_METHODS(tables.second)));
