/* SPDX-License-Identifier: Apache-2.0 */
/* A library without debug information.
 * cc-flags: -g0 -fvisibility=default */
int f(void);

int f(void) { return 1; }
