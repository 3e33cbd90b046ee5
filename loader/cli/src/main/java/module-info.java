// SPDX-License-Identifier: Apache-2.0
/// The `tenon` command. Its subcommands are services; modules that have more of them are named
/// here, where what the rooms of the command offer them is exported to them.
@SuppressWarnings({"module", "requires-automatic"})
// Modules with subcommands need this one, so they are not there yet; JLine has no descriptor, and
// to require such a module at run time resolves all of its kind.
module dev.tenon.cli {
  requires dev.tenon;
  requires info.picocli;
  requires java.compiler;
  requires static org.jline;
  requires static org.jspecify;

  exports dev.tenon.cli to
      dev.tenon.tools;
  exports dev.tenon.cli.command to
      dev.tenon.tools;
  exports dev.tenon.cli.module to
      dev.tenon.tools;
  exports dev.tenon.cli.terminal to
      dev.tenon.tools;

  uses dev.tenon.cli.command.Subcommand;
  uses dev.tenon.search.ModuleFileType;

  provides dev.tenon.cli.command.Subcommand with
      dev.tenon.cli.CompletionCommand,
      dev.tenon.cli.FormatCommand,
      dev.tenon.cli.PackageCommand,
      dev.tenon.cli.TestCommand,
      dev.tenon.cli.module.IdentityCommand,
      dev.tenon.cli.module.SourceCommand,
      dev.tenon.cli.module.WhyCommand,
      dev.tenon.cli.program.LockCommand,
      dev.tenon.cli.program.RunCommand,
      dev.tenon.cli.project.NewCommand,
      dev.tenon.cli.repl.ReplCommand;
}
