// SPDX-License-Identifier: Apache-2.0
package org.eclipse;

/// Stands for the libraries of this name, on which only the parser of C declarations depends.
public final class Fake {}
