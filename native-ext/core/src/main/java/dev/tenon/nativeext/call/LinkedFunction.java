// SPDX-License-Identifier: Apache-2.0
package dev.tenon.nativeext.call;

import dev.tenon.nativeext.bridge.NativeHost;
import dev.tenon.nativeext.spi.HostFunction;
import org.jspecify.annotations.Nullable;

/// A C function of words, linked by the bridge that called it last. All instances of a module share
/// it, and mostly all of them have the same bridge.
final class LinkedFunction {

  private final long address;
  private final boolean takesKeywords;

  /// Plain: two threads that link it at once make equal functions.
  private @Nullable Link last;

  private record Link(NativeHost host, HostFunction function) {}

  LinkedFunction(long address, boolean takesKeywords) {
    this.address = address;
    this.takesKeywords = takesKeywords;
  }

  /// The function, as a bridge calls it.
  HostFunction through(NativeHost host) {
    Link link = last;
    return link != null && link.host == host ? link.function : link(host);
  }

  private HostFunction link(NativeHost host) {
    HostFunction function =
        takesKeywords ? host.backend().keywordFunction(address) : host.backend().function(address);
    last = new Link(host, function);
    return function;
  }
}
