/* SPDX-License-Identifier: Apache-2.0 */
/* The arithmetic: nothing here knows of a host. Numbers are finite; there is at least one. */
#ifndef STATS_NUMBERS_H
#define STATS_NUMBERS_H

#include <stddef.h>
#include <stdint.h>

/* The result of one look at numbers. Numbers whose squares no double can hold are scaled by a power
 * of two, which loses no digits. */
typedef struct Moments {
    size_t count;
    double factor;  /* what the numbers were multiplied with; 1 for all but extreme ones */
    double mean;    /* of the scaled numbers */
    double squares; /* the sum of the squared distances of the scaled numbers from their mean */
} Moments;

/* The place of the first number that is infinite or NaN, or count. */
size_t numbers_find_odd(const double *numbers, size_t count);

Moments numbers_moments(const double *numbers, size_t count);

double numbers_mean(const Moments *moments);

/* The squares shared among so many; infinite if no double can hold the result. */
double numbers_variance(const Moments *moments, size_t among);

/* Its root, which a double can always hold. */
double numbers_deviation(const Moments *moments, size_t among);

/* Sorts in place. */
void numbers_sort(double *numbers, size_t count);

/* The value below which a share of the sorted numbers lies, 0 to 1, between neighbours in
 * proportion. */
double numbers_quantile(const double *sorted, size_t count, double share);

/* The bins of a histogram: all of one width, next to each other. */
typedef struct Bins {
    double low;
    double high; /* above low by a distance that a double can hold */
    size_t count;
} Bins;

/* Where a bin begins; that of count is the upper end. */
double numbers_edge(const Bins *bins, size_t index);

/* The bin of a number: edges belong to the bin that they begin, the upper end to the last. The
 * count of bins for a number outside. */
size_t numbers_bin(const Bins *bins, double number);

#endif
