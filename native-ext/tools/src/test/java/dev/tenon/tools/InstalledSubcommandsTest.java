// SPDX-License-Identifier: Apache-2.0
package dev.tenon.tools;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tenon.cli.command.Subcommand;
import java.io.IOException;
import java.io.InputStream;
import java.lang.module.ModuleDescriptor;
import java.net.URL;
import java.util.Collections;
import java.util.List;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/// Every subcommand is found, on the class path and on the module path.
class InstalledSubcommandsTest {

  private static final List<Subcommand> INSTALLED =
      ServiceLoader.load(Subcommand.class).stream().map(ServiceLoader.Provider::get).toList();

  @Test
  void services_ofTheClassPath_areThoseOfTheModules() throws IOException {
    Set<String> provided = new TreeSet<>();
    for (URL place :
        Collections.list(getClass().getClassLoader().getResources("module-info.class"))) {
      try (InputStream stream = place.openStream()) {
        ModuleDescriptor.read(stream).provides().stream()
            .filter(each -> each.service().equals(Subcommand.class.getName()))
            .forEach(each -> provided.addAll(each.providers()));
      }
    }

    assertThat(INSTALLED.stream().map(each -> each.getClass().getName()))
        .hasSizeGreaterThan(15)
        .containsExactlyInAnyOrderElementsOf(provided);
  }

  @Test
  void places_areOneForEach() {
    assertThat(INSTALLED.stream().map(Subcommand::place)).doesNotHaveDuplicates();
  }

  @Test
  void names_areOneForEachAndWords() {
    assertThat(INSTALLED.stream().map(each -> each.specification().name()))
        .doesNotHaveDuplicates()
        .allMatch(name -> name.matches("[a-z]+"));
  }
}
