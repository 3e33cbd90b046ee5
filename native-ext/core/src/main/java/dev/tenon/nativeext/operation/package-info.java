// SPDX-License-Identifier: Apache-2.0
/// What C may ask of Java: attributes, imports, calls, objects, collections, errors, resources and
/// buffers, each answered on behalf of the context that asks. Read
/// [dev.tenon.nativeext.operation.Operation] and `Request` first.
@NullMarked
package dev.tenon.nativeext.operation;

import org.jspecify.annotations.NullMarked;
