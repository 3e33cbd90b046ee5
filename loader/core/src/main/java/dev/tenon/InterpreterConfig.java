// SPDX-License-Identifier: Apache-2.0
package dev.tenon;

import dev.tenon.event.AuditHook;
import dev.tenon.input.Escapes;
import dev.tenon.pins.LockFile;
import dev.tenon.search.LinkPolicy;
import dev.tenon.spi.CheckOptions;
import dev.tenon.value.Warning;
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

/// How an interpreter is set up: a value, from which any number of interpreters can be opened with
/// [Interpreter#open]. What it does not say has the default that the setter in [Settings] states.
public final class InterpreterConfig {

  /// The process's own streams, shared by all interpreters that were given no others.
  private static final class ProcessStreams {
    static final OutputStream OUT =
        new BufferedOutputStream(new FileOutputStream(FileDescriptor.out), 1 << 16);
    static final OutputStream ERR = new FileOutputStream(FileDescriptor.err);
  }

  private final List<String> path;
  private final List<String> arguments;
  private final boolean isolated;
  private final LinkPolicy links;
  private final CheckedModules checked;
  private final @Nullable String name;
  private final NativePermission natives;
  private final NamePatterns forced;
  private final @Nullable String nativeBackend;
  private final NamePatterns privateImages;
  private final NamePatterns privateLibraries;
  private final NamePatterns apart;
  private final @Nullable LockFile lock;
  private final List<AuditHook> auditHooks;
  private final boolean inheritsAuditHooks;
  private final @Nullable NamePatterns references;
  private final @Nullable OutputStream output;
  private final @Nullable OutputStream errorOutput;
  private final @Nullable Consumer<Warning> warningListener;

  InterpreterConfig(Settings<?> builder) {
    name = builder.name;
    natives =
        new NativePermission(
            builder.allowedNative == null ? null : NamePatterns.of(builder.allowedNative),
            NamePatterns.of(builder.deniedNative));
    forced = NamePatterns.of(builder.forced);
    nativeBackend = builder.nativeBackend;
    privateImages = NamePatterns.of(builder.privateImages);
    privateLibraries = NamePatterns.of(builder.privateLibraries);
    apart = NamePatterns.of(builder.apart);
    lock = builder.lock;
    auditHooks = List.copyOf(builder.auditHooks);
    inheritsAuditHooks = builder.inheritsAuditHooks;
    references = builder.references == null ? null : NamePatterns.of(builder.references);
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

  /// Starts a configuration.
  public static Builder builder() {
    return new Builder();
  }

  /// Starts a configuration that begins with all that this one says.
  public Builder toBuilder() {
    Builder builder = new Builder();
    builder.copy(this);
    return builder;
  }

  /// Whether a native module of this full name may be loaded. A sub-interpreter allows no more than
  /// its parent, whatever its own configuration says.
  public boolean allowsNative(String module) {
    Objects.requireNonNull(module, "module");
    return natives.allows(module);
  }

  /// Whether a module is let in even if it does not declare support for this interpreter.
  public boolean forces(String module) {
    Objects.requireNonNull(module, "module");
    return forced.match(module);
  }

  /// The name of the backend that calls the C functions of its native modules; null for that of the
  /// process.
  public @Nullable String nativeBackend() {
    return nativeBackend;
  }

  /// Whether a native module gets an image of its library for this interpreter alone.
  public boolean wantsPrivateImage(String module) {
    Objects.requireNonNull(module, "module");
    return privateImages.match(module);
  }

  /// The group of native modules that a module runs apart with, in a helper process: the pattern
  /// that names it. Null for a module that runs in the process of the host.
  public @Nullable String apartGroup(String module) {
    Objects.requireNonNull(module, "module");
    return apart.find(module);
  }

  /// Whether private images get a library that they were linked with for themselves, too.
  public boolean wantsPrivateLibrary(String library) {
    Objects.requireNonNull(library, "library");
    return privateLibraries.match(library);
  }

  /// The lock file that lists what may be loaded; null if everything may. A sub-interpreter loads
  /// no more than its parent, whatever its own configuration says.
  public @Nullable Path pins() {
    return lock == null ? null : lock.file();
  }

  /// What the lock file said when it was read.
  @Nullable LockFile lock() {
    return lock;
  }

  /// The audit hooks that it begins with, without those of its parent.
  public List<AuditHook> auditHooks() {
    return auditHooks;
  }

  /// Whether a sub-interpreter has the audit hooks that its parent has when it is opened.
  public boolean inheritsAuditHooks() {
    return inheritsAuditHooks;
  }

  /// The modules that serialized references may lead to; null for those that are imported already.
  @Nullable NamePatterns references() {
    return references;
  }

  /// The checks that a native module is run with; null for none.
  @Nullable CheckOptions checksOf(String module) {
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

  /// The warning listener.
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

  /// What can be said of an interpreter. A builder is for one thread.
  ///
  /// @param <B> the builder
  public abstract static sealed class Settings<B extends Settings<B>>
      permits Builder, Interpreter.Builder {
    private final List<String> path = new ArrayList<>();
    private final List<String> arguments = new ArrayList<>();
    private boolean isolated;
    private final List<String> checked = new ArrayList<>();
    private boolean checkAll;
    private int failingCall;
    private LinkPolicy links = LinkPolicy.INSIDE_PATH;
    private @Nullable String name;
    private @Nullable String nativeBackend;
    private @Nullable List<String> allowedNative;
    private final List<String> deniedNative = new ArrayList<>();
    private final List<String> forced = new ArrayList<>();
    private final List<String> privateImages = new ArrayList<>();
    private final List<String> apart = new ArrayList<>();
    private final List<String> privateLibraries = new ArrayList<>();
    private final List<AuditHook> auditHooks = new ArrayList<>();
    private @Nullable LockFile lock;
    private boolean inheritsAuditHooks = true;
    private @Nullable List<String> references;
    private @Nullable OutputStream output;
    private @Nullable OutputStream errorOutput;
    private @Nullable Consumer<Warning> warningListener;

    Settings() {}

    /// The builder itself.
    abstract B self();

    /// Begins with what a sub-interpreter inherits from its parent.
    final void inherit(InterpreterConfig config) {
      path.addAll(config.path);
      arguments.addAll(config.arguments);
      checked.addAll(config.checked.modules().patterns());
      failingCall = config.checked.failingCall();
      links = config.links;
      nativeBackend = config.nativeBackend;
      privateImages.addAll(config.privateImages.patterns());
      apart.addAll(config.apart.patterns());
      privateLibraries.addAll(config.privateLibraries.patterns());
      lock = config.lock;
      output = config.output;
      errorOutput = config.errorOutput;
      warningListener = config.warningListener;
      references = config.references == null ? null : new ArrayList<>(config.references.patterns());
    }

    /// Begins with all that a configuration says.
    final void copy(InterpreterConfig config) {
      inherit(config);
      name = config.name;
      isolated = config.isolated;
      NamePatterns allowed = config.natives.allowed();
      allowedNative = allowed == null ? null : new ArrayList<>(allowed.patterns());
      deniedNative.addAll(config.natives.denied().patterns());
      forced.addAll(config.forced.patterns());
      auditHooks.addAll(config.auditHooks);
      inheritsAuditHooks = config.inheritsAuditHooks;
    }

    /// Gives it a name for messages.
    public final B name(String text) {
      Objects.requireNonNull(text, "text");
      name = text;
      return self();
    }

    /// Adds path entries: folders and jars in which modules are searched.
    public final B path(String... entries) {
      Objects.requireNonNull(entries, "entries");
      path.addAll(List.of(entries));
      return self();
    }

    /// Adds a folder or jar in which modules are searched.
    public final B path(Path entry) {
      path.add(entry.toString());
      return self();
    }

    /// Takes all path entries away that were added or come from the parent.
    public final B noPath() {
      path.clear();
      return self();
    }

    /// Adds program arguments.
    public final B arguments(String... values) {
      Objects.requireNonNull(values, "values");
      arguments.addAll(List.of(values));
      return self();
    }

    /// Lets only modules in that declare support for isolated interpreters.
    public final B isolated(boolean only) {
      isolated = only;
      return self();
    }

    /// Lets modules in that do not declare support for this interpreter. That *taints* it:
    /// [Interpreter#taints] and the printed form of the interpreter show it, and a warning is
    /// given.
    ///
    /// @param modules full names; `"package.*"` stands for a package and all that is in it, `"*"`
    ///   for every module
    /// @throws IllegalArgumentException if a name has `*` elsewhere, or is empty
    public final B force(String... modules) {
      Objects.requireNonNull(modules, "modules");
      forced.addAll(NamePatterns.check("force", List.of(modules)));
      return self();
    }

    /// Gives native modules *private images*: each is loaded from a copy of its library that this
    /// interpreter has for itself, so that it has C variables of its own and suits this interpreter
    /// whatever it declares. The copy is unmapped when the interpreter closes. A library's own
    /// manifest and C declarations can ask for the same.
    ///
    /// @param modules as for [#force]
    public final B privateImage(String... modules) {
      Objects.requireNonNull(modules, "modules");
      privateImages.addAll(NamePatterns.check("privateImage", List.of(modules)));
      return self();
    }

    /// Runs native modules *apart*: in a helper process, so that a crash of theirs is an error
    /// here, `dev.tenon.nativeext.apart.ModuleCrashedError`, and ends nothing else. The modules of
    /// one pattern share a process, which ends with this interpreter.
    ///
    /// @param modules as for [#force]
    public final B apart(String... modules) {
      Objects.requireNonNull(modules, "modules");
      apart.addAll(NamePatterns.check("apart", List.of(modules)));
      return self();
    }

    /// Gives private images copies of libraries that they were linked with, too.
    ///
    /// @param libraries names as `tenon inspect` shows them, such as `"libold.so.1"`;
    ///   `"libold.so.*"` stands for all versions, `"*"` for all libraries but those of the C and
    ///   C++ languages
    public final B privateLibrary(String... libraries) {
      Objects.requireNonNull(libraries, "libraries");
      privateLibraries.addAll(NamePatterns.check("privateLibrary", List.of(libraries)));
      return self();
    }

    /// Allows native modules by name and refuses all others, before their libraries are mapped;
    /// without names it refuses all. Without this call every native module is allowed.
    /// [Interpreter#refusals] lists what was refused.
    ///
    /// @param modules as for [#force]
    public final B allowNative(String... modules) {
      Objects.requireNonNull(modules, "modules");
      allowedNative = allowedNative == null ? new ArrayList<>() : allowedNative;
      allowedNative.addAll(NamePatterns.check("allowNative", List.of(modules)));
      return self();
    }

    /// Refuses native modules by name, also those that [#allowNative] allows.
    ///
    /// @param modules as for [#force]
    public final B denyNative(String... modules) {
      Objects.requireNonNull(modules, "modules");
      deniedNative.addAll(NamePatterns.check("denyNative", List.of(modules)));
      return self();
    }

    /// Pins what may be loaded: every library, jar, file of C declarations and script has to be
    /// listed in a lock file, which `tenon lock` makes, with the SHA-256 of its bytes. Anything
    /// else is refused with an [dev.tenon.error.ImportException] before any code of it runs. The
    /// lock file is read now and not again. Default: everything may be loaded.
    ///
    /// @param lockFile its path; files are listed relative to its directory
    /// @throws dev.tenon.error.ImportException if the lock file cannot be read or understood
    public final B pins(Path lockFile) {
      Objects.requireNonNull(lockFile, "lockFile");
      lock = LockFile.read(lockFile);
      return self();
    }

    /// Sets the backend that calls the C functions of its native modules. Without this call the
    /// environment variable `TENON_BACKEND` names it, and without that it is `"ffm"` where it is
    /// installed. Interpreters with different backends may use one library.
    ///
    /// @param backend `"ffm"` or `"jnr"`; if it is not installed, the first import of a native
    ///   module raises an [IllegalStateException]
    public final B nativeBackend(String backend) {
      Objects.requireNonNull(backend, "backend");
      nativeBackend = backend;
      return self();
    }

    /// Adds an audit hook (PEP 578), which gets all events from the first on.
    ///
    /// @see Interpreter#addProcessAuditHook
    public final B auditHook(AuditHook hook) {
      Objects.requireNonNull(hook, "hook");
      auditHooks.add(hook);
      return self();
    }

    /// Sets whether a sub-interpreter has the audit hooks that its parent has when it is built.
    /// Default: it has. Hooks that the parent gets later are not added.
    public final B inheritAuditHooks(boolean inherit) {
      inheritsAuditHooks = inherit;
      return self();
    }

    /// Sets the modules that serialized functions may be read back from; they are imported if they
    /// are not loaded. Default: only modules that are imported already. Serialized data can name
    /// any module, and importing a module runs its code: allow no more than the data needs.
    ///
    /// @param modules as for [#force]; none at all refuses all references
    public final B allowReferences(String... modules) {
      Objects.requireNonNull(modules, "modules");
      references = references == null ? new ArrayList<>() : references;
      references.addAll(NamePatterns.check("allowReferences", List.of(modules)));
      return self();
    }

    /// Runs native modules with checks; what is found is reported as warnings. The environment
    /// variable `TENON_CHECK`, names with commas between them or `all`, does the same.
    ///
    /// @param modules as for [#force]
    public final B check(String... modules) {
      Objects.requireNonNull(modules, "modules");
      checked.addAll(NamePatterns.check("check", List.of(modules)));
      return self();
    }

    /// Runs all native modules with checks.
    public final B checkAll() {
      checkAll = true;
      return self();
    }

    /// Lets one call to the host fail in each instance of a checked module, so that its authors see
    /// how it deals with failures. The environment variable `TENON_FAIL` does the same.
    ///
    /// @param number of the call, from 1
    public final B failCall(int number) {
      failingCall = number;
      return self();
    }

    /// Sets what is done with symbolic links on the path; without it module files have to lie in
    /// folders of the path.
    public final B links(LinkPolicy policy) {
      Objects.requireNonNull(policy, "policy");
      links = policy;
      return self();
    }

    /// Sets where modules write their output; without it the process's standard output.
    public final B output(OutputStream stream) {
      Objects.requireNonNull(stream, "stream");
      output = stream;
      return self();
    }

    /// Sets where modules write error messages; without it the process's standard error.
    public final B errorOutput(OutputStream stream) {
      Objects.requireNonNull(stream, "stream");
      errorOutput = stream;
      return self();
    }

    /// Sets the warning listener. Default: print to the error stream.
    public final B onWarning(Consumer<Warning> listener) {
      Objects.requireNonNull(listener, "listener");
      warningListener = listener;
      return self();
    }
  }

  /// Describes a configuration.
  public static final class Builder extends Settings<Builder> {

    private Builder() {}

    @Override
    Builder self() {
      return this;
    }

    /// The configuration.
    public InterpreterConfig build() {
      return new InterpreterConfig(this);
    }
  }
}
