/* SPDX-License-Identifier: Apache-2.0 */
/* A library that exports a descriptor under another name (DEF-13). */
#include <tenon.h>

TENON_MODULE(other, TN_DOC("Not the module that the file is named after."));
