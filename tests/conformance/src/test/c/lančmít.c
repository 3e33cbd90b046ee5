/* A module whose name is not ASCII (DEF-14). */
#include <tenon.h>

static int32_t exec(TnContext *cx) { return tn_add_int(cx, "soup", 1); }

static const TnSlot slots[] = {TN_EXEC(exec), TN_SLOT_OF(0, i, (int64_t)0)};

TENON_EXPORT const TnModuleDef TenonModuleU_lanmt_2sa6t = {TENON_ABI, 0, slots};
