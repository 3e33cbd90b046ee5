// SPDX-License-Identifier: Apache-2.0
package dev.tenon.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.tenon.Interpreter;
import dev.tenon.error.ExtensionLoadException;
import dev.tenon.error.kind.InterpreterError;
import dev.tenon.function.ModuleFunction;
import dev.tenon.imports.MemoryFinder;
import dev.tenon.module.ModuleDef;
import dev.tenon.module.ModuleObject;
import dev.tenon.module.ModuleSpec;
import dev.tenon.module.ThreadSupport;
import dev.tenon.value.TenonCallable;
import dev.tenon.value.Warning;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Libraries of which each interpreter has a copy for itself, with C variables of its own.
class PrivateImageTest {

  @TempDir private Path folder;
  private final List<Warning> warnings = new CopyOnWriteArrayList<>();
  private final List<Interpreter> opened = new ArrayList<>();

  @AfterEach
  void closeInterpreters() {
    opened.forEach(Interpreter::close);
    assertThat(ImageMaps.names()).isEmpty();
  }

  private Interpreter open(Interpreter.Builder config) {
    Interpreter made = config.onWarning(warnings::add).build();
    opened.add(made);
    return made;
  }

  private static Interpreter.Builder builder() {
    return Interpreter.builder().path(NativeWorld.FIXTURES);
  }

  private Interpreter withImage(String module) {
    return open(builder().privateImage(module));
  }

  /// A copy of a fixture with a manifest beside it.
  private void put(String fixture, String manifest) throws IOException {
    Files.copy(NativeWorld.FIXTURES.resolve(fixture + ".so"), folder.resolve(fixture + ".so"));
    Files.writeString(folder.resolve(fixture + ".so.tenon"), manifest);
  }

  @Test
  void statics_ofPrivateImages_areSeparate() {
    ModuleObject one = withImage("statics").importModule("statics");
    ModuleObject other = withImage("statics").importModule("statics");

    assertThat(one.call("next")).isEqualTo(2L);
    assertThat(one.call("next")).isEqualTo(3L);
    assertThat(other.call("next")).isEqualTo(2L);
    assertThat(one.call("next_local")).isEqualTo(1L);
    assertThat(other.call("next_local")).isEqualTo(1L);
    assertThat(other.call("times_begun")).isEqualTo(1L);
    assertThat(ImageMaps.names()).containsOnly("statics.so");
    assertThat(one.def().isPrivateImage()).isTrue();
    assertThat(one.get("__file__"))
        .isEqualTo(NativeWorld.FIXTURES.resolve("statics.so").toString());
  }

  @Test
  void specOfOneInterpreter_usedInAnother_givesTheImageOfThat() throws Exception {
    Interpreter one = withImage("statics");
    Interpreter other = withImage("statics");
    ModuleObject first = one.importModule("statics");
    ModuleSpec spec = (ModuleSpec) Objects.requireNonNull(first.get("__spec__"));
    assertThat(first.call("next")).isEqualTo(2L);

    ModuleObject made =
        other.enter(() -> {
          ModuleObject module = (ModuleObject) other.imports().moduleFromSpec(spec);
          Objects.requireNonNull(spec.loader()).execModule(module);
          return module;
        });

    assertThat(made.call("next")).isEqualTo(2L);
    one.close();
    assertThat(made.call("next")).isEqualTo(3L);
  }

  @Test
  void moduleForOneInterpreter_inASecond_isRefusedWithTheCure() {
    open(builder().name("first")).importModule("statics");
    Interpreter second = open(builder().isolated(false));

    assertThatExceptionOfType(ExtensionLoadException.class)
        .isThrownBy(() -> second.importModule("statics"))
        .withMessageContaining("give it a private image here: privateImage(\"statics\")");
    ModuleObject cured =
        open(builder().isolated(true).privateImage("statics")).importModule("statics");
    assertThat(cured.call("next")).isEqualTo(2L);
    assertThat(opened.getLast().taints()).isEmpty();
  }

  @Test
  void privateImages_ofTheParent_areThoseOfASubinterpreter() {
    Interpreter parent = open(builder().privateImage("*"));
    ModuleObject above = parent.importModule("statics");
    ModuleObject below = open(parent.subinterpreter().isolated(true)).importModule("statics");

    above.call("next");
    assertThat(below.call("next")).isEqualTo(2L);
  }

  @Test
  void moduleForOneLoad_fromPrivateImages_isLoadedOncePerImage() {
    Interpreter one = withImage("once");
    assertThat(one.importModule("once").get("ran")).isEqualTo(1L);
    assertThat(withImage("once").importModule("once").get("ran")).isEqualTo(1L);

    one.modules().remove("once");
    assertThatExceptionOfType(ExtensionLoadException.class)
        .isThrownBy(() -> one.importModule("once"))
        .withMessageContaining("cannot load module more than once per process");
  }

  @Test
  void modulesOfOneLibrary_inOneInterpreter_haveOneImage() {
    Interpreter interpreter = open(builder().privateImage("*"));
    interpreter.importModule("shared_serialized").call("count");
    interpreter.importModule("shared_free").call("count");
    int mapped = ImageMaps.names().size();
    interpreter.importModule("isolated_free").call("count");

    assertThat(ImageMaps.names()).hasSize(mapped);
  }

  @Test
  void manifest_besideTheLibrary_asksForAnImage() throws IOException {
    put("statics", "# it counts in a static\nimage = private\n");
    ModuleObject one = open(Interpreter.builder().path(folder)).importModule("statics");
    ModuleObject other = open(Interpreter.builder().path(folder)).importModule("statics");

    one.call("next");
    assertThat(other.call("next")).isEqualTo(2L);
    assertThat(other.def().isPrivateImage()).isTrue();
  }

  @Test
  void manifest_thatSaysShared_changesNothing() throws IOException {
    put("statics", "image = shared\n");
    ModuleObject module = open(Interpreter.builder().path(folder)).importModule("statics");

    assertThat(module.def().isPrivateImage()).isFalse();
    opened.getFirst().close();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          imge = private                         | unknown key 'imge'. Did you mean: 'image'?
          image = own                            | image = own; expected private, shared or direct
          private-libraries = libc.so.6          | this one belongs to the process
          image = \\u00zz                        | it cannot be read
          """)
  void manifest_thatMakesNoSense_isRefused(String manifest, String expected) throws IOException {
    put("statics", manifest);
    Interpreter interpreter = open(Interpreter.builder().path(folder));

    assertThatExceptionOfType(ExtensionLoadException.class)
        .isThrownBy(() -> interpreter.importModule("statics"))
        .withMessageContaining("statics.so.tenon")
        .withMessageContaining(expected);
    assertThat(interpreter.modules().contains("statics")).isFalse();
  }

  @Test
  void image_ofAClosedInterpreter_isUnmappedAndItsFunctionsRaise() {
    Interpreter interpreter = withImage("statics");
    ModuleFunction next = (ModuleFunction) interpreter.importModule("statics").get("next");
    interpreter.close();

    assertThat(ImageMaps.names()).isEmpty();
    assertThatExceptionOfType(InterpreterError.class).isThrownBy(next::call);
  }

  @Test
  void close_whileAnotherThreadIsInTheImage_waitsForIt() throws Exception {
    Interpreter interpreter = withImage("statics");
    ModuleObject module = interpreter.importModule("statics");
    CountDownLatch inside = new CountDownLatch(1);
    CountDownLatch goOn = new CountDownLatch(1);
    TenonCallable wait =
        arguments -> {
          inside.countDown();
          await(goOn);
          return 7L;
        };
    CompletableFuture<Object> call = CompletableFuture.supplyAsync(() -> module.call("call", wait));
    await(inside);
    CompletableFuture<Void> closing = CompletableFuture.runAsync(interpreter::close);
    goOn.countDown();

    assertThat(call.get()).isEqualTo(7L);
    closing.get();
    assertThat(ImageMaps.names()).isEmpty();
  }

  @Test
  void close_whileAnotherThreadExecutesTheModule_keepsTheImageUntilItIsOut() throws Exception {
    Interpreter interpreter = withImage("statics");
    CountDownLatch inside = new CountDownLatch(1);
    CountDownLatch goOn = new CountDownLatch(1);
    interpreter
        .imports()
        .metaPath()
        .addFirst(
            new MemoryFinder()
                .add(
                    ModuleDef.of("exec_hook")
                        .threads(ThreadSupport.FREE)
                        .dynamic(
                            "run",
                            null,
                            (module, arguments) -> {
                              inside.countDown();
                              await(goOn);
                              return null;
                            })
                        .build()));
    CompletableFuture<ModuleObject> load =
        CompletableFuture.supplyAsync(() -> interpreter.importModule("statics"));
    await(inside);
    interpreter.close();

    assertThat(ImageMaps.names()).isNotEmpty();
    goOn.countDown();
    assertThat(load.handle((module, failure) -> failure != null).get()).isTrue();
    assertThat(ImageMaps.names()).isEmpty();
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void imports_ofManyThreads_eachGetTheirOwnImage() throws Exception {
    try (ExecutorService threads = Executors.newFixedThreadPool(8)) {
      List<Future<Object>> results = new ArrayList<>();
      for (int index = 0; index < 64; index++) {
        results.add(
            threads.submit(() -> {
              try (Interpreter interpreter = builder().privateImage("statics").build()) {
                return interpreter.importModule("statics").call("next");
              }
            }));
      }
      for (Future<Object> result : results) {
        assertThat(result.get()).isEqualTo(2L);
      }
    }
  }

  @Test
  void images_aThousandAtOnce_areSeparate() {
    List<ModuleObject> modules = new ArrayList<>();
    for (int index = 0; index < 1000; index++) {
      modules.add(withImage("statics").importModule("statics"));
    }

    modules.forEach(module -> assertThat(module.call("next")).isEqualTo(2L));
    modules.forEach(module -> assertThat(module.call("next")).isEqualTo(3L));
  }

  @Test
  void images_openedAndClosedThreeThousandTimes_leaveNothingBehind() throws IOException {
    openAndClose(500);
    long files = ImageMaps.openFiles();
    long resident = ImageMaps.residentKilobytes();
    openAndClose(2_500);

    assertThat(ImageMaps.names()).isEmpty();
    // Jars that earlier tests had open may be collected meanwhile.
    assertThat(ImageMaps.openFiles()).isLessThanOrEqualTo(files);
    // An image that stayed would be 50 KiB: all of them 125 MiB.
    assertThat(ImageMaps.residentKilobytes()).isLessThan(resident + 100_000);
  }

  private static void openAndClose(int times) {
    for (int index = 0; index < times; index++) {
      try (Interpreter interpreter = builder().privateImage("statics").build()) {
        assertThat(interpreter.importModule("statics").call("next")).isEqualTo(2L);
      }
    }
  }

  @Test
  void threadLocalsFromTheStart_ofTooManyImages_areRefusedAndNothingIsLost() {
    List<ModuleObject> modules = new ArrayList<>();
    assertThatExceptionOfType(ExtensionLoadException.class)
        .isThrownBy(() -> {
          for (int index = 0; index < 1000; index++) {
            modules.add(withImage("early_locals").importModule("early_locals"));
          }
        })
        .withMessageContaining("static TLS")
        .withMessageContaining("build it without -ftls-model=initial-exec");

    assertThat(modules).hasSizeGreaterThan(1);
    modules.forEach(module -> assertThat(module.call("next")).isEqualTo(1L));
  }

  @Test
  void reportsOfPlaces_nameTheOriginalFile() {
    Interpreter interpreter = open(builder().privateImage("checked").check("checked"));
    interpreter.importModule("checked").call("keep", List.of());
    interpreter.close();

    assertThat(warnings.getFirst().message())
        .containsPattern(
            "it was made in keep\\+0x[0-9a-f]+ \\(checked.so\\+0x[0-9a-f]+, checked.c:[0-9]+\\)");
  }

  @Test
  void newerVersion_inAPrivateImage_takesTheStateOver() throws IOException {
    rebuild("upgradable_1");
    Interpreter interpreter = open(Interpreter.builder().path(folder).privateImage("upgradable"));
    ModuleObject module = interpreter.importModule("upgradable");
    module.call("next");
    ModuleFunction earlier = (ModuleFunction) module.get("dynamic_next");
    rebuild("upgradable_2");
    interpreter.imports().invalidateCaches();
    interpreter.reload(module);

    assertThat(module.get("version")).isEqualTo(2L);
    assertThat(module.def().isPrivateImage()).isTrue();
    assertThatExceptionOfType(InterpreterError.class).isThrownBy(earlier::call);
    interpreter.close();
    assertThat(ImageMaps.names()).isEmpty();
  }

  private void rebuild(String fixture) throws IOException {
    Files.deleteIfExists(folder.resolve("upgradable.so"));
    Files.copy(NativeWorld.FIXTURES.resolve(fixture + ".so"), folder.resolve("upgradable.so"));
  }
}
