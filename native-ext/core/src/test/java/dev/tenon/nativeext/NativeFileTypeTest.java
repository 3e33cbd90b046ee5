package dev.tenon.nativeext;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.tenon.nativeext.bridge.Backends;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Where native modules are looked for, and which backend serves them.
class NativeFileTypeTest {

  @ParameterizedTest
  @CsvSource({"Linux, .so", "Mac OS X, .dylib", "Windows 11, .dll"})
  void suffix_ofSystem_isThatOfItsLibraries(String system, String suffix) {
    assertThat(NativeFileType.suffix(system)).isEqualTo(suffix);
  }

  @Test
  void fileNames_ofModule_preferTheOneForThisAbi() {
    String suffix = NativeFileType.suffix(System.getProperty("os.name"));
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
