/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Holds the layout of every struct of the ABI against what was promised, and prints it as lines of
 * a name and a number. Java has its numbers from the compiler: see src/main/numbers.
 */
#include <stdio.h>

#include "check.h"
#include "host.h"

typedef struct Number {
    const char *name;
    int64_t value;
} Number;

#define SIZE(type)                                                                                 \
    { "sizeof(" #type ")", sizeof(type) }
#define FIELD(type, field)                                                                         \
    { "offsetof(" #type ", " #field ")", offsetof(type, field) }

/* What the ABI promises to modules that were compiled long ago, beside what the compiler says. */
static const struct {
    Number found;
    int64_t expected;
} layout[] = {
    {SIZE(TnValue), 16},
    {FIELD(TnValue, kind), 0},
    {FIELD(TnValue, length), 4},
    {FIELD(TnValue, as), 8},
    {SIZE(TnSlot), 16},
    {FIELD(TnSlot, id), 0},
    {FIELD(TnSlot, flags), 2},
    {FIELD(TnSlot, reserved), 4},
    {FIELD(TnSlot, value), 8},
    {SIZE(TnModuleDef), 16},
    {FIELD(TnModuleDef, abi), 0},
    {FIELD(TnModuleDef, reserved), 4},
    {FIELD(TnModuleDef, slots), 8},
    {SIZE(TnMethod), 40},
    {FIELD(TnMethod, name), 0},
    {FIELD(TnMethod, doc), 8},
    {FIELD(TnMethod, signature), 16},
    {FIELD(TnMethod, function), 24},
    {FIELD(TnMethod, flags), 32},
    {FIELD(TnMethod, reserved), 36},
    {SIZE(TnConstant), 24},
    {FIELD(TnConstant, name), 0},
    {FIELD(TnConstant, value), 8},
    {SIZE(TnMainArguments), 24},
    {FIELD(TnMainArguments, count), 0},
    {FIELD(TnMainArguments, values), 8},
    {FIELD(TnMainArguments, status), 16},
    {FIELD(TnMainArguments, reserved), 20},
    {SIZE(TnContext), 32},
    {FIELD(TnContext, size), 0},
    {FIELD(TnContext, flags), 4},
    {FIELD(TnContext, state), 8},
    {FIELD(TnContext, api), 16},
    {FIELD(TnContext, pending), 24},
    {FIELD(TnContext, reserved), 28},
    {FIELD(TnApi, size), 0},
    {FIELD(TnApi, abi), 4},
    {FIELD(TnApi, error_set), 8},
    {FIELD(TnApi, error_get), 16},
    {FIELD(TnApi, error_clear), 24},
    {FIELD(TnApi, alloc), 32},
    {FIELD(TnApi, attribute_get), 40},
    {FIELD(TnApi, attribute_set), 48},
    {FIELD(TnApi, attribute_delete), 56},
    {FIELD(TnApi, import_module), 64},
    {FIELD(TnApi, call), 72},
    {FIELD(TnApi, hold), 80},
    {FIELD(TnApi, release), 88},
    {FIELD(TnApi, write), 96},
    {FIELD(TnApi, flush), 104},
    {FIELD(TnApi, warn), 112},
    {FIELD(TnApi, capability), 120},
    {FIELD(TnApi, self), 128},
    {FIELD(TnApi, request), 136},
    {FIELD(TnApi, view_new), 144},
    {SIZE(TnView), 24},
    {FIELD(TnView, attach), 0},
    {FIELD(TnView, detach), 8},
    {FIELD(TnView, free), 16},
    {SIZE(TnFunctionSpec), 40},
    {SIZE(TnResourceType), 48},
    {FIELD(TnResourceType, size), 0},
    {FIELD(TnResourceType, flags), 4},
    {FIELD(TnResourceType, name), 8},
    {SIZE(TnProperty), 32},
    {FIELD(TnProperty, name), 0},
    {FIELD(TnProperty, doc), 8},
    {SIZE(TnModuleProperty), 40},
    {FIELD(TnModuleProperty, name), 0},
    {SIZE(TnBuffer), 48},
    {FIELD(TnBuffer, data), 0},
    {FIELD(TnBuffer, owner), 32},
};

static void structs_haveThePromisedLayout(void) {
    for (size_t index = 0; index < sizeof layout / sizeof layout[0]; index++) {
        const Number *found = &layout[index].found;
        (void)printf("%s %lld\n", found->name, (long long)found->value);
        if (found->value != layout[index].expected) {
            (void)fprintf(stderr, "%s is %lld: the ABI promises %lld\n", found->name,
                          (long long)found->value, (long long)layout[index].expected);
            checks_failed++;
        }
    }
}

int main(void) {
    structs_haveThePromisedLayout();
    return CHECKS_STATUS;
}
