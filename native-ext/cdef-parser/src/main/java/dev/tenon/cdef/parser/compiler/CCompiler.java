// SPDX-License-Identifier: Apache-2.0
package dev.tenon.cdef.parser.compiler;

import dev.tenon.cdef.model.MissingCompilerException;
import dev.tenon.input.BoundedFile;
import dev.tenon.input.Escapes;
import dev.tenon.input.Limit;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// Runs the C compiler of the machine, the one that `CC` names or `cc`. One serves one thread.
public final class CCompiler {

  private static final long SECONDS = 120;
  private static final long POLL_MILLISECONDS = 20;

  /// Where there is a shell, what the compiler may map is bounded: a few lines of macros can make
  /// it fill any memory.
  private static final long MEMORY_KIBIBYTES = 4L << 20;

  private static final Path SHELL = Path.of("/bin/sh");

  private final List<String> command;
  private final List<String> flags;
  private final Path folder;
  private final Path workingFolder;
  private boolean isClang;

  /// What a run gave.
  ///
  /// @param succeeded whether the exit status was 0
  /// @param messages what was written on the error stream
  /// @param output the file with what was written on the output stream
  public record Result(boolean succeeded, String messages, Path output) {}

  private CCompiler(List<String> command, List<String> flags, Path folder, Path workingFolder) {
    this.command = List.copyOf(command);
    this.flags = List.copyOf(flags);
    this.folder = folder;
    this.workingFolder = workingFolder;
  }

  /// The compiler for a target.
  ///
  /// @param target such as `aarch64-linux-gnu`; null for this machine
  /// @param flags what it gets in every run, such as `-I` and `-D`
  /// @param folder for its files
  /// @param workingFolder where relative names of files begin
  /// @throws IOException if there is none
  public static CCompiler of(
      @Nullable String target, List<String> flags, Path folder, Path workingFolder)
      throws IOException {
    String wanted = System.getenv("CC");
    List<List<String>> candidates = new ArrayList<>();
    if (target == null) {
      candidates.add(
          wanted == null || wanted.isBlank()
              ? List.of("cc")
              : List.of(wanted.strip().split("\\s+")));
    } else {
      candidates.add(List.of(target + "-gcc"));
      candidates.add(List.of("clang", "--target=" + target));
    }
    for (List<String> command : candidates) {
      CCompiler compiler = new CCompiler(command, flags, folder, workingFolder);
      if (compiler.exists()) {
        return compiler;
      }
    }
    throw new MissingCompilerException(
        "no C compiler%s: tried %s; install one (Debian and Ubuntu: apt-get install %s) or set CC"
            .formatted(
                target == null ? "" : " for " + Escapes.quoted(target),
                String.join(", ", candidates.stream().map(each -> String.join(" ", each)).toList()),
                target == null ? "gcc" : "gcc-" + Escapes.inline(target)));
  }

  private boolean exists() {
    try {
      Result result = start(List.of("--version"));
      isClang = text(result.output(), Limit.QUOTED_OUTPUT).contains("clang");
      return result.succeeded();
    } catch (IOException _) {
      return false;
    }
  }

  private static String text(Path file, Limit limit) throws IOException {
    return new String(BoundedFile.read(file, limit), StandardCharsets.ISO_8859_1);
  }

  /// Whether it is Clang, which has no options for where errors in macros are reported.
  boolean isClang() {
    return isClang;
  }

  /// The name of the command.
  public String name() {
    return String.join(" ", command);
  }

  /// The folder for its files.
  public Path folder() {
    return folder;
  }

  /// Runs it with the flags and further arguments.
  ///
  /// @throws IOException if it cannot be run, takes too long or writes too much
  public Result run(String... arguments) throws IOException {
    List<String> all = new ArrayList<>(flags);
    all.addAll(List.of(arguments));
    return start(all);
  }

  private Result start(List<String> arguments) throws IOException {
    List<String> all = new ArrayList<>();
    if (Files.isExecutable(SHELL)) {
      all.addAll(
          List.of(
              SHELL.toString(),
              "-c",
              "ulimit -v " + MEMORY_KIBIBYTES + " 2>/dev/null; exec \"$@\"",
              "sh"));
    }
    all.addAll(command);
    all.addAll(arguments);
    Path output = Files.createTempFile(folder, "out", ".txt");
    Path messages = Files.createTempFile(folder, "messages", ".txt");
    ProcessBuilder builder =
        new ProcessBuilder(all)
            .directory(workingFolder.toAbsolutePath().toFile())
            .redirectOutput(output.toFile())
            .redirectError(messages.toFile());
    builder.environment().put("LC_ALL", "C");
    Process process = builder.start();
    process.getOutputStream().close();
    try {
      long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(SECONDS);
      while (!process.waitFor(POLL_MILLISECONDS, TimeUnit.MILLISECONDS)) {
        if (Files.size(output) > Limit.INCLUDED_HEADERS.most()) {
          throw new IOException(
              "the headers are too large: '%s' wrote %s"
                  .formatted(name(), Limit.INCLUDED_HEADERS.exceeded()));
        }
        if (System.nanoTime() > end || Files.size(messages) > Limit.INCLUDED_HEADERS.most()) {
          throw new IOException(
              "'%s' did not come to an end within %d seconds".formatted(name(), SECONDS));
        }
      }
      if (Files.size(output) > Limit.INCLUDED_HEADERS.most()) {
        throw new IOException(
            "the headers are too large: '%s' wrote %s"
                .formatted(name(), Limit.INCLUDED_HEADERS.exceededBy(Files.size(output))));
      }
      return new Result(process.exitValue() == 0, text(messages, Limit.INCLUDED_HEADERS), output);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while '%s' ran".formatted(name()), e);
    } finally {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly();
      Files.deleteIfExists(messages);
    }
  }
}
