// SPDX-License-Identifier: Apache-2.0
/// The native backend on JNR-FFI.
@SuppressWarnings("requires-automatic") // no release of JNR-FFI declares itself a module
module dev.tenon.nativeext.jnr {
  requires dev.tenon;
  requires dev.tenon.nativeext;
  requires static org.jspecify;
  requires jnr.x86asm;
  requires org.jnrproject.jffi;
  requires org.objectweb.asm; // JNR-FFI's own interfaces need it and cannot say so

  provides dev.tenon.nativeext.spi.NativeBackend with
      dev.tenon.nativeext.jnr.JnrBackend;
}
