// SPDX-License-Identifier: Apache-2.0
package dev.tenon.module;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tenon.module.namespace.NameTable;
import dev.tenon.module.namespace.Namespace;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/// Moving names to the end of a namespace.
class NamespaceOrderTest {

  private final Namespace namespace = new Namespace();

  private void fill(String... names) {
    for (String name : names) {
      namespace.put(name, name);
    }
  }

  @Test
  void moveToEnd_firstName_isLastAfterwards() {
    fill("a", "b", "c");

    assertThat(namespace.moveToEnd("a")).isTrue();

    assertThat(namespace.keySet()).containsExactly("b", "c", "a");
    assertThat(namespace).containsEntry("a", "a").hasSize(3);
  }

  @Test
  void moveToEnd_lastOrAbsentName_changesNothing() {
    fill("a", "b");

    assertThat(namespace.moveToEnd("b")).isTrue();
    assertThat(namespace.moveToEnd("unknown")).isFalse();

    assertThat(namespace.keySet()).containsExactly("a", "b");
  }

  @Test
  void moveToEnd_thenPutAndRemove_work() {
    fill("a", "b");
    namespace.moveToEnd("a");

    namespace.put("a", "new");
    assertThat(namespace).containsEntry("a", "new");
    namespace.remove("a");
    assertThat(namespace.keySet()).containsExactly("b");
    namespace.put("a", null);
    assertThat(namespace.keySet()).containsExactly("b", "a");
  }

  @Test
  void moveToEnd_manyTimes_doesNotGrowForEver() {
    fill("a", "b", "c");

    for (int round = 0; round < 10_000; round++) {
      assertThat(namespace.moveToEnd(round % 2 == 0 ? "a" : "b")).isTrue();
    }

    assertThat(namespace.keySet()).containsExactly("c", "a", "b");
  }

  @Test
  void moveToEnd_placeHandedOutBefore_looksItsNameUpAgain() {
    fill("a", "b");
    Namespace.Place place = namespace.place("a");

    namespace.moveToEnd("a");

    assertThat(place.read()).isSameAs(Namespace.ABSENT);
    assertThat(namespace.place("a").read()).isEqualTo("a");
  }

  @Test
  void moveToEnd_ofSharedLayout_leavesTheOthersAlone() {
    NameTable shared = NameTable.ofMany();
    Namespace first = new Namespace(shared);
    Namespace second = new Namespace(shared);
    for (String name : new String[] {"a", "b"}) {
      first.put(name, 1L);
      second.put(name, 2L);
    }

    first.moveToEnd("a");

    assertThat(first.keySet()).containsExactly("b", "a");
    assertThat(second.keySet()).containsExactly("a", "b");
    assertThat(first).containsEntry("a", 1L);
  }

  @Test
  void moveToEnd_whileOthersRead_isNeverMissed() throws Exception {
    fill("a", "b", "c");
    AtomicBoolean done = new AtomicBoolean();
    AtomicInteger misses = new AtomicInteger();
    Thread reader =
        Thread.ofPlatform()
            .start(() -> {
              while (!done.get()) {
                if (!namespace.containsKey("a") || !"b".equals(namespace.get("b"))) {
                  misses.incrementAndGet();
                }
              }
            });

    for (int round = 0; round < 200_000; round++) {
      namespace.moveToEnd(round % 2 == 0 ? "a" : "b");
    }
    done.set(true);
    reader.join();

    assertThat(misses).hasValue(0);
  }
}
