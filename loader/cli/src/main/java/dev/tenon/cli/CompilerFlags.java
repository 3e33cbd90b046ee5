package dev.tenon.cli;

import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.CodeSource;
import org.jspecify.annotations.Nullable;

/// The flags with which a C compiler makes a module: the language, what is exported, and where the
/// headers are, which lie near the program itself.
final class CompilerFlags {

  private static final String HEADER = "tenon.h";

  private final Path program;

  /// @param program a place in the source tree or in the folder that Tenon is installed in
  CompilerFlags(Path program) {
    this.program = program;
  }

  /// The flags for the headers that belong to this program.
  ///
  /// @throws UsageException if the program does not know where it lies
  static CompilerFlags ofProgram() throws UsageException {
    CodeSource source = CompilerFlags.class.getProtectionDomain().getCodeSource();
    try {
      if (source != null && source.getLocation() != null) {
        return new CompilerFlags(Path.of(source.getLocation().toURI()));
      }
    } catch (URISyntaxException | IllegalArgumentException e) {
      throw new UsageException(Messages.noHeaders(e.toString()));
    }
    throw new UsageException(Messages.noHeaders("the place of the program is not known"));
  }

  /// The flags as words of a shell.
  ///
  /// @throws UsageException if there are no headers
  String text() throws UsageException {
    Path headers = headers();
    if (headers == null) {
      throw new UsageException(Messages.noHeaders("none in the folders above " + program));
    }
    return "-std=c11 -fvisibility=hidden -I" + headers;
  }

  private @Nullable Path headers() {
    for (Path folder = program; folder != null; folder = folder.getParent()) {
      for (String name : new String[] {"include", "native-ext/include"}) {
        Path headers = folder.resolve(name);
        if (Files.isRegularFile(headers.resolve(HEADER))) {
          return headers;
        }
      }
    }
    return null;
  }
}
