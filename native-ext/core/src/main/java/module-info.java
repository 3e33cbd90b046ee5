// SPDX-License-Identifier: Apache-2.0
/// Native extension modules: reads descriptors out of C libraries and connects them with the module
/// system. Needs one backend, `dev.tenon.nativeext.ffm` for instance.
@SuppressWarnings("module") // The sister modules need this one, so they are not there yet.
module dev.tenon.nativeext {
  requires transitive dev.tenon;
  requires static org.jspecify;

  exports dev.tenon.nativeext;
  exports dev.tenon.nativeext.apart;
  exports dev.tenon.nativeext.debug;
  exports dev.tenon.nativeext.spi;
  exports dev.tenon.nativeext.bridge to
      dev.tenon.cdef,
      dev.tenon.tools;
  exports dev.tenon.nativeext.elf to
      dev.tenon.tools;
  exports dev.tenon.nativeext.image to
      dev.tenon.cdef;
  exports dev.tenon.nativeext.memory to
      dev.tenon.cdef;

  uses dev.tenon.nativeext.spi.NativeBackend;

  provides dev.tenon.search.ModuleFileType with
      dev.tenon.nativeext.NativeFileType;
}
