/* SPDX-License-Identifier: Apache-2.0 */
/* Parses with Expat, whose hash tables have random salt. */
/* needs: expat.h libexpat1-dev */
/* flags: -lexpat */
#define _GNU_SOURCE
#include <expat.h>
#include <string.h>

#include <tenon.h>

static void start(void *data, const XML_Char *name, const XML_Char **attributes) {
    (void)name;
    *(int64_t *)data += attributes[0] != NULL;
}

static int64_t f(int64_t n) {
    const char *text = "<a><b c='1'/><b d='2'/></a>";
    XML_Parser parser = XML_ParserCreate(NULL);
    XML_SetUserData(parser, &n);
    XML_SetStartElementHandler(parser, start);
    enum XML_Status status = XML_Parse(parser, text, (int)strlen(text), 1);
    XML_ParserFree(parser);
    return n + status;
}

static const TnMethod methods[] = {TN_TYPED("f", f, "(i64) -> i64", ""), TN_METHODS_END};

TENON_MODULE(clean_expat, TN_METHODS(methods), TN_INTERPRETERS(TN_ISOLATED));
