// SPDX-License-Identifier: Apache-2.0
package dev.tenon.module;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tenon.call.Callables;
import dev.tenon.error.kind.AttributeError;
import dev.tenon.error.kind.RuntimeError;
import dev.tenon.text.TypeNames;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ModuleKindTest {

  private final ModuleObject module = new ModuleObject("spam");

  @Test
  void standard_hasNothingOfItsOwn() {
    assertThat(ModuleKind.STANDARD.name()).isEqualTo("module");
    assertThat(ModuleKind.STANDARD.base()).isNull();
    assertThat(ModuleKind.STANDARD.propertyNames()).isEmpty();
    assertThat(ModuleKind.STANDARD).hasToString("<class 'module'>");
  }

  @Test
  void property_comesBeforeTheRawNamespace() {
    module.namespace().put("answer", "raw");
    module.setKind(ModuleKind.of("kind").property("answer", owner -> 42L).build());

    assertThat(module.get("answer")).isEqualTo(42L);
    assertThat(module.namespace()).containsEntry("answer", "raw");
  }

  @Test
  void properties_moreThanHundred_areAllDistinguishedFromStoredNames() {
    ModuleKind.Builder kind = ModuleKind.of("kind");
    for (int index = 0; index < 200; index++) {
      long value = index;
      kind.property("property" + index, owner -> value);
      module.set("stored" + index, -value);
    }
    module.setKind(kind.build().extend("below").property("last", owner -> "last").build());

    for (int index = 0; index < 200; index++) {
      assertThat(module.get("property" + index)).isEqualTo((long) index);
      assertThat(module.get("stored" + index)).isEqualTo(-(long) index);
    }
    assertThat(module.get("last")).isEqualTo("last");
  }

  @Test
  void property_withoutSetter_cannotBeStored() {
    module.setKind(ModuleKind.of("kind").property("answer", owner -> 42L).build());

    assertThatThrownBy(() -> module.set("answer", 1L))
        .isInstanceOf(AttributeError.class)
        .hasMessage("property 'answer' of 'kind' object has no setter");
  }

  @Test
  void property_withSetter_getsTheValue() {
    List<Object> stored = new ArrayList<>();
    module.setKind(
        ModuleKind.of("kind")
            .property("answer", owner -> stored.getLast(), (owner, value) -> stored.add(value))
            .build());
    module.set("answer", 1L);

    assertThat(module.get("answer")).isEqualTo(1L);
    assertThat(module.namespace()).doesNotContainKey("answer");
  }

  @Test
  void property_raisesAnotherError_isNotAMissingAttribute() {
    module.setKind(
        ModuleKind.of("kind")
            .property(
                "answer",
                owner -> {
                  throw new RuntimeError("no answer");
                })
            .build());

    assertThatThrownBy(() -> module.getOrDefault("answer", 1L))
        .isInstanceOf(RuntimeError.class)
        .hasMessage("no answer");
  }

  @Test
  void setHook_seesAllStoresAndCanPassThemOn() {
    List<String> stores = new ArrayList<>();
    module.setKind(
        ModuleKind.of("kind")
            .onSet((owner, name, value) -> {
              stores.add(name);
              owner.setRaw(name, "kept " + value);
            })
            .build());
    module.set("a", 1L);

    assertThat(stores).containsExactly("a");
    assertThat(module.get("a")).isEqualTo("kept 1");
  }

  @Test
  void deleteHook_seesAllDeletionsAndCanPassThemOn() {
    List<String> deletions = new ArrayList<>();
    module.set("a", 1L);
    module.setKind(
        ModuleKind.of("kind")
            .onDelete((owner, name) -> {
              deletions.add(name);
              owner.deleteRaw(name);
            })
            .build());
    module.delete("a");

    assertThat(deletions).containsExactly("a");
    assertThat(module.has("a")).isFalse();
  }

  @Test
  void extend_inheritsAndOverrides() {
    ModuleKind base =
        ModuleKind.of("base")
            .property("one", owner -> 1L)
            .property("two", owner -> 2L)
            .onCall((owner, arguments) -> "called")
            .build();
    ModuleKind derived = base.extend("derived").property("two", owner -> "two").build();
    module.setKind(derived);

    assertThat(derived.base()).isSameAs(base);
    assertThat(derived.propertyNames()).containsExactly("one", "two");
    assertThat(module.get("one")).isEqualTo(1L);
    assertThat(module.get("two")).isEqualTo("two");
    assertThat(Callables.of(module).call()).isEqualTo("called");
    assertThat(TypeNames.of(module)).isEqualTo("derived");
  }
}
