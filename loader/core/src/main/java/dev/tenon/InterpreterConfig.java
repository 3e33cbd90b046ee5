package dev.tenon;

import dev.tenon.imports.LinkPolicy;
import dev.tenon.module.CheckOptions;
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

  private final List<String> path;
  private final List<String> arguments;
  private final boolean isolated;
  private final LinkPolicy links;
  private final CheckedModules checked;
  private final @Nullable OutputStream output;
  private final @Nullable OutputStream errorOutput;
  private final @Nullable Consumer<Warning> warningListener;

  private InterpreterConfig(Builder builder) {
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
      errorOutput().write((warning + "\n").getBytes(StandardCharsets.UTF_8));
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
    private @Nullable OutputStream output;
    private @Nullable OutputStream errorOutput;
    private @Nullable Consumer<Warning> warningListener;

    Builder() {}

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

    /// Runs native modules with checks; what is found is reported as warnings. The environment
    /// variable `TENON_CHECK`, names with commas between them or `all`, does the same.
    ///
    /// @param modules their full names
    public Builder check(String... modules) {
      checked.addAll(List.of(modules));
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

    /// The interpreter.
    public Interpreter build() {
      return new Interpreter(new InterpreterConfig(this));
    }
  }
}
