// SPDX-License-Identifier: Apache-2.0
package dev.tenon.nativeext.image;

import dev.tenon.error.Diagnosis;
import dev.tenon.error.ExtensionLoadException;
import dev.tenon.error.Phase;
import dev.tenon.input.ArchiveFiles;
import dev.tenon.input.BoundedFile;
import dev.tenon.input.Escapes;
import dev.tenon.input.Limit;
import dev.tenon.pins.Pins;
import dev.tenon.spi.ModuleOwner;
import dev.tenon.text.NearNames;
import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Properties;

/// What a file beside a library says about how it is to be mapped: `legacy.so.tenon` for
/// `legacy.so`, in the format of Java's property files.
///
/// @param image how it is mapped
/// @param libraries the libraries that are private with it
public record ImageManifest(Image image, LibraryNames libraries) {

  /// How a library is mapped.
  public enum Image {
    /// Once for the process, from a copy that nobody else can change.
    SHARED,
    /// For each interpreter, from such a copy.
    PRIVATE,
    /// Once for the process, from its own file.
    DIRECT;

    private static Optional<Image> of(String text) {
      return Arrays.stream(values())
          .filter(each -> each.name().toLowerCase(Locale.ROOT).equals(text))
          .findFirst();
    }
  }

  private static final String SUFFIX = ".tenon";
  private static final String IMAGE = "image";
  private static final String LIBRARIES = "private-libraries";
  private static final ImageManifest NOTHING = new ImageManifest(Image.SHARED, LibraryNames.NONE);

  /// Reads what lies beside a library.
  ///
  /// @param module the module it is wanted for, for messages
  /// @throws ExtensionLoadException if the file cannot be read or makes no sense
  public static ImageManifest beside(String module, Path library) {
    Path file = library.resolveSibling(library.getFileName() + SUFFIX);
    if (!Files.exists(file)) {
      return NOTHING;
    }
    Properties lines = new Properties();
    try {
      Pins pins = ModuleOwner.currentPins();
      lines.load(
          new StringReader(
              pins == null
                  ? BoundedFile.readText(file, Limit.IMAGE_MANIFEST)
                  : pins.readText(file, Limit.IMAGE_MANIFEST)));
    } catch (IOException | IllegalArgumentException e) {
      throw refused(
          module,
          file,
          "it cannot be read: " + reason(e),
          "lines such as image = private",
          "fix or remove it");
    }
    return of(module, file, lines);
  }

  private static String reason(Exception failure) {
    return failure instanceof CharacterCodingException
        ? "it is not UTF-8 text"
        : String.valueOf(failure.getMessage());
  }

  private static ImageManifest of(String module, Path file, Properties lines) {
    for (String key : lines.stringPropertyNames()) {
      if (!key.equals(IMAGE) && !key.equals(LIBRARIES)) {
        throw refused(
            module,
            file,
            "unknown key %s%s"
                .formatted(Escapes.quoted(key), NearNames.hint(key, List.of(IMAGE, LIBRARIES))),
            "%s or %s".formatted(IMAGE, LIBRARIES),
            "fix or remove the line");
      }
    }
    String text = lines.getProperty(IMAGE, "shared").strip();
    Image image =
        Image.of(text)
            .orElseThrow(() ->
                refused(
                    module,
                    file,
                    "%s = %s".formatted(IMAGE, Escapes.inline(text)),
                    "private, shared or direct",
                    "fix the line"));
    List<String> names =
        Arrays.stream(lines.getProperty(LIBRARIES, "").split(",", -1))
            .map(String::strip)
            .filter(name -> !name.isEmpty())
            .toList();
    for (String name : names) {
      if (LibraryNames.isOfProcess(name)) {
        throw refused(
            module,
            file,
            "%s = %s".formatted(LIBRARIES, Escapes.inline(name)),
            "libraries of its own: this one belongs to the process",
            "remove it from the line");
      }
    }
    return new ImageManifest(image, new LibraryNames(names));
  }

  private static ExtensionLoadException refused(
      String module, Path file, String found, String expected, String remedy) {
    return new ExtensionLoadException(
        module,
        ArchiveFiles.shown(file).toString(),
        Phase.QUERY,
        new Diagnosis(found, expected, remedy));
  }
}
