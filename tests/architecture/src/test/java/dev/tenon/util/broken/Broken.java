// SPDX-License-Identifier: Apache-2.0
package dev.tenon.util.broken;

/// Is in a package that nobody planned.
public final class Broken {}
