// SPDX-License-Identifier: Apache-2.0
/// Whatever comes from outside: how much of it is read, from what kind of file, and how it is
/// shown. Start with [dev.tenon.input.Limit], which lists every limit;
/// [dev.tenon.input.BoundedFile] is the only way in which Tenon reads the content of a file that
/// others made, and [dev.tenon.input.Escapes] the only way in which it shows text of others.
///
/// The rules: only regular files are opened, because to open a pipe can wait for ever; nothing is
/// read without a limit on its total size, because files can be sparse and entries of archives
/// compressed; a refusal says what was found, what is allowed and what to do; and a name that goes
/// into a message is quoted with [dev.tenon.input.Escapes#quoted], because it may hold line breaks
/// and characters that reorder text.
@NullMarked
package dev.tenon.input;

import org.jspecify.annotations.NullMarked;
