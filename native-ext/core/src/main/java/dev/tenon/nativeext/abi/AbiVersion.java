// SPDX-License-Identifier: Apache-2.0
package dev.tenon.nativeext.abi;

import dev.tenon.error.Diagnosis;
import java.util.Optional;

/// A version of the ABI.
///
/// @param major grows when something old stops working
/// @param minor grows when something is added
public record AbiVersion(int major, int minor) {

  /// The version of this host.
  public static final AbiVersion HOST = new AbiVersion(Abi.MAJOR, Abi.MINOR);

  /// A version as it stands in a descriptor.
  public static AbiVersion of(int version) {
    return new AbiVersion(version >>> 16, version & 0xFFFF);
  }

  /// Why a host cannot take a module that was built for this version; empty if it can: the major
  /// version is the host's and the minor version no newer.
  public Optional<Diagnosis> faultOn(AbiVersion host) {
    if (major == host.major && minor <= host.minor) {
      return Optional.empty();
    }
    return Optional.of(
        new Diagnosis(
            "found ABI " + this,
            "%d.0 to %s".formatted(host.major, host),
            "rebuild it with the tenon.h that belongs to this version of Tenon"
                + (major >= host.major ? ", or use a Tenon of ABI " + this : "")));
  }

  @Override
  public String toString() {
    return major + "." + minor;
  }
}
