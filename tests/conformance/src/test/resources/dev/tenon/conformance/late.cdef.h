/* SPDX-License-Identifier: Apache-2.0 */
#pragma tenon library("late.so")
typedef struct Pair {
    long one;
    double other;
} Pair;
typedef struct Large {
    long first, second, third;
} Large;
typedef long (*late_number)(long value);
typedef double (*late_real)(double value, float more);
typedef Pair (*late_pair)(long value);
typedef Large (*late_large)(long value, long second, long third, long fourth, long fifth,
                            long sixth, long seventh);
typedef void (*late_nothing)(void);
void late_keep(late_number number);
long late_call(long value);
void late_keep_real(late_real real);
double late_call_real(double value);
void late_keep_pair(late_pair pair);
double late_call_pair(long value);
void late_keep_large(late_large large);
long late_call_large(long value);
int late_at_exit(late_nothing nothing);
int late_call_at_exit(void);
int late_start(void);
long late_calls(void);
long late_stop(void);
int late_stop_at_exit(void);
int late_swarm(int count);
void late_exit(int status);
