// SPDX-License-Identifier: Apache-2.0
package dev.tenon.tools.compile;

import dev.tenon.cli.terminal.Surroundings;
import dev.tenon.cli.terminal.ToolFailure;
import dev.tenon.error.ImportException;
import dev.tenon.input.Escapes;
import dev.tenon.module.ModuleDef;
import dev.tenon.nativeext.LibraryDefinitions;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// Compiles modules for one platform. A library is left alone if neither the command nor a file
/// that it reads has changed, and is replaced only by one that contains the module.
final class TargetCompiler {

  private static final List<String> USUAL_OPTIONS = List.of("-O2", "-g", "-Wall", "-Wextra");

  private final Surroundings surroundings;
  private final CompileCommand.Compile request;
  private final Target target;
  private final Path program;
  private final List<Path> headers;
  private final List<Path> includable;
  private final Path output;
  private final CompileRecords records;

  /// @param headers the directories that the compiler searches; the last one is that of Tenon
  /// @param includable the files that any of the modules may include
  /// @param output the directory of the libraries of all platforms
  /// @throws ToolFailure if there is no compiler
  TargetCompiler(
      Surroundings surroundings,
      CompileCommand.Compile request,
      Target target,
      List<Path> headers,
      List<Path> includable,
      Path output) {
    this.surroundings = surroundings;
    this.request = request;
    this.target = target;
    this.headers = headers;
    this.includable = includable;
    this.output = output;
    program = target.program(new Programs(surroundings));
    records = new CompileRecords(output);
  }

  /// Compiles what has changed, and deletes the libraries of modules that are gone.
  ///
  /// @return a line for each module
  /// @throws IOException if a file cannot be read or written
  /// @throws InterruptedException if this thread is interrupted meanwhile
  /// @throws ToolFailure if a module cannot be compiled
  String compile(Collection<ModuleSources> modules) throws IOException, InterruptedException {
    Set<Path> made = new HashSet<>();
    StringBuilder done = new StringBuilder();
    for (ModuleSources module : modules) {
      Path library = libraryOf(module);
      made.add(library);
      String did = compile(module, library) ? "compiled" : "unchanged";
      done.append("%s %s: %s%n".formatted(did, module.name(), Escapes.inline(library)));
    }
    records.deleteAllBut(made, target.platform());
    return done.toString();
  }

  private Path libraryOf(ModuleSources module) {
    return output
        .resolve(target.platform().name())
        .resolve(module.path() + target.platform().suffix());
  }

  /// Compiles a module unless that has been done.
  private boolean compile(ModuleSources module, Path library)
      throws IOException, InterruptedException {
    List<String> command = command(module, library);
    List<Path> read = new ArrayList<>(module.files());
    read.addAll(includable);
    String digest = CompileRecords.digest(identified(command), read);
    if (records.isCurrent(library, digest)) {
      return false;
    }
    replace(module, library, command);
    records.add(library, digest);
    return true;
  }

  /// The command without the name of the library, which comes last.
  private List<String> command(ModuleSources module, Path library) {
    List<String> command = new ArrayList<>(List.of(program.toString()));
    command.addAll(target.compiler().subList(1, target.compiler().size()));
    command.addAll(USUAL_OPTIONS);
    // The same library wherever the sources are.
    command.add("-ffile-prefix-map=" + surroundings.folder() + "=.");
    command.addAll(new CompilerFlags(headers.getLast()).wordsForC());
    headers.subList(0, headers.size() - 1).forEach(folder -> command.add("-I" + folder));
    command.addAll(target.libraryOptions(String.valueOf(library.getFileName())));
    command.addAll(request.options());
    module.files().forEach(file -> command.add(file.toString()));
    command.addAll(request.link());
    return command;
  }

  /// The command with what distinguishes a compiler from a later one of the same name.
  private List<String> identified(List<String> command) throws IOException {
    List<String> words = new ArrayList<>(command);
    words.add(String.valueOf(Files.size(program)));
    words.add(Files.getLastModifiedTime(program).toString());
    return words;
  }

  private void replace(ModuleSources module, Path library, List<String> command)
      throws IOException, InterruptedException {
    Files.createDirectories(library.getParent());
    Path work = Files.createTempDirectory(output, ".compile");
    Path made = work.resolve(library.getFileName());
    try {
      run(module, command, made);
      check(module, made);
      Files.move(
          made, library, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    } finally {
      for (Path file : SourceFolder.filesBelow(work)) {
        Files.delete(file);
      }
      Files.delete(work);
    }
  }

  /// Runs the compiler. What it prints goes to the standard error, as it is.
  private void run(ModuleSources module, List<String> command, Path made)
      throws IOException, InterruptedException {
    List<String> words = new ArrayList<>(command);
    words.addAll(List.of("-o", made.toString()));
    Process process =
        new ProcessBuilder(words)
            .directory(surroundings.folder().toFile())
            .redirectErrorStream(true)
            .start();
    try {
      process.getOutputStream().close();
      byte[] said = process.getInputStream().readAllBytes();
      surroundings.errors().print(Escapes.printable(new String(said, StandardCharsets.UTF_8)));
      surroundings.errors().flush();
      int status = process.waitFor();
      if (status != 0) {
        throw new ToolFailure(failed(module, status));
      }
    } finally {
      process.destroy();
    }
  }

  private static void check(ModuleSources module, Path library) throws IOException {
    List<String> names;
    try {
      names = LibraryDefinitions.ofAnyPlatform(library).stream().map(ModuleDef::name).toList();
    } catch (ImportException e) {
      throw new ToolFailure(noModule(module, e.summary()));
    }
    if (!names.contains(module.tail())) {
      throw new ToolFailure(
          noModule(
              module,
              names.isEmpty()
                  ? "the library exports no module"
                  : "the library exports " + String.join(", ", names)));
    }
  }

  private String failed(ModuleSources module, int status) {
    return "cannot compile the module %s for %s: %s ended with status %d; its messages are above"
        .formatted(module.name(), target.platform(), String.join(" ", target.compiler()), status);
  }

  private static String noModule(ModuleSources module, String reason) {
    return "cannot make the module %s of %s: %s; expected TENON_MODULE(%s, …) in it, or sources named as the module"
        .formatted(module.name(), Escapes.quoted(module.files().getFirst()), reason, module.tail());
  }
}
