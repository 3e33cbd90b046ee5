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

/** Imports the packed modules and writes a lock file that lists every file that was loaded. */
@Mojo(name = "lock", defaultPhase = LifecyclePhase.VERIFY, threadSafe = true)
@SuppressWarnings("NullAway.Init") // Maven sets the parameters
public final class LockMojo extends TenonMojo {

  /** The lock file. */
  @Parameter(property = "tenon.lock", defaultValue = "${project.build.directory}/tenon.lock")
  private File lock;

  /** The goal is made by Maven. */
  public LockMojo() {}

  @Override
  void run() throws MojoExecutionException, MojoFailureException {
    List<String> words = new ArrayList<>(List.of("lock", "-o", lock.toString()));
    words.addAll(List.of("--path", modules().jarOrThrow().toString()));
    words.addAll(modules().names());
    tenon(words);
  }
}
