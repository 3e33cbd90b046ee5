package dev.tenon;

import dev.tenon.error.InterpreterError;
import dev.tenon.imports.LinkPolicy;
import dev.tenon.input.Escapes;
import dev.tenon.module.AuditHook;
import dev.tenon.module.CheckOptions;
import dev.tenon.module.ModuleOwner;
import dev.tenon.module.Warning;
import java.io.BufferedOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// How an interpreter is set up. Immutable.
public final class InterpreterConfig {

  /// The process's own streams, shared by all interpreters that were given no others.
  private static final class ProcessStreams {
    static final OutputStream OUT =
        new BufferedOutputStream(new FileOutputStream(FileDescriptor.out), 1 << 16);
    static final OutputStream ERR = new FileOutputStream(FileDescriptor.err);
  }

  private static final String NEW_INTERPRETER = "cpython.PyInterpreterState_New";

  private final List<String> path;
  private final List<String> arguments;
  private final boolean isolated;
  private final LinkPolicy links;
  private final CheckedModules checked;
  private final @Nullable String name;
  private final @Nullable Interpreter parent;
  private final NativePermission natives;
  private final NamePatterns forced;
  private final @Nullable String nativeBackend;
  private final List<String> privateImages;
  private final List<String> privateLibraries;
  private final NamePatterns imagePatterns;
  private final NamePatterns libraryPatterns;
  private final List<AuditHook> auditHooks;
  private final boolean inheritsAuditHooks;
  private final @Nullable List<String> referenceList;
  private final @Nullable NamePatterns references;
  private final @Nullable OutputStream output;
  private final @Nullable OutputStream errorOutput;
  private final @Nullable Consumer<Warning> warningListener;

  private InterpreterConfig(Builder builder) {
    name = builder.name;
    parent = builder.parent;
    natives = builder.natives();
    forced = NamePatterns.of(builder.forced);
    nativeBackend = builder.nativeBackend;
    privateImages = List.copyOf(builder.privateImages);
    privateLibraries = List.copyOf(builder.privateLibraries);
    imagePatterns = NamePatterns.of(privateImages);
    libraryPatterns = NamePatterns.of(privateLibraries);
    auditHooks = List.copyOf(builder.auditHooks);
    inheritsAuditHooks = builder.inheritsAuditHooks;
    referenceList = builder.references == null ? null : List.copyOf(builder.references);
    references = referenceList == null ? null : NamePatterns.of(referenceList);
    path = List.copyOf(builder.path);
    arguments = List.copyOf(builder.arguments);
    isolated = builder.isolated;
    links = builder.links;
    checked =
        CheckedModules.of(builder.checked, builder.checkAll, builder.failingCall, System.getenv());
    output = builder.output;
    errorOutput = builder.errorOutput;
    warningListener = builder.warningListener;
  }

  /// The initial path entries.
  public List<String> path() {
    return path;
  }

  /// The initial program arguments.
  public List<String> arguments() {
    return arguments;
  }

  /// Whether only modules that declare support for isolated interpreters are let in.
  public boolean isIsolated() {
    return isolated;
  }

  /// What is done with symbolic links on the path.
  public LinkPolicy links() {
    return links;
  }

  /// A name for messages; null for none.
  public @Nullable String name() {
    return name;
  }

  /// The interpreter that it is a sub-interpreter of; null for a main interpreter.
  public @Nullable Interpreter parent() {
    return parent;
  }

  Interpreter parentOrThrow() {
    return Objects.requireNonNull(parent);
  }

  /// Whether a native module of this full name may be loaded. A sub-interpreter allows no more than
  /// its parent.
  public boolean allowsNative(String module) {
    return natives.allows(module) && (parent == null || parent.allowsNative(module));
  }

  /// Whether a module is let in even if it does not declare support for this interpreter.
  public boolean forces(String module) {
    return forced.match(module);
  }

  /// The name of the backend that calls the C functions of its native modules; null for that of the
  /// process.
  public @Nullable String nativeBackend() {
    return nativeBackend;
  }

  /// Whether a native module gets an image of its library for this interpreter alone.
  public boolean wantsPrivateImage(String module) {
    return imagePatterns.match(module);
  }

  /// Whether private images get a library that they were linked with for themselves, too.
  public boolean wantsPrivateLibrary(String library) {
    return libraryPatterns.match(library);
  }

  /// The audit hooks that it begins with, without those of its parent.
  public List<AuditHook> auditHooks() {
    return auditHooks;
  }

  /// The hooks that a sub-interpreter has from its parent.
  List<AuditHook> inheritedAuditHooks() {
    return parent == null || !inheritsAuditHooks ? List.of() : parent.ownAuditHooks();
  }

  /// The modules that serialized references may lead to; null for those that are imported already.
  @Nullable NamePatterns references() {
    return references;
  }

  /// The checks that a native module is run with; null for none.
  public @Nullable CheckOptions checksOf(String module) {
    return checked.of(module);
  }

  /// Where modules write their output.
  public OutputStream output() {
    return output == null ? ProcessStreams.OUT : output;
  }

  /// Where modules write their error messages.
  public OutputStream errorOutput() {
    return errorOutput == null ? ProcessStreams.ERR : errorOutput;
  }

  /// Who is told of warnings.
  public Consumer<Warning> warningListener() {
    return warningListener == null ? this::print : warningListener;
  }

  private void print(Warning warning) {
    try {
      errorOutput()
          .write((Escapes.printable(warning.toString()) + "\n").getBytes(StandardCharsets.UTF_8));
    } catch (IOException _) {
      // Nobody is left who could read it.
    }
  }

  /// Describes an interpreter.
  public static final class Builder {
    private final List<String> path = new ArrayList<>();
    private final List<String> arguments = new ArrayList<>();
    private boolean isolated;
    private final List<String> checked = new ArrayList<>();
    private boolean checkAll;
    private int failingCall;
    private LinkPolicy links = LinkPolicy.INSIDE_PATH;
    private @Nullable String name;
    private final @Nullable Interpreter parent;
    private @Nullable String nativeBackend;
    private @Nullable List<String> allowedNative;
    private final List<String> deniedNative = new ArrayList<>();
    private final List<String> forced = new ArrayList<>();
    private final List<String> privateImages = new ArrayList<>();
    private final List<String> privateLibraries = new ArrayList<>();
    private final List<AuditHook> auditHooks = new ArrayList<>();
    private boolean inheritsAuditHooks = true;
    private @Nullable List<String> references;
    private @Nullable OutputStream output;
    private @Nullable OutputStream errorOutput;
    private @Nullable Consumer<Warning> warningListener;

    Builder() {
      parent = null;
    }

    /// For a sub-interpreter, which begins with what its parent was built with.
    Builder(Interpreter parent) {
      this.parent = parent;
      InterpreterConfig config = parent.config();
      path.addAll(config.path);
      arguments.addAll(config.arguments);
      checked.addAll(config.checked.patterns());
      failingCall = config.checked.failingCall();
      links = config.links;
      nativeBackend = config.nativeBackend;
      privateImages.addAll(config.privateImages);
      privateLibraries.addAll(config.privateLibraries);
      output = config.output;
      errorOutput = config.errorOutput;
      warningListener = config.warningListener;
      references = config.referenceList == null ? null : new ArrayList<>(config.referenceList);
    }

    private NativePermission natives() {
      return new NativePermission(
          allowedNative == null ? null : NamePatterns.of(allowedNative),
          NamePatterns.of(deniedNative));
    }

    /// Gives it a name for messages.
    public Builder name(String text) {
      name = text;
      return this;
    }

    /// Adds path entries: folders and jars in which modules are searched.
    public Builder path(String... entries) {
      path.addAll(List.of(entries));
      return this;
    }

    /// Adds a folder or jar in which modules are searched.
    public Builder path(Path entry) {
      path.add(entry.toString());
      return this;
    }

    /// Takes all path entries away that were added or come from the parent.
    public Builder noPath() {
      path.clear();
      return this;
    }

    /// Adds program arguments.
    public Builder arguments(String... values) {
      arguments.addAll(List.of(values));
      return this;
    }

    /// Lets only modules in that declare support for isolated interpreters.
    public Builder isolated(boolean only) {
      isolated = only;
      return this;
    }

    /// Lets modules in that do not declare support for this interpreter. That *taints* it:
    /// [Interpreter#taints] and the printed form of the interpreter tell, and a warning is given.
    ///
    /// @param modules full names; `"package.*"` stands for a package and all that is in it, `"*"`
    ///   for every module
    /// @throws IllegalArgumentException if a name has `*` elsewhere, or is empty
    public Builder force(String... modules) {
      forced.addAll(NamePatterns.check("force", List.of(modules)));
      return this;
    }

    /// Gives native modules *private images*: each is loaded from a copy of its library that this
    /// interpreter has for itself, so that it has C variables of its own and suits this interpreter
    /// whatever it declares. The copy is unmapped when the interpreter closes. A library's own
    /// manifest and C declarations can ask for the same.
    ///
    /// @param modules as for [#force]
    public Builder privateImage(String... modules) {
      privateImages.addAll(NamePatterns.check("privateImage", List.of(modules)));
      return this;
    }

    /// Gives private images copies of libraries that they were linked with, too.
    ///
    /// @param libraries names as `tenon inspect` shows them, such as `"libold.so.1"`;
    ///   `"libold.so.*"` stands for all versions, `"*"` for all libraries but those of the C and
    ///   C++ languages
    public Builder privateLibrary(String... libraries) {
      privateLibraries.addAll(NamePatterns.check("privateLibrary", List.of(libraries)));
      return this;
    }

    /// Allows native modules by name and refuses all others, before their libraries are mapped;
    /// without names it refuses all. Without this call every native module is allowed.
    /// [Interpreter#refusals] tells what was refused.
    ///
    /// @param modules as for [#force]
    public Builder allowNative(String... modules) {
      allowedNative = allowedNative == null ? new ArrayList<>() : allowedNative;
      allowedNative.addAll(NamePatterns.check("allowNative", List.of(modules)));
      return this;
    }

    /// Refuses native modules by name, also those that [#allowNative] allows.
    ///
    /// @param modules as for [#force]
    public Builder denyNative(String... modules) {
      deniedNative.addAll(NamePatterns.check("denyNative", List.of(modules)));
      return this;
    }

    /// Sets the backend that calls the C functions of its native modules. Without this call the
    /// environment variable `TENON_BACKEND` names it, and without that it is `"ffm"` where it is
    /// installed. Interpreters with different backends may use one library.
    ///
    /// @param backend `"ffm"` or `"jnr"`; if it is not installed, the first import of a native
    ///   module raises an [IllegalStateException]
    public Builder nativeBackend(String backend) {
      nativeBackend = backend;
      return this;
    }

    /// Adds an audit hook (PEP 578), which gets all events from the first on.
    ///
    /// @see Interpreter#addProcessAuditHook
    public Builder auditHook(AuditHook hook) {
      auditHooks.add(hook);
      return this;
    }

    /// Sets whether a sub-interpreter has the audit hooks that its parent has when it is built.
    /// Default: it has. Hooks that the parent gets later are not added.
    public Builder inheritAuditHooks(boolean inherit) {
      inheritsAuditHooks = inherit;
      return this;
    }

    /// Sets the modules that serialized functions may be read back from; they are imported if they
    /// are not loaded. Default: only modules that are imported already. Serialized data can name
    /// any module, and importing a module runs its code: allow no more than the data needs.
    ///
    /// @param modules as for [#force]; none at all refuses all references
    public Builder allowReferences(String... modules) {
      references = references == null ? new ArrayList<>() : references;
      references.addAll(NamePatterns.check("allowReferences", List.of(modules)));
      return this;
    }

    /// Runs native modules with checks; what is found is reported as warnings. The environment
    /// variable `TENON_CHECK`, names with commas between them or `all`, does the same.
    ///
    /// @param modules as for [#force]
    public Builder check(String... modules) {
      checked.addAll(NamePatterns.check("check", List.of(modules)));
      return this;
    }

    /// Runs all native modules with checks.
    public Builder checkAll() {
      checkAll = true;
      return this;
    }

    /// Lets one call to the host fail in each instance of a checked module, so that its authors see
    /// how it deals with failures. The environment variable `TENON_FAIL` does the same.
    ///
    /// @param number of the call, from 1
    public Builder failCall(int number) {
      failingCall = number;
      return this;
    }

    /// Sets what is done with symbolic links on the path; without it module files have to lie in
    /// folders of the path.
    public Builder links(LinkPolicy policy) {
      links = policy;
      return this;
    }

    /// Sets where modules write their output; without it the process's standard output.
    public Builder output(OutputStream stream) {
      output = stream;
      return this;
    }

    /// Sets where modules write error messages; without it the process's standard error.
    public Builder errorOutput(OutputStream stream) {
      errorOutput = stream;
      return this;
    }

    /// Sets who is told of warnings; without it they are printed to the error stream.
    public Builder onWarning(Consumer<Warning> listener) {
      warningListener = listener;
      return this;
    }

    /// Tells the audit hooks of the parent, or of the interpreter that the thread is in: a module
    /// that builds an interpreter does not get away from them unseen.
    private void announce() {
      if (parent != null) {
        parent.audit(NEW_INTERPRETER);
      } else if (ModuleOwner.CURRENT.isBound()) {
        ModuleOwner.CURRENT.get().audit(NEW_INTERPRETER);
      } else {
        AuditHooks.ofProcess().audit(NEW_INTERPRETER);
      }
    }

    /// The interpreter.
    ///
    /// @throws InterpreterError if it would be a sub-interpreter of one that is closed
    public Interpreter build() {
      InterpreterConfig config = new InterpreterConfig(this);
      announce();
      return parent == null ? new Interpreter(config) : parent.children().add(config);
    }
  }
}
