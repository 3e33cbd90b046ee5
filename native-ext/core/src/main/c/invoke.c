/* SPDX-License-Identifier: Apache-2.0 */
/* Calls the functions of modules, but those of tables, by their true types. */
#include "host.h"

int64_t tenon_host_invoke(int64_t slot, int64_t function, int64_t cx, int64_t argument) {
    TnContext *context = (TnContext *)(intptr_t)cx;
    TnAnyFunction any = (TnAnyFunction)(intptr_t)function;
    switch (slot) {
    case TN_SLOT_MAIN:
        return ((TnMainFunction)any)(context, (TnMainArguments *)(intptr_t)argument);
    case TN_SLOT_CREATE: {
        TnValue *frame = (TnValue *)(intptr_t)argument;
        return ((TnCreateFunction)any)(context, &frame[0], &frame[1]);
    }
    case HOST_INVOKE_BOUND: {
        TnValue *frame = (TnValue *)(intptr_t)argument;
        size_t count = frame[0].length;
        return ((TnBoundFunction)any)(context, (void *)frame[0].as.p, &frame[1], count,
                                      &frame[1 + count]);
    }
    case HOST_INVOKE_HOOK:
        return ((TnExitHook)any)(context, (void *)(intptr_t)argument);
    case HOST_INVOKE_DESTRUCTOR:
        ((TnDestructor)any)(context, (void *)(intptr_t)argument);
        return 0;
    case HOST_INVOKE_GETTER: {
        TnValue *frame = (TnValue *)(intptr_t)argument;
        return ((TnGetter)any)(context, (void *)frame[0].as.p, &frame[1]);
    }
    case HOST_INVOKE_SETTER: {
        TnValue *frame = (TnValue *)(intptr_t)argument;
        return ((TnSetter)any)(context, (void *)frame[0].as.p, &frame[1]);
    }
    default:
        return ((TnInstanceFunction)any)(context);
    }
}
