// SPDX-License-Identifier: Apache-2.0
package dev.tenon.script;

import dev.tenon.module.Loader;
import dev.tenon.pins.PinnedFileType;
import dev.tenon.script.dialect.ScriptLanguage;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/// Makes script files importable. The engines are optional: without one the import of such a file
/// fails with the name of the artifact to add.
public final class ScriptFileType implements PinnedFileType {

  /// For the service loader.
  public ScriptFileType() {}

  @Override
  public List<String> fileNames(String tail) {
    return Arrays.stream(ScriptLanguage.values())
        .map(language -> tail + "." + language.extension())
        .toList();
  }

  @Override
  public Loader loaderFor(String name, Path file) {
    String fileName = String.valueOf(file.getFileName());
    String extension = fileName.substring(fileName.lastIndexOf('.') + 1);
    return new ScriptLoader(ScriptLanguage.of(extension), file);
  }

  @Override
  public boolean readsArchives() {
    return true;
  }
}
