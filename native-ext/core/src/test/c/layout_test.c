/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Compares the numbers that C and Java share. Prints the layout of every struct of the ABI as lines
 * of a name and a number, and holds each number that Java has written down against what the C
 * compiler says.
 */
#include <ctype.h>
#include <stdlib.h>
#include <string.h>

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

/* The constants of Abi.java. */
static const Number abi[] = {
    {"MAJOR", TENON_ABI_MAJOR},
    {"MINOR", TENON_ABI_MINOR},
    {"VALUE_SIZE", sizeof(TnValue)},
    {"VALUE_LENGTH", offsetof(TnValue, length)},
    {"VALUE_PAYLOAD", offsetof(TnValue, as)},
    {"NONE", TN_NONE},
    {"BOOL", TN_BOOL},
    {"INT", TN_INT},
    {"FLOAT", TN_FLOAT},
    {"STR", TN_STR},
    {"BYTES", TN_BYTES},
    {"OBJECT", TN_OBJECT},
    {"SLOT_SIZE", sizeof(TnSlot)},
    {"SLOT_FLAGS", offsetof(TnSlot, flags)},
    {"SLOT_RESERVED", offsetof(TnSlot, reserved)},
    {"SLOT_VALUE", offsetof(TnSlot, value)},
    {"SLOT_OPTIONAL", TN_SLOT_OPTIONAL},
    {"MODULE_DEF_SIZE", sizeof(TnModuleDef)},
    {"MODULE_DEF_RESERVED", offsetof(TnModuleDef, reserved)},
    {"MODULE_DEF_SLOTS", offsetof(TnModuleDef, slots)},
    {"METHOD_SIZE", sizeof(TnMethod)},
    {"METHOD_NAME", offsetof(TnMethod, name)},
    {"METHOD_DOC", offsetof(TnMethod, doc)},
    {"METHOD_SIGNATURE", offsetof(TnMethod, signature)},
    {"METHOD_FUNCTION", offsetof(TnMethod, function)},
    {"METHOD_FLAGS", offsetof(TnMethod, flags)},
    {"METHOD_RESERVED", offsetof(TnMethod, reserved)},
    {"KEYWORDS_SIZE", sizeof(TnKeywords)},
    {"KEYWORDS_COUNT", offsetof(TnKeywords, count)},
    {"KEYWORDS_NAMES", offsetof(TnKeywords, names)},
    {"CONSTANT_SIZE", sizeof(TnConstant)},
    {"CONSTANT_VALUE", offsetof(TnConstant, value)},
    {"MODULE_PROPERTY_SIZE", sizeof(TnModuleProperty)},
    {"MODULE_PROPERTY_DOC", offsetof(TnModuleProperty, doc)},
    {"MODULE_PROPERTY_GET", offsetof(TnModuleProperty, get)},
    {"MODULE_PROPERTY_SET", offsetof(TnModuleProperty, set)},
    {"MODULE_PROPERTY_DELETE", offsetof(TnModuleProperty, del)},
    {"DEPRECATED_SIZE", sizeof(TnDeprecated)},
    {"DEPRECATED_REPLACEMENT", offsetof(TnDeprecated, replacement)},
    {"DEPRECATED_NOTE", offsetof(TnDeprecated, note)},
    {"MAIN_ARGUMENTS_SIZE", sizeof(TnMainArguments)},
    {"MAIN_ARGUMENTS_COUNT", offsetof(TnMainArguments, count)},
    {"MAIN_ARGUMENTS_VECTOR", offsetof(TnMainArguments, values)},
    {"MAIN_ARGUMENTS_STATUS", offsetof(TnMainArguments, status)},
    {"FUNCTION_SPEC_SIZE", sizeof(TnFunctionSpec)},
    {"FUNCTION_SPEC_NAME", offsetof(TnFunctionSpec, name)},
    {"FUNCTION_SPEC_DOC", offsetof(TnFunctionSpec, doc)},
    {"FUNCTION_SPEC_FUNCTION", offsetof(TnFunctionSpec, function)},
    {"FUNCTION_SPEC_DATA", offsetof(TnFunctionSpec, data)},
    {"FUNCTION_SPEC_DESTROY", offsetof(TnFunctionSpec, destroy)},
    {"RESOURCE_TYPE_SIZE", sizeof(TnResourceType)},
    {"RESOURCE_TYPE_FLAGS", offsetof(TnResourceType, flags)},
    {"RESOURCE_TYPE_NAME", offsetof(TnResourceType, name)},
    {"RESOURCE_TYPE_DOC", offsetof(TnResourceType, doc)},
    {"RESOURCE_TYPE_METHODS", offsetof(TnResourceType, methods)},
    {"RESOURCE_TYPE_PROPERTIES", offsetof(TnResourceType, properties)},
    {"RESOURCE_TYPE_DESTROY", offsetof(TnResourceType, destroy)},
    {"PROPERTY_SIZE", sizeof(TnProperty)},
    {"PROPERTY_DOC", offsetof(TnProperty, doc)},
    {"PROPERTY_GET", offsetof(TnProperty, get)},
    {"PROPERTY_SET", offsetof(TnProperty, set)},
    {"BUFFER_SIZE", sizeof(TnBuffer)},
    {"BUFFER_LENGTH", offsetof(TnBuffer, length)},
    {"BUFFER_ITEM_SIZE", offsetof(TnBuffer, item_size)},
    {"BUFFER_FORMAT", offsetof(TnBuffer, format)},
    {"BUFFER_READ_ONLY", offsetof(TnBuffer, read_only)},
    {"BUFFER_RESERVED", offsetof(TnBuffer, reserved)},
    {"INVOKE_BOUND", HOST_INVOKE_BOUND},
    {"INVOKE_HOOK", HOST_INVOKE_HOOK},
    {"INVOKE_DESTRUCTOR", HOST_INVOKE_DESTRUCTOR},
    {"INVOKE_GETTER", HOST_INVOKE_GETTER},
    {"INVOKE_SETTER", HOST_INVOKE_SETTER},
    {"STACK_FOR_UPCALL", HOST_STACK_FOR_UPCALL},
    {"STACK_FOR_CALL", HOST_STACK_FOR_CALL},
    {"STACK_ADDRESS", HOST_STACK_ADDRESS},
    {"CONTEXT_STATE", offsetof(TnContext, state)},
    {"TRAIL_END", offsetof(HostTrail, end)},
    {"TRAIL_ROW", offsetof(HostTrail, row)},
    {"TRAIL_ROWS", HOST_TRAIL_ROWS},
    {"TRAIL_SIZE", HOST_TRAIL_SIZE},
    {"TRAIL_REFUSED", HOST_TRAIL_REFUSED},
    {"CONTEXT_PENDING", offsetof(TnContext, pending)},
    {"CONTEXT_RESERVED", offsetof(TnContext, reserved)},
    {"CONTEXT_INSTANCE", offsetof(HostContext, instance)},
    {"CONTEXT_ERROR_KIND", offsetof(HostContext, error_kind)},
    {"CONTEXT_ERROR_MESSAGE", offsetof(HostContext, error_message)},
    {"CONTEXT_HAS_ENDED", offsetof(HostContext, has_ended)},
    {"CONTEXT_CALL_ENDED", HOST_CALL_ENDED},
    {"CONTEXT_CALLERS", offsetof(HostContext, callers)},
    {"CONTEXT_CALLER_COUNT", HOST_CALLERS},
    {"CONTEXT_ERROR_LENGTH", offsetof(HostContext, error_length)},
    {"CONTEXT_FRAME", HOST_FRAME},
    {"CONTEXT_FRAME_SIZE", HOST_FRAME_SIZE},
    {"RANGE_SIZE", sizeof(HostSegment)},
    {"COPY_ADDRESS", offsetof(HostCopy, address)},
    {"COPY_BYTES", offsetof(HostCopy, size)},
    {"COPY_CHANGED", offsetof(HostCopy, changed)},
    {"COPY_NUMBER", offsetof(HostCopy, number)},
    {"COPY_HASH", offsetof(HostCopy, hash)},
    {"COPY_SIZE", sizeof(HostCopy)},
    {"COPY_NOT_REGULAR", HOST_COPY_NOT_REGULAR},
    {"COPY_TOO_LARGE", HOST_COPY_TOO_LARGE},
    {"COPY_CHANGES", HOST_COPY_CHANGES},
    {"RANGE_END", offsetof(HostSegment, end)},
    {"RANGE_FLAGS", offsetof(HostSegment, flags)},
    {"RANGE_EXECUTABLE", 1},
    {"RANGE_READABLE", 4},
    {NULL, 0},
};

/* The numbers of Operation.java. */
static const Number operations[] = {
    {"ATTRIBUTE_GET", HOST_ATTRIBUTE_GET},
    {"ATTRIBUTE_SET", HOST_ATTRIBUTE_SET},
    {"ATTRIBUTE_DELETE", HOST_ATTRIBUTE_DELETE},
    {"IMPORT", HOST_IMPORT},
    {"CALL", HOST_CALL},
    {"HOLD", HOST_HOLD},
    {"RELEASE", HOST_RELEASE},
    {"WRITE", HOST_WRITE},
    {"FLUSH", HOST_FLUSH},
    {"WARN", HOST_WARN},
    {"SELF", HOST_SELF},
    {"ATTACH", HOST_ATTACH},
    {"DETACH", HOST_DETACH},
    {"THREAD_END", HOST_THREAD_END},
    {"STALE", HOST_STALE},
#define OPERATION(name, number, function) {#name, number},
    TN_OPERATIONS(OPERATION)
#undef OPERATION
        {NULL, 0},
};

/* The traits of ObjectCalls.java. */
static const Number traits[] = {
    {"CALLABLE", TN_IS_CALLABLE},
    {"LIST", TN_IS_LIST},
    {"MAP", TN_IS_MAP},
    {"ITERABLE", TN_IS_ITERABLE},
    {"MODULE", TN_IS_MODULE},
    {"RESOURCE", TN_IS_RESOURCE},
    {"ERROR", TN_IS_ERROR},
    {"LENGTH", TN_HAS_LENGTH},
    {"ATTRIBUTES", TN_HAS_ATTRIBUTES},
    {NULL, 0},
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

static int is_name_byte(char byte) {
    return isupper((unsigned char)byte) || isdigit((unsigned char)byte) || byte == '_';
}

/* The number that stands behind `NAME` and a separator at a place of a text; NULL if none does. */
static const char *number_after(const char *name, size_t length, const char *between) {
    const char *number = name + length;
    if (length == 0 || !isupper((unsigned char)name[0]) ||
        strncmp(number, between, strlen(between)) != 0) {
        return NULL;
    }
    number += strlen(between);
    return isdigit((unsigned char)*number) ? number : NULL;
}

/* Java has a number: C has the same. */
static void compare(const char *file, const char *name, size_t length, int64_t value,
                    const Number *numbers, const char *header) {
    const Number *known = numbers;
    while (known->name != NULL &&
           (strncmp(known->name, name, length) != 0 || known->name[length] != '\0')) {
        known++;
    }
    if (known->name == NULL) {
        (void)fprintf(stderr, "%s has %.*s with the number %lld, %s has not: add it there\n", file,
                      (int)length, name, (long long)value, header);
        checks_failed++;
    } else if (known->value != value) {
        (void)fprintf(stderr,
                      "%.*s is %lld in %s and %lld in %s: correct the newer of the two, because a "
                      "released number never changes\n",
                      (int)length, name, (long long)value, file, (long long)known->value, header);
        checks_failed++;
    }
}

/* A source file, with each run of white space as one space and none behind an opening parenthesis,
 * however it is formatted. */
static char *read_source(const char *folder, const char *file) {
    enum { MOST = 1 << 20 };
    char path[4096];
    const char *slash = strrchr(__FILE__, '/');
    int own = slash == NULL ? 0 : (int)(slash - __FILE__) + 1;
    (void)snprintf(path, sizeof path, "%.*s../../%s%s", own, __FILE__, folder, file);
    FILE *source = fopen(path, "r");
    char *text = calloc(1, MOST);
    if (source == NULL || text == NULL) {
        perror(path);
        exit(1);
    }
    size_t length = 0;
    for (int next = getc(source); next != EOF && length < MOST - 1; next = getc(source)) {
        char last = length == 0 ? ' ' : text[length - 1];
        if (!isspace(next)) {
            text[length++] = (char)next;
        } else if (last != ' ' && last != '(') {
            text[length++] = ' ';
        }
    }
    (void)fclose(source);
    return text;
}

/* Reads `#define PREFIX_NAME 1u` out of a header, except those named in `without`. The names stay
 * allocated until the program ends. */
static const Number *defined_in(const char *header, const char *prefix, const char *without) {
    enum { MOST = 256 };
    static Number tables[2][MOST];
    static size_t table = 0;
    Number *numbers = tables[table++];
    size_t count = 0;
    char *text = read_source("../../include/", header);
    for (char *line = strstr(text, "#define "); line != NULL; line = strstr(line, "#define ")) {
        line += strlen("#define ");
        size_t length = 0;
        while (is_name_byte(line[length])) {
            length++;
        }
        const char *number = number_after(line, length, " ");
        size_t start = strlen(prefix);
        if (number != NULL && length > start && strncmp(line, prefix, start) == 0) {
            char *name = calloc(1, length - start + 1);
            if (name == NULL || count == MOST - 1) {
                (void)fprintf(stderr, "%s has more than %d numbers\n", header, MOST - 1);
                exit(1);
            }
            memcpy(name, line + start, length - start);
            if (strcmp(name, without) == 0) {
                free(name);
                continue;
            }
            numbers[count].name = name;
            numbers[count++].value = strtoll(number, NULL, 10);
        }
    }
    free(text);
    return numbers;
}

/* Java has the numbers that C has, and no others. */
static void java_hasTheSameNumbers(const char *file, const char *between, const Number *numbers,
                                   const char *header) {
    char *text = read_source("main/java/dev/tenon/nativeext/", file);
    for (const char *next = text; *next != '\0';) {
        size_t length = 0;
        while (is_name_byte(next[length])) {
            length++;
        }
        const char *number = number_after(next, length, between);
        if (number != NULL) {
            compare(file, next, length, strtoll(number, NULL, 10), numbers, header);
        }
        next += length == 0 ? 1 : length;
    }
    CHECK(numbers[0].name != NULL);
    for (const Number *known = numbers; known->name != NULL; known++) {
        size_t length = strlen(known->name);
        const char *found = strstr(text, known->name);
        while (found != NULL && ((found != text && is_name_byte(found[-1])) ||
                                 number_after(found, length, between) == NULL)) {
            found = strstr(found + 1, known->name);
        }
        if (found == NULL) {
            (void)fprintf(stderr, "%s has %s with the number %lld, %s has not: add it there\n",
                          header, known->name, (long long)known->value, file);
            checks_failed++;
        }
    }
    free(text);
}

static const Number method_flags[] = {
    {"BLOCKING", TN_BLOCKING},     {"NO_CALLBACK", TN_NO_CALLBACK}, {"SERIALIZED", TN_SERIALIZED},
    {"CONCURRENT", TN_CONCURRENT}, {"KEYWORDS", TN_KEYWORDS},       {NULL, 0}};

int main(void) {
    structs_haveThePromisedLayout();
    java_hasTheSameNumbers("abi/Abi.java", " = ", abi, "layout_test.c");
    java_hasTheSameNumbers("abi/MethodFlags.java", " = ", method_flags, "tenon/module.h");
    java_hasTheSameNumbers("operation/Operation.java", "(", operations,
                           "tenon/operation.h or host.h");
    java_hasTheSameNumbers("operation/ObjectCalls.java", " = ", traits, "tenon/object.h");
    java_hasTheSameNumbers("abi/SlotId.java", "(",
                           defined_in("tenon/module.h", "TN_SLOT_", "OPTIONAL"), "tenon/module.h");
    java_hasTheSameNumbers("abi/ErrorKind.java", "(", defined_in("tenon/error.h", "TN_", ""),
                           "tenon/error.h");
    return CHECKS_STATUS;
}
