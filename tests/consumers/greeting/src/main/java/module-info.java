// SPDX-License-Identifier: Apache-2.0
/// A program on the module path that uses a jar of native modules.
@SuppressWarnings("requires-automatic") // a jar of native modules has no descriptor
module app.greeting {
  requires dev.tenon;
  requires org.example;
}
