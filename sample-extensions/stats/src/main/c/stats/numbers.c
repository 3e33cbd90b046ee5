/* SPDX-License-Identifier: Apache-2.0 */
#include "numbers.h"

#include <math.h>
#include <stdlib.h>

/* Exponents up to here leave room for the squares of all numbers that fit in memory. */
enum { MODERATE = 450, MOST_SCALED = 1000 };

size_t numbers_find_odd(const double *numbers, size_t count) {
    size_t index = 0;
    while (index < count && isfinite(numbers[index])) {
        index++;
    }
    return index;
}

/* A power of two that brings extreme numbers near 1. */
static double find_factor(const double *numbers, size_t count) {
    double largest = 0;
    int exponent;
    for (size_t index = 0; index < count; index++) {
        largest = fmax(largest, fabs(numbers[index]));
    }
    (void)frexp(largest, &exponent);
    if (abs(exponent) <= MODERATE) {
        return 1;
    }
    return ldexp(1, exponent > MOST_SCALED    ? -MOST_SCALED
                    : exponent < -MOST_SCALED ? MOST_SCALED
                                              : -exponent);
}

/* Neumaier's sum: what additions round off is added up on the side. */
static double sum_scaled(const double *numbers, size_t count, double factor) {
    double sum = 0, lost = 0;
    for (size_t index = 0; index < count; index++) {
        double number = numbers[index] * factor;
        double next = sum + number;
        lost += fabs(sum) >= fabs(number) ? sum - next + number : number - next + sum;
        sum = next;
    }
    return sum + lost;
}

Moments numbers_moments(const double *numbers, size_t count) {
    double factor = find_factor(numbers, count);
    double mean = sum_scaled(numbers, count, factor) / (double)count;
    double squares = 0, distances = 0;
    for (size_t index = 0; index < count; index++) {
        double distance = numbers[index] * factor - mean;
        squares += distance * distance;
        distances += distance; /* 0 but for the rounding of the mean, which it corrects */
    }
    squares -= distances * distances / (double)count;
    return (Moments){count, factor, mean, fmax(squares, 0)};
}

double numbers_mean(const Moments *moments) { return moments->mean / moments->factor; }

double numbers_variance(const Moments *moments, size_t among) {
    return moments->squares / (double)among / moments->factor / moments->factor;
}

double numbers_deviation(const Moments *moments, size_t among) {
    return sqrt(moments->squares / (double)among) / moments->factor;
}

static int compare(const void *a, const void *b) {
    double left = *(const double *)a;
    double right = *(const double *)b;
    return left < right ? -1 : left > right;
}

void numbers_sort(double *numbers, size_t count) {
    qsort(numbers, count, sizeof *numbers, compare);
}

static double between(double low, double high, double part) {
    double distance = high - low;
    return isfinite(distance) ? fmin(low + distance * part, high) : low * (1 - part) + high * part;
}

double numbers_quantile(const double *sorted, size_t count, double share) {
    double place = share * (double)(count - 1);
    size_t below = (size_t)place;
    return below + 1 == count ? sorted[below]
                              : between(sorted[below], sorted[below + 1], place - (double)below);
}

double numbers_edge(const Bins *bins, size_t index) {
    return index == bins->count
               ? bins->high
               : between(bins->low, bins->high, (double)index / (double)bins->count);
}

size_t numbers_bin(const Bins *bins, double number) {
    if (number < bins->low || number > bins->high) {
        return bins->count;
    }
    double share = (number - bins->low) / (bins->high - bins->low);
    size_t bin = (size_t)(share * (double)bins->count);
    if (bin >= bins->count) {
        return bins->count - 1;
    }
    if (number < numbers_edge(bins, bin)) { /* the quotient was rounded */
        return bin - 1;
    }
    return bin + 1 < bins->count && number >= numbers_edge(bins, bin + 1) ? bin + 1 : bin;
}
