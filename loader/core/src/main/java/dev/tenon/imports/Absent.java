package dev.tenon.imports;

/// What stands for "nothing is there" where null means None.
enum Absent {
  ABSENT
}
