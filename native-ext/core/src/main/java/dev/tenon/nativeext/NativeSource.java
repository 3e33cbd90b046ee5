package dev.tenon.nativeext;

import dev.tenon.imports.ExtensionLoader;
import dev.tenon.module.ModuleDef;
import dev.tenon.module.ModuleOwner;
import dev.tenon.module.ModuleSpec;
import java.nio.file.Path;

/// Reads descriptors out of a library.
///
/// @param file the library
record NativeSource(Path file) implements ExtensionLoader.DefSource {

  @Override
  public ModuleDef query(ModuleSpec spec) {
    String name = spec.name();
    ImageManifest manifest = ImageManifest.beside(name, file);
    ModuleOwner owner = ModuleOwner.CURRENT.isBound() ? ModuleOwner.CURRENT.get() : null;
    NativeLibrary library =
        owner != null && (manifest.isPrivate() || owner.wantsPrivateImage(name))
            ? NativeLibrary.openPrivate(name, file, owner, manifest.libraries())
            : NativeLibrary.open(name, file);
    return library.moduleDef(name);
  }

  @Override
  public boolean isNative() {
    return true;
  }
}
