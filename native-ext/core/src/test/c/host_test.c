/* SPDX-License-Identifier: Apache-2.0 */
/* Tests the host library with a Java that is played by C. musl gives its threads less stack than a
 * call of Java needs: cc-flags: -Wl,-z,stack-size=1048576 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "check.h"
#include "host.h"

/* The played Java. It keeps what it was asked last and answers from here. */
static struct {
    int calls;
    int64_t operation;
    int64_t count;
    TnValue frame[5];
    char name[64];
    TnValue answer;
    int fails;
    char written[1024];
    size_t written_length;
    int32_t (*inner)(TnContext *cx);
} java;

static int64_t address_of(const void *pointer) { return (int64_t)(intptr_t)pointer; }

static int32_t java_call(TnContext *cx, TnValue *frame) {
    const TnValue *args = (const TnValue *)(intptr_t)frame[1].as.i;
    int64_t sum = 0;
    for (int64_t index = 0; index < frame[2].as.i; index++) {
        sum += args[index].as.i;
    }
    frame[3] = tn_int(sum);
    return java.inner == NULL ? 0 : java.inner(cx);
}

static int64_t host_call(int64_t context, int64_t operation, int64_t address, int64_t count) {
    static const int place_of_answer[] = {-1, 2, -1, -1, 1, -1, 1, -1, -1, -1, -1, 0, 1, 0, 0};
    TnContext *cx = (TnContext *)(intptr_t)context;
    TnValue *frame = (TnValue *)(intptr_t)address;
    java.calls++;
    java.operation = operation;
    java.count = count;
    memcpy(java.frame, frame, (size_t)count * sizeof *frame);
    for (int64_t index = 0; index < count; index++) {
        if (frame[index].kind == TN_STR) {
            (void)snprintf(java.name, sizeof java.name, "%s", frame[index].as.s);
        }
    }
    if (java.fails && cx == NULL) {
        return -1;
    }
    if (java.fails) {
        return tn_error(cx, TN_ATTRIBUTE_ERROR, "no such thing");
    }
    if (operation == HOST_CALL) {
        return java_call(cx, frame);
    }
    if (operation == HOST_WRITE) {
        memcpy(java.written + java.written_length, frame[1].as.p, frame[1].length);
        java.written_length += frame[1].length;
    }
    if (operation >= TN_OP_TYPE_NAME) {
        frame[count - 1] = java.answer;
        return 0;
    }
    if (place_of_answer[operation] >= 0) {
        frame[place_of_answer[operation]] = java.answer;
    }
    return 0;
}

static TnContext *open_context(int64_t state_size) {
    memset(&java, 0, sizeof java);
    return (TnContext *)(intptr_t)tenon_host_context_new(state_size, 42, 0, 0);
}

static void close_context(TnContext *cx) {
    CHECK(tenon_host_context_free(address_of(cx), 0, 0, 0) == 0);
}

/* Whether the error is of a kind and its text contains a part; clears it. */
static int took_error(TnContext *cx, uint32_t kind, const char *part) {
    TnValue message;
    int is_so = tn_failed(cx) && tn_error_get(cx, &message) == kind && message.kind == TN_STR &&
                strstr(message.as.s, part) != NULL && message.as.s[message.length] == '\0';
    tn_error_clear(cx);
    return is_so && !tn_failed(cx) && tn_error_get(cx, NULL) == 0;
}

static void start_givesAbi(void) {
    CHECK(tenon_host_start((int64_t)(intptr_t)host_call, 0, 0, 0) == TENON_ABI);
    CHECK(tenon_host_call == host_call);
}

static void table_isWhole(void) {
    const void *const *entries = (const void *const *)&tenon_host_api;
    CHECK(tenon_host_api.size == sizeof(TnApi));
    CHECK(tenon_host_api.abi == TENON_ABI);
    for (size_t index = 1; index < sizeof(TnApi) / sizeof(void *); index++) {
        CHECK(entries[index] != NULL);
    }
}

static void context_isZeroedAndAligned(void) {
    TnContext *cx = open_context(1000);
    const char *state = cx->state;
    const HostContext *host = (const HostContext *)cx;
    CHECK(cx->size == sizeof(TnContext) && cx->api == &tenon_host_api && !tn_failed(cx));
    CHECK(((uintptr_t)state & 15) == 0);
    for (size_t index = 0; index < 1000; index++) {
        CHECK(state[index] == 0);
    }
    CHECK(host->instance == 42 && host->call_memory == NULL && cx->reserved == 0);
    close_context(cx);
}

static void context_withoutState_hasNull(void) {
    TnContext *cx = open_context(0);
    CHECK(cx->state == NULL);
    close_context(cx);
}

static void context_ofImpossibleSize_isRefused(void) {
    CHECK(tenon_host_context_new(-1, 1, 0, 0) == 0);
    CHECK(tenon_host_context_new(INT64_MAX, 1, 0, 0) == 0);
}

static void error_isSetReadAndCleared(void) {
    TnContext *cx = open_context(0);
    const HostContext *host = (const HostContext *)cx;
    CHECK(tn_error_get(cx, NULL) == 0);
    CHECK(tn_error(cx, TN_VALUE_ERROR, "first") == -1);
    CHECK(cx->pending != 0 && host->error_kind == TN_VALUE_ERROR && host->error_length == 5);
    CHECK(strcmp(host->error_message, "first") == 0);
    CHECK(tn_errorf(cx, TN_KEY_ERROR, "%s %d", "second", 2) == -1);
    CHECK(took_error(cx, TN_KEY_ERROR, "second 2"));
    tn_error_clear(cx);
    CHECK(java.calls == 0);
    close_context(cx);
}

static void error_withoutMessageOrKind_stillStands(void) {
    TnContext *cx = open_context(0);
    TnValue message = tn_int(1);
    CHECK(tn_error(cx, 0, NULL) == -1);
    CHECK(tn_failed(cx) && tn_error_get(cx, &message) == TN_EXCEPTION);
    CHECK(message.kind == TN_NONE);
    CHECK(tenon_host_error_set(address_of(cx), TN_OS_ERROR, address_of("x"), -5) == -1);
    CHECK(tn_error_get(cx, &message) == TN_OS_ERROR && message.kind == TN_NONE);
    CHECK(tenon_host_error_clear(address_of(cx), 0, 0, 0) == 0 && !tn_failed(cx));
    close_context(cx);
}

static void error_setToItsOwnText_isKept(void) {
    TnContext *cx = open_context(0);
    TnValue message;
    (void)tn_error(cx, TN_OS_ERROR, "reason: disk full");
    (void)tn_error_get(cx, &message);
    (void)tn_error(cx, TN_VALUE_ERROR, message.as.s + 8);
    (void)tn_error_get(cx, &message);
    CHECK(strcmp(message.as.s, "disk full") == 0);
    CHECK(took_error(cx, TN_VALUE_ERROR, "disk full"));
    close_context(cx);
}

static void error_formattedTooLong_endsWithWholeCharacter(void) {
    for (int before = 505; before < 512; before++) {
        TnContext *cx = open_context(0);
        TnValue message;
        (void)tn_errorf(cx, TN_VALUE_ERROR, "%*s\xE2\x82\xAC\xE2\x82\xAC\xE2\x82\xAC", before, "");
        (void)tn_error_get(cx, &message);
        CHECK(message.length <= 511 && message.length >= 508);
        CHECK(before >= (int)message.length || (message.length - (uint32_t)before) % 3 == 0);
        close_context(cx);
    }
}

static void error_isFreedWithContext(void) {
    TnContext *cx = open_context(0);
    (void)tn_error(cx, TN_OS_ERROR, "left behind");
    CHECK(tn_alloc(cx, 10) != NULL);
    close_context(cx); /* the address sanitizer tells of what is left */
}

static void call_whileErrorPending_keepsTheFirst(void) {
    TnContext *cx = open_context(0);
    TnValue value = tn_none();
    (void)tn_error(cx, TN_KEY_ERROR, "first");
    CHECK(tn_get(cx, "a", &value) == -1 && tn_set(cx, "a", value) == -1);
    CHECK(tn_delete(cx, "a") == -1 && tn_import(cx, "a", &value) == -1);
    CHECK(tn_call(cx, &value, NULL, 0, &value) == -1 && tn_hold(cx, &value, &value) == -1);
    CHECK(tn_warn(cx, TN_USER_WARNING, "a") == -1 && tn_self(cx, &value) == -1);
    CHECK(tn_has(cx, "a") == -1 && tn_release(cx, NULL) == -1);
    CHECK(java.calls == 0);
    CHECK(tn_write(cx, TN_STDERR, "x", 1) == 0 && tn_flush(cx, TN_STDERR) == 0);
    CHECK(tn_release(cx, &value) == 0 && tn_alloc(cx, 1) != NULL);
    CHECK(java.calls == 3);
    CHECK(tn_alloc(cx, SIZE_MAX) == NULL);
    CHECK(took_error(cx, TN_KEY_ERROR, "first"));
    close_context(cx);
}

static void nullArgument_isTypeErrorThatNamesIt(void) {
    TnContext *cx = open_context(0);
    TnValue value = tn_none();
    CHECK(tn_get(cx, NULL, &value) == -1 && took_error(cx, TN_TYPE_ERROR, "name"));
    CHECK(tn_get(cx, "a", NULL) == -1 && took_error(cx, TN_TYPE_ERROR, "value"));
    CHECK(tn_set(cx, NULL, value) == -1 && took_error(cx, TN_TYPE_ERROR, "name"));
    CHECK(cx->api->attribute_set(cx, NULL, "a", NULL) == -1 &&
          took_error(cx, TN_TYPE_ERROR, "value"));
    CHECK(tn_delete(cx, NULL) == -1 && took_error(cx, TN_TYPE_ERROR, "name"));
    CHECK(tn_import(cx, NULL, &value) == -1 && took_error(cx, TN_TYPE_ERROR, "name"));
    CHECK(tn_import(cx, "a", NULL) == -1 && took_error(cx, TN_TYPE_ERROR, "module"));
    CHECK(tn_call(cx, NULL, NULL, 0, &value) == -1 && took_error(cx, TN_TYPE_ERROR, "callable"));
    CHECK(tn_call(cx, &value, NULL, 1, &value) == -1 && took_error(cx, TN_TYPE_ERROR, "args"));
    CHECK(tn_call(cx, &value, NULL, 0, NULL) == -1 && took_error(cx, TN_TYPE_ERROR, "result"));
    CHECK(tn_hold(cx, NULL, &value) == -1 && took_error(cx, TN_TYPE_ERROR, "object"));
    CHECK(tn_hold(cx, &value, NULL) == -1 && took_error(cx, TN_TYPE_ERROR, "held"));
    CHECK(tn_release(cx, NULL) == -1 && took_error(cx, TN_TYPE_ERROR, "held"));
    CHECK(tn_write(cx, TN_STDOUT, NULL, 1) == -1 && took_error(cx, TN_TYPE_ERROR, "bytes"));
    CHECK(tn_warn(cx, TN_USER_WARNING, NULL) == -1 && took_error(cx, TN_TYPE_ERROR, "message"));
    CHECK(tn_self(cx, NULL) == -1 && took_error(cx, TN_TYPE_ERROR, "module"));
    CHECK(java.calls == 0);
    close_context(cx);
}

/* Whether the last request was an operation with so many values. */
static int was_asked(int64_t operation, int64_t count) {
    return java.operation == operation && java.count == count;
}

static void attributes_reachJava(void) {
    TnContext *cx = open_context(0);
    TnValue value;
    java.answer = tn_float(2.5);
    CHECK(tn_get(cx, "pi", &value) == 0 && was_asked(HOST_ATTRIBUTE_GET, 3));
    CHECK(java.frame[0].kind == TN_NONE && strcmp(java.name, "pi") == 0);
    CHECK(value.kind == TN_FLOAT && value.as.f == 2.5);
    CHECK(tn_has(cx, "pi") == 1);
    CHECK(tn_add_int(cx, "n", 7) == 0 && was_asked(HOST_ATTRIBUTE_SET, 3));
    CHECK(java.frame[2].kind == TN_INT && java.frame[2].as.i == 7);
    CHECK(tn_add_float(cx, "n", 0.5) == 0 && java.frame[2].as.f == 0.5);
    CHECK(tn_add_bool(cx, "n", 9) == 0 && java.frame[2].as.i == 1);
    CHECK(tn_add_str(cx, "n", "text") == 0 && java.frame[2].length == 4);
    CHECK(tn_add_str(cx, "n", NULL) == 0 && java.frame[2].kind == TN_NONE);
    CHECK(tn_add_bytes(cx, "n", "\0\1", 2) == 0 && java.frame[2].kind == TN_BYTES);
    CHECK(tn_delete(cx, "n") == 0 && was_asked(HOST_ATTRIBUTE_DELETE, 2));
    TnValue object = {TN_OBJECT, 0, {.ref = 5}};
    CHECK(tn_object_get(cx, &object, "n", &value) == 0 && java.frame[0].as.ref == 5);
    close_context(cx);
}

static void has_isFalseForAttributeErrorOnly(void) {
    TnContext *cx = open_context(0);
    java.fails = 1;
    CHECK(tn_has(cx, "n") == 0 && !tn_failed(cx));
    CHECK(tn_has(cx, NULL) == -1 && took_error(cx, TN_TYPE_ERROR, "name"));
    close_context(cx);
}

static void failureOfJava_isPassedOn(void) {
    TnContext *cx = open_context(0);
    TnValue value = tn_none();
    java.fails = 1;
    CHECK(tn_import(cx, "gone", &value) == -1 && took_error(cx, TN_ATTRIBUTE_ERROR, "no such"));
    CHECK(value.kind == TN_NONE);
    close_context(cx);
}

static void objects_reachJava(void) {
    TnContext *cx = open_context(0);
    TnValue value;
    TnValue args[2] = {tn_int(40), tn_int(2)};
    java.answer.kind = TN_OBJECT;
    java.answer.as.ref = 77;
    CHECK(tn_import(cx, "os", &value) == 0 && was_asked(HOST_IMPORT, 2) && value.as.ref == 77);
    CHECK(tn_call(cx, &value, args, 2, &args[0]) == 0 && was_asked(HOST_CALL, 4));
    CHECK(args[0].as.i == 42);
    CHECK(tn_call(cx, &value, NULL, 0, &args[0]) == 0 && args[0].as.i == 0);
    CHECK(tn_hold(cx, &value, &value) == 0 && was_asked(HOST_HOLD, 2) && value.as.ref == 77);
    CHECK(tn_release(cx, &value) == 0 && was_asked(HOST_RELEASE, 1));
    CHECK(tn_self(cx, &value) == 0 && was_asked(HOST_SELF, 1) && value.as.ref == 77);
    close_context(cx);
}

static void streamsAndWarnings_reachJava(void) {
    TnContext *cx = open_context(0);
    CHECK(tn_write(cx, TN_STDOUT, "hello", 5) == 0 && was_asked(HOST_WRITE, 2));
    CHECK(java.frame[0].as.i == TN_STDOUT && memcmp(java.written, "hello", 5) == 0);
    CHECK(tn_flush(cx, TN_STDERR) == 0 && was_asked(HOST_FLUSH, 1));
    java.calls = 0;
    CHECK(tn_write(cx, TN_STDOUT, NULL, 0) == 0 && java.calls == 0);
    CHECK(tn_warn(cx, TN_USER_WARNING, "careful") == 0 && was_asked(HOST_WARN, 2));
    CHECK(strcmp(java.name, "careful") == 0);
    close_context(cx);
}

static void formattedText_isWrittenWhole(void) {
    char long_text[701];
    TnContext *cx = open_context(0);
    CHECK(tn_writef(cx, TN_STDERR, "%s %d%%", "half", 50) == 0 && was_asked(HOST_WRITE, 2));
    CHECK(java.frame[0].as.i == TN_STDERR && java.written_length == 8);
    CHECK(memcmp(java.written, "half 50%", 8) == 0);
    memset(long_text, 'x', sizeof long_text - 1);
    long_text[sizeof long_text - 1] = '\0';
    java.written_length = 0;
    for (int length = 510; length <= 514; length++) {
        CHECK(tn_writef(cx, TN_STDOUT, "%.*s", length, long_text) == 0);
        CHECK((int)java.written_length == length && java.written[length - 1] == 'x');
        java.written_length = 0;
    }
    CHECK(tn_writef(cx, TN_STDOUT, "%s!", long_text) == 0 && java.written_length == 701);
    CHECK(java.written[699] == 'x' && java.written[700] == '!');
    close_context(cx);
}

static void capability_isAnsweredWithoutJava(void) {
    TnContext *cx = open_context(0);
    uint32_t version = 9;
    CHECK(tn_capability(cx, "api", &version) == 1 && version == TENON_ABI);
    CHECK(tn_capability(cx, "time travel", &version) == 0 && version == 0);
    CHECK(tn_capability(cx, NULL, NULL) == 0 && java.calls == 0);
    close_context(cx);
}

static void callMemory_growsAndIsGivenBack(void) {
    TnContext *cx = open_context(0);
    const HostContext *host = (const HostContext *)cx;
    char *blocks[64];
    for (size_t index = 0; index < 64; index++) {
        size_t size = index * index * 10;
        blocks[index] = tn_alloc(cx, size);
        CHECK(blocks[index] != NULL && ((uintptr_t)blocks[index] & 15) == 0);
        memset(blocks[index], (int)index, size);
    }
    for (size_t index = 1; index < 64; index++) {
        size_t size = index * index * 10;
        CHECK(blocks[index][0] == (char)index && blocks[index][size - 1] == (char)index);
    }
    CHECK(tenon_host_release(address_of(cx), 0, 0, 0) == 0 && host->call_memory == NULL &&
          cx->reserved == 0);
    CHECK(host->call_chunk == NULL);
    close_context(cx);
}

static void callMemory_ofImpossibleSize_isMemoryError(void) {
    TnContext *cx = open_context(0);
    CHECK(tn_alloc(cx, SIZE_MAX) == NULL && took_error(cx, TN_MEMORY_ERROR, "memory"));
    CHECK(tn_alloc(cx, SIZE_MAX - 100) == NULL && took_error(cx, TN_MEMORY_ERROR, "memory"));
    CHECK(tenon_host_alloc(address_of(cx), -1, 0, 0) == 0);
    CHECK(took_error(cx, TN_MEMORY_ERROR, "memory"));
    close_context(cx);
}

/* A mark stands for the memory of the outer calls: releasing to it keeps theirs. */
static void callMemory_releasedToMark_keepsOlder(void) {
    static const size_t sizes[] = {1, 16, 4000, 4096, 5000, 100000};
    for (size_t index = 0; index < sizeof sizes / sizeof sizes[0]; index++) {
        TnContext *cx = open_context(0);
        const HostContext *host = (const HostContext *)cx;
        char *outer = tn_alloc(cx, sizes[index]);
        memset(outer, 'o', sizes[index]);
        int64_t mark = address_of(host->call_memory);
        for (size_t inner = 0; inner < 10; inner++) {
            memset(tn_alloc(cx, sizes[inner % 6]), 'i', sizes[inner % 6]);
        }
        CHECK(tenon_host_release(address_of(cx), mark, 0, 0) == 0);
        CHECK(address_of(host->call_memory) == mark);
        CHECK(outer[0] == 'o' && outer[sizes[index] - 1] == 'o');
        CHECK(tn_alloc(cx, 3000) != NULL);
        close_context(cx);
    }
}

/* What Java does around a call into a module: the module is called while it calls. */
static int32_t reenter(TnContext *cx) {
    const HostContext *host = (const HostContext *)cx;
    int64_t mark = address_of(host->call_memory);
    TnValue value;
    memset(tn_alloc(cx, 6000), 'n', 6000);
    CHECK(tn_get(cx, "inner", &value) == 0);
    return (int32_t)tenon_host_release(address_of(cx), mark, 0, 0);
}

static void module_calledWhileItCalls_keepsItsMemory(void) {
    TnContext *cx = open_context(0);
    TnValue callable = {TN_OBJECT, 0, {.ref = 1}};
    TnValue result;
    char *mine = tn_alloc(cx, 500);
    memset(mine, 'm', 500);
    java.inner = reenter;
    CHECK(tn_call(cx, &callable, NULL, 0, &result) == 0);
    CHECK(mine[0] == 'm' && mine[499] == 'm' && java.calls == 2);
    close_context(cx);
}

static int deepest;

static int32_t call_deeper(TnContext *cx) {
    TnValue callable = {TN_OBJECT, 0, {.ref = 1}};
    TnValue result;
    volatile char room[1000]; /* a frame of some size */
    room[0] = 0;
    room[999] = room[0];
    deepest++;
    return tn_call(cx, &callable, NULL, 0, &result);
}

static void *recurse(void *nothing) {
    TnContext *cx = open_context(0);
    java.inner = call_deeper;
    deepest = 0;
    CHECK(call_deeper(cx) == -1);
    CHECK(took_error(cx, TN_RECURSION_ERROR, "larger stack"));
    java.inner = NULL;
    CHECK(call_deeper(cx) == 0); /* and the thread goes on */
    close_context(cx);
    return nothing;
}

static int depth_on_stack_of(size_t bytes) {
    pthread_attr_t attributes;
    pthread_t thread;
    CHECK(pthread_attr_init(&attributes) == 0);
    CHECK(pthread_attr_setstacksize(&attributes, bytes) == 0);
    CHECK(pthread_create(&thread, &attributes, recurse, NULL) == 0);
    CHECK(pthread_join(thread, NULL) == 0);
    (void)pthread_attr_destroy(&attributes);
    return deepest;
}

static void recursionWithoutBound_isErrorOnStacksOfAllSizes(void) {
    int small = depth_on_stack_of((size_t)1 << 20);
    int large = depth_on_stack_of((size_t)8 << 20);
    CHECK(small > 10 && large > 4 * small);
    (void)recurse(NULL);
    CHECK(deepest > 10);
}

static int32_t slot_instance(TnContext *cx) { return cx->state == NULL ? -1 : 11; }

static int32_t slot_main(TnContext *cx, TnMainArguments *arguments) {
    (void)cx;
    CHECK(arguments->count == 1 && strcmp(arguments->values[0], "-v") == 0);
    arguments->status = 3;
    return 0;
}

static int32_t slot_create(TnContext *cx, const TnValue *spec, TnValue *module) {
    (void)cx;
    *module = tn_int(spec->as.i + 1);
    return 0;
}

static void invoke_callsSlotsByTheirTypes(void) {
    static const int64_t plain[] = {TN_SLOT_EXEC, TN_SLOT_CLEAR, TN_SLOT_FREE, TN_SLOT_UPGRADE};
    static const char *const values[] = {"-v", NULL};
    TnContext *cx = open_context(8);
    TnMainArguments arguments = {1, values, 0, 0};
    TnValue frame[2] = {tn_int(5), tn_none()};
    for (size_t index = 0; index < sizeof plain / sizeof plain[0]; index++) {
        CHECK(tenon_host_invoke(plain[index], (int64_t)(intptr_t)slot_instance, address_of(cx),
                                0) == 11);
    }
    CHECK(tenon_host_invoke(TN_SLOT_MAIN, (int64_t)(intptr_t)slot_main, address_of(cx),
                            address_of(&arguments)) == 0);
    CHECK(arguments.status == 3);
    CHECK(tenon_host_invoke(TN_SLOT_CREATE, (int64_t)(intptr_t)slot_create, address_of(cx),
                            address_of(frame)) == 0);
    CHECK(frame[1].as.i == 6);
    close_context(cx);
}

static void library_isOpenedAskedAndClosed(void) {
    char error[256] = "";
    int64_t handle =
        tenon_host_open_library(address_of("libm.so.6"), 0, address_of(error), sizeof error);
    CHECK(handle != 0 && error[0] == '\0');
    CHECK(tenon_host_symbol(handle, address_of("cos"), 0, 0) != 0);
    CHECK(tenon_host_symbol(handle, address_of("no_such_symbol"), 0, 0) == 0);
    CHECK(tenon_host_close_library(handle, 0, 0, 0) == 0);
}

#ifdef __GLIBC__ /* musl has its mathematics in its one library, and unmaps none */

/* A copy of the C library's mathematics, from memory. */
static void image_isMappedNamedAndUnmapped(void) {
    char error[256] = "", place[64], text[256];
    Dl_info known;
    HostCopy copy;
    CHECK(dladdr((void *)(intptr_t)tenon_host_symbol(
                     tenon_host_open_library(address_of("libm.so.6"), 0, 0, 0), address_of("cos"),
                     0, 0),
                 &known) != 0);
    CHECK(tenon_host_copy_new(address_of(known.dli_fname), address_of("copied"), address_of(&copy),
                              1 << 24) == 0);
    CHECK(copy.size > 0 && memcmp((const char *)(intptr_t)copy.address,
                                  "\x7f"
                                  "ELF",
                                  4) == 0);

    int64_t memory = tenon_host_copy_seal(address_of(&copy), 0, 0, 0);
    CHECK(memory >= 0 && memory == copy.file);
    CHECK(write((int)memory, "x", 1) < 0 && ftruncate((int)memory, 0) < 0);
    CHECK(memcmp((const char *)(intptr_t)copy.address,
                 "\x7f"
                 "ELF",
                 4) == 0);
    (void)snprintf(place, sizeof place, "/proc/self/fd/%d", (int)memory);
    int64_t handle = tenon_host_open_library(address_of(place), 0, address_of(error), sizeof error);
    CHECK(handle != 0);
    CHECK(tenon_host_copy_free(address_of(&copy), 0, 0, 0) == 0);
    CHECK(fcntl((int)memory, F_GETFD) < 0);
    int64_t former = tenon_host_name_library(handle, address_of("/lib//copied.so"), 0, 0);
    CHECK(former != 0);
    CHECK(tenon_host_loaded(address_of("/lib//copied.so"), 0, 0, 0) == handle);
    CHECK(tenon_host_loaded(address_of("/lib/not-there.so"), 0, 0, 0) == 0);
    int64_t cosine = tenon_host_symbol(handle, address_of("cos"), 0, 0);
    CHECK(cosine != 0 && cosine != address_of(known.dli_saddr));
    CHECK(tenon_host_place(cosine, address_of(text), sizeof text, 0) > 0);
    CHECK(strcmp(text, "/lib//copied.so") == 0);
    CHECK(tenon_host_unmap_library(handle, former, 0, 0) == 0);
    CHECK(tenon_host_place(cosine, address_of(text), sizeof text, 0) == -1);
}

#endif

static int64_t copy_of(const char *path, HostCopy *copy, int64_t most) {
    return tenon_host_copy_new(address_of(path), address_of("name"), address_of(copy), most);
}

static void copy_holdsWhatWasReadAndGrows(void) {
    static const uint8_t abc[4] = {0xba, 0x78, 0x16, 0xbf}; /* FIPS 180-4, "abc" */
    HostCopy copy;
    char file[] = "tenon-host-test-XXXXXX";
    int made = mkstemp(file);
    CHECK(made >= 0 && write(made, "abc", 3) == 3);
    CHECK(copy_of(file, &copy, 3) == 0 && copy.size == 3);
    CHECK(pwrite(made, "xyz", 3, 0) == 3 && ftruncate(made, 0) == 0);
    CHECK(memcmp((const char *)(intptr_t)copy.address, "abc", 3) == 0);
    CHECK(memcmp(copy.hash, abc, sizeof abc) == 0);
    CHECK(tenon_host_copy_grow(address_of(&copy), 1 << 20, 0, 0) == 0 && copy.size == 1 << 20);
    CHECK(memcmp((const char *)(intptr_t)copy.address, "abc\0", 4) == 0);
    ((char *)(intptr_t)copy.address)[(1 << 20) - 1] = 'z';
    CHECK(tenon_host_copy_seal(address_of(&copy), 0, 0, 0) >= 0);
    CHECK(((char *)(intptr_t)copy.address)[(1 << 20) - 1] == 'z');
    CHECK(tenon_host_copy_free(address_of(&copy), 0, 0, 0) == 0);
    CHECK(copy_of(file, &copy, 3) == 0 && copy.size == 0 && copy.address == 0);
    CHECK(tenon_host_copy_free(address_of(&copy), 0, 0, 0) == 0);
    CHECK(pwrite(made, "four", 4, 0) == 4);
    CHECK(copy_of(file, &copy, 3) == -HOST_COPY_TOO_LARGE && copy.size == 4);
    CHECK(close(made) == 0 && unlink(file) == 0);
    CHECK(copy_of(file, &copy, 3) == -ENOENT);
    CHECK(copy_of("/", &copy, 3) == -HOST_COPY_NOT_REGULAR);
    CHECK(mkfifo(file, 0600) == 0 && copy_of(file, &copy, 3) == -HOST_COPY_NOT_REGULAR);
    CHECK(unlink(file) == 0);
}

/* A small copy is made in a buffer that an earlier one has used. */
static void copy_ofUsedBuffer_hasNothingOfEarlierOne(void) {
    static char large[(1 << 18) + 100];
    HostCopy copy;
    char file[] = "tenon-host-test-XXXXXX";
    int made = mkstemp(file);
    memset(large, 'x', sizeof large);
    for (int64_t size = 1000; size <= (int64_t)sizeof large; size += (int64_t)sizeof large - 1000) {
        CHECK(pwrite(made, large, (size_t)size, 0) == size);
        CHECK(copy_of(file, &copy, 1 << 20) == 0 && copy.size == size);
        CHECK(tenon_host_copy_free(address_of(&copy), 0, 0, 0) == 0);
    }
    for (int64_t size = 2000; size <= 1 << 20; size *= 8) {
        HostCopy other;
        CHECK(pwrite(made, "abc", 3, 0) == 3 && ftruncate(made, 3) == 0);
        CHECK(copy_of(file, &copy, 1 << 20) == 0 && copy_of(file, &other, 1 << 20) == 0);
        CHECK(copy.address != other.address);
        CHECK(tenon_host_copy_grow(address_of(&copy), size, 0, 0) == 0 && copy.size == size);
        int64_t memory = tenon_host_copy_seal(address_of(&copy), 0, 0, 0);
        CHECK(memory >= 0 && lseek((int)memory, 0, SEEK_END) == size);
        const char *bytes = (const char *)(intptr_t)copy.address;
        char *sealed = calloc(1, (size_t)size);
        CHECK(sealed != NULL && pread((int)memory, sealed, (size_t)size, 0) == size);
        CHECK(memcmp(bytes, "abc", 3) == 0 && memcmp(bytes, sealed, (size_t)size) == 0);
        for (int64_t at = 3; at < size; at++) {
            CHECK(bytes[at] == 0);
        }
        free(sealed);
        CHECK(write((int)memory, "x", 1) < 0 && ftruncate((int)memory, 0) < 0);
        CHECK(tenon_host_copy_free(address_of(&copy), 0, 0, 0) == 0);
        CHECK(tenon_host_copy_free(address_of(&other), 0, 0, 0) == 0);
    }
    CHECK(close(made) == 0 && unlink(file) == 0);
}

static void hash_byInstructions_isTheSameAsPlain(void) {
    static char bytes[1000];
    for (size_t size = 0; size < sizeof bytes; size++) {
        uint8_t plain[32], fast[32];
        bytes[size] = (char)(size * 31 + 7);
        tenon_sha256(bytes, size, plain, 1);
        tenon_sha256(bytes, size, fast, 0);
        CHECK(memcmp(plain, fast, sizeof plain) == 0);
    }
}

static void library_thatCannotBeOpened_givesReason(void) {
    char error[256] = "";
    char small[8];
    char file[] = "tenon-host-test-XXXXXX";
    int64_t missing = address_of("./no/such/library.so");
    CHECK(tenon_host_open_library(missing, 0, address_of(error), sizeof error) == 0);
    CHECK(strstr(error, "no/such/library.so") != NULL);
    CHECK(tenon_host_open_library(missing, 0, address_of(small), sizeof small) == 0);
    CHECK(memchr(small, '\0', sizeof small) != NULL);
    CHECK(tenon_host_open_library(missing, 0, 0, 0) == 0);
    int text = mkstemp(file);
    CHECK(text >= 0 && write(text, "no library\n", 11) == 11 && close(text) == 0);
    char path[sizeof file + 2];
    (void)snprintf(path, sizeof path, "./%s", file);
    CHECK(tenon_host_open_library(address_of(path), 0, address_of(error), sizeof error) == 0);
    CHECK(strstr(error, file) != NULL);
    (void)unlink(file);
}

/* The segment of a table that an address lies in. */
static const HostSegment *segment_of(const HostSegment *table, int64_t count, int64_t address) {
    for (int64_t index = 0; index < count; index++) {
        if (address >= table[index].start && address < table[index].end) {
            return &table[index];
        }
    }
    return NULL;
}

static void mapping_coversOwnImageOnly(void) {
    static const char data[] = "constant";
    static char writable[16];
    HostSegment table[16];
    memset(table, 0, sizeof table);
    int64_t count = tenon_host_mapping(address_of(data), address_of(table), 16, 0);
    CHECK(count > 1 && count <= 16);
    const HostSegment *constant = segment_of(table, count, address_of(data));
    const HostSegment *variable = segment_of(table, count, address_of(writable));
    const HostSegment *code = segment_of(table, count, (int64_t)(intptr_t)slot_create);
    CHECK(constant != NULL && (constant->flags & 4) != 0);
    CHECK(variable != NULL && (variable->flags & 6) == 6);
    CHECK(code != NULL && (code->flags & 5) == 5 && (code->flags & 2) == 0);
    CHECK(segment_of(table, count, (int64_t)(intptr_t)malloc) == NULL ||
          tenon_host_mapping((int64_t)(intptr_t)malloc, address_of(table), 16, 0) == count);
    HostSegment one[2] = {{7, 7, 7}, {7, 7, 7}};
    CHECK(tenon_host_mapping(address_of(data), address_of(one), 1, 0) == count &&
          one[1].start == 7);
    CHECK(tenon_host_mapping(address_of(data), 0, 0, 0) == count);
    char *heap = malloc(1);
    CHECK(tenon_host_mapping(address_of(heap), address_of(table), 16, 0) == 0);
    CHECK(tenon_host_mapping(0, address_of(table), 16, 0) == 0);
    CHECK(tenon_host_mapping(-1, address_of(table), 16, 0) == 0);
    free(heap);
}

static void values_areMadeByKind(void) {
    CHECK(tn_none().kind == TN_NONE && tn_str(NULL).kind == TN_NONE);
    CHECK(tn_bool(7).as.i == 1 && tn_bool(0).as.i == 0 && tn_bool(0).kind == TN_BOOL);
    CHECK(tn_str("").length == 0 && tn_str("").kind == TN_STR);
    CHECK(tn_bytes("abc", 2).length == 2 && tn_bytes("abc", 2).kind == TN_BYTES);
    CHECK(tn_str_n("abc", (size_t)1 << 33).length == UINT32_MAX); /* refused, not cut */
}

/* Some checks ask for more memory than there is. */
HOST_EXPORT const char *__asan_default_options(void);
const char *__asan_default_options(void) { return "allocator_may_return_null=1"; }

static void requests_reachJavaUnlessAnErrorIsSet(void) {
    TnContext *cx = open_context(0);
    TnValue value = tn_int(1);
    java.answer = tn_int(7);
    CHECK(tn_length(cx, &value) == 7 && java.operation == TN_OP_LENGTH && java.count == 2);
    CHECK(tn_length(cx, NULL) == 7 && java.frame[0].kind == TN_NONE);
    CHECK(tn_call_method(cx, &value, "run", &value, 1, NULL) == 0 && java.count == 5);
    CHECK(strcmp(java.name, "run") == 0 && java.frame[3].as.i == 1);
    (void)tn_error(cx, TN_KEY_ERROR, "before");
    int calls = java.calls;
    CHECK(tn_length(cx, &value) == -1 && tn_repr(cx, &value, &value) == -1);
    CHECK(value.kind == TN_NONE && java.calls == calls);
    CHECK(tn_error_fetch(cx, &value) == 0 && java.calls == calls + 1);
    CHECK(took_error(cx, TN_KEY_ERROR, "before"));
    java.fails = 1;
    CHECK(tn_next(cx, &value, &value) == -1 && value.kind == TN_NONE);
    CHECK(took_error(cx, TN_ATTRIBUTE_ERROR, "no such thing"));
    CHECK(tn_request(cx, TN_OP_LENGTH, NULL, 0, NULL) == -1);
    CHECK(took_error(cx, TN_TYPE_ERROR, "NULL as its frame"));
    close_context(cx);
}

/* Java trusts the frames of what the host library asks for itself. */
static void operationsOfTheHostLibrary_areNotForModules(void) {
    TnContext *cx = open_context(0);
    java.calls = 0;
    for (uint32_t operation = 0; operation < TN_OP_TYPE_NAME; operation++) {
        TnValue frame = tn_int(-1);
        CHECK(tn_request(cx, operation, &frame, 1, NULL) == -1);
        CHECK(took_error(cx, TN_NOT_IMPLEMENTED_ERROR, "not for modules"));
    }
    CHECK(java.calls == 0);
    close_context(cx);
}

static void kinds_areBelowTheirBases(void) {
    TnContext *cx = open_context(0);
    CHECK(tn_kind_is(TN_MODULE_NOT_FOUND_ERROR, TN_IMPORT_ERROR));
    CHECK(!tn_kind_is(TN_IMPORT_ERROR, TN_MODULE_NOT_FOUND_ERROR));
    CHECK(tn_kind_is(TN_RECURSION_ERROR, TN_RUNTIME_ERROR) &&
          tn_kind_is(TN_KEY_ERROR, TN_KEY_ERROR));
    CHECK(tn_kind_is(TN_OS_ERROR, TN_EXCEPTION) && !tn_kind_is(TN_SYSTEM_EXIT, TN_EXCEPTION));
    CHECK(!tn_kind_is(0, TN_EXCEPTION) && !tn_kind_is(0, 0));
    CHECK(!tn_error_matches(cx, TN_EXCEPTION));
    (void)tn_error(cx, TN_PERMISSION_ERROR, "no");
    CHECK(tn_error_matches(cx, TN_OS_ERROR) && !tn_error_matches(cx, TN_VALUE_ERROR));
    CHECK(java.calls == 0);
    close_context(cx);
}

static int32_t bound(TnContext *cx, void *data, const TnValue *args, size_t nargs,
                     TnValue *result) {
    (void)cx;
    *result = tn_int(*(int *)data + (nargs == 0 ? 0 : args[nargs - 1].as.i));
    return 0;
}

static int32_t get_bound(TnContext *cx, void *self, TnValue *value) {
    return bound(cx, self, NULL, 0, value);
}

static int32_t set_bound(TnContext *cx, void *self, const TnValue *value) {
    (void)cx;
    *(int *)self = (int)value->as.i;
    return 0;
}

static int32_t hook(TnContext *cx, void *data) {
    ++*(int *)data;
    return tn_error(cx, TN_VALUE_ERROR, "from the hook");
}

static void destroy(TnContext *cx, void *data) {
    (void)cx;
    *(int *)data = -1;
}

#define INVOKE(shape, function, argument)                                                          \
    tenon_host_invoke(shape, (int64_t)(intptr_t)(function), address_of(cx), address_of(argument))

static void invoke_callsFunctionsWithTheirPointer(void) {
    TnContext *cx = open_context(0);
    int number = 5;
    TnValue frame[4] = {tn_address(&number), tn_int(1), tn_int(2), tn_none()};
    frame[0].length = 2;
    CHECK(INVOKE(HOST_INVOKE_BOUND, bound, frame) == 0 && frame[3].as.i == 7);
    CHECK(INVOKE(HOST_INVOKE_GETTER, get_bound, frame) == 0 && frame[1].as.i == 5);
    frame[1] = tn_int(8);
    CHECK(INVOKE(HOST_INVOKE_SETTER, set_bound, frame) == 0 && number == 8);
    CHECK(INVOKE(HOST_INVOKE_HOOK, hook, &number) == -1 && number == 9);
    CHECK(took_error(cx, TN_VALUE_ERROR, "from the hook"));
    CHECK(INVOKE(HOST_INVOKE_DESTRUCTOR, destroy, &number) == 0 && number == -1);
    close_context(cx);
}

static void *attach_in_thread(void *argument) {
    TnView *view = argument;
    TnContext *cx = NULL;
    CHECK(tn_attach(view, &cx) == 0 && cx != NULL);
    CHECK(java.operation == HOST_ATTACH && java.frame[0].as.i == 42);
    CHECK(tn_detach(view, cx) == 0 && java.operation == HOST_DETACH);
    java.fails = 1;
    CHECK(tn_attach(view, &cx) == -1 && cx == NULL);
    CHECK(tn_detach(view, NULL) == -1);
    return NULL;
}

static void view_attachesOtherThreads(void) {
    TnContext *cx = open_context(0);
    TnView *view = tn_view_new(cx);
    pthread_t thread;
    java.answer = tn_address(cx);
    CHECK(view != NULL);
    CHECK(pthread_create(&thread, NULL, attach_in_thread, view) == 0);
    CHECK(pthread_join(thread, NULL) == 0);
    close_context(cx);
    tn_view_free(view);
    tn_view_free(NULL);
}

/* A played JVM, which knows threads or does not. */
static _Thread_local int is_known;
static int attached;
static int detached;
static int refuses;

static int32_t jvm_detach(HostJvm *jvm) {
    (void)jvm;
    detached++;
    is_known = 0;
    return 0;
}

static int32_t jvm_get_environment(HostJvm *jvm, void **environment, int32_t version) {
    (void)jvm;
    *environment = NULL;
    return is_known && version != 0 ? 0 : -2;
}

static int32_t jvm_attach_as_daemon(HostJvm *jvm, void **environment, void *arguments) {
    (void)jvm;
    (void)environment;
    if (refuses || arguments != NULL) {
        return -1;
    }
    attached++;
    is_known = 1;
    return 0;
}

static void *attach_twice_in_thread(void *view) {
    TnContext *cx = NULL;
    refuses = 1;
    CHECK(tn_attach(view, &cx) == -1 && cx == NULL && !is_known);
    refuses = 0;
    for (int round = 0; round < 2; round++) {
        CHECK(tn_attach(view, &cx) == 0 && is_known);
        CHECK(tn_detach(view, cx) == 0 && is_known);
    }
    CHECK(attached == 1 && detached == 0);
    return NULL;
}

static void threadOfC_isKnownToTheJvmUntilItEnds(void) {
    static const HostJvmFunctions functions = {.detach = jvm_detach,
                                               .get_environment = jvm_get_environment,
                                               .attach_as_daemon = jvm_attach_as_daemon};
    HostJvm jvm = {&functions};
    TnContext *cx = open_context(0);
    TnView *view = tn_view_new(cx);
    pthread_t thread;
    java.answer = tn_address(cx);
    CHECK(tenon_host_start((int64_t)(intptr_t)host_call, address_of(&jvm), 0, 0) == TENON_ABI);
    CHECK(pthread_create(&thread, NULL, attach_twice_in_thread, view) == 0);
    CHECK(pthread_join(thread, NULL) == 0);
    CHECK(attached == 1 && detached == 1);
    CHECK(tenon_host_start((int64_t)(intptr_t)host_call, 0, 0, 0) == TENON_ABI);
    close_context(cx);
    tn_view_free(view);
}

static void *attach_and_end(void *view) {
    TnContext *cx = NULL;
    CHECK(tn_attach(view, &cx) == 0);
    return NULL;
}

static void threadThatEndsAttached_isDetached(void) {
    static const HostJvmFunctions functions = {.detach = jvm_detach,
                                               .get_environment = jvm_get_environment,
                                               .attach_as_daemon = jvm_attach_as_daemon};
    HostJvm jvm = {&functions};
    TnContext *cx = open_context(0);
    TnView *view = tn_view_new(cx);
    pthread_t thread;
    attached = 0;
    detached = 0;
    java.answer = tn_address(cx);
    CHECK(tenon_host_start((int64_t)(intptr_t)host_call, address_of(&jvm), 0, 0) == TENON_ABI);
    CHECK(pthread_create(&thread, NULL, attach_and_end, view) == 0);
    CHECK(pthread_join(thread, NULL) == 0);
    CHECK(java.operation == HOST_THREAD_END && attached == 1 && detached == 1);
    int calls = java.calls;
    CHECK(tn_detach(view, cx) == -1 && java.calls == calls);
    CHECK(tenon_host_start((int64_t)(intptr_t)host_call, 0, 0, 0) == TENON_ABI);
    close_context(cx);
    tn_view_free(view);
}

static void contextThatHasEnded_doesNothing(void) {
    TnContext *cx = open_context(16);
    TnValue value = tn_int(1);
    TnView *view = tn_view_new(cx);
    close_context(cx);
    CHECK(tn_failed(cx) && tn_set(cx, "a", value) == -1 && tn_release(cx, &value) == -1);
    CHECK(tn_write(cx, TN_STDOUT, "x", 1) == -1 && tn_alloc(cx, 8) == NULL);
    CHECK(tn_error(cx, TN_KEY_ERROR, "late") == -1 && tn_view_new(cx) == NULL);
    tn_error_clear(cx);
    CHECK(tn_failed(cx) && tn_error_get(cx, NULL) == TN_RUNTIME_ERROR && java.calls == 0);
    CHECK(tn_detach(view, cx) == -1);
    tn_view_free(view);
}

typedef struct Large {
    int64_t first, second, third;
} Large;
static int64_t token_seen;

static int64_t add(int64_t a, int64_t b, int64_t c, int64_t d, int64_t e, int64_t f, int64_t g,
                   double h) {
    token_seen = tenon_host_callback_entered(0, 0, 0, 0);
    return a + b + c + d + e + f + g + (int64_t)h;
}

static Large make(int64_t value) {
    Large large = {value, value, value};
    return large;
}

/* Function pointers and words are converted through memory, which is pedantic C. */
static int64_t word_of(void (*function)(void)) {
    int64_t word = 0;
    memcpy(&word, &function, sizeof function);
    return word;
}

static void callback_endsAndStaysValid(void) {
    int64_t pointer =
        tenon_host_callback_new(word_of((void (*)(void))add), 77, address_of("a callback"), 0);
    int64_t (*call)(int64_t, int64_t, int64_t, int64_t, int64_t, int64_t, int64_t, double);
    memcpy(&call, &pointer, sizeof pointer);
    CHECK(call(1, 2, 3, 4, 5, 6, 7, 8.5) == 36 && token_seen == 77);
    CHECK(tenon_host_callback_end(pointer, 0, 0, 0) == 0);
    CHECK(call(1, 2, 3, 4, 5, 6, 7, 8.5) == 0 && token_seen == 77);
    CHECK(tenon_host_callback_end(pointer, 0, 0, 0) == 0);

    Large (*call_large)(int64_t);
    pointer = tenon_host_callback_new(word_of((void (*)(void))make), 78, address_of("another"),
                                      sizeof(Large));
    memcpy(&call_large, &pointer, sizeof pointer);
    CHECK(call_large(5).third == 5);
    (void)tenon_host_callback_end(pointer, 0, 0, 0);
    Large large = call_large(5);
    CHECK(large.first == 0 && large.second == 0 && large.third == 0);
}

static void callback_isUsedAgainAfterManyOthersOnly(void) {
    int64_t first = tenon_host_callback_new(word_of((void (*)(void))add), 1, address_of("x"), 0);
    int again = 0;
    (void)tenon_host_callback_end(first, 0, 0, 0);
    for (int round = 0; round < 200000; round++) {
        int64_t next = tenon_host_callback_new(word_of((void (*)(void))add), 1, address_of("x"), 0);
        CHECK(next != first || round > 65000);
        again += next == first;
        (void)tenon_host_callback_end(next, 0, 0, 0);
    }
    CHECK(again == 2 || again == 3);
}

static void checkedContext_failsOnPurposeAndNoticesItsEnd(void) {
    TnContext *cx = open_context(0);
    close_context(cx);
    cx = (TnContext *)(intptr_t)tenon_host_context_new(0, 42, 0, 3);
    TnValue value = tn_int(1);
    CHECK(cx->api == &tenon_checked_api && tn_set(cx, "a", value) == 0);
    CHECK(tn_length(cx, &value) == -1 && took_error(cx, TN_MEMORY_ERROR, "made to fail"));
    CHECK(tn_length(cx, &value) == 0 && tn_alloc(cx, 8) != NULL);
    CHECK(tn_error_restore(cx, &value) == 0 && tn_release(cx, &value) == 0);
    int calls = java.calls;
    close_context(cx);
    CHECK(tn_set(cx, "a", value) == -1 && tn_release(cx, &value) == -1);
    CHECK(tn_error(cx, TN_KEY_ERROR, "late") == -1 && tn_alloc(cx, 8) == NULL);
    CHECK(tn_view_new(cx) == NULL && tn_error_fetch(cx, &value) == -1);
    CHECK(java.calls == calls && tn_failed(cx));
}

static void place_isTheOffsetInItsLibrary(void) {
    char text[512];
    int64_t offset = tenon_host_place((int64_t)(intptr_t)&place_isTheOffsetInItsLibrary,
                                      (int64_t)(intptr_t)text, sizeof text, 0);
    CHECK(offset > 0 && strstr(text, "host_test") != NULL);
    CHECK(tenon_host_place(16, (int64_t)(intptr_t)text, sizeof text, 0) == -1);
}

static void checkedTable_isWhole(void) {
    const void *const *entries = (const void *const *)&tenon_checked_api;
    CHECK(tenon_checked_api.size == sizeof(TnApi) && tenon_checked_api.abi == TENON_ABI);
    for (size_t index = 1; index < sizeof(TnApi) / sizeof(void *); index++) {
        CHECK(entries[index] != NULL);
    }
}

int main(void) {
    start_givesAbi();
    table_isWhole();
    context_isZeroedAndAligned();
    context_withoutState_hasNull();
    context_ofImpossibleSize_isRefused();
    error_isSetReadAndCleared();
    error_withoutMessageOrKind_stillStands();
    error_setToItsOwnText_isKept();
    error_formattedTooLong_endsWithWholeCharacter();
    error_isFreedWithContext();
    call_whileErrorPending_keepsTheFirst();
    nullArgument_isTypeErrorThatNamesIt();
    attributes_reachJava();
    has_isFalseForAttributeErrorOnly();
    failureOfJava_isPassedOn();
    objects_reachJava();
    streamsAndWarnings_reachJava();
    formattedText_isWrittenWhole();
    capability_isAnsweredWithoutJava();
    callMemory_growsAndIsGivenBack();
    callMemory_ofImpossibleSize_isMemoryError();
    callMemory_releasedToMark_keepsOlder();
    module_calledWhileItCalls_keepsItsMemory();
    recursionWithoutBound_isErrorOnStacksOfAllSizes();
    invoke_callsSlotsByTheirTypes();
    requests_reachJavaUnlessAnErrorIsSet();
    operationsOfTheHostLibrary_areNotForModules();
    kinds_areBelowTheirBases();
    invoke_callsFunctionsWithTheirPointer();
    view_attachesOtherThreads();
    threadOfC_isKnownToTheJvmUntilItEnds();
    threadThatEndsAttached_isDetached();
    contextThatHasEnded_doesNothing();
    callback_endsAndStaysValid();
    callback_isUsedAgainAfterManyOthersOnly();
    place_isTheOffsetInItsLibrary();
    checkedTable_isWhole();
    checkedContext_failsOnPurposeAndNoticesItsEnd();
    library_isOpenedAskedAndClosed();
#ifdef __GLIBC__
    image_isMappedNamedAndUnmapped();
#endif
    copy_holdsWhatWasReadAndGrows();
    copy_ofUsedBuffer_hasNothingOfEarlierOne();
    hash_byInstructions_isTheSameAsPlain();
    library_thatCannotBeOpened_givesReason();
    mapping_coversOwnImageOnly();
    values_areMadeByKind();
    return CHECKS_STATUS;
}
