// SPDX-License-Identifier: Apache-2.0
package dev.tenon.pins;

import dev.tenon.error.Diagnosis;
import dev.tenon.error.ImportException;
import dev.tenon.error.Phase;
import dev.tenon.input.BoundedFile;
import dev.tenon.input.Escapes;
import dev.tenon.input.FileProblem;
import dev.tenon.input.Limit;
import dev.tenon.input.Sha256;
import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The pins of a lock file, as it was when it was read. `docs/pins.md` describes the format.
public final class LockFile extends Pins {

  static final String HEADER = "tenon-lock";
  static final String VERSION = "1";
  private static final String EXPECTED_ENTRY =
      "the SHA-256 of a file, its modules or -, and its place";

  private final Path file;
  private final Map<Path, LockEntry> entries = new HashMap<>();
  private final Map<String, LockEntry> byHash = new LinkedHashMap<>();
  private int count;

  private LockFile(Path file) {
    this.file = file;
  }

  /// Reads a lock file.
  ///
  /// @throws ImportException if it cannot be read, or something in it cannot be understood
  public static LockFile read(Path file) {
    LockFile lock = new LockFile(file);
    try {
      lock.readAll(BoundedFile.readText(file, Limit.LOCK_FILE));
      return lock;
    } catch (IOException e) {
      throw lock.unusable(
          "%s; make it with 'tenon lock', or correct the path".formatted(FileProblem.reason(e)));
    }
  }

  private ImportException unusable(String reason) {
    return new ImportException(
        "cannot use the lock file %s: %s".formatted(Escapes.quoted(file), reason),
        null,
        file.toString(),
        Phase.CHECK);
  }

  private ImportException unusable(int line, String found, String expected) {
    return unusable(
        "line %d: found %s, expected %s; correct the line, or make the file again with 'tenon lock'"
            .formatted(line, found, expected));
  }

  /// The file.
  public Path file() {
    return file;
  }

  private void readAll(String text) throws IOException {
    Path folder = folderOf(file.toAbsolutePath().normalize());
    Path real = folderOf(file.toRealPath());
    boolean isBegun = false;
    int line = 0;
    for (String each : text.split("\n", -1)) {
      line++;
      String content = each.strip();
      if (content.isEmpty() || content.startsWith("#")) {
        continue;
      }
      if (isBegun) {
        add(entry(line, content), folder, real);
      } else {
        checkHeader(line, content);
        isBegun = true;
      }
    }
    if (!isBegun) {
      throw unusable(
          line, text.isBlank() ? "nothing" : "comments only", "'%s %s'".formatted(HEADER, VERSION));
    }
  }

  private static Path folderOf(Path file) {
    Path folder = file.getParent();
    return folder == null ? file : folder;
  }

  private void checkHeader(int line, String content) {
    String[] words = content.split("\\s+", -1);
    if (words.length != 2 || !words[0].equals(HEADER)) {
      throw unusable(
          line, Escapes.quoted(content), "'%s %s' on the first line".formatted(HEADER, VERSION));
    }
    if (!words[1].equals(VERSION)) {
      throw unusable(
          ("line %d: found version %s of the format, expected version %s; update Tenon, or make"
                  + " the file again with the 'tenon lock' of this version")
              .formatted(line, Escapes.inline(words[1]), VERSION));
    }
  }

  private LockEntry entry(int line, String content) {
    String[] fields = content.split("\\s+", 3);
    if (fields.length < 3) {
      throw unusable(line, Escapes.quoted(content), EXPECTED_ENTRY);
    }
    String hash = fields[0].toLowerCase(Locale.ROOT);
    if (hash.length() != Sha256.DIGITS
        || !hash.chars().allMatch(each -> Character.digit(each, 16) >= 0 && each < 128)) {
      throw unusable(
          line,
          Escapes.quoted(fields[0]),
          "the SHA-256 of a file, %d hexadecimal digits".formatted(Sha256.DIGITS));
    }
    String source =
        LockText.unescape(fields[2])
            .orElseThrow(() ->
                unusable(
                    line,
                    Escapes.quoted(fields[2]),
                    "a place in which a backslash begins \\\\ or \\u and four hexadecimal digits"));
    return new LockEntry(line, hash, fields[1], source);
  }

  private void add(LockEntry entry, Path folder, Path real) {
    Path place;
    Path realPlace;
    try {
      place = folder.resolve(entry.source()).normalize();
      realPlace = real.resolve(entry.source()).normalize();
    } catch (InvalidPathException _) {
      throw unusable(entry.line(), Escapes.quoted(entry.source()), "the place of a file");
    }
    LockEntry other = entries.putIfAbsent(place, entry);
    if (other != null) {
      throw unusable(
          entry.line(),
          "%s once more, which line %d lists"
              .formatted(Escapes.quoted(entry.source()), other.line()),
          "each file once");
    }
    LockEntry _ = entries.putIfAbsent(realPlace, entry);
    LockEntry _ = byHash.putIfAbsent(entry.hash(), entry);
    count++;
  }

  @Override
  public void admit(Path read, String hash) {
    LockEntry entry = find(read);
    if (entry == null) {
      throw new UnpinnedException(notListed(read, hash));
    }
    if (!entry.hash().equals(hash)) {
      throw new UnpinnedException(
          new Diagnosis(
              "%s has the SHA-256 %s".formatted(Escapes.quoted(read), hash),
              "%s, as line %d of %s says%s"
                  .formatted(entry.hash(), entry.line(), name(), entry.ofModules()),
              "restore the file or, if it was changed on purpose, make the lock file again with"
                  + " 'tenon lock'"));
    }
  }

  /// The line of a file as it was found, or else of the file that symbolic links lead to.
  private @Nullable LockEntry find(Path read) {
    LockEntry entry = entries.get(read.toAbsolutePath().normalize());
    if (entry != null) {
      return entry;
    }
    try {
      return entries.get(read.toRealPath());
    } catch (IOException _) {
      return null;
    }
  }

  private Diagnosis notListed(Path read, String hash) {
    LockEntry same = byHash.get(hash);
    return new Diagnosis(
        "%s with the SHA-256 %s, which %s does not list"
            .formatted(Escapes.quoted(read), hash, name()),
        "one of its %d files%s"
            .formatted(
                count,
                same == null
                    ? ""
                    : ", of which %s has the same bytes".formatted(Escapes.quoted(same.source()))),
        same == null
            ? "take the file away or, if it belongs to the program, make the lock file again with"
                + " 'tenon lock'"
            : "put the file back in its place, or make the lock file again with 'tenon lock'");
  }

  @Override
  public String name() {
    return "the lock file " + Escapes.quoted(file);
  }
}
