// SPDX-License-Identifier: Apache-2.0
package dev.tenon.module;

import dev.tenon.input.Escapes;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// One entry of a [ModuleDef]'s slot list (PEP 489, PEP 793). The same slots describe modules
/// written in C and in Java.
public sealed interface ModuleSlot {

  /// The name of the slot in messages.
  default String label() {
    return switch (this) {
      case Create _ -> "create";
      case Exec _ -> "exec";
      case Clear _ -> "clear";
      case Free _ -> "free";
      case Interpreters _ -> "interpreters";
      case Threads _ -> "threads";
      case Main _ -> "main";
      case StateVersion _ -> "state version";
      case Upgrade _ -> "upgrade";
      case OncePerProcess _ -> "once per process";
      case ImportName _ -> "import name";
      case DeprecatedName _ -> "deprecated name";
      case LazySubmodule _ -> "lazy submodule";
      case ResourceType _ -> "resource type";
      case Property _ -> "property";
      case Call _ -> "call";
    };
  }

  /// CPython's sentence for a slot that occurs again and must not.
  ///
  /// @param label of the slot
  static String repeated(String module, String label) {
    Objects.requireNonNull(module, "module");
    return label.equals("interpreters")
        ? "module %s has more than one 'multiple interpreters' slots"
            .formatted(Escapes.inline(module))
        : "module %s has multiple %s slots".formatted(Escapes.inline(module), label);
  }

  /// Makes the module object itself. At most one.
  record Create(CreateBody body) implements ModuleSlot {
    public Create {
      Objects.requireNonNull(body, "body");
    }
  }

  /// Fills the module; exec slots run in their order, each with the same module object.
  record Exec(ExecBody body) implements ModuleSlot {
    public Exec {
      Objects.requireNonNull(body, "body");
    }
  }

  /// Clears what the state refers to, before anything is freed.
  record Clear(ExecBody body) implements ModuleSlot {
    public Clear {
      Objects.requireNonNull(body, "body");
    }
  }

  /// Frees what the state holds; the state is still readable.
  record Free(ExecBody body) implements ModuleSlot {
    public Free {
      Objects.requireNonNull(body, "body");
    }
  }

  /// How many interpreters may hold the module. At most one; without it
  /// [InterpreterSupport#SHARED].
  record Interpreters(InterpreterSupport support) implements ModuleSlot {
    public Interpreters {
      Objects.requireNonNull(support, "support");
    }
  }

  /// Whether functions may run in several threads at once. At most one; without it
  /// [ThreadSupport#SERIALIZED].
  record Threads(ThreadSupport support) implements ModuleSlot {
    public Threads {
      Objects.requireNonNull(support, "support");
    }
  }

  /// Runs the module as the main program, after exec. At most one.
  record Main(MainBody body) implements ModuleSlot {
    public Main {
      Objects.requireNonNull(body, "body");
    }
  }

  /// The version of the state's layout, greater than 0. At most one.
  record StateVersion(long version) implements ModuleSlot {}

  /// Brings the state of an earlier version up to this one, when a module is reloaded whose library
  /// has been rebuilt with a greater [StateVersion]. At most one.
  record Upgrade(ExecBody body) implements ModuleSlot {
    public Upgrade {
      Objects.requireNonNull(body, "body");
    }
  }

  /// The state of the version that a module is upgraded from.
  ///
  /// @param version the version that it declares
  /// @param object the state object; null if it has none. Its class comes from the jar that was
  ///   replaced, so it is another class than the one of the same name in the newer jar
  record EarlierState(long version, @Nullable Object object) {

    /// The value of a field of the state object, private or not, also of a superclass.
    ///
    /// @throws IllegalArgumentException if it has no such field, or its module does not open its
    ///   package to `dev.tenon`
    public @Nullable Object get(String field) {
      return ObjectState.field(this, field);
    }
  }

  /// Fills the state of a newer version of a Java module.
  @FunctionalInterface
  interface UpgradeBody {
    /// Runs with the new state in its place.
    ///
    /// @throws Exception if the state cannot be transferred; the earlier version goes on
    void run(ModuleObject module, EarlierState earlier) throws Exception;
  }

  /// The module can be executed only once in the whole process.
  record OncePerProcess() implements ModuleSlot {}

  /// The name under which users import what this module implements (`__import_name__`).
  record ImportName(String name) implements ModuleSlot {
    public ImportName {
      Objects.requireNonNull(name, "name");
    }
  }

  /// A name that users should no longer use. Reading it gives the value of another attribute and a
  /// `DeprecationWarning`, once for each place in code that does so; `dir` does not list it. A
  /// value that is stored under the name hides the declaration.
  ///
  /// @param name the old name
  /// @param replacement the attribute to use
  /// @param note more for the warning, for instance since when; may be null
  record DeprecatedName(String name, String replacement, @Nullable String note)
      implements ModuleSlot {
    public DeprecatedName {
      Objects.requireNonNull(name, "name");
      Objects.requireNonNull(replacement, "replacement");
    }
  }

  /// A submodule that is imported when it is first read as an attribute of the module. `dir` lists
  /// it before.
  ///
  /// @param name the last part of its name
  record LazySubmodule(String name) implements ModuleSlot {
    public LazySubmodule {
      Objects.requireNonNull(name, "name");
    }
  }

  /// A type of objects that the module makes, each with something of the module's behind it.
  ///
  /// @param name without that of the module
  /// @param doc its documentation, if it has one
  /// @param methods take the resource first: the signature of a typed one has `self`
  /// @param properties the attributes that are computed
  /// @see Resource
  record ResourceType(
      String name,
      @Nullable String doc,
      List<FunctionDef> methods,
      List<ResourceProperty> properties)
      implements ModuleSlot {

    /// A type.
    public ResourceType {
      Objects.requireNonNull(name, "name");
      Objects.requireNonNull(methods, "methods");
      Objects.requireNonNull(properties, "properties");
      methods = List.copyOf(methods);
      properties = List.copyOf(properties);
    }
  }

  /// A property of a type of resources.
  ///
  /// @param isWritable whether it can be set
  record ResourceProperty(String name, @Nullable String doc, boolean isWritable) {
    public ResourceProperty {
      Objects.requireNonNull(name, "name");
    }
  }

  /// A computed attribute of the module (a property of its kind).
  ///
  /// @param name the attribute
  /// @param doc its documentation, if it has one
  /// @param getter computes the value
  /// @param setter stores a value; null if the attribute cannot be set
  /// @param deleter deletes the value; null if the attribute cannot be deleted
  record Property(
      String name,
      @Nullable String doc,
      ModuleKind.Getter getter,
      ModuleKind.@Nullable Setter setter,
      ModuleKind.@Nullable Deleter deleter)
      implements ModuleSlot {
    /// Written out: the compiler forgets which parameters of a compact one may be null if their
    /// types are nested.
    public Property(
        String name,
        @Nullable String doc,
        ModuleKind.Getter getter,
        ModuleKind.@Nullable Setter setter,
        ModuleKind.@Nullable Deleter deleter) {
      this.name = Objects.requireNonNull(name, "name");
      this.doc = doc;
      this.getter = Objects.requireNonNull(getter, "getter");
      this.setter = setter;
      this.deleter = deleter;
    }
  }

  /// Makes the module callable. At most one.
  record Call(ModuleKind.CallOperator operator) implements ModuleSlot {
    public Call {
      Objects.requireNonNull(operator, "operator");
    }
  }

  /// Makes a module object for a spec.
  @FunctionalInterface
  interface CreateBody {
    /// Returns the module: a [ModuleObject], or any other object for a module without state and
    /// functions.
    ///
    /// @throws Exception reaches the importer unchanged
    @Nullable Object create(ModuleSpec spec, ModuleDef def) throws Exception;
  }

  /// Works on one module instance.
  @FunctionalInterface
  interface ExecBody {
    /// Runs on `module`.
    ///
    /// @throws Exception reaches the importer unchanged
    void run(ModuleObject module) throws Exception;
  }

  /// Runs a module as the program.
  @FunctionalInterface
  interface MainBody {
    /// Returns the exit status, 0 to 255.
    ///
    /// @throws Exception ends the program as an uncaught error
    int run(ModuleObject module, List<String> arguments) throws Exception;
  }
}
