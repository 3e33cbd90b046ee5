/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The inside of the host library: what C and Java share besides the public headers.
 *
 * Every exported function has the shape `int64_t f(int64_t, int64_t, int64_t, int64_t)`, and Java
 * hands in one upcall of the same shape, so that the JVM links one downcall and one upcall.
 */
#ifndef TENON_HOST_H
#define TENON_HOST_H

#include <tenon.h>

/* The operations that C asks of Java: numbers are shared with Operation.java, and below
 * those of tenon/operation.h. */
enum {
    HOST_ATTRIBUTE_GET = 1, /* object or none, name, out */
    HOST_ATTRIBUTE_SET,     /* object or none, name, value */
    HOST_ATTRIBUTE_DELETE,  /* object or none, name */
    HOST_IMPORT,            /* name, out */
    HOST_CALL,              /* callable, address of the arguments, their number, out */
    HOST_HOLD,              /* object, out */
    HOST_RELEASE,           /* held */
    HOST_WRITE,             /* stream, bytes */
    HOST_FLUSH,             /* stream */
    HOST_WARN,              /* category, message */
    HOST_SELF,              /* out */
    HOST_ATTACH,            /* instance, out: the context; called without a context */
    HOST_DETACH,            /* out: nothing */
    HOST_THREAD_END,        /* out: nothing; as HOST_DETACH, but C has forgotten it */
    HOST_STALE              /* name of the function that was given the context of an ended call */
};

/* What tenon_host_invoke calls besides the functions of slots: numbers are shared with Abi.java. */
enum {
    HOST_INVOKE_BOUND = 64, /* a TnBoundFunction; argument: data and count, arguments, result */
    HOST_INVOKE_HOOK,       /* a TnExitHook; argument: its data */
    HOST_INVOKE_DESTRUCTOR, /* a TnDestructor; argument: its data */
    HOST_INVOKE_GETTER,     /* a TnGetter; argument: data, result */
    HOST_INVOKE_SETTER,     /* a TnSetter; argument: data, value */
    HOST_INVOKE_FUNCTION,   /* apart: a TnFunction */
    HOST_INVOKE_KEYWORDS,   /* apart: a TnKeywordFunction; argument: how many by position; behind
                               the values are the names of the others */
    HOST_INVOKE_TYPED       /* apart: any C function; its types, then its arguments */
};

/* What tenon_host_stack is asked: numbers are shared with Abi.java. */
enum {
    HOST_STACK_FOR_UPCALL = 0, /* whether C may call Java: 0, or the bytes that this needs */
    HOST_STACK_FOR_CALL,       /* whether Java may call C: 0, or the bytes that this needs */
    HOST_STACK_ADDRESS         /* its own address */
};

/* int64_t host_call(context, operation, frame of TnValues, their number): 0, or -1 with an error
 * set */
typedef int64_t (*HostCall)(int64_t cx, int64_t operation, int64_t frame, int64_t count);

/* A piece of call memory. Pieces form a stack. */
typedef struct CallChunk {
    struct CallChunk *below;
    char *end;
} CallChunk;

enum { HOST_CALLERS = 3 };

/* The context as the host sees it. The offsets are shared with Abi.java. */
typedef struct HostContext {
    TnContext base;
    int64_t instance;      /* 32: the number of the context in Java */
    int64_t error_kind;    /* 40 */
    char *error_message;   /* 48: owned, NUL-terminated */
    int64_t error_length;  /* 56 */
    char *call_memory;     /* 64: the next free byte, NULL while there is none */
    CallChunk *call_chunk; /* 72 */
    int32_t is_checked;    /* 80 */
    int32_t has_ended;     /* 84: 1 for its instance: only a checked context outlives that;
                              2 once a late use has been reported; HOST_CALL_ENDED for the
                              call, which Java sets and clears */
    int32_t calls_to_fail; /* 88: 1 lets the next call to the host fail, 0 none */
    int32_t owns_state;    /* 92 */
    struct HostContext *ended_before; /* 96 */
    int64_t callers[HOST_CALLERS]; /* 104: what called a checked entry last, the innermost first */
    struct HostContext *attached_before; /* 128: what the same thread attached to before */
} HostContext;

enum { HOST_CALL_ENDED = 3 };

/* Behind the context lies room for the values of a call that Java lays out, and then the state. */
enum { HOST_FRAME = 144, HOST_FRAME_SIZE = 512 };

/* A segment of a mapped library, as tenon_host_mapping writes it. */
typedef struct HostSegment {
    int64_t start;
    int64_t end;
    int64_t flags; /* PF_R, PF_W, PF_X */
} HostSegment;

/* The bytes of a file as they were read, which nobody else can change. */
typedef struct HostCopy {
    int64_t file;    /* the descriptor of the file in memory that holds them; -1 without one */
    int64_t address; /* where they can be read, and written until they are sealed */
    int64_t size;
    int64_t reason;    /* the errno if there is no file in memory */
    int64_t changed;   /* when the system changed the file last, in nanoseconds since 1970 */
    int64_t number;    /* of the file in memory, which no other one has while this is mapped */
    uint8_t hash[32];  /* SHA-256 of what was read */
    int64_t is_buffer; /* whether they are in memory of their own and the file gets them last */
} HostCopy;

/* What tenon_host_copy_new answers, negated, besides 0 and an errno. */
enum { HOST_COPY_NOT_REGULAR = 10001, HOST_COPY_TOO_LARGE = 10002, HOST_COPY_CHANGES = 10003 };

/* The trail: for each context, by the lower half of its number, the text that says what runs in it.
 * The layout of the file, which others read too, is in docs/cli.md. */
enum { HOST_TRAIL_ROWS = 1024, HOST_TRAIL_SIZE = 1 << 18 };

/* What tenon_host_trail answers, negated, besides an errno: it found a file that is neither empty
 * nor a trail; there are no trails on this system. */
enum { HOST_TRAIL_REFUSED = 10000, HOST_TRAIL_UNSUPPORTED = 10001 };
typedef struct HostTrail {
    char magic[8];
    uint32_t rows;                 /* 8 */
    uint32_t end;                  /* 12: where the next text goes */
    uint32_t row[HOST_TRAIL_ROWS]; /* 16: where the text is, NUL-terminated, from the start; 0 for
                                      none */
} HostTrail;

extern HostCall tenon_host_call;
extern const TnApi tenon_host_api;
extern const TnApi tenon_checked_api;

/* The JVM as C sees it: the invocation interface of JNI. */
typedef struct HostJvm HostJvm;
typedef struct HostJvmFunctions {
    void *reserved[3];
    int32_t (*destroy)(HostJvm *jvm);
    int32_t (*attach)(HostJvm *jvm, void **environment, void *arguments);
    int32_t (*detach)(HostJvm *jvm);
    int32_t (*get_environment)(HostJvm *jvm, void **environment, int32_t version);
    int32_t (*attach_as_daemon)(HostJvm *jvm, void **environment, void *arguments);
} HostJvmFunctions;
struct HostJvm {
    const HostJvmFunctions *functions;
};

/* A thread that C made and that the JVM knows, as the end of the JVM sees it. Its memory is never
 * freed, only used again, so it may be read while the thread ends. */
typedef struct HostVisitor HostVisitor;

/* What is known of a thread. It is one struct because each access to a variable of the thread costs
 * nanoseconds: a function on the way into Java takes its address once. */
typedef struct HostThread {
    uintptr_t lowest_allowed; /* of the stack; 0 before it was looked up */
    int is_known;             /* to the JVM */
    HostVisitor *kept;        /* known because of tenon_thread_enter; NULL for other threads */
    HostContext *attached;
} HostThread;

extern _Thread_local HostThread tenon_thread;

/* Asks Java for something; -1 with an error set if the thread must not enter it. */
int64_t tenon_thread_ask(TnContext *cx, int64_t operation, TnValue *frame, size_t count);

/* Sets the JVM that threads are made known to; NULL for the one that the process runs. */
int tenon_thread_start(HostJvm *jvm);

/* Makes the calling thread known to the JVM until it ends; -1 if it must not enter Java, because
 * the JVM has ended or refuses. After 0 the thread enters Java at once, by tenon_thread_call or by
 * code that calls tenon_thread_entered there: the end of the JVM waits for it. */
int tenon_thread_enter(void);

/* Notes that the calling thread is in Java now. */
void tenon_thread_entered(void);

/* Calls Java from a thread that may enter it. */
int64_t tenon_thread_call(int64_t cx, int64_t operation, TnValue *frame, size_t count);

/* Notes that the calling thread is attached with a context, so that it is detached when it ends. */
int tenon_thread_attached(HostContext *host);

/* Forgets it again; -1 if the calling thread is not attached with it. */
int tenon_thread_detached(HostContext *host);

/* Whether a context belongs to an instance that has ended; the first such use is reported. */
int tenon_context_has_ended(TnContext *cx);

/* Makes a view of the instance of a context. */
TnView *tenon_view_new(TnContext *cx);

/* Whether less stack is left than a call into Java may need; sets a RecursionError if so and there
 * is a context. */
int tenon_host_stack_low(TnContext *cx);

void *tenon_call_alloc(TnContext *cx, size_t size);
void tenon_call_release(HostContext *host, char *mark);
void tenon_error_drop(HostContext *host);
/* Sets an error of the host's own, unless one is set that must not be lost; always -1. */
int32_t tenon_error_first(TnContext *cx, uint32_t kind, const char *message);
/* Whether an operation is done while an error is set: what a module does to clean up, or about the
 * error itself. */
int tenon_works_while_pending(uint32_t operation);

#ifdef _WIN32
#define HOST_EXPORT __declspec(dllexport)
#else
#define HOST_EXPORT __attribute__((visibility("default")))
#endif

/* A function pointer that lasts until the process ends, which calls a stub of the JVM. While a call
 * of it enters Java, tenon_host_callback_entered gives its token, which is above 0; or what is
 * below 0 by as much, if little stack is left. What: the name for messages. Result size: that of a
 * struct which is returned in memory, else 0. Returns 0 without memory. */
HOST_EXPORT int64_t tenon_host_callback_new(int64_t stub, int64_t token, int64_t what,
                                            int64_t result_size);
/* From now on calls of the function pointer give zero. */
HOST_EXPORT int64_t tenon_host_callback_end(int64_t pointer, int64_t b, int64_t c, int64_t d);
HOST_EXPORT int64_t tenon_host_callback_entered(int64_t a, int64_t b, int64_t c, int64_t d);
/* The upcall, and the JVM for tenon_thread_start. Returns the ABI, or 0 without memory. */
HOST_EXPORT int64_t tenon_host_start(int64_t upcall, int64_t jvm, int64_t c, int64_t d);
HOST_EXPORT int64_t tenon_host_open_library(int64_t path, int64_t b, int64_t error, int64_t size);
HOST_EXPORT int64_t tenon_host_close_library(int64_t handle, int64_t b, int64_t c, int64_t d);
HOST_EXPORT int64_t tenon_host_symbol(int64_t handle, int64_t name, int64_t c, int64_t d);
/* Whether all of a piece of memory can be read; 1 as well if the system does not report it. */
HOST_EXPORT int64_t tenon_host_readable(int64_t address, int64_t size, int64_t c, int64_t d);
/* Plain: without the instructions that the processor has for it. */
void tenon_sha256(const void *content, size_t size, uint8_t hash[32], int is_plain);
/* The offset of an address in its library, whose file is stored as text; -1 if it is in none. */
HOST_EXPORT int64_t tenon_host_place(int64_t address, int64_t text, int64_t size, int64_t d);
/* The file of an open library, stored as text, and the length of its name; -1 if the dynamic linker
 * does not report it. */
HOST_EXPORT int64_t tenon_host_file(int64_t handle, int64_t text, int64_t size, int64_t d);
HOST_EXPORT int64_t tenon_host_mapping(int64_t address, int64_t table, int64_t most, int64_t d);
/* Copies a file of at most so many bytes into a new file in memory, whose name shows in lists of
 * what is mapped. Returns 0; or below 0 an errno, HOST_COPY_NOT_REGULAR and so on, and then there
 * is nothing to free. */
HOST_EXPORT int64_t tenon_host_copy_new(int64_t path, int64_t name, int64_t copy, int64_t most);
/* Makes room for so many bytes, which the caller writes, in a new file in memory. Returns 0, or an
 * errno below 0, and then there is nothing to free. */
HOST_EXPORT int64_t tenon_host_copy_room(int64_t size, int64_t name, int64_t copy, int64_t d);
/* Stores the SHA-256 of the bytes that were written. */
HOST_EXPORT int64_t tenon_host_copy_hash(int64_t copy, int64_t b, int64_t c, int64_t d);
/* Returns 0 or an errno below 0. */
HOST_EXPORT int64_t tenon_host_copy_grow(int64_t copy, int64_t size, int64_t c, int64_t d);
/* Lets nobody change the copy any more. Returns the descriptor of the file, or an errno below 0 if
 * there is none. */
HOST_EXPORT int64_t tenon_host_copy_seal(int64_t copy, int64_t b, int64_t c, int64_t d);
/* Frees what the copy holds. What was mapped from its file stays mapped. */
HOST_EXPORT int64_t tenon_host_copy_free(int64_t copy, int64_t b, int64_t c, int64_t d);
/* The handle of a library that the dynamic linker knows by that name; 0 if it knows none. */
HOST_EXPORT int64_t tenon_host_loaded(int64_t name, int64_t b, int64_t c, int64_t d);
/* Lets a mapped library have another name in reports. Given is its own name if this renamed it
 * before, else 0. Returns its own name, or 0 if it keeps the one that it has. */
HOST_EXPORT int64_t tenon_host_name_library(int64_t handle, int64_t name, int64_t given, int64_t d);
/* Makes the functions of watch_linux.c visible to libraries that are mapped from now on. Returns 1,
 * or 0 if that cannot be. */
HOST_EXPORT int64_t tenon_host_watch_images(int64_t a, int64_t b, int64_t c, int64_t d);
/* Why an image must stay mapped, as a text; 0 if it may be unmapped. */
HOST_EXPORT int64_t tenon_host_image_in_use(int64_t handle, int64_t text, int64_t size, int64_t d);
/* Gives up the values that threads keep for an image: they are not destroyed any more. */
HOST_EXPORT int64_t tenon_host_forget_values(int64_t handle, int64_t b, int64_t c, int64_t d);
/* Gives a library its former name back, unless that is 0, and closes it. Returns 0 if it is gone, 1
 * if it stays mapped, -1 if the handle is none. */
HOST_EXPORT int64_t tenon_host_unmap_library(int64_t handle, int64_t former, int64_t c, int64_t d);
/* With state_size 0 the context shares the given state, which may be NULL. Checks: 0 for none, else
 * one more than the number of the call to the host that is to fail, 1 if none is. */
HOST_EXPORT int64_t tenon_host_context_new(int64_t state_size, int64_t instance, int64_t state,
                                           int64_t checks);
HOST_EXPORT int64_t tenon_host_context_free(int64_t cx, int64_t b, int64_t c, int64_t d);
HOST_EXPORT int64_t tenon_host_invoke(int64_t slot, int64_t function, int64_t cx, int64_t argument);
HOST_EXPORT int64_t tenon_host_alloc(int64_t cx, int64_t size, int64_t c, int64_t d);
HOST_EXPORT int64_t tenon_host_release(int64_t cx, int64_t mark, int64_t c, int64_t d);
HOST_EXPORT int64_t tenon_host_error_set(int64_t cx, int64_t kind, int64_t message, int64_t length);
HOST_EXPORT int64_t tenon_host_error_clear(int64_t cx, int64_t b, int64_t c, int64_t d);
/* Answers one of the questions HOST_STACK_FOR_UPCALL and so on; calls nothing of the JVM. */
HOST_EXPORT int64_t tenon_host_stack(int64_t question, int64_t b, int64_t c, int64_t d);
/* Keeps a trail in a file of that name, which is new, empty, or a trail that a killed process has
 * left, and reports it at an abort. Returns the address of the HostTrail, or below 0 an errno,
 * HOST_TRAIL_REFUSED or HOST_TRAIL_UNSUPPORTED; then there is no trail and the file is as it was.
 */
HOST_EXPORT int64_t tenon_host_trail(int64_t path, int64_t b, int64_t c, int64_t d);

#endif
