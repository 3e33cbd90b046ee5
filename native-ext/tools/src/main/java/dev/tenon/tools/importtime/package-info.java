// SPDX-License-Identifier: Apache-2.0
/// `tenon importtime`: how long imports take and what they do. Read
/// [dev.tenon.tools.importtime.ImportTimeCommand] first, then
/// [dev.tenon.tools.importtime.ImportTimes]; [dev.tenon.tools.importtime.EffectsHelper] starts the
/// process that is watched.
@NullMarked
package dev.tenon.tools.importtime;

import org.jspecify.annotations.NullMarked;
