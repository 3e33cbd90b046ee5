// SPDX-License-Identifier: Apache-2.0
package dev.tenon.cdef.tool.broken;

/// What the layers below use.
public final class Broken {}
