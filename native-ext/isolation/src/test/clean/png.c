/* SPDX-License-Identifier: Apache-2.0 */
/* Makes and destroys structures of libpng. */
/* needs: png.h libpng-dev */
/* flags: -lpng */
#define _GNU_SOURCE
#include <png.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <tenon.h>

static int64_t f(int64_t n) {
    png_structp p = png_create_write_struct(PNG_LIBPNG_VER_STRING, 0, 0, 0);
    png_infop i = png_create_info_struct(p);
    png_destroy_write_struct(&p, &i);
    return n;
}

static const TnMethod methods[] = {TN_TYPED("f", f, "(i64) -> i64", ""), TN_METHODS_END};

TENON_MODULE(clean_png, TN_METHODS(methods), TN_INTERPRETERS(TN_ISOLATED));
