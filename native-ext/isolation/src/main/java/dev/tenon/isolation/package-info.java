// SPDX-License-Identifier: Apache-2.0
/// Finds out whether native modules keep their interpreters apart, by reading their files and by
/// running them.
///
/// [dev.tenon.isolation.StaticsScan] lists the writable variables of a library without running it.
/// [dev.tenon.isolation.check.IsolationCheck] loads a module in several interpreters of a helper
/// process, drives them, and reports in an [dev.tenon.isolation.IsolationReport] which variables
/// one interpreter changed under the others, whose results differ from those of an interpreter
/// alone, and what was not released.
@NullMarked
package dev.tenon.isolation;

import org.jspecify.annotations.NullMarked;
