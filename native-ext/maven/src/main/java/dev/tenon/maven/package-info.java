// SPDX-License-Identifier: Apache-2.0
/**
 * The Maven plug-in: each goal runs a subcommand of the {@code tenon} command. Read {@link
 * dev.tenon.maven.TenonMojo} first, then {@link dev.tenon.maven.CompileMojo}.
 */
@NullMarked
package dev.tenon.maven;

import org.jspecify.annotations.NullMarked;
