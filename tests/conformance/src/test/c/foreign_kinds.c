/* SPDX-License-Identifier: Apache-2.0 */
/* Create slots that make no module, each with something that only a module can have; and modules
 * with a free slot that are created and not executed. */
#include <tenon.h>

static int32_t create(TnContext *cx, const TnValue *spec, TnValue *module) {
    (void)cx;
    (void)spec;
    *module = tn_str("three");
    return 0;
}
static int32_t slot(TnContext *cx) { return tn_write(cx, TN_STDERR, "freed\n", 6); }
static const TnDeprecated deprecated[] = {TN_DEPRECATED_NAME("a", "b", NULL), TN_DEPRECATED_END};
static const char *const submodules[] = {"x", NULL};
static const TnResourceType type = {sizeof(TnResourceType), 0, "T", NULL, NULL, NULL, NULL};
static const TnResourceType *const types[] = {&type, NULL};

TENON_MODULE(foreign_free, TN_CREATE(create), TN_FREE(slot));
TENON_MODULE(foreign_clear, TN_CREATE(create), TN_CLEAR(slot));
TENON_MODULE(foreign_version, TN_CREATE(create), TN_STATE_VERSION(1), TN_UPGRADE(slot));
TENON_MODULE(foreign_import_name, TN_CREATE(create), TN_IMPORT_NAME("other"));
TENON_MODULE(foreign_deprecated, TN_CREATE(create), TN_DEPRECATED(deprecated));
TENON_MODULE(foreign_submodules, TN_CREATE(create), TN_SUBMODULES(submodules));
TENON_MODULE(foreign_resources, TN_CREATE(create), TN_RESOURCES(types));
TENON_MODULE(foreign_doc, TN_CREATE(create), TN_DOC("text"));

static int32_t create_self(TnContext *cx, const TnValue *spec, TnValue *module) {
    (void)spec;
    return tn_self(cx, module);
}
static int32_t fail(TnContext *cx) { return tn_error(cx, TN_VALUE_ERROR, "not today"); }

TENON_MODULE(created, TN_CREATE(create_self), TN_FREE(slot));
TENON_MODULE(created_with_state, TN_STATE_SIZE(16), TN_FREE(slot));
TENON_MODULE(created_and_failing, TN_CREATE(create_self), TN_EXEC(fail), TN_FREE(slot));
