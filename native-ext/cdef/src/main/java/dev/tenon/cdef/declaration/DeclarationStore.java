// SPDX-License-Identifier: Apache-2.0
package dev.tenon.cdef.declaration;

import dev.tenon.cdef.model.DataModel;
import dev.tenon.cdef.model.DeclarationException;
import dev.tenon.cdef.model.DeclarationParser;
import dev.tenon.cdef.model.DeclarationProblem;
import dev.tenon.cdef.model.Declarations;
import dev.tenon.cdef.model.DeclarationsReader;
import dev.tenon.cdef.model.DeclarationsWriter;
import dev.tenon.input.BoundedFile;
import dev.tenon.input.Escapes;
import dev.tenon.input.Limit;
import dev.tenon.input.Sha256;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.ServiceLoader;
import org.jspecify.annotations.Nullable;

/// Declarations that were read before, kept in files that are named after a hash of the text, so
/// that a second start neither parses them nor loads the parser. A file that is damaged is written
/// anew, and where none can be written the text is parsed each time.
public final class DeclarationStore {

  /// Changes when the same text must be read anew.
  private static final String EDITION = "2";

  private static final int HASH_SIZE = 32;
  private static final int QUOTED = 80;

  private final Optional<Path> folder;
  private final DataModel model;

  public DeclarationStore(Optional<Path> folder, DataModel model) {
    this.folder = folder;
    this.model = model;
  }

  /// The store of this user: the folder that `TENON_CDEF_CACHE` names, `off` for none, else
  /// `tenon/cdef` below the user's cache folder.
  public static DeclarationStore installed() {
    return new DeclarationStore(
        folder(System.getenv("TENON_CDEF_CACHE"), System.getenv("XDG_CACHE_HOME")),
        DataModel.current());
  }

  static Optional<Path> folder(@Nullable String wanted, @Nullable String caches) {
    if (wanted != null && !wanted.isEmpty()) {
      return wanted.equals("off") ? Optional.empty() : Optional.of(Path.of(wanted));
    }
    String home = System.getProperty("user.home", "");
    Path base =
        caches != null && !caches.isEmpty() ? Path.of(caches) : Path.of(home).resolve(".cache");
    return base.isAbsolute()
        ? Optional.of(base.resolve("tenon").resolve("cdef"))
        : Optional.empty();
  }

  /// The content of a file.
  ///
  /// @throws DeclarationException if something in the text cannot be read
  /// @throws MissingParserException if the text has to be parsed and nothing can do it
  public Declarations read(String fileName, String text)
      throws DeclarationException, MissingParserException {
    Optional<Path> file = folder.map(each -> each.resolve(key(text) + ".bin"));
    Declarations known = file.isPresent() ? load(file.get()) : null;
    if (known != null) {
      return known;
    }
    Declarations parsed = parse(fileName, text);
    file.ifPresent(each -> save(each, parsed));
    return parsed;
  }

  /// The parser recurses as deep as the text nests, and needs many times the room of the text.
  private Declarations parse(String fileName, String text)
      throws DeclarationException, MissingParserException {
    try {
      return parser().parse(fileName, text, model);
    } catch (StackOverflowError _) {
      throw tooMuch(text, "the declarations are nested too deeply for the stack");
    } catch (OutOfMemoryError _) {
      throw tooMuch(text, "the heap has no room for the declarations");
    }
  }

  private static DeclarationException tooMuch(String text, String message) {
    return new DeclarationException(
        List.of(
            new DeclarationProblem(
                1, 1, message, Escapes.inline(text.substring(0, firstLine(text))))));
  }

  private static int firstLine(String text) {
    int end = text.indexOf('\n');
    return Math.min(end < 0 ? text.length() : end, QUOTED);
  }

  private static DeclarationParser parser() throws MissingParserException {
    try {
      return Parsers.find(
              ServiceLoader.load(DeclarationParser.class, DeclarationStore.class.getClassLoader()),
              DeclarationParser.class)
          .orElseThrow(MissingParserException::new);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot look for a declaration parser", e);
    }
  }

  private String key(String text) {
    String all = "%s\n%s\n%s".formatted(EDITION, model, text);
    return Sha256.of(all.getBytes(StandardCharsets.UTF_8));
  }

  private static @Nullable Declarations load(Path file) {
    try {
      byte[] all = BoundedFile.read(file, Limit.STORED_DECLARATIONS);
      int length = all.length - HASH_SIZE;
      if (length <= 0) {
        return null;
      }
      byte[] content = Arrays.copyOf(all, length);
      byte[] expected = Arrays.copyOfRange(all, length, all.length);
      return MessageDigest.isEqual(Sha256.digest().digest(content), expected)
          ? new DeclarationsReader(new ByteArrayInputStream(content)).read()
          : null;
    } catch (IOException _) {
      return null;
    }
  }

  private static void save(Path file, Declarations declarations) {
    try {
      ByteArrayOutputStream content = new ByteArrayOutputStream();
      new DeclarationsWriter(content).write(declarations);
      byte[] bytes = content.toByteArray();
      content.write(Sha256.digest().digest(bytes));
      Files.createDirectories(file.getParent());
      Path made = Files.createTempFile(file.getParent(), "new", ".bin");
      Files.write(made, content.toByteArray());
      Files.move(made, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      System.getLogger("dev.tenon.cdef")
          .log(System.Logger.Level.DEBUG, "cannot keep what was read of declarations", e);
    }
  }
}
