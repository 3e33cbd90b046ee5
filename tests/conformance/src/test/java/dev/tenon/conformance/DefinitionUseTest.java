// SPDX-License-Identifier: Apache-2.0
package dev.tenon.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.tenon.Interpreter;
import dev.tenon.error.kind.InterpreterError;
import dev.tenon.imports.load.ExtensionLoader;
import dev.tenon.module.ModuleDef;
import dev.tenon.module.ModuleObject;
import java.io.IOException;
import java.lang.module.ModuleFinder;
import java.lang.module.ModuleReader;
import java.lang.module.ModuleReference;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// What can be done with a definition alone. CPython refuses to make a module in one step if the
/// definition has slots; here that gives an empty module, to which no slot has been applied.
/// CPython finds single-phase modules by their definitions; here nothing does so.
class DefinitionUseTest {

  /// Both make modules, and neither finds one that is loaded.
  private static final Set<String> MAKERS = Set.of("CreateBody.create", "ModuleObject.of");

  @Test
  @Case("DEF-23")
  void moduleMadeInOneStep_ofADefinitionWithSlots_isEmptyAndRunsNone() throws Exception {
    List<String> ran = new ArrayList<>();
    ModuleDef def =
        ModuleDef.of("definition")
            .doc("Text.")
            .state(Object.class, () -> ran.add("state"))
            .constant("constant", 1)
            .dynamic("function", null, (module, arguments) -> null)
            .create((spec, own) -> ran.add("create"))
            .exec(module -> ran.add("exec"))
            .build();

    try (World world = new World()) {
      ModuleObject made = world.interpreter().enter(() -> ModuleObject.of(def, "name"));

      assertThat(made.name()).isEqualTo("name");
      assertThat(made.get("__doc__")).isEqualTo("Text.");
      assertThat(made.def()).isNull();
      assertThat(made.has("function")).isFalse();
      assertThat(made.has("constant")).isFalse();
      assertThat(world.isRegistered("name")).isFalse();
    }
    assertThat(ran).isEmpty();
    assertThatExceptionOfType(InterpreterError.class)
        .isThrownBy(() -> ModuleObject.of(def, "name"));
  }

  @Test
  @Case("DEF-24")
  void methodOfTheApi_fromADefinitionToAModule_onlyMakesModules() throws Exception {
    Set<String> found = new TreeSet<>();
    for (Class<?> type : exportedTypes()) {
      for (Method method : type.getDeclaredMethods()) {
        boolean isVisible =
            Modifier.isPublic(method.getModifiers()) || Modifier.isProtected(method.getModifiers());
        if (isVisible
            && !method.isSynthetic()
            && takesDefinition(type, method)
            && mayBeModule(method.getReturnType())) {
          found.add(type.getSimpleName() + "." + method.getName());
        }
      }
    }

    assertThat(found).containsExactlyElementsOf(new TreeSet<>(MAKERS));
  }

  /// Whether a method gets a definition, as an argument or as the object that it is called on.
  private static boolean takesDefinition(Class<?> type, Method method) {
    return Arrays.asList(method.getParameterTypes()).contains(ModuleDef.class)
        || (type == ModuleDef.class && !Modifier.isStatic(method.getModifiers()));
  }

  private static boolean mayBeModule(Class<?> result) {
    return result == Object.class || ModuleObject.class.isAssignableFrom(result);
  }

  /// The public types of the packages that the core exports to everybody.
  private static List<Class<?>> exportedTypes() throws Exception {
    Path core =
        Path.of(Interpreter.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    ModuleReference reference = ModuleFinder.of(core).find("dev.tenon").orElseThrow();
    Set<String> exported =
        reference.descriptor().exports().stream()
            .filter(each -> !each.isQualified())
            .map(each -> each.source())
            .collect(Collectors.toSet());
    List<Class<?>> types = new ArrayList<>();
    try (ModuleReader reader = reference.open()) {
      for (String entry : reader.list().filter(each -> each.endsWith(".class")).toList()) {
        String name = entry.substring(0, entry.length() - ".class".length()).replace('/', '.');
        if (exported.contains(name.substring(0, Math.max(name.lastIndexOf('.'), 0)))
            && !name.endsWith("package-info")) {
          Class<?> type = Class.forName(name, false, Interpreter.class.getClassLoader());
          if (Modifier.isPublic(type.getModifiers())) {
            types.add(type);
          }
        }
      }
    }
    assertThat(types).contains(Interpreter.class, ModuleDef.class, ModuleObject.class);
    return types;
  }

  @Test
  @Case("DEF-24")
  void functionOfC_withADefinition_doesNotExist() throws IOException {
    Path headers =
        Path.of(System.getProperty("tenon.root", "../..")).resolve("native-ext/include/tenon");
    Pattern parameter = Pattern.compile("\\b(\\w+)\\s*\\([^()]*\\bTnModuleDef\\b[^()]*\\)");
    List<String> found = new ArrayList<>();
    try (Stream<Path> files = Files.list(headers)) {
      for (Path file : files.filter(each -> each.toString().endsWith(".h")).toList()) {
        Matcher matcher = parameter.matcher(Files.readString(file));
        while (matcher.find()) {
          found.add(file.getFileName() + ": " + matcher.group(1));
        }
      }
    }

    assertThat(found).isEmpty();
    assertThat(parameter.matcher("TnValue tn_find(const TnModuleDef *def);").find()).isTrue();
  }

  @Test
  @Case("DEF-24")
  void loadedModule_underItsDefinitionsName_isNotFound() {
    ModuleDef def = ModuleDef.of("definition").exec(module -> module.set("loaded", true)).build();
    try (World world = new World()) {
      world.finder().add("registered", new ExtensionLoader(_ -> def));

      ModuleObject module = world.loadModule("registered");

      assertThat(module.get("loaded")).isEqualTo(true);
      assertThat(module.def()).isSameAs(def);
      assertThat(world.registered("registered")).isSameAs(module);
      assertThat(world.isRegistered("definition")).isFalse();
      assertThat(world.interpreter().modules().asMap().values()).doesNotContain(def);
    }
  }
}
