/* SPDX-License-Identifier: Apache-2.0 */
/* cc-flags: -pthread */
/* One fault for each function. */
#define _GNU_SOURCE
#include <fcntl.h>
#include <getopt.h>
#include <libintl.h>
#include <locale.h>
#include <malloc.h>
#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/random.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/time.h>
#include <time.h>
#include <unistd.h>

#include <tenon.h>

static int64_t last_value;
static int64_t *table;
static pthread_once_t once = PTHREAD_ONCE_INIT;
static char scratch[64];
static uint8_t wrapping;
static const char *last_text;
static const void *first_context;
static int64_t *region;
static uint64_t first_module;
static _Thread_local int64_t of_thread;
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static atomic_int active;
static int64_t overlaps;
static int64_t locked_count;
static struct timespec last_call;
static uint64_t seeds[8] = {1};
static uint64_t token;
static char last_error[32];
static const int *sign;

typedef struct Node {
    struct Node *next;
} Node;

static Node *nodes;

static void fill(void) {
    table = malloc(16 * sizeof *table);
    for (int index = 0; table != NULL && index < 16; index++) {
        table[index] = index;
    }
}

/* The last caller's value, equal for all callers of a check. */
static int64_t remember(int64_t value) {
    last_value = value;
    return 0;
}

/* The same behind a pointer that is set once. */
static int64_t put(int64_t index, int64_t value) {
    (void)pthread_once(&once, fill);
    table[index & 15] = value;
    return 0;
}

/* A buffer that is cleared after use. */
static int64_t use_scratch(int64_t value) {
    (void)snprintf(scratch, sizeof scratch, "%d", (int)value);
    int64_t length = (int64_t)strlen(scratch);
    memset(scratch, 0, sizeof scratch);
    return length;
}

static int64_t wrap(void) {
    for (volatile int round = 0; round < 256; round++) {
        wrapping++;
    }
    return 0;
}

static int64_t keep_text(TnContext *cx, const char *text) {
    (void)cx;
    last_text = text;
    return 0;
}

static int64_t keep_first(TnContext *cx) {
    if (first_context == NULL) {
        first_context = cx;
    }
    return 0;
}

/* The number of a reference without its kind. */
static int64_t keep_number(TnContext *cx) {
    TnValue module = tn_none();
    if (first_module == 0) {
        if (tn_self(cx, &module) != 0) {
            return -1;
        }
        first_module = module.as.ref;
    }
    return 0;
}

/* For other threads the signal is ignored meanwhile. */
static int64_t swap_signal(void) {
    void (*former)(int) = signal(SIGUSR1, SIG_IGN);
    return signal(SIGUSR1, former) == SIG_ERR;
}

static int64_t ignore_pipe(void) { return signal(SIGPIPE, SIG_IGN) == SIG_ERR; }

static int64_t count_in_region(void) {
    if (region == NULL) {
        void *memory = mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
        region = memory == MAP_FAILED ? NULL : memory;
    }
    return region == NULL ? -1 : (region[5]++, 0);
}

static int64_t count_in_thread(void) { return ++of_thread; }

static int64_t count_in_file(void) {
    const char *path = "/tmp/tenon-isolation-planted";
    FILE *file = fopen(path, "a");
    if (file != NULL) {
        (void)fputs("x", file);
        (void)fclose(file);
    }
    return 0;
}

static int64_t leave_file(void) { return open("/etc/passwd", O_RDONLY | O_CLOEXEC) < 0; }
static int64_t change_folder(void) { return chdir("/"); }
static int64_t change_mask(void) { return (int64_t)umask(0) & 0; }
static int64_t change_environment(void) { return setenv("TENON_PLANTED", "1", 1); }
static int64_t ignore_signal(void) { return signal(SIGUSR2, SIG_IGN) == SIG_ERR; }

static int64_t block_signal(void) {
    sigset_t set;
    (void)sigemptyset(&set);
    (void)sigaddset(&set, SIGUSR1);
    return pthread_sigmask(SIG_BLOCK, &set, NULL);
}

static int64_t change_locale(void) { return setlocale(LC_ALL, "C.UTF-8") == NULL; }

static int64_t change_limit(void) {
    struct rlimit limit = {0, 0};
    return getrlimit(RLIMIT_CORE, &limit) != 0 || (limit.rlim_cur = 0, limit.rlim_max = 0, 0) ||
           setrlimit(RLIMIT_CORE, &limit) != 0 || setrlimit(RLIMIT_MSGQUEUE, &limit) != 0;
}

static int64_t start_alarm(void) {
    const struct itimerval timer = {{5000, 0}, {5000, 0}};
    return setitimer(ITIMER_VIRTUAL, &timer, NULL);
}

static int64_t start_timer(void) {
    timer_t timer;
    struct sigevent event = {0};
    event.sigev_notify = SIGEV_NONE;
    return timer_create(CLOCK_MONOTONIC, &event, &timer);
}

static int64_t split(void) {
    char text[] = "a,b";
    return strtok(text, ",") == NULL;
}

static int64_t seed(void) {
    srand(1);
    return 0;
}

static int64_t parse(void) {
    char name[] = "x";
    char *arguments[] = {name, NULL};
    return getopt(1, arguments, "a") == -1 ? 0 : 1;
}

static void *sleep_renamed(void *nothing) {
    (void)pthread_setname_np(pthread_self(), "renamed");
    for (;;) {
        (void)pause();
    }
    return nothing;
}

static int64_t start_thread(void) {
    pthread_t thread;
    return pthread_create(&thread, NULL, sleep_renamed, NULL);
}

static int64_t forget_block(void) {
    char *block = malloc(40);
    if (block == NULL) {
        return -1;
    }
    *(volatile char *)block = 1;
    return 0;
}

/* Only several threads at once write this. */
static int64_t overlap(void) {
    if (atomic_fetch_add(&active, 1) > 0) {
        overlaps++;
    }
    (void)usleep(50000);
    (void)atomic_fetch_sub(&active, 1);
    return 0;
}

/* State that a lock protects is state. */
static int64_t count_locked(void) {
    (void)pthread_mutex_lock(&lock);
    locked_count++;
    (void)pthread_mutex_unlock(&lock);
    return 0;
}

static int64_t note_time(void) {
    (void)pthread_mutex_lock(&lock);
    (void)clock_gettime(CLOCK_REALTIME, &last_call);
    (void)pthread_mutex_unlock(&lock);
    return 0;
}

/* Numbers that look random and follow from the calls before. */
static int64_t shuffle(void) {
    (void)pthread_mutex_lock(&lock);
    for (int index = 0; index < 8; index++) {
        seeds[index] = seeds[(index + 1) & 7] * 6364136223846793005U + 1442695040888963407U;
    }
    (void)pthread_mutex_unlock(&lock);
    return 0;
}

/* A caller's own random number, which the next one finds. */
static int64_t keep_token(void) {
    uint64_t own = 0;
    if (getrandom(&own, sizeof own, 0) == sizeof own) {
        token = own;
    }
    return 0;
}

static int64_t keep_error(void) {
    (void)snprintf(last_error, sizeof last_error, "%s", "no such thing");
    return 0;
}

/* A list that grows. */
static int64_t enlist(void) {
    Node *node = malloc(sizeof *node);
    if (node == NULL) {
        return -1;
    }
    (void)pthread_mutex_lock(&lock);
    *node = (Node){nodes};
    nodes = node;
    (void)pthread_mutex_unlock(&lock);
    return 0;
}

/* What a function that is called back finds in a variable. */
static int compare(const void *one, const void *other) {
    return sign == NULL ? 0 : *sign * (*(const int *)one - *(const int *)other);
}

static int64_t sort(void) {
    int numbers[] = {3, 1, 2};
    int descending = -1;
    sign = &descending;
    qsort(numbers, 3, sizeof *numbers, compare);
    sign = NULL;
    return numbers[0];
}

static int64_t redirect(void) {
    int file = open("/dev/null", O_WRONLY | O_CLOEXEC);
    return file < 0 || dup2(file, 2) < 0 || close(file) != 0;
}

static int64_t change_domain(void) { return textdomain("planted") == NULL; }
static int64_t change_heap(void) { return mallopt(M_MMAP_THRESHOLD, 1 << 20) != 1; }

static int64_t wait_for_ever(void) {
    while (pause() != 0) {
        continue;
    }
    return 0;
}

static int64_t read_back(void) {
    return overlaps + locked_count + (int64_t)token + last_error[0] + last_call.tv_nsec +
           (nodes != NULL ? nodes->next == NULL : 0) + (int64_t)seeds[0] + last_value +
           (table == NULL) + (last_text == NULL ? 0 : last_text[0]) + wrapping;
}

static const TnMethod planted_methods[] = {
    TN_TYPED("remember", remember, "(i64) -> i64", ""),
    TN_TYPED("put", put, "(i64, i64) -> i64", ""),
    TN_TYPED("use_scratch", use_scratch, "(i64) -> i64", ""),
    TN_TYPED("wrap", wrap, "() -> i64", ""),
    TN_TYPED("keep_text", keep_text, "(context, str) -> i64", ""),
    TN_TYPED("keep_first", keep_first, "(context) -> i64", ""),
    TN_TYPED("keep_number", keep_number, "(context) -> i64", ""),
    TN_TYPED("swap_signal", swap_signal, "() -> i64", ""),
    TN_TYPED("ignore_pipe", ignore_pipe, "() -> i64", ""),
    TN_TYPED("count_in_region", count_in_region, "() -> i64", ""),
    TN_TYPED("count_in_thread", count_in_thread, "() -> i64", ""),
    TN_TYPED("count_in_file", count_in_file, "() -> i64", ""),
    TN_TYPED("leave_file", leave_file, "() -> i64", ""),
    TN_TYPED("change_folder", change_folder, "() -> i64", ""),
    TN_TYPED("change_mask", change_mask, "() -> i64", ""),
    TN_TYPED("change_environment", change_environment, "() -> i64", ""),
    TN_TYPED("ignore_signal", ignore_signal, "() -> i64", ""),
    TN_TYPED("block_signal", block_signal, "() -> i64", ""),
    TN_TYPED("change_locale", change_locale, "() -> i64", ""),
    TN_TYPED("change_limit", change_limit, "() -> i64", ""),
    TN_TYPED("start_alarm", start_alarm, "() -> i64", ""),
    TN_TYPED("start_timer", start_timer, "() -> i64", ""),
    TN_TYPED("split", split, "() -> i64", ""),
    TN_TYPED("seed", seed, "() -> i64", ""),
    TN_TYPED("parse", parse, "() -> i64", ""),
    TN_TYPED("start_thread", start_thread, "() -> i64", ""),
    TN_TYPED("forget_block", forget_block, "() -> i64", ""),
    TN_TYPED("overlap", overlap, "() -> i64", ""),
    TN_TYPED("count_locked", count_locked, "() -> i64", ""),
    TN_TYPED("note_time", note_time, "() -> i64", ""),
    TN_TYPED("shuffle", shuffle, "() -> i64", ""),
    TN_TYPED("keep_token", keep_token, "() -> i64", ""),
    TN_TYPED("keep_error", keep_error, "() -> i64", ""),
    TN_TYPED("enlist", enlist, "() -> i64", ""),
    TN_TYPED("sort", sort, "() -> i64", ""),
    TN_TYPED("redirect", redirect, "() -> i64", ""),
    TN_TYPED("change_domain", change_domain, "() -> i64", ""),
    TN_TYPED("change_heap", change_heap, "() -> i64", ""),
    TN_TYPED("wait_for_ever", wait_for_ever, "() -> i64", ""),
    TN_TYPED("read_back", read_back, "() -> i64", ""),
    TN_METHODS_END};

TENON_MODULE(planted, TN_METHODS(planted_methods), TN_INTERPRETERS(TN_ISOLATED));
