// SPDX-License-Identifier: Apache-2.0
/// Measures what the phases of imports do. [dev.tenon.effects.PhaseMeter] measures one phase; where
/// the process was started under the effects watch, a C library that the dynamic linker preloads,
/// it also has what [dev.tenon.effects.EffectsFile] finds in the file of that library.
@NullMarked
package dev.tenon.effects;

import org.jspecify.annotations.NullMarked;
