/* SPDX-License-Identifier: Apache-2.0 */
/* Parses with libyaml. */
/* needs: yaml.h libyaml-dev */
/* flags: -lyaml */
#define _GNU_SOURCE
#include <string.h>
#include <yaml.h>

#include <tenon.h>

static int64_t f(int64_t n) {
    const char *text = "a: [1, 2]\nb: x\n";
    yaml_parser_t parser;
    yaml_document_t document;
    (void)yaml_parser_initialize(&parser);
    yaml_parser_set_input_string(&parser, (const unsigned char *)text, strlen(text));
    (void)yaml_parser_load(&parser, &document);
    int64_t found = yaml_document_get_root_node(&document)->type;
    yaml_document_delete(&document);
    yaml_parser_delete(&parser);
    return found + n;
}

static const TnMethod methods[] = {TN_TYPED("f", f, "(i64) -> i64", ""), TN_METHODS_END};

TENON_MODULE(clean_yaml, TN_METHODS(methods), TN_INTERPRETERS(TN_ISOLATED));
