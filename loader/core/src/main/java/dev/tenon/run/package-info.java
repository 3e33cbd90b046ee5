// SPDX-License-Identifier: Apache-2.0
/// Running modules as programs. [dev.tenon.run.RunPy] runs a module by its name as `__main__`, as
/// CPython's `runpy` does for `python -m`; extensions adopt the real `__main__` (PEP 547).
@NullMarked
package dev.tenon.run;

import org.jspecify.annotations.NullMarked;
