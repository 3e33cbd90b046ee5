/* SPDX-License-Identifier: Apache-2.0 */
/* wordfreq: counts the words of texts. Runs as a program and can be imported. */
#define _POSIX_C_SOURCE 200809L
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <tenon.h>
#include <unistd.h>

#include "words.h"

enum { READ_SIZE = 1 << 18, DEFAULT_TOP = 10, USAGE_STATUS = 2 };

typedef struct State {
    Letters letters;
    Table table;
} State;

static const char usage[] =
    "usage: wordfreq [-n COUNT] [FILE…]\n"
    "\n"
    "Prints the most frequent words of the files, or of standard input when "
    "there is none or it is '-'.\n"
    "\n"
    "  -n COUNT  how many words to print; 10 without it\n"
    "  --help    print this text\n";

static int32_t no_memory(TnContext *cx) {
    return tn_error(cx, TN_MEMORY_ERROR, "wordfreq: out of memory");
}

static uint32_t kind_of_errno(int number) {
    switch (number) {
    case ENOENT:
        return TN_FILE_NOT_FOUND_ERROR;
    case EISDIR:
        return TN_IS_A_DIRECTORY_ERROR;
    case EACCES:
        return TN_PERMISSION_ERROR;
    default:
        return TN_OS_ERROR;
    }
}

static int32_t cannot_read(TnContext *cx, const char *name, int number) {
    return tn_errorf(cx, kind_of_errno(number), "cannot read '%s': %s", name, strerror(number));
}

/* Counts the words of an open file; buffer has room for READ_SIZE bytes and their padding. */
static int32_t count_stream(TnContext *cx, const char *name, int file, char *buffer) {
    State *state = cx->state;
    Words words = {.letters = &state->letters, .table = &state->table};
    size_t left = 0; /* bytes of an unfinished character at the start of the buffer */
    int32_t status = 0;
    for (;;) {
        ssize_t got = read(file, buffer + left, READ_SIZE - left);
        if (got < 0 && errno == EINTR) {
            continue;
        }
        if (got < 0) {
            status = cannot_read(cx, name, errno);
            break;
        }
        size_t size = left + (size_t)got;
        memset(buffer + size, 0, WORDS_PADDING);
        int64_t taken = words_feed(&words, buffer, size, got == 0);
        if (taken < 0 || (got == 0 && words_end(&words) != 0)) {
            status = no_memory(cx);
            break;
        }
        if (got == 0) {
            break;
        }
        left = size - (size_t)taken;
        memmove(buffer, buffer + taken, left);
    }
    words_free(&words);
    return status;
}

static int32_t count_file(TnContext *cx, const char *name) {
    int file = strcmp(name, "-") == 0 ? STDIN_FILENO : open(name, O_RDONLY | O_CLOEXEC);
    struct stat about;
    if (file < 0) {
        return cannot_read(cx, name, errno);
    }
    if (fstat(file, &about) == 0 && S_ISDIR(about.st_mode)) {
        close(file);
        return cannot_read(cx, name, EISDIR);
    }
    char *buffer = malloc(READ_SIZE + WORDS_PADDING);
    int32_t status = buffer == NULL ? no_memory(cx) : count_stream(cx, name, file, buffer);
    free(buffer);
    if (file != STDIN_FILENO) {
        close(file);
    }
    return status;
}

/* A text that grows. */
typedef struct Text {
    char *bytes;
    size_t length;
    size_t room;
} Text;

static int text_append(Text *text, const char *bytes, size_t length) {
    if (text->room - text->length < length) {
        size_t room = (text->length + length) * 2;
        char *grown = realloc(text->bytes, room);
        if (grown == NULL) {
            return -1;
        }
        text->bytes = grown;
        text->room = room;
    }
    memcpy(text->bytes + text->length, bytes, length);
    text->length += length;
    return 0;
}

static int append_line(Text *text, uint64_t count, uint64_t total, const char *label,
                       size_t length) {
    char figures[64];
    int size = snprintf(figures, sizeof figures, "%10llu %6.2f%%  ", (unsigned long long)count,
                        100.0 * (double)count / (double)total);
    return text_append(text, figures, (size_t)size) | text_append(text, label, length) |
           text_append(text, "\n", 1);
}

/* The table of the most frequent words and a line with the totals. */
static int render(const Table *table, size_t most, Text *text) {
    size_t wanted = most < table->distinct ? most : table->distinct;
    const Entry **top = malloc((wanted + 1) * sizeof(const Entry *));
    char label[64];
    int status = 0;
    if (top == NULL) {
        return -1;
    }
    size_t count = table_top(table, top, wanted);
    for (size_t index = 0; index < count; index++) {
        status |= append_line(text, top[index]->count, table->total, top[index]->word,
                              top[index]->length);
    }
    free(top);
    int size = snprintf(label, sizeof label, "all words, %zu distinct", table->distinct);
    return status | append_line(text, table->total, table->total, label, (size_t)size);
}

static int32_t print_table(TnContext *cx, size_t most) {
    static const char nothing[] = "no words\n";
    State *state = cx->state;
    Text text = {0};
    int32_t status;
    if (state->table.total == 0) {
        status = tn_write(cx, TN_STDOUT, nothing, sizeof nothing - 1);
    } else if (render(&state->table, most, &text) != 0) {
        status = no_memory(cx);
    } else {
        status = tn_write(cx, TN_STDOUT, text.bytes, text.length);
    }
    free(text.bytes);
    return status != 0 ? status : tn_flush(cx, TN_STDOUT);
}

static int32_t complain(TnContext *cx, const char *what, const char *about) {
    static const char name[] = "wordfreq: ";
    int32_t status = tn_write(cx, TN_STDERR, name, sizeof name - 1) |
                     tn_write(cx, TN_STDERR, what, strlen(what)) |
                     tn_write(cx, TN_STDERR, about, strlen(about)) |
                     tn_write(cx, TN_STDERR, "\n", 1);
    return status == 0 ? 0 : -1;
}

/* Reports the error that is set as one line, and goes on. */
static int32_t complain_of_error(TnContext *cx) {
    char line[512];
    TnValue message;
    (void)tn_error_get(cx, &message);
    (void)snprintf(line, sizeof line, "%.*s", message.kind == TN_STR ? (int)message.length : 0,
                   message.as.s);
    tn_error_clear(cx);
    return complain(cx, line, "");
}

static int parse_count(const char *text, size_t *count) {
    char *end;
    errno = 0;
    unsigned long long value = strtoull(text, &end, 10);
    *count = (size_t)value;
    return text[0] >= '0' && text[0] <= '9' && *end == '\0' && errno == 0 ? 0 : -1;
}

static int32_t usage_error(TnContext *cx, TnMainArguments *arguments, const char *what,
                           const char *about) {
    arguments->status = USAGE_STATUS;
    return complain(cx, what, about);
}

static int32_t count_files(TnContext *cx, TnMainArguments *arguments, uint64_t first) {
    for (uint64_t index = first; index < arguments->count; index++) {
        if (count_file(cx, arguments->values[index]) == 0) {
            continue;
        }
        if (tn_error_get(cx, NULL) == TN_MEMORY_ERROR) {
            return -1;
        }
        arguments->status = 1;
        if (complain_of_error(cx) != 0) {
            return -1;
        }
    }
    return first == arguments->count ? count_file(cx, "-") : 0;
}

static int32_t wordfreq_main(TnContext *cx, TnMainArguments *arguments) {
    size_t most = DEFAULT_TOP;
    uint64_t next = 0;
    for (; next < arguments->count; next++) {
        const char *argument = arguments->values[next];
        if (strcmp(argument, "--help") == 0) {
            return tn_write(cx, TN_STDOUT, usage, sizeof usage - 1);
        }
        if (strcmp(argument, "--") == 0) {
            next++;
            break;
        }
        if (argument[0] != '-' || argument[1] == '\0') {
            break;
        }
        if (strcmp(argument, "-n") != 0) {
            return usage_error(cx, arguments,
                               "unknown option, expected -n COUNT or --help: ", argument);
        }
        if (++next == arguments->count || parse_count(arguments->values[next], &most) != 0) {
            return usage_error(cx, arguments, "-n needs a number of words, found: ",
                               next == arguments->count ? "nothing" : arguments->values[next]);
        }
    }
    uint64_t files = arguments->count - next;
    if (count_files(cx, arguments, next) != 0) {
        return -1;
    }
    /* When no file could be read there is nothing to say about words. */
    State *state = cx->state;
    int nothing_read = files > 0 && arguments->status != 0 && state->table.total == 0;
    return nothing_read ? 0 : print_table(cx, most);
}

static void add_text(TnContext *cx, const char *text) {
    State *state = cx->state;
    Words words = {.letters = &state->letters, .table = &state->table};
    size_t length = strlen(text);
    char *copy = tn_alloc(cx, length + WORDS_PADDING);
    if (copy == NULL) {
        return;
    }
    memcpy(copy, text, length);
    memset(copy + length, 0, WORDS_PADDING);
    if (words_feed(&words, copy, length, 1) < 0 || words_end(&words) != 0) {
        (void)no_memory(cx);
    }
    words_free(&words);
}

static void add_file(TnContext *cx, const char *name) { (void)count_file(cx, name); }

static uint64_t total(State *state) { return state->table.total; }

static uint64_t distinct(State *state) { return state->table.distinct; }

static uint64_t count_of(TnContext *cx, const char *word) {
    const State *state = cx->state;
    size_t length = strlen(word);
    char *copy = tn_alloc(cx, length + TABLE_PADDING);
    if (copy == NULL) {
        return 0;
    }
    memcpy(copy, word, length);
    return table_count(&state->table, copy, length);
}

static void clear(State *state) { table_free(&state->table); }

/* top([n]): the table that the program prints, as text. */
static int32_t top(TnContext *cx, const TnValue *args, size_t nargs, TnValue *result) {
    const State *state = cx->state;
    size_t most = DEFAULT_TOP;
    Text text = {0};
    if (nargs > 1 || (nargs == 1 && (args[0].kind != TN_INT || args[0].as.i < 0))) {
        return tn_error(cx, TN_TYPE_ERROR, "top() takes at most one int, which is not negative");
    }
    if (nargs == 1) {
        most = (size_t)args[0].as.i;
    }
    if (state->table.total != 0 && render(&state->table, most, &text) != 0) {
        free(text.bytes);
        return no_memory(cx);
    }
    char *copy = tn_alloc(cx, text.length + 1);
    if (copy != NULL && text.length != 0) {
        memcpy(copy, text.bytes, text.length);
    }
    free(text.bytes);
    if (copy == NULL) {
        return -1;
    }
    *result = tn_str_n(copy, text.length);
    return 0;
}

static int32_t wordfreq_exec(TnContext *cx) {
    State *state = cx->state;
    letters_open(&state->letters);
    return 0;
}

static int32_t wordfreq_free(TnContext *cx) {
    State *state = cx->state;
    table_free(&state->table);
    letters_close(&state->letters);
    return 0;
}

static const TnMethod wordfreq_methods[] = {
    TN_TYPED("add_text", add_text, "(context, str) -> void", "Count the words of a text."),
    TN_TYPED("add_file", add_file, "(context, str) -> void", "Count the words of a file."),
    TN_TYPED("total", total, "(state) -> u64", "How many words were counted."),
    TN_TYPED("distinct", distinct, "(state) -> u64", "How many different words there were."),
    TN_TYPED("count_of", count_of, "(context, str) -> u64",
             "How often a word, in lower case, was counted."),
    TN_DYNAMIC("top", top, "The table of the most frequent words as text."),
    TN_TYPED("clear", clear, "(state) -> void", "Forget all words."),
    TN_METHODS_END};

TENON_MODULE(wordfreq, TN_DOC("Counts the words of texts."), TN_STATE_SIZE(sizeof(State)),
             TN_METHODS(wordfreq_methods), TN_EXEC(wordfreq_exec), TN_FREE(wordfreq_free),
             TN_MAIN(wordfreq_main), TN_INTERPRETERS(TN_ISOLATED));
