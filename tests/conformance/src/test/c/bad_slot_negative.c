/* SPDX-License-Identifier: Apache-2.0 */
/* A slot whose id is -1 where the field is unsigned. */
#include <tenon.h>

TENON_MODULE(bad_slot_negative, {(uint16_t)-1, 0, 0, {.i = 1}});
