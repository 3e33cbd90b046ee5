// SPDX-License-Identifier: Apache-2.0
package dev.tenon.isolation.run;

import dev.tenon.module.Resource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The resources that an exercise was given, of which some may be open: what a library counts for
/// each open resource is as before when all are closed. Left to the garbage collector they would be
/// closed at any time, and a verdict would depend on when.
public final class OpenedResources {

  private static final int DEEPEST = 3;

  private final List<Resource> all = new ArrayList<>();
  private final List<Resource> others = new ArrayList<>();

  /// Remembers a resource, or those in a list or map.
  void add(@Nullable Object value) {
    add(value, 0);
  }

  private void add(@Nullable Object value, int depth) {
    if (value instanceof Resource resource) {
      if (!resource.isClosed() && isNoneOf(all, resource) && isNoneOf(others, resource)) {
        all.add(resource);
      }
    } else if (depth < DEEPEST && value instanceof List<?> list) {
      list.forEach(each -> add(each, depth + 1));
    } else if (depth < DEEPEST && value instanceof Map<?, ?> map) {
      map.values().forEach(each -> add(each, depth + 1));
    }
  }

  /// Leaves out a resource that is an attribute of the module.
  void leaveOut(@Nullable Object value) {
    if (value instanceof Resource resource && isNoneOf(all, resource)) {
      others.add(resource);
    }
  }

  private static boolean isNoneOf(List<Resource> some, Resource resource) {
    return some.stream().noneMatch(each -> each == resource);
  }

  /// Whether one of them is open.
  public boolean areOpen() {
    all.removeIf(Resource::isClosed);
    return !all.isEmpty();
  }

  /// Closes them, the youngest first.
  ///
  /// @return what the first one that failed raised; null if none did
  public @Nullable String close() {
    String problem = null;
    while (areOpen()) {
      try {
        all.removeLast().close();
      } catch (RuntimeException e) {
        problem = problem == null ? e.getClass().getSimpleName() + ": " + e.getMessage() : problem;
      }
    }
    return problem;
  }
}
