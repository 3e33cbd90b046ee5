// SPDX-License-Identifier: Apache-2.0
package dev.tenon.maven;

import java.io.File;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.plugin.MojoFailureException;
import org.apache.maven.plugins.annotations.LifecyclePhase;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;

/**
 * Puts the compiled modules into the jar of the project, where Tenon finds those for its platform.
 * They are in the class directory before the tests run. {@code natives.jar} has the modules alone.
 */
@Mojo(name = "pack", defaultPhase = LifecyclePhase.PROCESS_CLASSES, threadSafe = true)
@SuppressWarnings("NullAway.Init") // Maven sets the parameters
public final class PackMojo extends TenonMojo {

  /** Class directory, whose content becomes the jar of the project. */
  @Parameter(defaultValue = "${project.build.outputDirectory}", readonly = true)
  private File classes;

  /** The goal is made by Maven. */
  public PackMojo() {}

  @Override
  void run() throws MojoExecutionException, MojoFailureException {
    Path jar = modules().jar();
    UnpackedModules unpacked = new UnpackedModules(classes.toPath());
    unpacked.delete(jar);
    List<String> words = new ArrayList<>(List.of("pack", "-o", jar.toString()));
    for (Path platform : modules().platforms()) {
      words.add(platform.getFileName() + "=" + platform);
    }
    tenon(words);
    unpacked.add(jar);
  }
}
