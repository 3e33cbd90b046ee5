// SPDX-License-Identifier: Apache-2.0
/// The native backend on the JDK's Foreign Function & Memory API.
module dev.tenon.nativeext.ffm {
  requires dev.tenon;
  requires dev.tenon.nativeext;
  requires static org.jspecify;

  provides dev.tenon.nativeext.spi.NativeBackend with
      dev.tenon.nativeext.ffm.FfmBackend;
}
