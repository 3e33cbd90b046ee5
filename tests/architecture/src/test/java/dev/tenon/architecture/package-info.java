// SPDX-License-Identifier: Apache-2.0
/// The arrows of the architecture as rules: [dev.tenon.architecture.Rules] states them,
/// [dev.tenon.architecture.ArchitectureTest] holds all modules to them, and
/// [dev.tenon.architecture.RulesTest] shows that each of them can fail, on the classes of the
/// packages `broken`.
@NullMarked
package dev.tenon.architecture;

import org.jspecify.annotations.NullMarked;
