// SPDX-License-Identifier: Apache-2.0
package dev.tenon.code;

/// Stands for a name that is not there, where null is a value.
enum Absent {
  ABSENT
}
