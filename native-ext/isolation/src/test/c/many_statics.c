/* SPDX-License-Identifier: Apache-2.0 */
/* One variable of each sort, for the scan. */
#include <tenon.h>

int64_t exported_number = 7;
static char zeroed_text[24];
static _Thread_local int32_t of_thread = 3;
static const int64_t constant_table[] = {1, 2, 3};
static const char *const relocated_table[] = {"a", "b"};

static int64_t use_all(int64_t index) {
    zeroed_text[0]++;
    of_thread++;
    exported_number += constant_table[index & 1];
    return exported_number + relocated_table[index & 1][0] + zeroed_text[0] + of_thread;
}

static const TnMethod many_methods[] = {
    TN_TYPED("use_all", use_all, "(i64) -> i64", "Touches all."), TN_METHODS_END};

TENON_MODULE(many_statics, TN_METHODS(many_methods));
