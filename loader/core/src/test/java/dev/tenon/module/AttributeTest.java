// SPDX-License-Identifier: Apache-2.0
package dev.tenon.module;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tenon.error.kind.AttributeError;
import dev.tenon.value.TenonCallable;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

class AttributeTest {

  private final ModuleObject module = new ModuleObject("spam");
  private final Attribute attribute = module.attribute("a");

  @Test
  void get_beforeItExists_saysSoAndWorksLater() {
    assertThatThrownBy(attribute::get)
        .isInstanceOf(AttributeError.class)
        .hasMessage("module 'spam' has no attribute 'a'");

    module.set("a", 1L);
    assertThat(attribute.get()).isEqualTo(1L);
    assertThat(attribute.name()).isEqualTo("a");
  }

  @Test
  void get_afterEachKindOfChange_seesIt() {
    module.set("a", 1L);
    assertThat(attribute.get()).isEqualTo(1L);

    module.namespace().put("a", 2L);
    assertThat(attribute.get()).isEqualTo(2L);

    module.delete("a");
    assertThatThrownBy(attribute::get).isInstanceOf(AttributeError.class);

    module.set("a", null);
    assertThat(attribute.get()).isNull();

    for (int i = 0; i < 100; i++) {
      module.set("n" + i, 0L);
    }
    module.set("a", 3L);
    assertThat(attribute.get()).isEqualTo(3L);

    for (int i = 0; i < 100; i++) {
      module.delete("n" + i);
    }
    module.set("other", 0L);
    module.set("a", 4L);
    assertThat(attribute.get()).isEqualTo(4L);
  }

  @Test
  void get_kindGainsAProperty_readsTheProperty() {
    module.set("a", 1L);
    attribute.get();
    module.setKind(ModuleKind.of("kind").property("a", owner -> "property").build());

    assertThat(attribute.get()).isEqualTo("property");

    module.setKind(ModuleKind.STANDARD);
    assertThat(attribute.get()).isEqualTo(1L);
  }

  @Test
  void get_computedByTheModule_isAskedEachTime() {
    long[] count = {0};
    TenonCallable hook = arguments -> ++count[0];
    module.set("__getattr__", hook);

    assertThat(attribute.get()).isEqualTo(1L);
    assertThat(attribute.get()).isEqualTo(2L);
  }

  @Test
  void set_writesThroughTheModule() {
    attribute.set(5L);

    assertThat(module.get("a")).isEqualTo(5L);
  }

  @Test
  void get_whileTheKindChanges_endsWithTheLastKind() throws Exception {
    ModuleKind special = ModuleKind.of("kind").property("a", owner -> "property").build();
    module.set("a", "raw");
    try (ExecutorService threads = Executors.newFixedThreadPool(2)) {
      for (int round = 0; round < 500; round++) {
        Attribute handle = module.attribute("a");
        AtomicBoolean changed = new AtomicBoolean();
        Callable<Object> reader =
            () -> {
              while (!changed.get()) {
                assertThat(handle.get()).isIn("raw", "property");
              }
              return handle.get();
            };
        Future<Object> last = threads.submit(reader);
        module.setKind(special);
        changed.set(true);

        assertThat(last.get()).isEqualTo("property");
        module.setKind(ModuleKind.STANDARD);
      }
    }
  }
}
