// SPDX-License-Identifier: Apache-2.0
package dev.tenon.imports.machinery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tenon.Interpreter;
import dev.tenon.error.ModuleNotFoundException;
import dev.tenon.error.SearchReport;
import dev.tenon.error.kind.RecursionError;
import dev.tenon.imports.MemoryFinder;
import dev.tenon.imports.TextModules;
import dev.tenon.module.ModuleObject;
import dev.tenon.module.ModuleSpec;
import dev.tenon.search.MetaPathFinder;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.lang.ref.WeakReference;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Errors about modules that were not found explain themselves when they are read.
class MissReportTest {

  @TempDir private Path folder;
  private Interpreter interpreter;

  @BeforeEach
  void makeInterpreter() throws Exception {
    TextModules.write(folder, "counter", "x");
    interpreter = Interpreter.builder().path(folder).build();
  }

  @AfterEach
  void closeInterpreter() {
    interpreter.close();
  }

  /// The error of an import, which AssertJ would read when it catches it.
  private ModuleNotFoundException miss(String name) {
    try {
      throw new AssertionError(interpreter.importModule(name));
    } catch (ModuleNotFoundException e) {
      return e;
    }
  }

  /// A finder that finds nothing and explains itself as a test says.
  private static final class ExplainingFinder implements MetaPathFinder {
    private final Supplier<String> reason;

    ExplainingFinder(Supplier<String> reason) {
      this.reason = reason;
    }

    @Override
    public @Nullable ModuleSpec findSpec(
        String name, @Nullable List<String> path, @Nullable ModuleObject target) {
      return null;
    }

    @Override
    public List<SearchReport.Attempt> explainMiss(String name, @Nullable List<String> path) {
      return List.of(new SearchReport.Attempt("test", reason.get()));
    }

    @Override
    public Collection<String> namesBeside(String name, @Nullable List<String> path) {
      return List.of("countr1");
    }

    @Override
    public boolean isConcurrent() {
      return true;
    }
  }

  private void addFinder(Supplier<String> reason) {
    interpreter.imports().metaPath().add(new ExplainingFinder(reason));
  }

  @Test
  void miss_nobodyReadsIt_asksNobodyToExplain() {
    List<String> asked = new ArrayList<>();
    addFinder(() -> {
      asked.add("explained");
      return "unknown";
    });

    ModuleNotFoundException error = miss("countr");

    assertThat(asked).isEmpty();
    assertThat(error).hasMessageContaining("test: unknown");
    assertThat(error.search()).isSameAs(error.search());
    assertThat(asked).hasSize(1);
  }

  @Test
  void message_readAfterTheInterpreterWasClosed_isTheSame() {
    addFinder(() -> "unknown");
    interpreter.modules().put("countrx", new ModuleObject("countrx"));
    String before = miss("countr").getMessage();
    ModuleNotFoundException error = miss("countr");

    interpreter.close();

    assertThat(error)
        .hasMessage(before)
        .hasMessageContaining("did you mean 'counter' or 'countr1' or 'countrx'?")
        .hasMessageContaining("path entry '%s': holds no countr/, countr.text".formatted(folder));
  }

  @Test
  @SuppressWarnings("unchecked")
  void miss_pathEntryThatCannotBePrinted_isStillAMiss() {
    List<Object> path = (List<Object>) (List<?>) interpreter.imports().path();
    path.add(
        new Object() {
          @Override
          public String toString() {
            throw new IllegalStateException("test");
          }
        });

    assertThat(miss("countr"))
        .hasMessageStartingWith(
            "No module named 'countr'\n  searched:\n    ProvidedModuleFinder: ");
  }

  @Test
  void message_stackWithoutRoomForTheReport_isTheSentenceAloneUntilThereIsRoom() {
    Deque<Supplier<SearchReport>> answers = new ArrayDeque<>();
    answers.add(() -> {
      throw new RecursionError("test");
    });
    answers.add(() -> new SearchReport(List.of(), List.of(), List.of(), List.of("found out")));
    ModuleNotFoundException error =
        new ModuleNotFoundException("sentence", "countr", () -> answers.remove().get());

    assertThat(error.getMessage()).isEqualTo("sentence");
    assertThat(error.getMessage()).isEqualTo("sentence\n  found out");
  }

  @Test
  void places_pathThatChangesAfterTheMiss_areThoseThatWereSearched() {
    ModuleNotFoundException error = miss("countr");

    interpreter.imports().path().clear();
    interpreter.imports().metaPath().removeFirst();

    assertThat(error.search().attempts())
        .extracting(SearchReport.Attempt::place)
        .containsExactly("ProvidedModuleFinder", "path entry '%s'".formatted(folder));
  }

  @Test
  void places_pathOfAPackageThatChangesAfterTheMiss_areThoseThatWereSearched() throws Exception {
    TextModules.write(folder, "pkg/__init__", "x");
    TextModules.write(folder, "pkg/module", "x");
    ModuleObject parent = interpreter.importModule("pkg");
    ModuleNotFoundException error = miss("pkg.modul");

    parent.set("__path__", List.of());

    assertThat(error.search().nearNames()).containsExactly("pkg.module");
    assertThat(error)
        .hasMessageContaining("path entry '%s': holds no".formatted(folder.resolve("pkg")));
  }

  @Test
  void finder_messageIsReadByAnyThread_isAskedInTheInterpreterOfTheError() throws Exception {
    addFinder(() -> String.valueOf(Interpreter.current() == interpreter));
    ModuleNotFoundException error = miss("countr");
    ModuleNotFoundException other = miss("countr");

    assertThat(CompletableFuture.supplyAsync(error::getMessage).join()).contains("test: true");
    try (Interpreter reader = Interpreter.create()) {
      assertThat(reader.enter(other::getMessage)).contains("test: true");
    }
  }

  @Test
  void message_findersThatCannotExplain_areLeftOut() {
    addFinder(() -> {
      throw new NoClassDefFoundError("of a closed class loader");
    });
    addFinder(() -> null);
    interpreter.imports().metaPath().add(new SilentFinder());

    assertThat(miss("countr").search().attempts())
        .extracting(SearchReport.Attempt::place)
        .containsExactly("ProvidedModuleFinder", "path entry '%s'".formatted(folder));
  }

  /// A finder that returns null wherever it can.
  private static final class SilentFinder implements MetaPathFinder {
    @Override
    public @Nullable ModuleSpec findSpec(
        String name, @Nullable List<String> path, @Nullable ModuleObject target) {
      return null;
    }

    @Override
    public @Nullable List<SearchReport.Attempt> explainMiss(
        String name, @Nullable List<String> path) {
      return null;
    }

    @Override
    public @Nullable Collection<String> namesBeside(String name, @Nullable List<String> path) {
      return null;
    }
  }

  @Test
  void search_twoThreadsAtOnce_bothGetTheSameReport() {
    CountDownLatch explaining = new CountDownLatch(2);
    addFinder(() -> {
      explaining.countDown();
      await().until(() -> explaining.getCount() == 0);
      return "unknown";
    });
    ModuleNotFoundException error = miss("countr");

    // The common pool may have one thread only.
    Executor readers = Thread::startVirtualThread;
    CompletableFuture<SearchReport> one = CompletableFuture.supplyAsync(error::search, readers);
    CompletableFuture<SearchReport> other = CompletableFuture.supplyAsync(error::search, readers);

    assertThat(one.join()).isSameAs(other.join()).isSameAs(error.search());
    assertThat(one.join().attempts()).contains(new SearchReport.Attempt("test", "unknown"));
  }

  @Test
  void serialized_beforeItWasRead_carriesTheWholeReport() throws Exception {
    ModuleNotFoundException error = miss("countr");

    ModuleNotFoundException copy = (ModuleNotFoundException) copied(error);

    assertThat(copy).hasMessage(error.getMessage()).hasMessageContaining("did you mean 'counter'?");
    assertThat(copy.search()).isEqualTo(error.search());
    assertThat(copy.name()).isEqualTo("countr");
  }

  private static Object copied(Object original) throws IOException, ClassNotFoundException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(original);
    }
    try (ObjectInputStream in =
        new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
      return in.readObject();
    }
  }

  @Test
  void unreadError_ofAClosedInterpreter_keepsNothingThatItsModulesHeld() {
    WeakReference<Object> value = importValue();
    ModuleNotFoundException error = miss("countr");

    interpreter.close();

    assertThat(isCollected(value)).isTrue();
    assertThat(error).hasMessageContaining("did you mean 'counter'?");
  }

  private WeakReference<Object> importValue() {
    interpreter
        .imports()
        .metaPath()
        .addFirst(new MemoryFinder().add("holder", module -> module.set("value", new Object())));
    return new WeakReference<>(interpreter.importModule("holder").get("value"));
  }

  @Test
  void readError_keepsNoFinder() {
    WeakReference<MetaPathFinder> finder = addCollectable();
    ModuleNotFoundException error = miss("countr");
    assertThat(error).hasMessageContaining("test: unknown");

    interpreter.imports().metaPath().removeLast();

    assertThat(isCollected(finder)).isTrue();
    assertThat(error).hasMessageContaining("test: unknown");
  }

  private WeakReference<MetaPathFinder> addCollectable() {
    addFinder(() -> "unknown");
    return new WeakReference<>(interpreter.imports().metaPath().getLast());
  }

  private static boolean isCollected(WeakReference<?> reference) {
    await()
        .until(() -> {
          System.gc();
          return reference.refersTo(null);
        });
    return reference.refersTo(null);
  }
}
