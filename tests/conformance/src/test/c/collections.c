/* SPDX-License-Identifier: Apache-2.0 */
/* Lists, maps, iteration, printed forms, attributes and functions made at run time. */
#include <stdlib.h>
#include <string.h>
#include <tenon.h>

typedef struct {
    TnValue kept;
} State;

#define ARGUMENTS TnContext *cx, const TnValue *args, size_t nargs, TnValue *result

static int32_t squares(ARGUMENTS) {
    TnValue list;
    (void)nargs;
    if (tn_list(cx, NULL, 0, &list) != 0) {
        return -1;
    }
    for (int64_t number = 0; number < args[0].as.i; number++) {
        if (tn_append(cx, &list, tn_int(number * number)) != 0) {
            return -1;
        }
    }
    *result = list;
    return 0;
}

static int32_t count_words(ARGUMENTS) {
    TnValue map, words, word, count;
    int32_t more;
    (void)nargs;
    if (tn_map(cx, &map) != 0 || tn_iterate(cx, &args[0], &words) != 0) {
        return -1;
    }
    while ((more = tn_next(cx, &words, &word)) == 1) {
        int32_t known = tn_contains(cx, &map, word);
        count = tn_int(0);
        if (known < 0 || (known && tn_item_get(cx, &map, word, &count) != 0) ||
            tn_item_set(cx, &map, word, tn_int(count.as.i + 1)) != 0) {
            return -1;
        }
    }
    *result = map;
    return more;
}

static int32_t length(ARGUMENTS) {
    int64_t found = tn_length(cx, &args[0]);
    (void)nargs;
    *result = tn_int(found);
    return found < 0 ? -1 : 0;
}

static int32_t item(ARGUMENTS) {
    (void)nargs;
    return tn_item_get(cx, &args[0], args[1], result);
}

static int32_t set_item(ARGUMENTS) {
    (void)nargs;
    (void)result;
    return tn_item_set(cx, &args[0], args[1], args[2]);
}

static int32_t delete_item(ARGUMENTS) {
    (void)nargs;
    (void)result;
    return tn_item_delete(cx, &args[0], args[1]);
}

static int32_t type_name(ARGUMENTS) {
    (void)nargs;
    return tn_type_name(cx, &args[0], result);
}

static int32_t repr(ARGUMENTS) {
    (void)nargs;
    return tn_repr(cx, &args[0], result);
}

static int32_t to_str(ARGUMENTS) {
    (void)nargs;
    return tn_to_str(cx, &args[0], result);
}

static int32_t traits(ARGUMENTS) {
    uint32_t sum;
    (void)nargs;
    if (tn_traits(cx, &args[0], &sum) != 0) {
        return -1;
    }
    *result = tn_int(sum);
    return 0;
}

static int32_t compare(ARGUMENTS) {
    int32_t same = tn_same(cx, &args[0], &args[1]);
    int32_t equal = tn_equal(cx, &args[0], &args[1]);
    (void)nargs;
    *result = tn_int(same * 2 + equal);
    return same < 0 || equal < 0 ? -1 : 0;
}

static int32_t dir(ARGUMENTS) { return tn_dir(cx, nargs == 0 ? NULL : &args[0], result); }

static int32_t set_attribute(ARGUMENTS) {
    (void)nargs;
    (void)result;
    return tn_object_set(cx, &args[0], args[1].as.s, args[2]);
}

static int32_t get_attribute(ARGUMENTS) {
    (void)nargs;
    return tn_object_get(cx, &args[0], args[1].as.s, result);
}

static int32_t delete_attribute(ARGUMENTS) {
    (void)nargs;
    (void)result;
    return tn_object_delete(cx, &args[0], args[1].as.s);
}

static int32_t call_method(ARGUMENTS) {
    return tn_call_method(cx, &args[0], args[1].as.s, args + 2, nargs - 2, result);
}

/* Text that outlives the call. */
static int32_t keep(ARGUMENTS) {
    State *state = cx->state;
    (void)nargs;
    (void)result;
    return tn_hold(cx, &args[0], &state->kept);
}

static int32_t kept(ARGUMENTS) {
    State *state = cx->state;
    (void)args;
    (void)nargs;
    return tn_value(cx, &state->kept, result);
}

static int32_t add(TnContext *cx, void *data, const TnValue *args, size_t nargs, TnValue *result) {
    if (nargs != 1) {
        return tn_error(cx, TN_TYPE_ERROR, "expected one argument");
    }
    *result = tn_int(*(int64_t *)data + args[0].as.i);
    return 0;
}

static void forget(TnContext *cx, void *data) {
    char text[40];
    int size = snprintf(text, sizeof text, "forget %lld\n", (long long)*(int64_t *)data);
    (void)tn_write(cx, TN_STDERR, text, (size_t)size);
    free(data);
}

static int32_t adder(ARGUMENTS) {
    int64_t *number = malloc(sizeof *number);
    TnFunctionSpec spec = {"add", "Add to a number.", add, number, forget};
    (void)nargs;
    if (number == NULL) {
        return tn_error(cx, TN_MEMORY_ERROR, NULL);
    }
    *number = args[0].as.i;
    if (tn_function_new(cx, &spec, result) != 0) {
        free(number);
        return -1;
    }
    return 0;
}

static const TnMethod methods[] = {TN_DYNAMIC("squares", squares, NULL),
                                   TN_DYNAMIC("count_words", count_words, NULL),
                                   TN_DYNAMIC("length", length, NULL),
                                   TN_DYNAMIC("item", item, NULL),
                                   TN_DYNAMIC("set_item", set_item, NULL),
                                   TN_DYNAMIC("delete_item", delete_item, NULL),
                                   TN_DYNAMIC("type_name", type_name, NULL),
                                   TN_DYNAMIC("repr", repr, NULL),
                                   TN_DYNAMIC("to_str", to_str, NULL),
                                   TN_DYNAMIC("traits", traits, NULL),
                                   TN_DYNAMIC("compare", compare, NULL),
                                   TN_DYNAMIC("dir", dir, NULL),
                                   TN_DYNAMIC("set_attribute", set_attribute, NULL),
                                   TN_DYNAMIC("get_attribute", get_attribute, NULL),
                                   TN_DYNAMIC("delete_attribute", delete_attribute, NULL),
                                   TN_DYNAMIC("call_method", call_method, NULL),
                                   TN_DYNAMIC("keep", keep, NULL),
                                   TN_DYNAMIC("kept", kept, NULL),
                                   TN_DYNAMIC("adder", adder, NULL),
                                   TN_METHODS_END};

TENON_MODULE(collections, TN_STATE_SIZE(sizeof(State)), TN_METHODS(methods));
