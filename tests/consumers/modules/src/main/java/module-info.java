// SPDX-License-Identifier: Apache-2.0
/// A program with Tenon, as a module.
module app.host {
  requires dev.tenon;

  provides dev.tenon.module.ModuleProvider with
      app.Greeting;
}
