/* Parses with libxml2. */
/* needs: libxml2/libxml/parser.h libxml2-dev */
/* flags: -I/usr/include/libxml2 -lxml2 */
#define _GNU_SOURCE
#include <libxml/parser.h>
#include <libxml/tree.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <tenon.h>

static int64_t f(int64_t n) {
    const char *t = "<a><b c='1'>x</b></a>";
    xmlDocPtr d = xmlReadMemory(t, (int)strlen(t), "x.xml", 0, 0);
    if (!d)
        return -1;
    int64_t r = xmlDocGetRootElement(d)->name[0];
    xmlFreeDoc(d);
    return r + n;
}

static const TnMethod methods[] = {TN_TYPED("f", f, "(i64) -> i64", ""), TN_METHODS_END};

TENON_MODULE(clean_xml, TN_METHODS(methods), TN_INTERPRETERS(TN_ISOLATED));
