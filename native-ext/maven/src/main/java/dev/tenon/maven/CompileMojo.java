// SPDX-License-Identifier: Apache-2.0
package dev.tenon.maven;

import java.io.File;
import java.util.ArrayList;
import java.util.List;
import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.plugin.MojoFailureException;
import org.apache.maven.plugins.annotations.LifecyclePhase;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;

/**
 * Compiles modules in C for one or several platforms. {@code NAME.c} in the source directory is the
 * module {@code NAME}, and so are all sources in a directory {@code NAME}. Only what has changed is
 * compiled.
 */
@Mojo(name = "compile", defaultPhase = LifecyclePhase.COMPILE, threadSafe = true)
@SuppressWarnings("NullAway.Init") // Maven sets the parameters
public final class CompileMojo extends TenonMojo {

  /** Directory of the sources. */
  @Parameter(property = "tenon.sources", defaultValue = "${project.basedir}/src/main/c")
  private File sources;

  /**
   * Platforms, each with the compiler for it: {@code linux-aarch64=aarch64-linux-gnu-gcc} or {@code
   * macos-aarch64=zig cc -target aarch64-macos}. The platform of this machine needs no compiler.
   * Default: the platform of this machine, with the compiler that the environment variable {@code
   * CC} names, or {@code cc}.
   */
  @Parameter(property = "tenon.targets")
  private List<String> targets = List.of();

  /** Options for the compiler, after {@code -O2 -g -Wall -Wextra}. */
  @Parameter(property = "tenon.options")
  private List<String> options = List.of();

  /** Options that stand behind the sources, such as {@code -lm}. */
  @Parameter(property = "tenon.link")
  private List<String> link = List.of();

  /** Directories with headers besides the source directory and those of Tenon. */
  @Parameter(property = "tenon.includes")
  private List<File> includes = List.of();

  /** The goal is made by Maven. */
  public CompileMojo() {}

  @Override
  void run() throws MojoExecutionException, MojoFailureException {
    List<String> words = new ArrayList<>(List.of("compile", "--prune"));
    words.addAll(List.of("-o", modules().compiled().toString()));
    targets.forEach(target -> words.add("--target=" + target.strip()));
    includes.forEach(folder -> words.add("--include=" + folder));
    options.forEach(option -> words.add("--option=" + option));
    link.forEach(option -> words.add("--link=" + option));
    words.add(sources.toString());
    tenon(words);
  }
}
