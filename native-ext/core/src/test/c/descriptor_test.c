/* SPDX-License-Identifier: Apache-2.0 */
/* Tests that the macros of tenon/module.h make the data that a host reads. */
#include <stdlib.h>
#include <string.h>

#include "check.h"
#include "host.h"

typedef struct {
    int64_t value;
} State;

static int64_t next(State *state) { return ++state->value; }

static int32_t dynamic(TnContext *cx, const TnValue *args, size_t nargs, TnValue *result) {
    (void)cx;
    (void)args;
    *result = tn_int((int64_t)nargs);
    return 0;
}

static int32_t instance(TnContext *cx) { return cx == NULL ? -1 : 0; }

static int32_t run(TnContext *cx, TnMainArguments *arguments) {
    arguments->status = 0;
    return instance(cx);
}

static int32_t create(TnContext *cx, const TnValue *spec, TnValue *module) {
    *module = *spec;
    return instance(cx);
}

static const TnMethod methods[] = {TN_TYPED("next", next, "(state) -> i64", "Counts."),
                                   TN_DYNAMIC("dynamic", dynamic, NULL), TN_METHODS_END};

static const TnConstant constants[] = {
    TN_INT_CONSTANT("least", INT64_MIN), TN_BOOL_CONSTANT("yes", 1), TN_FLOAT_CONSTANT("half", 0.5),
    TN_STR_CONSTANT("name", "gr\xC3\xBC\xC3\x9F"), TN_CONSTANTS_END};

static const TnDeprecated deprecated[] = {TN_DEPRECATED_NAME("old", "next", "since 2"),
                                          TN_DEPRECATED_END};

static int32_t get(TnContext *cx, void *self, TnValue *value) {
    *value = tn_int(((State *)self)->value);
    return cx == NULL ? -1 : 0;
}

static int32_t set(TnContext *cx, void *self, const TnValue *value) {
    ((State *)self)->value = value->as.i;
    return cx == NULL ? -1 : 0;
}

static int32_t del(TnContext *cx, void *self) {
    ((State *)self)->value = 0;
    return cx == NULL ? -1 : 0;
}

static const TnModuleProperty properties[] = {TN_PROPERTY("value", get, set, del, "The value."),
                                              TN_PROPERTY("also", get, NULL, NULL, NULL),
                                              TN_MODULE_PROPERTIES_END};

static const char *const submodules[] = {"inner", NULL};

TENON_MODULE(whole, TN_DOC("All slots."), TN_STATE_SIZE(sizeof(State)), TN_METHODS(methods),
             TN_CONSTANTS(constants), TN_CREATE(create), TN_EXEC(instance), TN_EXEC(instance),
             TN_CLEAR(instance), TN_FREE(instance), TN_INTERPRETERS(TN_ISOLATED),
             TN_THREADS(TN_THREADS_FREE), TN_MAIN(run), TN_STATE_VERSION(2), TN_UPGRADE(instance),
             TN_ONCE_PER_PROCESS, TN_IMPORT_NAME("public.name"), TN_OPTIONAL(TN_DOC("Skipped.")),
             TN_OPTIONAL(TN_EXEC(instance)), TN_DEPRECATED(deprecated), TN_SUBMODULES(submodules),
             TN_PROPERTIES(properties), TN_CALL(dynamic));

static void slots_haveIdsInOrder(void) {
    static const uint16_t ids[] = {1,  2,  3,  4,  5, 6, 6,  7,  8,  9,  10, 11,
                                   12, 13, 14, 15, 1, 6, 16, 17, 19, 20, 0};
    const TnSlot *slots = TenonModule_whole.slots;
    CHECK(TenonModule_whole.abi == TENON_ABI && TenonModule_whole.reserved == 0);
    for (size_t index = 0; index < sizeof ids / sizeof ids[0]; index++) {
        CHECK(slots[index].id == ids[index] && slots[index].reserved == 0);
        CHECK(slots[index].flags == (index == 16 || index == 17 ? TN_SLOT_OPTIONAL : 0));
    }
}

static void slots_haveValues(void) {
    const TnSlot *slots = TenonModule_whole.slots;
    CHECK(strcmp(slots[0].value.text, "All slots.") == 0 && slots[1].value.i == sizeof(State));
    CHECK(slots[2].value.methods == methods && slots[3].value.constants == constants);
    CHECK(slots[4].value.create == create && slots[5].value.instance == instance);
    CHECK(slots[9].value.i == TN_ISOLATED && slots[10].value.i == TN_THREADS_FREE);
    CHECK(slots[11].value.main == run && slots[12].value.i == 2 && slots[14].value.i == 1);
    CHECK(strcmp(slots[15].value.text, "public.name") == 0);
    CHECK(strcmp(slots[16].value.text, "Skipped.") == 0 && slots[17].value.instance == instance);
    CHECK(slots[18].value.deprecated == deprecated && slots[19].value.names == submodules);
    CHECK(slots[20].value.properties == properties && slots[21].value.call == dynamic);
}

static void methods_haveNameTypesAndFunction(void) {
    CHECK(strcmp(methods[0].name, "next") == 0 && strcmp(methods[0].doc, "Counts.") == 0);
    CHECK(strcmp(methods[0].signature, "(state) -> i64") == 0 && methods[0].function != NULL);
    CHECK(methods[1].signature == NULL && methods[1].function == (TnAnyFunction)dynamic);
    CHECK(methods[1].flags == 0 && methods[2].name == NULL);
}

static void constants_haveKindAndContent(void) {
    CHECK(constants[0].value.kind == TN_INT && constants[0].value.as.i == INT64_MIN);
    CHECK(constants[1].value.kind == TN_BOOL && constants[1].value.as.i == 1);
    CHECK(constants[2].value.kind == TN_FLOAT && constants[2].value.as.f == 0.5);
    CHECK(constants[3].value.kind == TN_STR && constants[3].value.length == 6);
    CHECK(constants[4].name == NULL);
}

static void properties_haveNameAndAccessors(void) {
    CHECK(strcmp(properties[0].name, "value") == 0 && strcmp(properties[0].doc, "The value.") == 0);
    CHECK(properties[0].get == get && properties[0].set == set && properties[0].del == del);
    CHECK(properties[1].doc == NULL && properties[1].set == NULL && properties[2].name == NULL);
}

int main(void) {
    properties_haveNameAndAccessors();
    slots_haveIdsInOrder();
    slots_haveValues();
    methods_haveNameTypesAndFunction();
    constants_haveKindAndContent();
    return CHECKS_STATUS;
}
