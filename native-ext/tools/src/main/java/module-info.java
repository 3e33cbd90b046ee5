// SPDX-License-Identifier: Apache-2.0
/// The subcommands of the `tenon` command that know native code.
module dev.tenon.tools {
  requires dev.tenon;
  requires dev.tenon.cdef;
  requires dev.tenon.cli;
  requires dev.tenon.isolation;
  requires dev.tenon.nativeext;
  requires info.picocli;
  requires java.compiler;
  requires net.fornwall.jelf;
  requires static org.jspecify;

  uses dev.tenon.search.ModuleFileType;

  provides dev.tenon.cli.command.Subcommand with
      dev.tenon.tools.CdefCommand,
      dev.tenon.tools.CrashCommand,
      dev.tenon.tools.DoctorCommand,
      dev.tenon.tools.IsolationCommand,
      dev.tenon.tools.PackCommand,
      dev.tenon.tools.compile.CflagsCommand,
      dev.tenon.tools.compile.CompileCommand,
      dev.tenon.tools.importtime.ImportTimeCommand,
      dev.tenon.tools.inspect.InspectCommand;
}
