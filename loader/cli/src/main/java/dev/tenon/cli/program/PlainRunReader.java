// SPDX-License-Identifier: Apache-2.0
package dev.tenon.cli.program;

import dev.tenon.cli.command.ModuleOption;
import dev.tenon.cli.command.Options;
import dev.tenon.cli.command.Request;
import dev.tenon.cli.command.Settings;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Reads the one command line that is in a hurry, a correct `run`, without picocli: loading that
/// library takes longer than everything else that happens before the module runs. It goes by the
/// options that [ModuleOption] lists, as the specification of [RunCommand] does; help, mistakes and
/// rare spellings are left to that, which reads every line that is read here alike.
public final class PlainRunReader {

  private final String[] arguments;
  private final List<String> path = new ArrayList<>();
  private final Set<ModuleOption> given = EnumSet.noneOf(ModuleOption.class);
  private int index;

  private PlainRunReader(String... arguments) {
    this.arguments = arguments;
  }

  /// Reads `run [OPTION]… (-m NAME | PATH) [ARG…]`.
  ///
  /// @return nothing if the line is of any other form
  public static Optional<Request> read(String... arguments) {
    return arguments.length > 0 && arguments[0].equals(RunCommand.NAME)
        ? Optional.ofNullable(new PlainRunReader(arguments).read())
        : Optional.empty();
  }

  private @Nullable Request read() {
    for (index = 1; index < arguments.length; index++) {
      String word = arguments[index];
      if (word.equals(Options.MODULE)) {
        return request(index + 1, false);
      }
      if (!word.startsWith("-")) {
        return request(index, true);
      }
      Optional<ModuleOption> option = ModuleOption.find(word);
      if (option.isEmpty() || !take(option.get())) {
        return null;
      }
    }
    return null;
  }

  /// Takes an option and its value.
  ///
  /// @return whether that is how it is usually written
  private boolean take(ModuleOption option) {
    if (option == ModuleOption.APART) {
      return false; // its names are checked by the full reader
    }
    if (option != ModuleOption.PATH) {
      return given.add(option);
    }
    index++;
    return index < arguments.length
        && !arguments[index].startsWith("-")
        && path.add(arguments[index]);
  }

  private @Nullable Request request(int program, boolean isPath) {
    if (program == arguments.length || arguments[program].isEmpty()) {
      return null;
    }
    return new RunCommand.Run(
        new Settings(
            List.copyOf(path),
            given.contains(ModuleOption.DEBUG),
            given.contains(ModuleOption.LOCKED) ? ModuleOption.LOCKED.usual() : null),
        new Restrictions(
            given.contains(ModuleOption.ISOLATED), given.contains(ModuleOption.CHECK), List.of()),
        Program.of(List.of(arguments).subList(program, arguments.length), isPath),
        given.contains(ModuleOption.WATCH));
  }
}
