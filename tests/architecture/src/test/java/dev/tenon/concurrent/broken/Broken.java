// SPDX-License-Identifier: Apache-2.0
package dev.tenon.concurrent.broken;

/// What passes values between interpreters uses a script beside it.
public final class Broken {
  public final Class<?> script = dev.tenon.script.broken.Broken.class;
}
