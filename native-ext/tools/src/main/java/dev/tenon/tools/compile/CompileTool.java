// SPDX-License-Identifier: Apache-2.0
package dev.tenon.tools.compile;

import dev.tenon.cli.terminal.Messages;
import dev.tenon.cli.terminal.Surroundings;
import dev.tenon.cli.terminal.ToolFailure;
import dev.tenon.cli.terminal.UsageException;
import dev.tenon.imports.path.Platform;
import dev.tenon.input.Escapes;
import dev.tenon.input.FileProblem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Carries out `tenon compile`: finds the modules, the compilers and the headers, and has each
/// module compiled for each platform.
final class CompileTool {

  private final Surroundings surroundings;
  private final CompileCommand.Compile request;

  CompileTool(Surroundings surroundings, CompileCommand.Compile request) {
    this.surroundings = surroundings;
    this.request = request;
  }

  /// Compiles what has changed.
  ///
  /// @return what was done, for the user
  /// @throws UsageException if the request makes no sense
  /// @throws ToolFailure if a module cannot be compiled
  /// @throws InterruptedException if this thread is interrupted meanwhile
  String run() throws UsageException, InterruptedException {
    Collection<Target> targets = targets();
    Path sources = ArgumentValues.path(surroundings, request.sources());
    Path output = ArgumentValues.path(surroundings, request.output());
    Collection<ModuleSources> modules = new SourceFolder(sources).modules();
    try {
      Files.createDirectories(output);
      List<Path> headers = headerFolders(sources, output);
      List<Path> includable = includable(sources, headers);
      StringBuilder done = new StringBuilder();
      for (Target target : targets) {
        done.append(
            new TargetCompiler(surroundings, request, target, headers, includable, output)
                .compile(modules));
      }
      if (request.prune()) {
        new CompileRecords(output).deleteOthers(platformsOf(targets));
      }
      return done.toString();
    } catch (IOException e) {
      throw new ToolFailure(Messages.unwritableFile(output, FileProblem.reason(e)));
    }
  }

  private Collection<Target> targets() throws UsageException {
    Map<String, String> variables = surroundings.variables();
    Map<Platform, Target> targets = new LinkedHashMap<>();
    for (String text : request.targets()) {
      Target target = Target.of(text, variables);
      if (targets.put(target.platform(), target) != null) {
        throw new UsageException(twice(target.platform()));
      }
    }
    return targets.isEmpty() ? List.of(Target.ofThisMachine(variables)) : targets.values();
  }

  private static Set<Platform> platformsOf(Collection<Target> targets) {
    Set<Platform> platforms = new HashSet<>();
    targets.forEach(target -> platforms.add(target.platform()));
    return platforms;
  }

  /// The directories that the compiler searches; the last one is that of Tenon.
  private List<Path> headerFolders(Path sources, Path output) throws IOException, UsageException {
    List<Path> folders = new ArrayList<>(List.of(sources));
    for (String include : request.includes()) {
      Path folder = ArgumentValues.path(surroundings, include);
      if (!Files.isDirectory(folder)) {
        throw new UsageException(noIncludes(folder));
      }
      folders.add(folder);
    }
    folders.add(SdkHeaders.ofProgram().findOrCopy(output.resolve(".include")));
    return folders;
  }

  /// What the compiler may read besides the sources of a module.
  private static List<Path> includable(Path sources, List<Path> headers) {
    List<Path> files = new ArrayList<>(new SourceFolder(sources).includable());
    headers
        .subList(1, headers.size())
        .forEach(folder -> files.addAll(SourceFolder.filesBelow(folder)));
    return files;
  }

  private static String twice(Platform platform) {
    return "two compilers for %s; give each platform once".formatted(platform);
  }

  private static String noIncludes(Path folder) {
    return "cannot search headers in %s: there is no such directory"
        .formatted(Escapes.quoted(folder));
  }
}
