// SPDX-License-Identifier: Apache-2.0
package dev.tenon.maven;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.plugin.MojoFailureException;
import org.apache.maven.plugins.annotations.LifecyclePhase;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;

/**
 * Runs the packed modules in several interpreters and reports what they share. Fails if a verdict
 * is worse than {@code worst}.
 */
@Mojo(name = "isolation", defaultPhase = LifecyclePhase.VERIFY, threadSafe = true)
public final class IsolationMojo extends TenonMojo {

  /** What each interpreter calls, by the name of the module: {@code next(); add(40)}. */
  @Parameter private Map<String, String> calls = Map.of();

  /** How many interpreters take part. */
  @Parameter(property = "tenon.interpreters", defaultValue = "4")
  private int interpreters;

  /**
   * The worst verdict that does not fail the build: {@code isolated}, {@code initialized-once},
   * {@code random-numbers}, {@code undecided}, {@code leaks}, {@code refused} or {@code
   * shared-state}.
   */
  @Parameter(property = "tenon.worst", defaultValue = "random-numbers")
  private String worst = "";

  /** Accepted findings, each as {@code LIBRARY[:SYMBOL] REASON}. */
  @Parameter(property = "tenon.ignore")
  private List<String> ignore = List.of();

  /** Whether each interpreter gets an image of the module for itself. */
  @Parameter(property = "tenon.privateImage", defaultValue = "false")
  private boolean privateImage;

  /** The goal is made by Maven. */
  public IsolationMojo() {}

  @Override
  void run() throws MojoExecutionException, MojoFailureException {
    String jar = modules().jarOrThrow().toString();
    Set<String> names = modules().names();
    Set<String> unknown = new TreeSet<>(calls.keySet());
    unknown.removeAll(names);
    if (!unknown.isEmpty()) {
      throw new MojoExecutionException(
          "calls are given for %s; expected modules of this project: %s".formatted(unknown, names));
    }
    for (String name : names) {
      tenon(words(jar, name));
    }
  }

  private List<String> words(String jar, String name) {
    List<String> words = new ArrayList<>(List.of("isolation", "--path", jar, "--worst", worst));
    words.add("--interpreters=" + interpreters);
    ignore.forEach(entry -> words.add("--ignore=" + entry));
    if (calls.containsKey(name)) {
      words.add("--exercise=" + calls.get(name));
    }
    if (privateImage) {
      words.add("--private-image");
    }
    words.add(name);
    return words;
  }
}
