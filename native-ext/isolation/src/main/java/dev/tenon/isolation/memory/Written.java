// SPDX-License-Identifier: Apache-2.0
package dev.tenon.isolation.memory;

import java.io.Serializable;
import java.util.List;

/// A place that was written while interpreters used it.
///
/// @param writers the interpreters whose use changed it
/// @param once the cells that only the first use changed, by their offset
/// @param again the cells that later uses changed as well
public record Written(
    Place place, List<Integer> writers, History.Kind kind, List<Integer> once, List<Integer> again)
    implements Serializable {}
