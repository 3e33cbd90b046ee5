// SPDX-License-Identifier: Apache-2.0
package dev.tenon.module.namespace;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class NameTableTest {

  @Test
  void extend_atTheEnd_addsTheName() {
    NameTable table = NameTable.ofMany();

    assertThat(table.extend("a", 0)).isTrue();
    assertThat(table.extend("b", 1)).isTrue();
    assertThat(table.indexOf("a")).isZero();
    assertThat(table.indexOf("b")).isEqualTo(1);
    assertThat(table.nameAt(1)).isEqualTo("b");
  }

  @Test
  void extend_nameThatStandsThere_isShared() {
    NameTable table = NameTable.ofMany();
    table.extend("a", 0);
    table.extend("b", 1);

    assertThat(table.extend("a", 0)).isTrue();
    assertThat(table.extend("b", 1)).isTrue();
  }

  @Test
  void extend_otherNameStandsThere_isRefused() {
    NameTable table = NameTable.ofMany();
    table.extend("a", 0);

    assertThat(table.extend("b", 0)).isFalse();
    assertThat(table.indexOf("b")).isEqualTo(-1);
  }

  @Test
  void extend_nameStandsElsewhere_isRefused() {
    NameTable table = NameTable.ofMany();
    table.extend("a", 0);

    assertThat(table.extend("a", 1)).isFalse();
    assertThat(table.indexOf("a")).isZero();
  }

  @Test
  void append_nameThatIsNotLive_takesThePlaceUnseen() {
    NameTable table = NameTable.ofOne();
    table.append("gone", false);
    table.append("a", true);

    assertThat(table.indexOf("gone")).isEqualTo(-1);
    assertThat(table.indexOf("a")).isEqualTo(1);
    assertThat(table.extend("gone", 2)).isTrue();
  }

  @Test
  void forgetIfPrivate_tableOfOne_letsTheNameBeAddedAgain() {
    NameTable table = NameTable.ofOne();
    table.extend("a", 0);
    table.forgetIfPrivate(0);

    assertThat(table.indexOf("a")).isEqualTo(-1);
    assertThat(table.extend("a", 1)).isTrue();
    assertThat(table.indexOf("a")).isEqualTo(1);
  }

  @Test
  void forgetIfPrivate_tableOfMany_keepsTheName() {
    NameTable table = NameTable.ofMany();
    table.extend("a", 0);
    table.forgetIfPrivate(0);

    assertThat(table.indexOf("a")).isZero();
  }

  @Test
  void append_moreNamesThanTheFirstRoom_keepsAll() {
    NameTable table = NameTable.ofOne();
    for (int i = 0; i < 100; i++) {
      table.append("n" + i, true);
    }

    for (int i = 0; i < 100; i++) {
      assertThat(table.indexOf("n" + i)).isEqualTo(i);
      assertThat(table.nameAt(i)).isEqualTo("n" + i);
    }
  }
}
