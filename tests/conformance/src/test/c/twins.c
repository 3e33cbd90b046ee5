/* SPDX-License-Identifier: Apache-2.0 */
/* Two modules in one library, each of which can be run as the main program. */
#include <tenon.h>

static int32_t first(TnContext *cx, TnMainArguments *arguments) {
    arguments->status = 1;
    return tn_add_str(cx, "ran", "first");
}

static int32_t second(TnContext *cx, TnMainArguments *arguments) {
    arguments->status = 2;
    return tn_add_str(cx, "ran", "second");
}

static int32_t fails(TnContext *cx, const TnValue *args, size_t nargs, TnValue *result) {
    (void)args;
    (void)nargs;
    (void)result;
    return tn_error(cx, TN_VALUE_ERROR, "raised in C");
}

static const TnMethod methods[] = {TN_DYNAMIC("fails", fails, "Raises."), TN_METHODS_END};

TENON_MODULE(twins, TN_METHODS(methods), TN_MAIN(first));
TENON_MODULE(other_twin, TN_METHODS(methods), TN_IMPORT_NAME("public_twin"), TN_MAIN(second));
