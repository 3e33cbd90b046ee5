/* SPDX-License-Identifier: Apache-2.0 */
/* Transforms with libxslt. */
/* needs: libxslt/xslt.h libxslt1-dev */
/* flags: -I/usr/include/libxml2 -lxslt -lxml2 */
#define _GNU_SOURCE
#include <libxml/parser.h>
#include <libxslt/transform.h>
#include <libxslt/xslt.h>
#include <libxslt/xsltInternals.h>
#include <string.h>

#include <tenon.h>

static int64_t f(int64_t n) {
    const char *sheet = "<xsl:stylesheet version='1.0' "
                        "xmlns:xsl='http://www.w3.org/1999/XSL/Transform'>"
                        "<xsl:template match='/'><r><xsl:value-of select='a'/></r></xsl:template>"
                        "</xsl:stylesheet>";
    xsltStylesheetPtr style =
        xsltParseStylesheetDoc(xmlReadMemory(sheet, (int)strlen(sheet), "s", NULL, 0));
    xmlDocPtr document = xmlReadMemory("<a>x</a>", 8, "x", NULL, 0);
    xmlDocPtr result = xsltApplyStylesheet(style, document, NULL);
    n += result != NULL;
    xmlFreeDoc(result);
    xmlFreeDoc(document);
    xsltFreeStylesheet(style);
    return n;
}

static const TnMethod methods[] = {TN_TYPED("f", f, "(i64) -> i64", ""), TN_METHODS_END};

TENON_MODULE(clean_xslt, TN_METHODS(methods), TN_INTERPRETERS(TN_ISOLATED));
