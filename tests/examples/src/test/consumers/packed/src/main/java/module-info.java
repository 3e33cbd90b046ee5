// SPDX-License-Identifier: Apache-2.0
/// A program with Tenon and a jar of native modules, as a module.
@SuppressWarnings("requires-automatic")
module app.host {
  requires dev.tenon;
  requires org.example.counter;
}
