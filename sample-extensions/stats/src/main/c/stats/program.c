/* SPDX-License-Identifier: Apache-2.0 */
/* newlocale and uselocale are POSIX. */
#define _XOPEN_SOURCE 700
#include "program.h"

#include <errno.h>
#include <locale.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "numbers.h"

enum { USAGE_STATUS = 2, DEFAULT_BINS = 5, MOST_BINS = 1000, WORD = 64 };

static const char usage[] =
    "usage: stats [-b BINS] [FILE]\n"
    "\n"
    "Prints a summary of the numbers in a file, or in standard input when there is none or it is\n"
    "'-'. White space separates numbers.\n"
    "\n"
    "  -b BINS  how many bins the histogram has; 5 without it\n"
    "  --help   print this text\n";

/* Numbers that grow in number. */
typedef struct Numbers {
    double *items;
    size_t count;
    size_t room;
} Numbers;

static int32_t add(TnContext *cx, Numbers *numbers, double number) {
    if (numbers->count == numbers->room) {
        size_t room = numbers->room == 0 ? 1024 : numbers->room * 2;
        double *grown = realloc(numbers->items, room * sizeof *grown);
        if (grown == NULL) {
            return tn_error(cx, TN_MEMORY_ERROR, "stats: out of memory");
        }
        numbers->items = grown;
        numbers->room = room;
    }
    numbers->items[numbers->count++] = number;
    return 0;
}

static int32_t add_word(TnContext *cx, Numbers *numbers, const char *name, const char *word) {
    char *end;
    double number = strtod(word, &end);
    if (*end != '\0' || !isfinite(number)) {
        return tn_errorf(cx, TN_VALUE_ERROR,
                         "%s: number %zu is '%s', expected a number that is finite", name,
                         numbers->count + 1, word);
    }
    return add(cx, numbers, number);
}

static int32_t read_numbers(TnContext *cx, const char *name, FILE *file, Numbers *numbers) {
    char word[WORD];
    int read;
    while ((read = fscanf(file, "%63s", word)) == 1) {
        if (add_word(cx, numbers, name, word) != 0) {
            return -1;
        }
    }
    if (ferror(file)) {
        return tn_errorf(cx, TN_OS_ERROR, "cannot read '%s': %s", name, strerror(errno));
    }
    return numbers->count > 0 ? 0 : tn_errorf(cx, TN_VALUE_ERROR, "%s: no numbers", name);
}

static int32_t read_file(TnContext *cx, const char *name, Numbers *numbers) {
    int is_input = strcmp(name, "-") == 0;
    FILE *file = is_input ? stdin : fopen(name, "r");
    if (file == NULL) {
        return tn_errorf(cx, errno == ENOENT ? TN_FILE_NOT_FOUND_ERROR : TN_OS_ERROR,
                         "cannot read '%s': %s", name, strerror(errno));
    }
    int32_t status = read_numbers(cx, is_input ? "standard input" : name, file, numbers);
    if (!is_input) {
        (void)fclose(file);
    }
    return status;
}

static int32_t print_figure(TnContext *cx, const char *label, double figure) {
    return tn_writef(cx, TN_STDOUT, "%-9s %12.6g\n", label, figure);
}

static int32_t print_bin(TnContext *cx, const Bins *bins, size_t bin, size_t count, size_t most) {
    static const char bar[] = "########################################";
    size_t length = (count * (sizeof bar - 1) + most - 1) / most;
    return tn_writef(cx, TN_STDOUT, "%12.6g to %12.6g %8zu %.*s\n", numbers_edge(bins, bin),
                     numbers_edge(bins, bin + 1), count, (int)length, bar);
}

static int32_t print_histogram(TnContext *cx, const Numbers *sorted, size_t bin_count) {
    Bins bins = {sorted->items[0], sorted->items[sorted->count - 1], bin_count};
    size_t counts[MOST_BINS + 1] = {0};
    size_t most = 0;
    if (!(bins.low < bins.high) || !isfinite(bins.high - bins.low)) {
        return 0; /* no bins to speak of */
    }
    for (size_t index = 0; index < sorted->count; index++) {
        size_t count = ++counts[numbers_bin(&bins, sorted->items[index])];
        most = count > most ? count : most;
    }
    for (size_t bin = 0; bin < bin_count; bin++) {
        if (print_bin(cx, &bins, bin, counts[bin], most) != 0) {
            return -1;
        }
    }
    return 0;
}

static int32_t print_quartiles(TnContext *cx, const Numbers *sorted) {
    static const char *const labels[] = {"smallest", "quarter", "median", "3 quarter", "largest"};
    for (int quarter = 0; quarter <= 4; quarter++) {
        double figure = numbers_quantile(sorted->items, sorted->count, quarter / 4.0);
        if (print_figure(cx, labels[quarter], figure) != 0) {
            return -1;
        }
    }
    return 0;
}

static int32_t print_summary(TnContext *cx, const Numbers *numbers, size_t bins) {
    Moments moments = numbers_moments(numbers->items, numbers->count);
    if (print_figure(cx, "numbers", (double)numbers->count) != 0 ||
        print_figure(cx, "mean", numbers_mean(&moments)) != 0 ||
        (numbers->count > 1 &&
         print_figure(cx, "deviation", numbers_deviation(&moments, numbers->count - 1)) != 0)) {
        return -1;
    }
    numbers_sort(numbers->items, numbers->count);
    return print_quartiles(cx, numbers) != 0 ? -1 : print_histogram(cx, numbers, bins);
}

static int32_t summarize(TnContext *cx, const char *name, size_t bins) {
    /* The host has set the locale of the process from its environment; numbers have points. */
    locale_t plain = newlocale(LC_NUMERIC_MASK, "C", (locale_t)0);
    locale_t usual = uselocale(plain);
    Numbers numbers = {0};
    int32_t status = read_file(cx, name, &numbers);
    if (status == 0) {
        status = print_summary(cx, &numbers, bins);
    }
    free(numbers.items);
    (void)uselocale(usual);
    if (plain != (locale_t)0) {
        freelocale(plain);
    }
    return status;
}

static int32_t refuse(TnContext *cx, TnMainArguments *arguments, const char *what) {
    arguments->status = USAGE_STATUS;
    return tn_writef(cx, TN_STDERR, "stats: %s; see --help\n", what);
}

static size_t parse_bins(const char *text) {
    char *end;
    long bins = strtol(text, &end, 10);
    return *end == '\0' && bins >= 1 && bins <= MOST_BINS ? (size_t)bins : 0;
}

int32_t program_main(TnContext *cx, TnMainArguments *arguments) {
    const char *const *next = arguments->values; /* there is a NULL behind the last */
    size_t bins = DEFAULT_BINS;
    if (*next != NULL && strcmp(*next, "--help") == 0) {
        return tn_writef(cx, TN_STDOUT, "%s", usage);
    }
    if (*next != NULL && strcmp(*next, "-b") == 0) {
        bins = next[1] == NULL ? 0 : parse_bins(next[1]);
        if (bins == 0) {
            return refuse(cx, arguments, "-b needs a number of bins, 1 to 1000");
        }
        next += 2;
    }
    if (*next != NULL && (next[1] != NULL || ((*next)[0] == '-' && (*next)[1] != '\0'))) {
        return refuse(cx, arguments, "expected one file at most, and no option but -b");
    }
    return summarize(cx, *next == NULL ? "-" : *next, bins);
}
