/* SPDX-License-Identifier: Apache-2.0 */
/* Parses with libxml2. */
/* needs: libxml/parser.h libxml2-dev */
/* flags: -I/usr/include/libxml2 -lxml2 */
#define _GNU_SOURCE
#include <libxml/parser.h>
#include <libxml/tree.h>
#include <libxml/xpath.h>
#include <string.h>

#include <tenon.h>

static int64_t f(int64_t n) {
    const char *text = "<a><b c='1'>x</b></a>";
    xmlDocPtr document = xmlReadMemory(text, (int)strlen(text), "x.xml", NULL, 0);
    if (document == NULL) {
        return -1;
    }
    int64_t first = xmlDocGetRootElement(document)->name[0];
    xmlXPathContextPtr context = xmlXPathNewContext(document);
    xmlXPathObjectPtr found = xmlXPathEval((const xmlChar *)"count(//b)", context);
    first += (int64_t)found->floatval;
    xmlXPathFreeObject(found);
    xmlXPathFreeContext(context);
    xmlFreeDoc(document);
    return first + n;
}

static const TnMethod methods[] = {TN_TYPED("f", f, "(i64) -> i64", ""), TN_METHODS_END};

TENON_MODULE(clean_xml, TN_METHODS(methods), TN_INTERPRETERS(TN_ISOLATED));
