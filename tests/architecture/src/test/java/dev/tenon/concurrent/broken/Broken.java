// SPDX-License-Identifier: Apache-2.0
package dev.tenon.concurrent.broken;

/// What passes values between interpreters uses the runner above it.
public final class Broken {
  public final Class<?> runner = dev.tenon.run.broken.Broken.class;
}
