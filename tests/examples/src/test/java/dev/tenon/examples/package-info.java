// SPDX-License-Identifier: Apache-2.0
/// The samples and the documentation, run as a reader would run them.
///
/// [dev.tenon.examples.DocumentationTest] takes the code blocks out of the Markdown files and hands
/// them to a [dev.tenon.examples.BlockRunner]; what may stand above a block is said in
/// `docs/contributing.md`. Commands run in a [dev.tenon.examples.Workplace], a folder where `tenon`
/// is the command line that this build has made.
@NullMarked
package dev.tenon.examples;

import org.jspecify.annotations.NullMarked;
