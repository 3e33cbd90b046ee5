/* SPDX-License-Identifier: Apache-2.0 */
/**
 * Tenon: the C side of extension modules.
 *
 * Include this header and nothing else; there is nothing to link. A module is constant data that
 * TENON_MODULE declares; see tenon/module.h for a whole one.
 */
#ifndef TENON_H
#define TENON_H

#include "tenon/abi.h"
#include "tenon/api.h"
#include "tenon/arguments.h"
#include "tenon/buffer.h"
#include "tenon/collection.h"
#include "tenon/context.h"
#include "tenon/error.h"
#include "tenon/exception.h"
#include "tenon/module.h"
#include "tenon/object.h"
#include "tenon/operation.h"
#include "tenon/resource.h"
#include "tenon/signature.h"
#include "tenon/thread.h"
#include "tenon/value.h"

#endif
