/* SPDX-License-Identifier: Apache-2.0 */
/* A module that a process can load once; it can be a main program, too. */
#include <tenon.h>

static int32_t exec(TnContext *cx) { return tn_add_int(cx, "ran", 1); }

static int32_t run(TnContext *cx, TnMainArguments *arguments) {
    (void)cx;
    arguments->status = 3;
    return 0;
}

TENON_MODULE(once, TN_EXEC(exec), TN_MAIN(run), TN_ONCE_PER_PROCESS);
