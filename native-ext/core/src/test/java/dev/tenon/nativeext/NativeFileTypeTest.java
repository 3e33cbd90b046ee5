// SPDX-License-Identifier: Apache-2.0
package dev.tenon.nativeext;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.tenon.imports.path.Platform;
import dev.tenon.nativeext.bridge.Backends;
import org.junit.jupiter.api.Test;

/// Where native modules are looked for, and which backend serves them.
class NativeFileTypeTest {

  @Test
  void fileNames_ofModule_preferTheOneForThisAbi() {
    String suffix = Platform.current().suffix();
    assertThat(new NativeFileType().fileNames("b"))
        .containsExactly("b.tenon-1" + suffix, "b" + suffix, "libb" + suffix);
  }

  @Test
  void backend_thatIsNotInstalled_isNamedWithWhatIs() {
    assertThatIllegalStateException()
        .isThrownBy(() -> Backends.choose("none"))
        .withMessageContainingAll("no native backend 'none'", "found []", "tenon-native-none");
  }
}
