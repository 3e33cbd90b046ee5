// SPDX-License-Identifier: Apache-2.0
package dev.tenon.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import dev.tenon.Interpreter;
import dev.tenon.error.ImportException;
import dev.tenon.error.ModuleInUseException;
import dev.tenon.error.kind.InterpreterError;
import dev.tenon.error.kind.RuntimeError;
import dev.tenon.error.kind.TypeError;
import dev.tenon.error.kind.ValueError;
import dev.tenon.imports.MemoryFinder;
import dev.tenon.module.FunctionObject;
import dev.tenon.module.ModuleDef;
import dev.tenon.module.ModuleObject;
import dev.tenon.module.ModuleSlot;
import dev.tenon.module.ModuleSpec;
import dev.tenon.module.Resource;
import dev.tenon.value.TenonCallable;
import dev.tenon.value.Warning;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongUnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Modules that are ended while their interpreter goes on.
class UnloadTest {

  private static final String NAME = "unloaded";

  @TempDir private Path folder;
  private final List<Warning> warnings = new CopyOnWriteArrayList<>();
  private final List<Interpreter> opened = new ArrayList<>();

  @BeforeEach
  void copyModule() throws IOException {
    Files.copy(NativeWorld.FIXTURES.resolve(NAME + ".so"), file());
  }

  @AfterEach
  void closeInterpreters() {
    opened.reversed().forEach(Interpreter::close);
  }

  private Path file() {
    return folder.resolve(NAME + ".so");
  }

  private Interpreter open() {
    return open(Interpreter.builder());
  }

  private Interpreter open(Interpreter.Builder builder) {
    Interpreter made = builder.path(folder).onWarning(warnings::add).build();
    opened.add(made);
    return made;
  }

  /// How many of the mappings of the process are of a file in the folder of the test.
  private long mapped() throws IOException {
    try (Stream<String> lines = Files.lines(Path.of("/proc/self/maps"))) {
      return lines.filter(line -> line.contains(folder.toString())).count();
    }
  }

  private static <T> Future<T> elsewhere(Callable<T> action) {
    FutureTask<T> task = new FutureTask<>(action);
    Thread.ofPlatform().name("caller").daemon().start(task);
    return task;
  }

  // --- what it does ---------------------------------------------------------------------------

  @Test
  void unload_givesAllBack_andTheNextImportBeginsAnew() throws IOException {
    Interpreter interpreter = open();
    Shared shared = new Shared();
    ModuleObject first = interpreter.importModule(NAME);
    assertThat(first.call("next")).isEqualTo(1L);
    assertThat(first.call("next")).isEqualTo(2L);
    first.call("tell_when_freed", shared.address() + 2 * Long.BYTES);
    assertThat(mapped()).isPositive();

    interpreter.unload(NAME);

    assertThat(interpreter.modules().contains(NAME)).isFalse();
    assertThat(shared.destroyed()).isEqualTo(1);
    assertThat(mapped()).isZero();
    ModuleObject second = interpreter.importModule(NAME);
    assertThat(second).isNotSameAs(first);
    assertThat(second.call("next")).isEqualTo(1L);
    assertThat(warnings).isEmpty();
    interpreter.close();
    assertThat(shared.destroyed()).isEqualTo(1);
  }

  @Test
  void whatTheHostKept_afterwards_isAnErrorThatSaysSo() throws Throwable {
    Interpreter interpreter = open();
    ModuleObject module = interpreter.importModule(NAME);
    FunctionObject function = (FunctionObject) module.get("next");
    LongUnaryOperator start = module.bind("start", LongUnaryOperator.class);
    Resource thing = (Resource) Objects.requireNonNull(module.call("thing"));
    thing.close();

    interpreter.unload(NAME);

    String message = "module 'unloaded' was unloaded; import it again";
    assertThatExceptionOfType(InterpreterError.class)
        .isThrownBy(() -> module.call("next"))
        .withMessageStartingWith(message);
    assertThatExceptionOfType(InterpreterError.class)
        .isThrownBy(function::call)
        .withMessageStartingWith(message);
    assertThatExceptionOfType(InterpreterError.class)
        .isThrownBy(() -> start.applyAsLong(0))
        .withMessageStartingWith(message);
    assertThatExceptionOfType(InterpreterError.class).isThrownBy(() -> module.call("thing"));
    interpreter.importModule(NAME);
    assertThatExceptionOfType(InterpreterError.class).isThrownBy(function::call);
  }

  @Test
  void otherInterpreters_goOn_andTheLibraryGoesWithTheLast() throws IOException {
    Interpreter one = open();
    Interpreter other = open();
    one.importModule(NAME);
    ModuleObject there = other.importModule(NAME);

    one.unload(NAME);

    assertThat(there.call("next")).isEqualTo(1L);
    assertThat(mapped()).isPositive();
    other.close();
    assertThat(mapped()).isZero();
  }

  @Test
  void closedInterpreter_leavesTheLibraryForTheNext() throws IOException {
    Interpreter one = open();
    one.importModule(NAME);
    one.close();
    assertThat(mapped()).isPositive();
    Interpreter other = open();
    other.importModule(NAME);
    other.unload(NAME);
    assertThat(mapped()).isZero();
  }

  @Test
  void libraryAskedForAgain_isNotUnmappedByWhoUnloadedItBefore() throws IOException {
    Interpreter one = open();
    Interpreter other = open();
    Interpreter third = open();
    one.importModule(NAME);
    other.importModule(NAME);
    one.unload(NAME);
    ModuleObject again = third.importModule(NAME);
    other.close();
    assertThat(again.call("next")).isEqualTo(1L);
    third.close();
    assertThat(mapped()).isPositive(); // it was asked for after it was unloaded: the next finds it
  }

  @Test
  void replacedLibrary_goesWithItsLastUser() throws IOException {
    Interpreter one = open();
    one.importModule(NAME);
    long before = mapped();
    byte[] bytes = Files.readAllBytes(file());
    Files.write(file(), Arrays.copyOf(bytes, bytes.length + 1));
    Interpreter other = open();
    other.importModule(NAME);
    assertThat(mapped()).isEqualTo(2 * before);
    one.close();
    assertThat(mapped()).isEqualTo(before);
    other.close();
  }

  @Test
  void privateImage_goesWithItsModule() throws IOException {
    Interpreter interpreter = open(Interpreter.builder().privateImage(NAME));
    for (int round = 0; round < 3; round++) {
      assertThat(interpreter.importModule(NAME).call("next")).isEqualTo(1L);
      assertThat(ImageMaps.names()).contains(NAME + ".so");
      interpreter.unload(NAME);
      assertThat(ImageMaps.names()).doesNotContain(NAME + ".so");
    }
  }

  @Test
  void modulesOfOneLibrary_endOneByOne() throws IOException {
    Files.copy(NativeWorld.FIXTURES.resolve("twins.so"), folder.resolve("twins.so"));
    Interpreter interpreter = open();
    interpreter.importModule("twins");
    ModuleObject other = interpreter.importModule("other_twin");

    interpreter.unload("twins");

    assertThatExceptionOfType(ValueError.class)
        .isThrownBy(() -> other.call("fails"))
        .withMessage("raised in C");
    assertThat(mapped()).isPositive();
    interpreter.unload("other_twin");
    assertThat(mapped()).isZero();
  }

  @Test
  void moduleOfAPackage_isForgottenThere() throws IOException {
    Path inside = Files.createDirectories(folder.resolve("pack"));
    Files.copy(file(), inside.resolve(NAME + ".so"));
    Interpreter interpreter = open();
    interpreter.importModule("pack.unloaded");

    assertThatExceptionOfType(ModuleInUseException.class)
        .isThrownBy(() -> interpreter.unload("pack"))
        .satisfies(e ->
            assertThat(e.holders())
                .containsExactly("its submodule 'pack.unloaded', which is loaded"));
    interpreter.unload("pack.unloaded");

    ModuleObject pack = (ModuleObject) interpreter.modules().get("pack");
    assertThat(Objects.requireNonNull(pack).has(NAME)).isFalse();
    interpreter.unload("pack");
    assertThat(interpreter.importModule("pack.unloaded").call("next")).isEqualTo(1L);
  }

  @Test
  void moduleInJava_endsToo() {
    List<String> deeds = new ArrayList<>();
    ModuleDef def =
        ModuleDef.of("plain")
            .state(AtomicInteger.class, AtomicInteger::new)
            .dynamic(
                "count",
                null,
                (module, _) -> (long) module.state(AtomicInteger.class).incrementAndGet())
            .slot(new ModuleSlot.Free(_ -> deeds.add("freed")))
            .build();
    Interpreter interpreter = open();
    interpreter.imports().metaPath().addFirst(new MemoryFinder().add(def));
    ModuleObject first = interpreter.importModule("plain");
    assertThat(first.call("count")).isEqualTo(1L);

    interpreter.unload("plain");

    assertThat(deeds).containsExactly("freed");
    assertThatExceptionOfType(InterpreterError.class)
        .isThrownBy(() -> first.call("count"))
        .withMessage("module 'plain' was unloaded; import it again");
    assertThat(interpreter.importModule("plain").call("count")).isEqualTo(1L);
  }

  @Test
  void librariesOfC_canBeUnloadedAndImportedAgain() throws IOException {
    Files.copy(NativeWorld.FIXTURES.resolve("held.so"), folder.resolve("libheld.so"));
    Files.writeString(
        folder.resolve("holding.cdef.h"),
        "#pragma tenon library(\"./libheld.so\")\nint64_t *held_table(void);\n");
    Interpreter interpreter = open();
    ModuleObject first = interpreter.importModule("holding");
    assertThat(first.call("held_table")).isNotNull();
    interpreter.unload("holding");
    assertThatExceptionOfType(InterpreterError.class)
        .isThrownBy(() -> first.call("held_table"))
        .withMessage("module 'holding' was unloaded; import it again");
    assertThat(interpreter.importModule("holding").call("held_table")).isNotNull();
  }

  // --- who is in the way ----------------------------------------------------------------------

  @Test
  void otherModulesThatHaveSomethingOfIt_areNamed() {
    Interpreter interpreter = open();
    ModuleObject module = interpreter.importModule(NAME);
    ModuleObject app = interpreter.newModule("app");
    interpreter.modules().put("app", app);
    interpreter.modules().put("alias", module);
    app.set("it", module);
    app.set("step", module.get("next"));
    interpreter.main().set("thing", module.call("thing"));

    assertThatExceptionOfType(ModuleInUseException.class)
        .isThrownBy(() -> interpreter.unload(NAME))
        .satisfies(e -> {
          assertThat(e.holders())
              .containsExactlyInAnyOrder(
                  "module 'app' by the name 'it'",
                  "module 'app' by the name 'step'",
                  "module '__main__' by the name 'thing'",
                  "the name 'alias' in sys.modules",
                  "'unloaded.Thing' object, which is open");
          assertThat(e.name()).isEqualTo(NAME);
          assertThat(e.path()).isEqualTo(file().toString());
        });
    assertThat(module.call("next")).isEqualTo(1L);
    assertThat(interpreter.modules().get(NAME)).isSameAs(module);
  }

  @Test
  void referenceThatCHolds_isNamed() throws IOException {
    Files.copy(file(), folder.resolve("holder.so"));
    Interpreter interpreter = open();
    ModuleObject module = interpreter.importModule(NAME);
    ModuleObject second = new NativeTwin(interpreter).module();
    second.call("keep", module.get("next"));

    assertThatExceptionOfType(ModuleInUseException.class)
        .isThrownBy(() -> interpreter.unload(NAME))
        .satisfies(e ->
            assertThat(e.holders())
                .containsExactly("a reference that the code of module 'keeper' holds"));
    second.call("let_go");
    interpreter.unload(NAME);
  }

  /// The same library as a module of another name.
  private record NativeTwin(Interpreter interpreter) {
    ModuleObject module() {
      ModuleSpec spec =
          (ModuleSpec)
              Objects.requireNonNull(
                  Objects.requireNonNull((ModuleObject) interpreter.modules().get(NAME))
                      .get("__spec__"));
      try {
        return interpreter.enter(() -> {
          ModuleObject made = (ModuleObject) interpreter.imports().moduleFromSpec(spec);
          Objects.requireNonNull(spec.loader()).execModule(made);
          interpreter.modules().put("keeper", made);
          return made;
        });
      } catch (Exception e) {
        throw new AssertionError(e);
      }
    }
  }

  @Test
  void openObject_isInTheWay_untilItIsClosedOrUnreachable() throws IOException {
    Interpreter interpreter = open();
    ModuleObject module = interpreter.importModule(NAME);
    Resource thing = (Resource) Objects.requireNonNull(module.call("thing"));
    for (int index = 0; index < 3; index++) {
      assertThat(module.call("thing")).isNotNull();
    }

    assertThatExceptionOfType(ModuleInUseException.class)
        .isThrownBy(() -> interpreter.unload(NAME))
        .withMessageContaining("'unloaded.Thing' object, which is open");
    thing.close();
    interpreter.unload(NAME);
    assertThat(mapped()).isZero();
  }

  @Test
  void threadInsideOfIt_isNamed() throws Exception {
    Interpreter interpreter = open();
    ModuleObject module = interpreter.importModule(NAME);
    Shared shared = new Shared();
    Future<Object> call = elsewhere(() -> module.call("wait_for", shared.address()));
    shared.awaitEntered();

    assertThatExceptionOfType(ModuleInUseException.class)
        .isThrownBy(() -> interpreter.unload(NAME))
        .satisfies(
            e -> assertThat(e.holders()).containsExactly("thread 'caller', which is inside of it"));
    shared.letLeave();
    assertThat(call.get()).isEqualTo(7L);
    interpreter.unload(NAME);
    assertThat(mapped()).isZero();
  }

  @Test
  void serializedFunctionOfAModuleWithFreeThreads_isCountedToo() throws Exception {
    Files.copy(NativeWorld.FIXTURES.resolve("lingers.so"), folder.resolve("lingers.so"));
    Interpreter interpreter = open();
    ModuleObject module = interpreter.importModule("lingers");
    Shared shared = new Shared();
    Future<Object> call = elsewhere(() -> module.call("wait_alone", shared.address()));
    shared.awaitEntered();

    assertThatExceptionOfType(ModuleInUseException.class)
        .isThrownBy(() -> interpreter.unload("lingers"))
        .satisfies(
            e -> assertThat(e.holders()).containsExactly("thread 'caller', which is inside of it"));
    shared.letLeave();
    assertThat(call.get()).isEqualTo(7L);
    interpreter.unload("lingers");
    assertThat(mapped()).isZero();
  }

  @Test
  void whatOnlyTheModuleHas_isNotInTheWay() throws IOException {
    Interpreter interpreter = open();
    ModuleObject module = interpreter.importModule(NAME);
    module.set("first", module.call("thing"));
    module.call("keep", module.call("thing"));

    interpreter.unload(NAME);

    assertThat(mapped()).isZero();
  }

  @Test
  void moduleUnderAnotherName_isUnmappedToo() throws IOException {
    Interpreter interpreter = open();
    interpreter.modules().put("alias", interpreter.importModule(NAME));
    interpreter.modules().remove(NAME);

    interpreter.unload("alias");

    assertThat(mapped()).isZero();
  }

  @Test
  void listenerThatRaises_losesNothing() throws Exception {
    Interpreter interpreter =
        Interpreter.builder()
            .path(folder)
            .onWarning(_ -> {
              throw new RuntimeError("no warnings");
            })
            .build();
    opened.add(interpreter);
    Shared shared = new Shared();
    interpreter.importModule(NAME).call("start", shared.address());
    shared.awaitEntered();

    assertThatExceptionOfType(RuntimeError.class).isThrownBy(() -> interpreter.unload(NAME));
    assertThat(interpreter.modules().contains(NAME)).isFalse();
    shared.letLeave();
    awaitUnmapped();
  }

  /// Images that had to stay are looked at again when another one is made or ends.
  private void awaitUnmapped() {
    Interpreter other = open(Interpreter.builder().path(NativeWorld.FIXTURES));
    await()
        .until(() -> {
          other.importModule("twins");
          other.unload("twins");
          return mapped() == 0;
        });
  }

  @Test
  void neededLibrary_goesAfterTheThreadsOfWhoNeedsIt() throws Exception {
    Files.writeString(folder.resolve("base.c"), "long base(void) { return 5; }\n");
    Files.writeString(
        folder.resolve("top.c"),
        """
        #include <pthread.h>
        #include <tenon.h>
        #include <unistd.h>
        long base(void);
        static void *run(void *shared) {
          int64_t *words = shared;
          __atomic_store_n(&words[0], base(), __ATOMIC_SEQ_CST);
          while (__atomic_load_n(&words[1], __ATOMIC_SEQ_CST) == 0) usleep(1000);
          return NULL;
        }
        static int64_t start(int64_t shared) {
          pthread_t thread;
          return pthread_create(&thread, NULL, run, (void *)(intptr_t)shared)
              || pthread_detach(thread);
        }
        static const TnMethod methods[] = {TN_TYPED("start", start, "(i64) -> i64", NULL),
                                           TN_METHODS_END};
        TENON_MODULE(top, TN_METHODS(methods), TN_INTERPRETERS(TN_SHARED));
        """);
    Compiler.compile(folder, "-o", "libbase.so", "base.c");
    Compiler.compile(
        folder, "-o", "top.so", "top.c", "-L.", "-lbase", "-Wl,-rpath,$ORIGIN", "-pthread");
    Interpreter interpreter = open();
    Shared shared = new Shared();
    interpreter.importModule("top").call("start", shared.address());
    shared.awaitEntered();

    interpreter.unload("top");

    assertThat(mapped()).isPositive();
    shared.letLeave();
    awaitUnmapped();
  }

  @Test
  void threadThatTheLibraryStarted_keepsItMappedUntilItEnds() throws Exception {
    Interpreter interpreter = open();
    Shared shared = new Shared();
    interpreter.importModule(NAME).call("start", shared.address());
    shared.awaitEntered();

    interpreter.unload(NAME);

    assertThat(mapped()).isPositive();
    assertThat(warnings)
        .singleElement()
        .satisfies(warning ->
            assertThat(warning.message())
                .contains(file().toString(), "stays mapped", "threads that it started"));
    assertThat(interpreter.importModule(NAME).call("next")).isEqualTo(1L);
    shared.letLeave();
    await()
        .until(() -> {
          interpreter.unload(NAME);
          boolean isGone = mapped() == 0;
          interpreter.importModule(NAME);
          return isGone;
        });
  }

  @Test
  void functionThatIsCalledUncounted_keepsTheLibraryMapped() throws IOException {
    Files.copy(NativeWorld.FIXTURES.resolve("lingers.so"), folder.resolve("lingers.so"));
    Interpreter interpreter = open();
    ModuleObject first = interpreter.importModule("lingers");
    assertThat(first.call("wait_dynamic", new Shared(true).address())).isEqualTo(7L);
    interpreter.unload("lingers");
    assertThat(mapped()).isZero();

    ModuleObject second = interpreter.importModule("lingers");
    LongUnaryOperator add = second.bind("add", LongUnaryOperator.class);
    assertThat(add.applyAsLong(3)).isEqualTo(3);
    interpreter.unload("lingers");

    assertThat(mapped()).isPositive();
    assertThatExceptionOfType(InterpreterError.class).isThrownBy(() -> add.applyAsLong(1));
  }

  @ParameterizedTest
  @ValueSource(strings = {"sys", "builtins", "__main__"})
  void moduleOfTheInterpreter_stays(String name) {
    Interpreter interpreter = open();
    interpreter.imports().sys();
    assertThatExceptionOfType(ImportException.class)
        .isThrownBy(() -> interpreter.unload(name))
        .withMessageContaining("belongs to the interpreter");
    assertThat(interpreter.modules().contains(name)).isTrue();
  }

  @Test
  void whatIsNotLoaded_isRefused() {
    Interpreter interpreter = open();
    assertThatExceptionOfType(ImportException.class)
        .isThrownBy(() -> interpreter.unload(NAME))
        .withMessage("module 'unloaded' not in sys.modules");
    interpreter.modules().put("text", "no module");
    assertThatExceptionOfType(TypeError.class)
        .isThrownBy(() -> interpreter.unload("text"))
        .withMessageContaining("'str'");
    interpreter.close();
    assertThatExceptionOfType(InterpreterError.class).isThrownBy(() -> interpreter.unload(NAME));
  }

  @Test
  void moduleThatUnloadsItself_isRefused() {
    Interpreter interpreter = open();
    ModuleObject module = interpreter.importModule(NAME);
    TenonCallable unload =
        _ -> {
          interpreter.unload(NAME);
          return null;
        };
    assertThatExceptionOfType(InterpreterError.class)
        .isThrownBy(() -> module.call("call", unload))
        .withMessageContaining("this thread is inside of it");
    assertThat(module.call("next")).isEqualTo(1L);
  }

  @Test
  @SuppressWarnings("restricted") // makes a function pointer
  void moduleThatUnloadsItself_withoutAContext_staysMappedUnderTheCall() throws Exception {
    Interpreter interpreter = open();
    ModuleObject module = interpreter.importModule(NAME);
    try (Arena arena = Arena.ofConfined()) {
      Callable<Long> unload =
          () -> {
            interpreter.unload(NAME);
            return 41L;
          };
      long pointer =
          Linker.nativeLinker()
              .upcallStub(
                  MethodHandles.lookup()
                      .bind(unload, "call", MethodType.methodType(Object.class))
                      .asType(MethodType.methodType(long.class)),
                  FunctionDescriptor.of(ValueLayout.JAVA_LONG),
                  arena)
              .address();
      assertThat(module.call("call_pointer", pointer)).isEqualTo(42L);
      assertThat(mapped()).isZero();
      ModuleObject again = interpreter.importModule(NAME);
      assertThat(again.call("call_and_count", pointer)).isEqualTo(142L);
    }
    assertThat(interpreter.modules().contains(NAME)).isFalse();
    assertThat(mapped()).isZero();
    assertThat(interpreter.importModule(NAME).call("next")).isEqualTo(1L);
  }

  @Test
  void moduleWhoseBodyRuns_isRefused() {
    Interpreter interpreter = open();
    ModuleDef def = ModuleDef.of("plain").exec(_ -> interpreter.unload("plain")).build();
    interpreter.imports().metaPath().addFirst(new MemoryFinder().add(def));
    assertThatExceptionOfType(ImportException.class)
        .isThrownBy(() -> interpreter.importModule("plain"))
        .withMessageContaining("is being imported");
  }

  @Test
  void auditHook_mayForbidIt_beforeAnythingChanges() {
    List<Object> told = new ArrayList<>();
    Interpreter interpreter =
        open(
            Interpreter.builder()
                .auditHook((event, arguments) -> {
                  if (event.equals("tenon.unload")) {
                    told.addAll(arguments);
                    throw new RuntimeError("not now");
                  }
                }));
    ModuleObject module = interpreter.importModule(NAME);
    assertThatExceptionOfType(RuntimeError.class)
        .isThrownBy(() -> interpreter.unload(NAME))
        .withMessage("not now");
    assertThat(told).containsExactly(NAME, file().toString());
    assertThat(module.call("next")).isEqualTo(1L);
    assertThat(interpreter.modules().contains(NAME)).isTrue();
  }

  @Test
  void moduleThatAnotherThreadImports_isUnloadedWhenItIsComplete() throws Exception {
    Interpreter interpreter = open();
    CountDownLatch inside = new CountDownLatch(1);
    CountDownLatch mayEnd = new CountDownLatch(1);
    ModuleDef def =
        ModuleDef.of("slow")
            .exec(_ -> {
              inside.countDown();
              mayEnd.await();
            })
            .build();
    interpreter.imports().metaPath().addFirst(new MemoryFinder().add(def));
    Future<Object> imported = elsewhere(() -> interpreter.importModule("slow"));
    inside.await();

    FutureTask<Void> unloading = new FutureTask<>(() -> interpreter.unload("slow"), null);
    Thread unloader = Thread.ofPlatform().name("unloader").daemon().start(unloading);
    await().until(() -> unloading.isDone() || unloader.getState() == Thread.State.TIMED_WAITING);
    mayEnd.countDown();

    assertThat(imported.get()).isNotNull();
    unloading.get();
    assertThat(interpreter.modules().contains("slow")).isFalse();
  }

  @Test
  void functionThatImportsIt_whileItsEndWaitsForThatFunction_getsIt() throws Exception {
    Interpreter interpreter = open();
    CountDownLatch inside = new CountDownLatch(1);
    CountDownLatch mayImport = new CountDownLatch(1);
    ModuleDef def =
        ModuleDef.of("importer")
            .dynamic(
                "fetch",
                null,
                (_, _) -> {
                  inside.countDown();
                  mayImport.await();
                  return interpreter.importModule(NAME).call("next");
                })
            .build();
    interpreter.imports().metaPath().addFirst(new MemoryFinder().add(def));
    assertThat(interpreter.importModule(NAME).call("next")).isEqualTo(1L);
    ModuleObject importer = interpreter.importModule("importer");
    Future<Object> fetched = elsewhere(() -> importer.call("fetch"));
    inside.await();

    FutureTask<Void> unloading = new FutureTask<>(() -> interpreter.unload(NAME), null);
    Thread unloader = Thread.ofPlatform().name("unloader").daemon().start(unloading);
    await().until(() -> unloader.getState() == Thread.State.TIMED_WAITING);
    mayImport.countDown();

    assertThat(fetched.get()).isEqualTo(2L);
    unloading.get();
    assertThat(mapped()).isZero();
  }

  // --- all at once ----------------------------------------------------------------------------

  @Test
  void importsCallsAndUnloads_ofManyThreads_doNoHarm() throws Exception {
    int threads = 8;
    try (ExecutorService pool = Executors.newFixedThreadPool(threads)) {
      List<Future<Integer>> done = new ArrayList<>();
      Interpreter shared = open();
      for (int thread = 0; thread < threads; thread++) {
        Interpreter interpreter = thread % 2 == 0 ? shared : open();
        done.add(pool.submit(() -> turns(interpreter)));
      }
      for (Future<Integer> each : done) {
        assertThat(each.get()).isPositive();
      }
    }
    opened.forEach(Interpreter::close);
    assertThat(mapped()).isZero();
  }

  private static int turns(Interpreter interpreter) {
    int calls = 0;
    for (int turn = 0; turn < 150; turn++) {
      try {
        ModuleObject module = interpreter.importModule(NAME);
        calls += module.call("next") instanceof Long ? 1 : 0;
        interpreter.unload(NAME);
      } catch (InterpreterError | ModuleInUseException e) {
        calls++; // another thread was faster
      } catch (ImportException e) {
        assertThat(e).hasMessageContaining("not in sys.modules");
      }
    }
    return calls;
  }

  @Test
  void manyCycles_leaveNothing() throws IOException {
    Interpreter interpreter = open();
    cycle(interpreter, 200);
    long files = ImageMaps.openFiles();
    long resident = ImageMaps.residentKilobytes();

    cycle(interpreter, 4_000);

    assertThat(mapped()).isZero();
    assertThat(ImageMaps.openFiles()).isEqualTo(files);
    assertThat(ImageMaps.residentKilobytes() - resident).isLessThan(200_000);
  }

  private static void cycle(Interpreter interpreter, int times) {
    for (int time = 0; time < times; time++) {
      assertThat(interpreter.importModule(NAME).call("next")).isEqualTo(1L);
      interpreter.unload(NAME);
    }
  }
}
