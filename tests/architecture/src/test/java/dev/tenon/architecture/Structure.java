// SPDX-License-Identifier: Apache-2.0
package dev.tenon.architecture;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jgrapht.Graph;
import org.jgrapht.alg.connectivity.KosarajuStrongConnectivityInspector;
import org.jgrapht.graph.DefaultEdge;
import org.jgrapht.graph.SimpleDirectedGraph;

/// The large scale of some classes: how many types a package has, and which types need each other.
/// A type stands for the types within it.
final class Structure {

  private final Map<String, Set<String>> typesByPackage = new TreeMap<>();
  private final Graph<String, DefaultEdge> arrows = new SimpleDirectedGraph<>(DefaultEdge.class);

  Structure(JavaClasses classes) {
    Set<String> known =
        classes.stream()
            .filter(type -> !type.getSimpleName().equals("package-info"))
            .map(Structure::typeOf)
            .collect(Collectors.toSet());
    for (JavaClass each : classes) {
      String from = typeOf(each);
      if (!known.contains(from)) {
        continue;
      }
      typesByPackage.computeIfAbsent(each.getPackageName(), _ -> new TreeSet<>()).add(from);
      arrows.addVertex(from);
      for (Dependency dependency : each.getDirectDependenciesFromSelf()) {
        String to = typeOf(dependency.getTargetClass().getBaseComponentType());
        if (known.contains(to) && !to.equals(from)) {
          arrows.addVertex(to);
          arrows.addEdge(from, to);
        }
      }
    }
  }

  private static String typeOf(JavaClass type) {
    String name = type.getName();
    int nested = name.indexOf('$');
    return nested < 0 ? name : name.substring(0, nested);
  }

  /// The types of each package.
  Map<String, Set<String>> typesByPackage() {
    return typesByPackage;
  }

  /// The sets of types that need each other, directly or by others, each of at least two.
  List<Set<String>> cycles() {
    return new KosarajuStrongConnectivityInspector<>(arrows)
        .stronglyConnectedSets().stream().filter(set -> set.size() > 1).toList();
  }

  /// The package of a type.
  static String packageOf(String type) {
    return type.substring(0, type.lastIndexOf('.'));
  }
}
