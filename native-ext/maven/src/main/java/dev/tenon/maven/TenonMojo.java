// SPDX-License-Identifier: Apache-2.0
package dev.tenon.maven;

import java.io.File;
import java.nio.file.Path;
import java.util.List;
import javax.inject.Inject;
import org.apache.maven.artifact.Artifact;
import org.apache.maven.execution.MavenSession;
import org.apache.maven.plugin.AbstractMojo;
import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.plugin.MojoFailureException;
import org.apache.maven.plugins.annotations.Parameter;
import org.apache.maven.toolchain.ToolchainManager;

/** What all goals have in common: where they work, and the command that does it. */
@SuppressWarnings("NullAway.Init") // Maven sets the parameters
abstract class TenonMojo extends AbstractMojo {

  @Parameter(defaultValue = "${session}", readonly = true)
  private MavenSession session;

  @Parameter(defaultValue = "${plugin.artifacts}", readonly = true)
  private List<Artifact> command;

  @Parameter(defaultValue = "${project.basedir}", readonly = true)
  private File basedir;

  @Inject private ToolchainManager toolchains;

  /**
   * Directory of what the goals make: the libraries in {@code modules/PLATFORM}, and {@code
   * natives.jar}.
   */
  @Parameter(property = "tenon.directory", defaultValue = "${project.build.directory}/tenon")
  private File directory;

  /** Does nothing. */
  @Parameter(property = "tenon.skip", defaultValue = "false")
  private boolean skip;

  @Override
  public final void execute() throws MojoExecutionException, MojoFailureException {
    if (skip) {
      getLog().info("skipped: tenon.skip is set");
    } else {
      run();
    }
  }

  /** Reaches the goal. */
  abstract void run() throws MojoExecutionException, MojoFailureException;

  /** Runs a subcommand of {@code tenon} in the directory of the project. */
  final void tenon(List<String> words) throws MojoExecutionException, MojoFailureException {
    List<Path> jars = command.stream().map(artifact -> artifact.getFile().toPath()).toList();
    new TenonCommand(Jdk.of(toolchains, session), jars, basedir.toPath(), getLog()).run(words);
  }

  /** What was compiled and packed. */
  final NativeModules modules() {
    return new NativeModules(directory.toPath());
  }
}
