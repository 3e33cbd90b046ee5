// SPDX-License-Identifier: Apache-2.0
package dev.tenon.cdef.load;

import dev.tenon.cdef.call.CFunctionPlan;
import dev.tenon.cdef.declaration.Directives;
import dev.tenon.cdef.instance.CInstance;
import dev.tenon.cdef.instance.CModule;
import dev.tenon.cdef.library.LibrarySearch;
import dev.tenon.cdef.library.Symbols;
import dev.tenon.cdef.model.CFunction;
import dev.tenon.cdef.model.CType;
import dev.tenon.cdef.model.CVariable;
import dev.tenon.cdef.model.DataModel;
import dev.tenon.cdef.model.Declarations;
import dev.tenon.cdef.model.Layouts;
import dev.tenon.cdef.model.OwnNames;
import dev.tenon.cdef.value.LibraryMemory;
import dev.tenon.cdef.value.Shapes;
import dev.tenon.cdef.value.StructType;
import dev.tenon.error.DescriptorFault;
import dev.tenon.error.Diagnosis;
import dev.tenon.input.Escapes;
import dev.tenon.module.CallTraits;
import dev.tenon.module.FunctionDef;
import dev.tenon.module.InterpreterSupport;
import dev.tenon.module.ModuleDef;
import dev.tenon.module.ModuleKind;
import dev.tenon.module.ModuleObject;
import dev.tenon.module.ThreadSupport;
import dev.tenon.nativeext.image.SharedLibrary;
import dev.tenon.spi.ModuleOwner;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Makes the descriptor of a module out of declarations and the library that they speak of.
public final class ModuleMaker {

  private final String name;
  private final String fullName;
  private final @Nullable ModuleOwner owner;
  private final Path file;
  private final Declarations declarations;
  private final DataModel model;
  private final Directives directives;
  private final ModuleDef.Builder def;
  private final Set<String> functionNames;

  /// @param fullName the full name of the module
  /// @param owner the interpreter that it is made for; null if it is only looked at
  public ModuleMaker(
      String fullName,
      @Nullable ModuleOwner owner,
      Path file,
      Declarations declarations,
      DataModel model) {
    this.name = fullName.substring(fullName.lastIndexOf('.') + 1);
    this.fullName = fullName;
    this.owner = owner;
    this.file = file;
    this.declarations = declarations;
    this.model = model;
    this.directives = new Directives(declarations);
    this.def = ModuleDef.of(name);
    this.functionNames =
        declarations.functions().stream().map(CFunction::name).collect(Collectors.toSet());
  }

  /// The descriptor, good or bad.
  public ModuleDef make() {
    directives
        .problems()
        .forEach(problem ->
            fault(
                problem.place(file.getFileName().toString()),
                problem.message(),
                "a #pragma tenon line that holds for the declarations",
                "fix or remove it:\n" + problem.quotation()));
    LibrarySearch search =
        new LibrarySearch(file, name, directives.arguments("library"), model.platform(), opener());
    Optional<SharedLibrary> library = search.find();
    if (library.isEmpty()) {
      fault(
          "library",
          "no library was found",
          search.expected(),
          "install it, put it beside the declarations or fix its name; tried:\n    "
              + search.report());
      return def.build();
    }
    library.get().enter(); // symbols are looked up in what must not be unmapped meanwhile
    try {
      return make(library.get());
    } finally {
      library.get().leave();
    }
  }

  private void fault(String place, String found, String expected, String remedy) {
    def.fault(DescriptorFault.WHOLE, place, new Diagnosis(found, expected, remedy));
  }

  /// How the library is mapped: once for the process, or for each interpreter.
  private LibrarySearch.Opener opener() {
    if (owner != null && owner.apartGroup(fullName) != null) {
      fault(
          "library",
          "a C library with declarations that is to run apart",
          "a native module with a descriptor",
          "take it out of the names that run apart, or write a module around it");
    }
    Optional<String> image = directives.last("image");
    boolean isPrivate = image.filter("private"::equals).isPresent();
    boolean isDirect = image.filter("direct"::equals).isPresent();
    if (image.isPresent() && !isPrivate && !isDirect && !image.get().equals("shared")) {
      fault(
          "image",
          "#pragma tenon image(%s)".formatted(image.get()),
          "image(shared), image(private) or image(direct)",
          "fix the line");
    }
    if (owner == null || !(isPrivate || owner.wantsPrivateImage(fullName))) {
      return isDirect ? SharedLibrary::openDirect : SharedLibrary::open;
    }
    List<String> libraries = directives.arguments("private_library");
    return library -> SharedLibrary.openPrivate(library, owner, libraries);
  }

  private ModuleDef make(SharedLibrary library) {
    Symbols symbols = new Symbols(library, def);
    Layouts layouts = new Layouts(declarations, model);
    Optional<String> cleanup = directives.last("cleanup");
    CModule module =
        new CModule(
            declarations,
            layouts,
            symbols,
            cleanup.isPresent() || library.isPrivate(),
            CFunctionPlan::linkPointer);
    if (library.isPrivate()) {
      def.privateImage();
    }
    def.state(0, object -> new CInstance(object, module));
    refuseOwnNames();
    for (CFunction function : declarations.functions()) {
      addFunction(function, symbols, layouts);
    }
    declarations.constants().forEach(this::addConstant);
    addVariables(symbols, layouts);
    def.exec(object -> addTypes(object));
    directives.last("init").ifPresent(init -> addInit(init, symbols));
    cleanup.ifPresent(function -> addCleanup(function, symbols));
    def.threads(ThreadSupport.FREE);
    def.interpreters(interpreters());
    return def.build();
  }

  /// What a module has or is asked for by these names is its own, not the library's.
  private void refuseOwnNames() {
    Set<String> names = new TreeSet<>(declarations.constants().keySet());
    names.addAll(functionNames);
    declarations.variables().forEach(variable -> names.add(variable.name()));
    names.addAll(declarations.types().keySet());
    declarations.records().keySet().forEach(tag -> names.add(tag.substring(tag.indexOf(' ') + 1)));
    names.stream()
        .filter(OwnNames::contains)
        .forEach(each ->
            fault(
                "%s (%s)".formatted(each, file.getFileName()),
                "a declaration of %s, which is an attribute that modules have themselves"
                    .formatted(Escapes.quoted(each)),
                "names that are not a module's own",
                "remove or rename it"));
  }

  private void addFunction(CFunction function, Symbols symbols, Layouts layouts) {
    if (symbols.find(function.symbol()) == 0 && directives.names("optional", function)) {
      return;
    }
    long address = symbols.require(function.symbol(), place(function.name(), function.line()));
    String refusal = Shapes.refusal(function.type(), layouts);
    if (!refusal.isEmpty()) {
      fault(
          place(function.name(), function.line()),
          refusal,
          "a function of numbers, pointers and structs",
          "remove the declaration");
      return;
    }
    CallTraits traits =
        new CallTraits(
            directives.names("serialized", function) ? ThreadSupport.SERIALIZED : null,
            directives.names("blocking", function));
    def.function(
        new FunctionDef(
            function.name(),
            function.text(),
            null,
            CFunctionPlan.of(function, address, directives, layouts, symbols),
            traits));
  }

  private String place(String symbol, int line) {
    return "%s (%s:%d)".formatted(symbol, file.getFileName(), line);
  }

  private void addConstant(String attribute, Object value) {
    if (!functionNames.contains(attribute)) {
      def.constant(attribute, value);
    }
  }

  private void addVariables(Symbols symbols, Layouts layouts) {
    if (declarations.variables().isEmpty()) {
      return;
    }
    ModuleKind.Builder kind = ModuleKind.of("module");
    List<CVariable> variables = new ArrayList<>(declarations.variables());
    for (CVariable variable : variables) {
      long address =
          symbols.requireVariable(variable.name(), place(variable.name(), variable.line()));
      if (!layouts.isComplete(variable.type()) && !(variable.type() instanceof CType.Array)) {
        fault(
            place(variable.name(), variable.line()),
            "a variable of type %s, whose size is not known"
                .formatted(Escapes.quoted(variable.type())),
            "a type whose members are declared",
            "declare them or remove the variable");
      } else if (variable.readOnly() || !layouts.isComplete(variable.type())) {
        kind.property(variable.name(), module -> read(module, variable, address));
      } else {
        kind.property(
            variable.name(),
            module -> read(module, variable, address),
            (module, value) -> write(module, variable, address, value));
      }
    }
    ModuleKind made = kind.build();
    def.exec(module -> module.setKind(made));
  }

  private static @Nullable Object read(ModuleObject module, CVariable variable, long address) {
    CInstance instance = CInstance.of(module);
    return instance
        .life()
        .<@Nullable Object>during(
            () -> instance.memory().access().read(variable.type(), address, null));
  }

  private static void write(
      ModuleObject module, CVariable variable, long address, @Nullable Object value) {
    CInstance instance = CInstance.of(module);
    instance
        .life()
        .<@Nullable Object>during(() -> {
          instance.memory().access().write(variable.type(), address, value, null, variable.name());
          return null;
        });
  }

  private void addTypes(ModuleObject module) {
    LibraryMemory memory = CInstance.of(module).memory();
    declarations
        .types()
        .forEach((alias, type) -> {
          if (type instanceof CType.Struct struct && isNamed(alias)) {
            addType(module, alias, new StructType(memory, struct));
          }
        });
    declarations.records().keySet().stream()
        .filter(ModuleMaker::isNamed)
        .forEach(tag -> {
          StructType type = new StructType(memory, new CType.Struct(tag));
          addType(module, tag, type);
          addType(module, tag.substring(tag.indexOf(' ') + 1), type);
        });
  }

  private static boolean isNamed(String tag) {
    return tag.indexOf('<') < 0;
  }

  /// Tags have a name space of their own in C: a function of the same name comes first.
  private static void addType(ModuleObject module, String attribute, StructType type) {
    if (!module.namespace().containsKey(attribute)) {
      module.set(attribute, type);
    }
  }

  private void addInit(String function, Symbols symbols) {
    long address = symbols.require(function, "init");
    def.exec(module -> run(module, function, address));
  }

  private void addCleanup(String function, Symbols symbols) {
    long address = symbols.require(function, "cleanup");
    def.slot(new dev.tenon.module.ModuleSlot.Free(module -> run(module, function, address)));
  }

  /// Runs a function without arguments. If it is declared, its failure check applies.
  private static void run(ModuleObject module, String function, long address) {
    if (module.namespace().get(function) instanceof dev.tenon.value.TenonCallable declared) {
      declared.call();
    } else {
      long _ = CInstance.of(module).backend().function(address).call(0, 0, 0, 0);
    }
  }

  private InterpreterSupport interpreters() {
    String wanted = directives.last("interpreters").orElse("shared");
    return switch (wanted) {
      case "shared" -> InterpreterSupport.SHARED;
      case "isolated" -> InterpreterSupport.ISOLATED;
      case "one" -> InterpreterSupport.NOT_SUPPORTED;
      default -> {
        fault(
            "interpreters",
            "#pragma tenon interpreters(%s)".formatted(wanted),
            "shared, isolated or one",
            "fix the line");
        yield InterpreterSupport.SHARED;
      }
    };
  }
}
