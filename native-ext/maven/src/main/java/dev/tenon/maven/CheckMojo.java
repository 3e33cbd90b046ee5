// SPDX-License-Identifier: Apache-2.0
package dev.tenon.maven;

import java.util.ArrayList;
import java.util.List;
import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.plugin.MojoFailureException;
import org.apache.maven.plugins.annotations.LifecyclePhase;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;

/**
 * Inspects the packed modules without running them: the descriptors for all platforms, and for this
 * platform also whether the signatures fit the functions.
 */
@Mojo(name = "check", defaultPhase = LifecyclePhase.VERIFY, threadSafe = true)
public final class CheckMojo extends TenonMojo {

  /** Fails if a module for this platform has no debug information to compare signatures with. */
  @Parameter(property = "tenon.verify", defaultValue = "false")
  private boolean verify;

  /** The goal is made by Maven. */
  public CheckMojo() {}

  @Override
  void run() throws MojoExecutionException, MojoFailureException {
    String jar = modules().jarOrThrow().toString();
    tenon(List.of("inspect", jar));
    for (String name : modules().names()) {
      List<String> words = new ArrayList<>(List.of("inspect", "--path", jar));
      if (verify) {
        words.add("--verify");
      }
      words.add(name);
      tenon(words);
    }
  }
}
