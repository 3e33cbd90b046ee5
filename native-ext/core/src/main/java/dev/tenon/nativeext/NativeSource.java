package dev.tenon.nativeext;

import dev.tenon.imports.ExtensionLoader;
import dev.tenon.module.ModuleDef;
import dev.tenon.module.ModuleSpec;
import java.nio.file.Path;

/// Reads descriptors out of a library.
///
/// @param file the library
record NativeSource(Path file) implements ExtensionLoader.DefSource {

  @Override
  public ModuleDef query(ModuleSpec spec) {
    return NativeLibrary.open(spec.name(), file).moduleDef(spec.name());
  }

  @Override
  public boolean isNative() {
    return true;
  }
}
