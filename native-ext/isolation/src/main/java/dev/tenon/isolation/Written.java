package dev.tenon.isolation;

import java.io.Serializable;
import java.util.List;

/// A place that was written while interpreters used it.
///
/// @param writers the interpreters whose use changed it
record Written(Place place, List<Integer> writers, History.Kind kind) implements Serializable {}
