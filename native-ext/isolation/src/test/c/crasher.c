/* SPDX-License-Identifier: Apache-2.0 */
/* Reads address 16 when it is asked to. */
#include <tenon.h>

static int64_t crasher_fall(int64_t address) { return *(volatile int64_t *)(intptr_t)address; }

static const TnMethod crasher_methods[] = {
    TN_TYPED("fall", crasher_fall, "(i64) -> i64", "Reads memory."), TN_METHODS_END};

TENON_MODULE(crasher, TN_METHODS(crasher_methods), TN_INTERPRETERS(TN_ISOLATED));
