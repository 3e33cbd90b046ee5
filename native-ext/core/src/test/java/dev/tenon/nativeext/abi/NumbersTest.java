// SPDX-License-Identifier: Apache-2.0
package dev.tenon.nativeext.abi;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/// The enums of Java hold every number that C has for them, each under C's name for it.
public class NumbersTest {

  /// The constants of C that have a prefix, by the rest of their names.
  public static Map<String, Integer> named(String prefix) {
    return Arrays.stream(Abi.class.getFields())
        .filter(field -> field.getName().startsWith(prefix))
        .collect(
            Collectors.toMap(
                field -> field.getName().substring(prefix.length()),
                field -> {
                  try {
                    return field.getInt(null);
                  } catch (IllegalAccessException e) {
                    throw new AssertionError(e);
                  }
                },
                (one, _) -> one,
                TreeMap::new));
  }

  @Test
  void slots_areThoseOfC() {
    Map<String, Integer> all = named("TN_SLOT_");
    all.remove("OPTIONAL"); // a flag
    assertThat(Arrays.stream(SlotId.values()).collect(Collectors.toMap(SlotId::name, SlotId::id)))
        .hasSizeGreaterThan(10)
        .isEqualTo(all);
  }

  @Test
  void kindsOfErrors_areThoseOfC() {
    Map<String, Integer> known = named("TN_");

    assertThat(ErrorKind.values())
        .hasSizeGreaterThan(20)
        .allSatisfy(kind -> assertThat(known).containsEntry(kind.name(), kind.code()));
    assertThat(Arrays.stream(ErrorKind.values()).map(ErrorKind::name))
        .containsAll(
            known.keySet().stream()
                .filter(name -> name.endsWith("_ERROR") && !name.startsWith("IS_"))
                .toList());
  }
}
