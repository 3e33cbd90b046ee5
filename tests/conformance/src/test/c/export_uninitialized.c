/* SPDX-License-Identifier: Apache-2.0 */
/* A descriptor that nobody filled (DEF-12). */
#include <tenon.h>

TENON_EXPORT const TnModuleDef TenonModule_export_uninitialized = {0, 0, NULL};
