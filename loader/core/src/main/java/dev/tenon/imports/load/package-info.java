// SPDX-License-Identifier: Apache-2.0
/// The phases of a load: query, check, create, state and exec. Read
/// [dev.tenon.imports.load.ExtensionLoader] and [dev.tenon.imports.load.PhaseRun] first.
@NullMarked
package dev.tenon.imports.load;

import org.jspecify.annotations.NullMarked;
