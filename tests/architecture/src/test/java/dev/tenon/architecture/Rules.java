// SPDX-License-Identifier: Apache-2.0
package dev.tenon.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.belongTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.equivalentTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noFields;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import java.io.FileReader;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.List;
import java.util.Scanner;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// The rules that all classes of Tenon keep. A rule holds where nothing exists yet that it speaks
/// of; [ArchitectureTest] makes sure that what exists is looked at.
final class Rules {

  private static final Set<String> WHOLE_FILE_READS =
      Set.of("readAllBytes", "readString", "readAllLines", "lines", "newBufferedReader");

  private Rules() {}

  /// All of them.
  static Stream<ArchRule> all() {
    return Stream.of(arrows(), layers(), foreignCode(), reading(), state())
        .flatMap(rules -> rules)
        .map(rule -> rule.allowEmptyShould(true));
  }

  private static Stream<ArchRule> arrows() {
    return Stream.concat(
        Stream.of(
            classes()
                .should(
                    ArchCondition.from(
                        describe(
                            "belong to a part that the architecture names",
                            (JavaClass type) -> Part.of(type).isPresent())))),
        Arrays.stream(Part.values()).map(Rules::arrowsOf));
  }

  private static ArchRule arrowsOf(Part part) {
    List<Part> allowed = Arrays.stream(Part.values()).filter(part::mayUse).toList();
    return noClasses()
        .that(part.classes())
        .should()
        .dependOnClassesThat(
            describe(
                "belong to another part than " + allowed,
                type -> Part.of(type).filter(other -> !part.mayUse(other)).isPresent()));
  }

  /// A memory segment is a value that a host may pass to a function, like an array.
  private static DescribedPredicate<JavaClass> isValueOfBuffers() {
    return describe(
        "are memory segments as values",
        type -> type.isEquivalentTo(MemorySegment.class) || type.isAssignableTo(ValueLayout.class));
  }

  private static Stream<ArchRule> layers() {
    return Arrays.stream(Part.values()).map(Part::layers).flatMap(Rules::layersOf);
  }

  private static Stream<ArchRule> layersOf(List<String> packages) {
    return IntStream.range(0, packages.size() - 1)
        .mapToObj(low ->
            noClasses()
                .that(Part.layer(packages.get(low)))
                .should()
                .dependOnClassesThat(
                    packages.subList(low + 1, packages.size()).stream()
                        .map(Part::layer)
                        .reduce((one, other) -> one.or(other))
                        .orElseThrow()));
  }

  private static Stream<ArchRule> foreignCode() {
    return Stream.of(
        noClasses()
            .that(Part.CORE.classes().or(Part.CLI.classes()).or(Part.TOOLS.classes()))
            .should()
            .dependOnClassesThat(resideInAPackage("java.lang.foreign").and(not(isValueOfBuffers())))
            .because("the module system knows modules, never native memory but as a value"),
        noClasses()
            .that(not(Part.FFM.classes()))
            .should()
            .dependOnClassesThat(
                belongTo(equivalentTo(Linker.class)).or(belongTo(equivalentTo(SymbolLookup.class))))
            .because("only the FFM back end links native code"),
        noClasses()
            .that(not(Part.JNR.classes()))
            .should()
            .dependOnClassesThat(resideInAPackage("jnr..").or(resideInAPackage("com.kenai..")))
            .because("only the JNR back end knows JNR"),
        noClasses()
            .that(not(Part.CDEF_PARSER.classes()))
            .should()
            .dependOnClassesThat(resideInAPackage("org.eclipse.."))
            .because(
                "only the parser knows Eclipse CDT, so that a start from the cache loads none"),
        noClasses()
            .that(not(Part.layer(Part.PROMPT)))
            .should()
            .dependOnClassesThat(resideInAPackage("org.jline.."))
            .because("a program starts without loading JLine"),
        noClasses()
            .should()
            .dependOnClassesThat(resideInAPackage("java.util.logging"))
            .because("what there is to tell goes to System.Logger"));
  }

  private static Stream<ArchRule> reading() {
    return Stream.of(
        noClasses()
            .that(not(Part.layer("dev.tenon.input")))
            .should()
            .callMethodWhere(
                describe(
                    "Files reads a whole file",
                    call ->
                        call.getTargetOwner().isEquivalentTo(Files.class)
                            && WHOLE_FILE_READS.contains(call.getName())))
            .orShould()
            .dependOnClassesThat(assignableTo(FileReader.class).or(equivalentTo(Scanner.class)))
            .because("BoundedFile opens regular files only and reads no more than a Limit"));
  }

  private static Stream<ArchRule> state() {
    return Stream.of(
        noClasses()
            .should()
            .dependOnClassesThat(assignableTo(ThreadLocal.class))
            .because("what belongs to a call is a ScopedValue, what belongs to a module its state"),
        fields()
            .that()
            .areStatic()
            .should()
            .beFinal()
            .because("a static variable is shared by interpreters that must not see each other"),
        noFields()
            .that()
            .areStatic()
            .and()
            .areDeclaredInClassesThat(not(Part.NATIVE.classes().or(Part.FFM.classes())))
            .should()
            .haveRawType(resideInAPackage("java.util.concurrent.atomic"))
            .because(
                "a static atomic is a static variable in disguise; only native support has tables"
                    + " that belong to the process"));
  }
}
