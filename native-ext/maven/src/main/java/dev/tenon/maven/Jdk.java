// SPDX-License-Identifier: Apache-2.0
package dev.tenon.maven;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.maven.execution.MavenSession;
import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.toolchain.Toolchain;
import org.apache.maven.toolchain.ToolchainManager;
import org.jspecify.annotations.Nullable;

/**
 * The Java that runs the command: that of the tool chain which the build has selected, or else the
 * one that runs Maven.
 *
 * @param home the directory of the JDK
 */
record Jdk(Path home) {

  private static final int LEAST = 25;
  private static final Pattern VERSION = Pattern.compile("(?m)^JAVA_VERSION=\"(\\d{1,4})\\b");

  /** Finds the Java of a build. */
  static Jdk of(ToolchainManager toolchains, MavenSession session) throws MojoExecutionException {
    Toolchain toolchain = toolchains.getToolchainFromBuildContext("jdk", session);
    String java = toolchain == null ? null : toolchain.findTool("java");
    return java == null ? of(Path.of(System.getProperty("java.home"))) : of(homeOf(Path.of(java)));
  }

  /** The JDK in a directory, which has to be new enough. */
  static Jdk of(Path home) throws MojoExecutionException {
    int version = versionOf(home);
    if (version < LEAST) {
      throw new MojoExecutionException(tooOld(home, version));
    }
    return new Jdk(home);
  }

  /** The program that starts Java. */
  Path java() {
    return home.resolve("bin").resolve("java");
  }

  private static Path homeOf(Path java) {
    @Nullable Path bin = java.toAbsolutePath().getParent();
    @Nullable Path home = bin == null ? null : bin.getParent();
    return home == null ? java : home;
  }

  /** The version that a JDK names in its file {@code release}; 0 if it names none. */
  private static int versionOf(Path home) {
    try {
      String release = Files.readString(home.resolve("release"), StandardCharsets.UTF_8);
      Matcher version = VERSION.matcher(release);
      return version.find() ? Integer.parseInt(version.group(1)) : 0;
    } catch (IOException e) {
      return 0;
    }
  }

  private static String tooOld(Path home, int version) {
    return "Tenon needs Java %d or later, found %s in %s; let maven-toolchains-plugin select a JDK %d (goal select-jdk-toolchain), or run Maven with one"
        .formatted(LEAST, version == 0 ? "an unknown version" : version, home, LEAST);
  }
}
