// SPDX-License-Identifier: Apache-2.0
/// Pins: what an interpreter may load, by the SHA-256 of the bytes that were read. Read
/// [dev.tenon.pins.Pins] first; [dev.tenon.pins.LockFile] decides by a lock file, and
/// [dev.tenon.pins.PinRecorder] notes what such a file has to list.
///
/// The rule for all who load code from files: read the bytes once, hash these bytes, have them
/// admitted, and use these bytes. Never hash a file and read it again.
@NullMarked
package dev.tenon.pins;

import org.jspecify.annotations.NullMarked;
