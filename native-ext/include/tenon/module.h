/* SPDX-License-Identifier: Apache-2.0 */
/**
 * How a module describes itself: constant data that the host reads before any code of the module
 * runs.
 *
 *     typedef struct { int64_t value; } Counter;
 *
 *     static int64_t counter_next(Counter *c) { return ++c->value; }
 *
 *     static const TnMethod counter_methods[] = {
 *         TN_TYPED("next", counter_next, "(state) -> i64", "Add one and return the new value."),
 *         TN_METHODS_END};
 *
 *     TENON_MODULE(counter,
 *         TN_DOC("A counter that lives in module state."),
 *         TN_STATE_SIZE(sizeof(Counter)),
 *         TN_METHODS(counter_methods),
 *         TN_INTERPRETERS(TN_ISOLATED));
 */
#ifndef TENON_MODULE_H
#define TENON_MODULE_H

#include "context.h"

TENON_BEGIN_C

/** A pointer to a function of any type. */
typedef void (*TnAnyFunction)(void);

/** One function of a module. */
typedef struct TnMethod {
    /** The attribute; NULL ends the table. */
    const char *name;
    /** Documentation, or NULL. */
    const char *doc;
    /** The types, `(state, i64) -> f64`; NULL for a dynamic function. Only a method of a resource
     * has `self`. */
    const char *signature;
    TnAnyFunction function;
    /** TN_BLOCKING and so on, or 0. A flag that the host does not know is an error. */
    uint32_t flags;
    /** 0. */
    uint32_t reserved;
} TnMethod;

/** The function may wait for long: a virtual thread that calls it leaves its carrier to others, and
 * the function runs on a thread of the host. */
#define TN_BLOCKING 1u
/** The function returns within microseconds and calls nothing of the host, so that the call can be
 * cheaper. It does not get the context. A function that breaks the promise ends the process. */
#define TN_NO_CALLBACK 2u
/** One thread at a time, whatever TN_THREADS says of the module. */
#define TN_SERIALIZED 4u
/** Any number of threads at once, whatever TN_THREADS says of the module. */
#define TN_CONCURRENT 8u
/** The function is a TnKeywordFunction; TN_KEYWORD sets it. */
#define TN_KEYWORDS 16u

/** A function whose C signature is given as text and which is called like any C function. */
#define TN_TYPED(name, function, signature, doc)                                                   \
    { name, doc, signature, (TnAnyFunction)(function), 0, 0 }
/** A TnFunction: any values in, one value out. */
#define TN_DYNAMIC(name, function, doc)                                                            \
    { name, doc, NULL, (TnAnyFunction)(1 ? (function) : (TnFunction)0), 0, 0 }
/** TN_TYPED with flags. */
#define TN_TYPED_WITH(name, function, signature, flags, doc)                                       \
    { name, doc, signature, (TnAnyFunction)(function), flags, 0 }
/** TN_DYNAMIC with flags. */
#define TN_DYNAMIC_WITH(name, function, flags, doc)                                                \
    { name, doc, NULL, (TnAnyFunction)(1 ? (function) : (TnFunction)0), flags, 0 }
/** A TnKeywordFunction: any values, some of them by name, in, one value out. */
#define TN_KEYWORD(name, function, doc) TN_KEYWORD_WITH(name, function, 0, doc)
/** TN_KEYWORD with flags. */
#define TN_KEYWORD_WITH(name, function, flags, doc)                                                \
    {                                                                                              \
        name, doc, NULL, (TnAnyFunction)(1 ? (function) : (TnKeywordFunction)0),                   \
            (flags) | TN_KEYWORDS, 0                                                               \
    }
/** Ends a table of functions. */
#define TN_METHODS_END                                                                             \
    { NULL, NULL, NULL, NULL, 0, 0 }

/** One constant of a module. */
typedef struct TnConstant {
    /** The attribute; NULL ends the table. */
    const char *name;
    TnValue value;
} TnConstant;

#ifdef __cplusplus
#define TN_CONSTANT_OF(name, kind, length, member, type, value)                                    \
    {                                                                                              \
        name, { kind, length, TnContent(type(value)) }                                             \
    }
#else
#define TN_CONSTANT_OF(name, kind, length, member, type, value)                                    \
    {                                                                                              \
        name, {                                                                                    \
            kind, length, { .member = (value) }                                                    \
        }                                                                                          \
    }
#endif

/** An integer for a table of constants; its value is a constant expression. */
#define TN_INT_CONSTANT(name, value) TN_CONSTANT_OF(name, TN_INT, 0, i, int64_t, value)
/** A truth value, 0 or 1, for a table of constants. */
#define TN_BOOL_CONSTANT(name, value) TN_CONSTANT_OF(name, TN_BOOL, 0, i, int64_t, value)
/** A floating-point number for a table of constants. */
#define TN_FLOAT_CONSTANT(name, value) TN_CONSTANT_OF(name, TN_FLOAT, 0, f, double, value)
/** A text for a table of constants; it is a string literal. */
#define TN_STR_CONSTANT(name, value)                                                               \
    TN_CONSTANT_OF(name, TN_STR, (uint32_t)(sizeof("" value) - 1), s, , value)
/** Ends a table of constants. */
#define TN_CONSTANTS_END TN_CONSTANT_OF(NULL, TN_NONE, 0, i, int64_t, 0)

/** A name that users should no longer use: reading it gives another attribute and a warning. */
typedef struct TnDeprecated {
    /** The old name; NULL ends the table. */
    const char *name;
    /** The attribute to use. */
    const char *replacement;
    /** More for the warning, for instance since when; NULL for nothing. */
    const char *note;
} TnDeprecated;

/** A deprecated name for a table of them. */
#define TN_DEPRECATED_NAME(name, replacement, note)                                                \
    { name, replacement, note }
/** Ends a table of deprecated names. */
#define TN_DEPRECATED_END                                                                          \
    { NULL, NULL, NULL }

/**
 * Reads a property of a module or of a resource.
 * @param cx *borrowed*
 * @param self the state of the module, or the pointer of the resource
 * @param value *out*: None on entry, see TnFunction
 * @return 0, or -1 with an error set
 * @thread any; one at a time unless the module declares TN_THREADS_FREE
 * @since 1.0
 */
typedef int32_t (*TnGetter)(TnContext *cx, void *self, TnValue *value);

/**
 * Sets a property of a module or of a resource.
 * @param cx *borrowed*
 * @param self the state of the module, or the pointer of the resource
 * @param value *borrowed*: what it points to lives until the function returns
 * @return 0, or -1 with an error set
 * @thread any; one at a time unless the module declares TN_THREADS_FREE
 * @since 1.0
 */
typedef int32_t (*TnSetter)(TnContext *cx, void *self, const TnValue *value);

/**
 * Deletes a property of a module.
 * @param cx *borrowed*
 * @param self the state of the module
 * @return 0, or -1 with an error set
 * @thread any; one at a time unless the module declares TN_THREADS_FREE
 * @since 1.2
 */
typedef int32_t (*TnDeleter)(TnContext *cx, void *self);

/** One property of a module: an attribute whose value is computed. Since 1.2. */
typedef struct TnModuleProperty {
    /** The attribute; NULL ends the table. */
    const char *name;
    /** Documentation, or NULL. */
    const char *doc;
    TnGetter get;
    /** NULL for a property that cannot be set. */
    TnSetter set;
    /** NULL for a property that cannot be deleted. */
    TnDeleter del;
} TnModuleProperty;

/** A property for a table of them; `set` and `del` may be NULL. Since 1.2. */
#define TN_PROPERTY(name, get, set, del, doc)                                                      \
    { name, doc, get, set, del }
/** Ends a table of properties of a module. Since 1.2. */
#define TN_MODULE_PROPERTIES_END                                                                   \
    { NULL, NULL, NULL, NULL, NULL }

/** What a main slot is called with. */
typedef struct TnMainArguments {
    /** How many arguments there are. */
    uint64_t count;
    /** The arguments, UTF-8, with a NULL behind the last; argument 0 of the program is not among
     * them. Bytes that the user gave and that are no UTF-8 stay as they are. */
    const char *const *values;
    /** *out*: the exit status, 0 to 255. */
    int32_t status;
    /** 0. */
    int32_t reserved;
} TnMainArguments;

/**
 * An exec, clear, free or upgrade slot: works on one module instance.
 * @param cx *borrowed*
 * @return 0, or -1 with an error set
 * @thread the one that imports the module or closes its interpreter
 * @since 1.0
 */
typedef int32_t (*TnInstanceFunction)(TnContext *cx);

/**
 * A main slot: runs the module as the main program. A status says how the program ended; -1 says
 * that it could not come to an end, and the host reports the error.
 * @param cx *borrowed*
 * @param arguments *borrowed*: the arguments, and the exit status, which is 0 on entry
 * @return 0 with the status stored, or -1 with an error set
 * @thread the one that runs the program
 * @since 1.0
 */
typedef int32_t (*TnMainFunction)(TnContext *cx, TnMainArguments *arguments);

/**
 * A create slot: makes the module object.
 * @param cx *borrowed*: its state is not filled yet
 * @param spec *borrowed*: the ModuleSpec
 * @param module *out*: the module: tn_self, or any other value
 * @return 0, or -1 with an error set
 * @thread the one that imports the module
 * @since 1.0
 */
typedef int32_t (*TnCreateFunction)(TnContext *cx, const TnValue *spec, TnValue *module);

/** A type of resources; tenon/resource.h has its members. */
typedef struct TnResourceType TnResourceType;

/** The content of a slot. All members are 8 bytes; the id of the slot says which one counts. */
typedef union TnSlotValue {
    const void *ptr;
    TnAnyFunction fn;
    int64_t i;
    const char *text;
    const TnMethod *methods;
    const TnConstant *constants;
    const TnDeprecated *deprecated;
    const TnModuleProperty *properties;
    const char *const *names;
    const TnResourceType *const *resources;
    TnInstanceFunction instance;
    TnMainFunction main;
    TnCreateFunction create;
    TnFunction call;
#ifdef __cplusplus
    constexpr TnSlotValue(int64_t value) : i(value) {}
    constexpr TnSlotValue(const char *value) : text(value) {}
    constexpr TnSlotValue(const TnMethod *value) : methods(value) {}
    constexpr TnSlotValue(const TnConstant *value) : constants(value) {}
    constexpr TnSlotValue(const TnDeprecated *value) : deprecated(value) {}
    constexpr TnSlotValue(const TnModuleProperty *value) : properties(value) {}
    constexpr TnSlotValue(const char *const *value) : names(value) {}
    constexpr TnSlotValue(const TnResourceType *const *value) : resources(value) {}
    constexpr TnSlotValue(TnInstanceFunction value) : instance(value) {}
    constexpr TnSlotValue(TnMainFunction value) : main(value) {}
    constexpr TnSlotValue(TnCreateFunction value) : create(value) {}
    constexpr TnSlotValue(TnFunction value) : call(value) {}
#endif
} TnSlotValue;

/** One slot, 16 bytes. */
typedef struct TnSlot {
    /** One of the ids below; 0 ends the list. */
    uint16_t id;
    /** TN_SLOT_OPTIONAL or 0. */
    uint16_t flags;
    /** 0. */
    uint32_t reserved;
    TnSlotValue value;
} TnSlot;

/** A host that does not know the slot passes over it. */
#define TN_SLOT_OPTIONAL 1u

#define TN_SLOT_DOC 1u
#define TN_SLOT_STATE_SIZE 2u
#define TN_SLOT_METHODS 3u
#define TN_SLOT_CONSTANTS 4u
#define TN_SLOT_CREATE 5u
#define TN_SLOT_EXEC 6u
#define TN_SLOT_CLEAR 7u
#define TN_SLOT_FREE 8u
#define TN_SLOT_INTERPRETERS 9u
#define TN_SLOT_THREADS 10u
#define TN_SLOT_MAIN 11u
#define TN_SLOT_STATE_VERSION 12u
#define TN_SLOT_UPGRADE 13u
#define TN_SLOT_ONCE_PER_PROCESS 14u
#define TN_SLOT_IMPORT_NAME 15u
#define TN_SLOT_DEPRECATED 16u
#define TN_SLOT_SUBMODULES 17u
#define TN_SLOT_RESOURCES 18u
#define TN_SLOT_PROPERTIES 19u
#define TN_SLOT_CALL 20u

/** The module can be in one interpreter of a process at a time. */
#define TN_NOT_SUPPORTED 0
/** The module can be in several interpreters that do not ask for isolation. The default. */
#define TN_SHARED 1
/** The module can be in any number of interpreters: it keeps everything in module state. */
#define TN_ISOLATED 2

/** One thread at a time is let into all such modules of an interpreter. The default. */
#define TN_THREADS_SERIALIZED 0
/** Any number of threads may be in the module at once. */
#define TN_THREADS_FREE 1

#ifdef __cplusplus
#define TN_SLOT_OF(id, member, value)                                                              \
    { id, 0, 0, TnSlotValue(value) }
#else
#define TN_SLOT_OF(id, member, value)                                                              \
    {                                                                                              \
        id, 0, 0, { .member = (value) }                                                            \
    }
#endif

/** The documentation of the module. */
#define TN_DOC(text_) TN_SLOT_OF(TN_SLOT_DOC, text, text_)
/** How many zeroed bytes of state each instance of the module gets. */
#define TN_STATE_SIZE(size) TN_SLOT_OF(TN_SLOT_STATE_SIZE, i, (int64_t)(size))
/** The functions of the module: an array that ends with TN_METHODS_END. */
#define TN_METHODS(table) TN_SLOT_OF(TN_SLOT_METHODS, methods, table)
/** The constants of the module: an array that ends with TN_CONSTANTS_END. */
#define TN_CONSTANTS(table) TN_SLOT_OF(TN_SLOT_CONSTANTS, constants, table)
/** Makes the module object itself. */
#define TN_CREATE(function) TN_SLOT_OF(TN_SLOT_CREATE, create, function)
/** Fills the module; there may be several, which run in their order. */
#define TN_EXEC(function) TN_SLOT_OF(TN_SLOT_EXEC, instance, function)
/** Clears what the state refers to, before anything is freed. */
#define TN_CLEAR(function) TN_SLOT_OF(TN_SLOT_CLEAR, instance, function)
/** Frees what the state holds; called once, the state is still readable. */
#define TN_FREE(function) TN_SLOT_OF(TN_SLOT_FREE, instance, function)
/** TN_NOT_SUPPORTED, TN_SHARED or TN_ISOLATED. */
#define TN_INTERPRETERS(level) TN_SLOT_OF(TN_SLOT_INTERPRETERS, i, (int64_t)(level))
/** TN_THREADS_SERIALIZED or TN_THREADS_FREE. */
#define TN_THREADS(level) TN_SLOT_OF(TN_SLOT_THREADS, i, (int64_t)(level))
/** Runs the module as the main program, after its exec slots. */
#define TN_MAIN(function) TN_SLOT_OF(TN_SLOT_MAIN, main, function)
/** A number from 1 that grows when the layout of the state changes. */
#define TN_STATE_VERSION(version) TN_SLOT_OF(TN_SLOT_STATE_VERSION, i, (int64_t)(version))
/** Brings the state of an older version up to this one, when a rebuilt library is reloaded. The
 * state begins with the bytes of the older one, as far as they fit, and zeroes; tn_state_version
 * reads which it was. If the slot fails, the older version stays, with its own bytes: what they
 * point to has to be as it was then. */
#define TN_UPGRADE(function) TN_SLOT_OF(TN_SLOT_UPGRADE, instance, function)
/** The module may be loaded once in a process and never again. */
#define TN_ONCE_PER_PROCESS TN_SLOT_OF(TN_SLOT_ONCE_PER_PROCESS, i, (int64_t)1)
/** The name under which users import what this module implements. */
#define TN_IMPORT_NAME(name) TN_SLOT_OF(TN_SLOT_IMPORT_NAME, text, name)
/** Names that users should no longer use: an array that ends with TN_DEPRECATED_END. */
#define TN_DEPRECATED(table) TN_SLOT_OF(TN_SLOT_DEPRECATED, deprecated, table)
/** Submodules that are imported when they are first read: an array of names that ends with NULL. */
#define TN_SUBMODULES(names_) TN_SLOT_OF(TN_SLOT_SUBMODULES, names, names_)

/** The types of resources that the module makes, each of which is checked with the descriptor: an
 * array of pointers that ends with NULL. Since 1.1. */
#define TN_RESOURCES(types) TN_SLOT_OF(TN_SLOT_RESOURCES, resources, types)
/** The properties of the module: an array that ends with TN_MODULE_PROPERTIES_END. Since 1.2. */
#define TN_PROPERTIES(table) TN_SLOT_OF(TN_SLOT_PROPERTIES, properties, table)
/** Makes the module callable: a TnFunction. Since 1.2. */
#define TN_CALL(function) TN_SLOT_OF(TN_SLOT_CALL, call, function)

/** Marks a slot, `TN_OPTIONAL(TN_DOC("…"))`: a host that does not know it passes over it. */
#define TN_OPTIONAL(...) TN_OPTIONAL_PARTS(__VA_ARGS__)
/* The parts of a slot's initializer, of which the first begins and the last ends with a brace. */
#define TN_OPTIONAL_PARTS(id, flags, reserved, ...) id, TN_SLOT_OPTIONAL, reserved, __VA_ARGS__

/** The descriptor of a module. */
typedef struct TnModuleDef {
    /** TENON_ABI: checked before anything else. */
    uint32_t abi;
    /** 0. */
    uint32_t reserved;
    /** Ends with id 0. */
    const TnSlot *slots;
} TnModuleDef;

TENON_END_C

/* The symbol is exported, the slots are the library's own. */
#define TENON_MODULE_AS(symbol, slots_, ...)                                                       \
    static const TnSlot slots_[] = {__VA_ARGS__, TN_SLOT_OF(0, i, (int64_t)0)};                    \
    TENON_EXTERN_C TENON_EXPORT const TnModuleDef symbol;                                          \
    const TnModuleDef symbol = {TENON_ABI, 0, slots_}

/**
 * Exports the descriptor of a module. The arguments after the name are slots. The library is built
 * with `cc -shared -fPIC -fvisibility=hidden`; a library may hold several modules.
 */
#define TENON_MODULE(name, ...) TENON_MODULE_AS(TenonModule_##name, tenon_slots_##name, __VA_ARGS__)

/**
 * Exports the descriptor of a module whose name is not ASCII. The first argument is the Punycode
 * (RFC 3492) of the name with `_` for `-`, `lanmt_2sa6t` for `lančmít`. A host that does not find
 * the module in a library of its name says which argument it expects.
 */
#define TENON_MODULE_PUNYCODE(name, ...)                                                           \
    TENON_MODULE_AS(TenonModuleU_##name, tenon_slots_u_##name, __VA_ARGS__)

#endif
