// SPDX-License-Identifier: Apache-2.0
package dev.tenon.registry;

/// What stands for "nothing is there" where null means None.
public enum Absent {
  ABSENT
}
