/* SPDX-License-Identifier: Apache-2.0 */
#pragma tenon library("held.so")
#pragma tenon image(private)
typedef long (*held_function)(long);
long held_wait(long *shared);
long held_fill(unsigned char *bytes, unsigned long length, long *shared);
long held_fill_after(unsigned char *bytes, unsigned long length, void (*then)(void));
int held_print(char *to, const char *format, ...);
long *held_table(void);
held_function held_step(void);
int held_need(int kilobytes);
