// SPDX-License-Identifier: Apache-2.0
package dev.tenon.isolation.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.tenon.imports.path.Platform;
import dev.tenon.isolation.Finding;
import dev.tenon.isolation.IsolationReport;
import dev.tenon.isolation.IsolationReport.Verdict;
import dev.tenon.isolation.JavaJar;
import dev.tenon.module.InterpreterSupport;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Planted faults are found, and a clean module passes.
class IsolationCheckTest {

  private static final String FIXTURES = Path.of("target/fixtures").toAbsolutePath().toString();

  private static IsolationReport check(String module, String exercise) throws Exception {
    return IsolationCheck.of(module).path(FIXTURES).exercise(exercise).interpreters(3).run();
  }

  @Test
  void module_withStateOnly_isIsolated() throws Exception {
    IsolationReport report = check("clean", "next(); next(); word(1)");

    assertThat(report.findings()).isEmpty();
    assertThat(report.verdict()).isEqualTo(Verdict.ISOLATED);
    assertThat(report.declared()).isEqualTo(InterpreterSupport.ISOLATED);
    assertThat(report.contradictsDeclaration()).isFalse();
  }

  @Test
  void module_thatCountsInAStatic_sharesState() throws Exception {
    IsolationReport report = check("static_counter", "next()");

    assertThat(report.verdict()).isEqualTo(Verdict.SHARED_STATE);
    assertThat(report.contradictsDeclaration()).isTrue();
    assertThat(report.findings())
        .anySatisfy(finding ->
            assertThat(finding)
                .isInstanceOfSatisfying(
                    Finding.ChangedStatic.class,
                    change -> {
                      assertThat(change.variable().name()).isEqualTo("count");
                      assertThat(change.writers()).containsExactly(0, 1, 2);
                    }))
        .contains(new Finding.DifferentResult(1, "next() -> 2", "next() -> 1"));
  }

  @ParameterizedTest
  @CsvSource({
    "META-INF/tenon/%s/static_counter.so, static_counter, n.jar",
    "META-INF/tenon/%s/a/static_counter.so, a.static_counter, n.jar",
    "a/static_counter.so, a.static_counter, n.jar",
    "META-INF/tenon/%s/a/static_counter.so, a.static_counter, o.jar!/lib/n.jar",
    "in/a/static_counter.so, a.static_counter, n.jar!/in"
  })
  void module_inAJar_isCheckedLikeOneOnDisk(
      String entry, String module, String path, @TempDir Path folder) throws Exception {
    Path library = Path.of(FIXTURES, "static_counter.so");
    String place = entry.formatted(Platform.current());
    write(
        folder.resolve("n.jar"),
        Map.of(
            place,
            Files.readAllBytes(library),
            place.replaceFirst("[^/]*$", "x.class"),
            new byte[] {1}));
    write(
        folder.resolve("o.jar"), Map.of("lib/n.jar", Files.readAllBytes(folder.resolve("n.jar"))));

    IsolationReport report =
        IsolationCheck.of(module)
            .path(FIXTURES + "/none", folder.resolve(path).toString())
            .exercise("next()")
            .interpreters(2)
            .run();

    assertThat(report.verdict()).as(report.text()).isEqualTo(Verdict.SHARED_STATE);
    assertThat(report.text()).contains("count (", "of static_counter.so was written by");
  }

  @Test
  void module_inAJar_isAcceptedByTheFileBesideItInTheJar(@TempDir Path folder) throws Exception {
    String place = "META-INF/tenon/%s/static_counter.so".formatted(Platform.current());
    Path library = Path.of(FIXTURES, "static_counter.so");
    byte[] accepted = "static_counter.so known\n".getBytes(StandardCharsets.UTF_8);
    Path jar = folder.resolve("n.jar");
    write(jar, Map.of(place, Files.readAllBytes(library), place + ".isolation", accepted));

    IsolationReport report =
        IsolationCheck.of("static_counter").path(jar.toString()).interpreters(2).run();

    assertThat(report.text()).contains("known");
  }

  @Test
  void module_inADamagedJar_isRefused(@TempDir Path folder) throws Exception {
    String place = "META-INF/tenon/%s/static_counter.so".formatted(Platform.current());
    byte[] text = "plain text that is long enough".getBytes(StandardCharsets.UTF_8);
    Path jar = folder.resolve("n.jar");
    write(
        jar,
        Map.of(place, Files.readAllBytes(Path.of(FIXTURES, "static_counter.so")), "t.txt", text));
    byte[] bytes = Files.readAllBytes(jar);
    int at = new String(bytes, StandardCharsets.ISO_8859_1).indexOf("plain text");
    bytes[at] = 'P';
    Files.write(jar, bytes);

    assertThatExceptionOfType(IOException.class)
        .isThrownBy(() -> IsolationCheck.of("static_counter").path(jar.toString()).run())
        .withMessageContaining("damaged");
  }

  private static void write(Path jar, Map<String, byte[]> entries) throws IOException {
    try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(jar))) {
      for (Map.Entry<String, byte[]> each : new TreeMap<>(entries).entrySet()) {
        ZipEntry entry = new ZipEntry(each.getKey());
        CRC32 sum = new CRC32();
        sum.update(each.getValue());
        entry.setMethod(ZipEntry.STORED);
        entry.setSize(each.getValue().length);
        entry.setCrc(sum.getValue());
        zip.putNextEntry(entry);
        zip.write(each.getValue());
        zip.closeEntry();
      }
    }
  }

  @Test
  void module_thatFillsACacheOnce_sharesState() throws Exception {
    IsolationReport report = check("cached_text", "__name__");

    assertThat(report.verdict()).isEqualTo(Verdict.SHARED_STATE);
    assertThat(report.findings())
        .singleElement()
        .isInstanceOfSatisfying(
            Finding.DependsOnCaller.class,
            change -> assertThat(change.variable().name()).isEqualTo("owner"));
  }

  @Test
  void module_thatForgetsItsMemory_leaks() throws Exception {
    IsolationReport report = check("leaked_block", "__name__");

    assertThat(report.verdict()).isEqualTo(Verdict.LEAKS);
    assertThat(report.findings())
        .singleElement()
        .isInstanceOfSatisfying(
            Finding.LeakedHeap.class,
            leak -> {
              assertThat(leak.place()).startsWith("leaky_exec+0x");
              assertThat(leak.blocks()).isEqualTo(3);
              assertThat(leak.bytes()).isEqualTo(3 * 48);
            });
  }

  @Test
  void module_thatLeavesThreads_leaks() throws Exception {
    IsolationReport report = check("leaked_thread", "__name__");

    assertThat(report.findings()).containsExactly(new Finding.LeakedThreads(3));
    assertThat(report.verdict()).isEqualTo(Verdict.LEAKS);
  }

  @Test
  void module_thatNeverGivesAReferenceBack_leaks() throws Exception {
    IsolationReport report = check("leaked_reference", "__name__");

    assertThat(report.verdict()).isEqualTo(Verdict.LEAKS);
    assertThat(report.text()).contains("the held reference ").contains("leaked_reference.so+0x");
  }

  @Test
  void module_thatCachesAHandle_sharesState() throws Exception {
    IsolationReport report = check("cached_handle", "name()");

    assertThat(report.verdict()).isIn(Verdict.SHARED_STATE, Verdict.CRASHED);
    assertThat(report.text()).contains("cached");
  }

  @Test
  void module_inJavaThatCountsInAStatic_sharesState_andNotInPrivateImages(@TempDir Path folder)
      throws Exception {
    IsolationCheck check =
        IsolationCheck.of("tally").path(JavaJar.make(folder, "").toString()).exercise("next()");

    assertThat(check.run().verdict()).isEqualTo(Verdict.SHARED_STATE);
    assertThat(check.privateImage().run().findings()).isEmpty();
  }

  @Test
  void module_inJavaThatLeavesAThread_leaksItsClasses(@TempDir Path folder) throws Exception {
    String leak =
        "Thread t = new Thread(new Sleeper(), \"sleeper\"); t.setDaemon(true); t.start();";
    IsolationReport report =
        IsolationCheck.of("tally")
            .path(JavaJar.make(folder, leak).toString())
            .exercise("leak()")
            .privateImage()
            .run();

    assertThat(report.verdict()).isEqualTo(Verdict.LEAKS);
    assertThat(report.text())
        .contains("class loader 'tenon:tally.jar#")
        .contains("thread 'sleeper'");
  }

  @Test
  void module_thatCountsInAStatic_isIsolatedInPrivateImages() throws Exception {
    IsolationReport report =
        IsolationCheck.of("static_counter").path(FIXTURES).exercise("next()").privateImage().run();

    assertThat(report.findings()).isEmpty();
  }

  @Test
  void module_thatForgetsItsMemory_leaksInPrivateImagesToo() throws Exception {
    IsolationReport report =
        IsolationCheck.of("leaked_block").path(FIXTURES).interpreters(3).privateImage().run();

    assertThat(report.verdict()).isEqualTo(Verdict.LEAKS);
    assertThat(report.text())
        .contains("3 blocks of C memory (144 bytes), allocated at leaky_exec+");
  }

  @Test
  void exercise_inTheLanguageOfThePrompt_isPerformed() throws Exception {
    IsolationReport report =
        check("clean", "x = [next(), {'a': b'y'}]; x[0]; x[1]['a']; index = x[0]; word(index)");

    assertThat(report.findings()).isEmpty();
  }

  @Test
  void finding_thatIsAccepted_isReportedWithItsReason() throws Exception {
    IsolationReport report =
        IsolationCheck.of("planted")
            .path(FIXTURES)
            .exercise("change_mask()")
            .interpreters(2)
            .ignore("process:umask set by intention", "planted.so:umask read only", "libx.so old")
            .run();

    assertThat(report.verdict()).as(report.text()).isEqualTo(Verdict.ISOLATED);
    assertThat(report.text())
        .contains("(process:umask: set by intention)")
        .contains("accepts nothing, remove it: libx.so (old)");
    assertThat(report.asMap())
        .containsEntry("good", true)
        .containsEntry("unused", List.of("libx.so old"));
  }

  @Test
  void entries_inAFileBesideTheModule_areRead(@TempDir Path folder) throws Exception {
    Path library = Files.copy(Path.of(FIXTURES, "planted.so"), folder.resolve("planted.so"));
    Files.writeString(
        Path.of(library + ".isolation"), "# why\n\nplanted.so:strtok one thread only\n");
    IsolationCheck check =
        IsolationCheck.of("planted").path(folder.toString()).exercise("split()").interpreters(2);

    assertThat(check.run().verdict()).isEqualTo(Verdict.ISOLATED);

    Files.writeString(Path.of(library + ".isolation"), "planted.so:strtok\n");
    assertThatExceptionOfType(IllegalArgumentException.class)
        .isThrownBy(check::run)
        .withMessageContaining("planted.so.isolation, line 1: cannot read the entry");
  }

  @Test
  void module_thatCrashes_isAResult() throws Exception {
    IsolationReport report = check("crasher", "fall(16)");

    assertThat(report.verdict()).isEqualTo(Verdict.CRASHED);
    assertThat(report.text())
        .contains("running the exercise alone")
        .contains("[crasher.so")
        .contains("crasher_fall+0x0");
  }

  @Test
  void module_thatDoesNotAnswer_isUndecided() throws Exception {
    IsolationReport report =
        IsolationCheck.of("planted")
            .path("target/fixtures")
            .exercise("wait_for_ever()")
            .timeout(5)
            .run();

    assertThat(report.verdict()).isEqualTo(Verdict.UNDECIDED);
    assertThat(report.text()).contains("gave up after 5 s while running the exercise alone");
  }

  @Test
  void module_withAStaticInALinkedLibrary_sharesState(@TempDir Path folder) throws Exception {
    compile(
        folder,
        "int helper_count;\nint helper_next(void) { return ++helper_count; }\n",
        "libcounting.so");
    compile(
        folder,
        """
        #include <tenon.h>
        int helper_next(void);
        static int64_t next(void) { return helper_next(); }
        static const TnMethod methods[] = {
            TN_TYPED("next", next, "() -> i64", "Counts."), TN_METHODS_END};
        TENON_MODULE(linked, TN_METHODS(methods), TN_INTERPRETERS(TN_ISOLATED));
        """,
        "linked.so",
        "-L" + folder,
        "-lcounting",
        "-Wl,-rpath," + folder);

    IsolationReport report =
        IsolationCheck.of("linked").path(folder.toString()).exercise("next()").run();

    assertThat(report.text()).contains("helper_count").contains("libcounting.so");
    assertThat(report.verdict()).isEqualTo(Verdict.SHARED_STATE);
    IsolationReport shared =
        IsolationCheck.of("linked").path(folder.toString()).exercise("next()").privateImage().run();
    assertThat(shared.text()).contains("helper_count").contains("libcounting.so");
    assertThat(shared.verdict()).isEqualTo(Verdict.SHARED_STATE);
    Files.writeString(
        folder.resolve("linked.so.tenon"), "image=private\nprivate-libraries=libcounting.so\n");
    assertThat(
            IsolationCheck.of("linked").path(folder.toString()).exercise("next()").run().findings())
        .isEmpty();
  }

  private static void compile(Path folder, String source, String library, String... flags)
      throws Exception {
    Path file = Files.writeString(folder.resolve(library + ".c"), source);
    List<String> command =
        new ArrayList<>(
            List.of(
                "cc",
                "-shared",
                "-fPIC",
                "-I" + Path.of("../include").toAbsolutePath(),
                "-o",
                folder.resolve(library).toString(),
                file.toString()));
    command.addAll(List.of(flags));
    assertThat(new ProcessBuilder(command).inheritIO().start().waitFor()).isZero();
  }

  @Test
  void module_thatDoesNotExist_isAnErrorWithTheComplaint() {
    assertThatExceptionOfType(IOException.class)
        .isThrownBy(() -> check("no_such_module", "next()"))
        .withMessageContaining("No module named 'no_such_module'");
  }

  @Test
  void exercise_thatCannotBeRead_showsWhere() {
    assertThatExceptionOfType(IllegalArgumentException.class)
        .isThrownBy(() -> IsolationCheck.of("clean").exercise("next(; word(1)"))
        .withMessageContaining("column 6");
  }

  @Test
  void interpreters_lessThanTwo_isRefused() {
    assertThatExceptionOfType(IllegalArgumentException.class)
        .isThrownBy(() -> IsolationCheck.of("clean").interpreters(1))
        .withMessageContaining("expected 2 or more");
  }
}
