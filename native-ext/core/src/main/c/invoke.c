/* Calls the functions of slots by their true types. */
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
    default:
        return ((TnInstanceFunction)any)(context);
    }
}
