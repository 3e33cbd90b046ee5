// SPDX-License-Identifier: Apache-2.0
package dev.tenon.module;

import dev.tenon.access.Grants;
import dev.tenon.access.SpecGrant;
import dev.tenon.input.Escapes;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// What a finder knows about a module before it is loaded (PEP 451). A spec stays with its module
/// as `__spec__`. It does not change, but for the loader of a lazy module or a namespace package,
/// which the import system sets when the module is loaded. Any thread may read it.
public final class ModuleSpec {

  static {
    Grants.give(SpecGrant.class, new Loading());
  }

  private final String name;
  private volatile @Nullable Loader loader;
  private final @Nullable List<String> submoduleSearchLocations;
  private final @Nullable String origin;
  private final @Nullable Object loaderState;
  private final @Nullable String cached;
  private final boolean hasLocation;
  private volatile boolean initializing;

  private ModuleSpec(Builder builder) {
    name = builder.name;
    loader = builder.loader;
    origin = builder.origin;
    loaderState = builder.loaderState;
    submoduleSearchLocations = builder.submoduleSearchLocations;
    cached = builder.cached;
    hasLocation = builder.hasLocation;
  }

  /// Starts a spec. The loader is null for a namespace package before its loader is known.
  public static Builder of(String name, @Nullable Loader loader) {
    return new Builder(name, loader);
  }

  /// The full name of the module.
  public String name() {
    return name;
  }

  /// What creates and executes the module.
  public @Nullable Loader loader() {
    return loader;
  }

  /// Where the module comes from: a file if [#hasLocation], else a word such as `"built-in"`.
  public @Nullable String origin() {
    return origin;
  }

  /// Data that finder and loader share.
  public @Nullable Object loaderState() {
    return loaderState;
  }

  /// For a package the live list of places in which its submodules are searched; null for a module
  /// that is no package.
  public @Nullable List<String> submoduleSearchLocations() {
    return submoduleSearchLocations;
  }

  /// Where a compiled form of the module is kept.
  public @Nullable String cached() {
    return cached;
  }

  /// Whether [#origin] is a place that can be loaded from, so that the module gets a `__file__`.
  public boolean hasLocation() {
    return hasLocation;
  }

  /// The name of the package that a relative import in the module starts from: the module's own
  /// name for a package, else the part before the last dot.
  public String parent() {
    return submoduleSearchLocations == null
        ? name.substring(0, Math.max(0, name.lastIndexOf('.')))
        : name;
  }

  /// Whether the module is being executed just now.
  public boolean isInitializing() {
    return initializing;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof ModuleSpec that
        && name.equals(that.name)
        && Objects.equals(loader, that.loader)
        && Objects.equals(origin, that.origin)
        && Objects.equals(submoduleSearchLocations, that.submoduleSearchLocations)
        && Objects.equals(cached, that.cached)
        && hasLocation == that.hasLocation;
  }

  @Override
  public int hashCode() {
    return name.hashCode();
  }

  /// The printed form, as CPython gives it.
  @Override
  public String toString() {
    StringBuilder text =
        new StringBuilder("ModuleSpec(name=%s, loader=%s".formatted(Escapes.quoted(name), loader));
    if (origin != null) {
      text.append(", origin='").append(origin).append('\'');
    }
    if (submoduleSearchLocations != null) {
      text.append(", submodule_search_locations=").append(submoduleSearchLocations);
    }
    return text.append(')').toString();
  }

  /// What the import system changes while it loads the module.
  private static final class Loading implements SpecGrant<ModuleSpec, Loader> {
    @Override
    public void setLoader(ModuleSpec spec, @Nullable Loader loader) {
      spec.loader = loader;
    }

    @Override
    public void setInitializing(ModuleSpec spec, boolean underWay) {
      spec.initializing = underWay;
    }
  }

  /// Describes a spec.
  public static final class Builder {
    private final String name;
    private final @Nullable Loader loader;
    private @Nullable String origin;
    private @Nullable Object loaderState;
    private @Nullable List<String> submoduleSearchLocations;
    private @Nullable String cached;
    private boolean hasLocation;

    private Builder(String name, @Nullable Loader loader) {
      this.name = Objects.requireNonNull(name, "a spec needs a name");
      this.loader = loader;
    }

    /// Sets the origin; alone it does not make a location.
    public Builder origin(@Nullable String place) {
      origin = place;
      return this;
    }

    /// Sets the origin to a file that the module is loaded from.
    public Builder location(String file) {
      Objects.requireNonNull(file, "file");
      hasLocation = true;
      return origin(file);
    }

    /// Declares whether the origin is a place that can be loaded from.
    public Builder hasLocation(boolean located) {
      hasLocation = located;
      return this;
    }

    /// Sets the data that finder and loader share.
    public Builder loaderState(@Nullable Object state) {
      loaderState = state;
      return this;
    }

    /// Makes it a package whose submodules are searched in these places. The list is kept live if
    /// `live` is one the caller wants to keep changing; pass a copy otherwise.
    public Builder submoduleSearchLocations(@Nullable List<String> live) {
      submoduleSearchLocations = live;
      return this;
    }

    /// Makes it a package without a place of its own.
    public Builder asPackage() {
      return submoduleSearchLocations(new ArrayList<>());
    }

    /// Makes it a package whose submodules are searched in one place.
    public Builder asPackage(String place) {
      Objects.requireNonNull(place, "place");
      return submoduleSearchLocations(new ArrayList<>(List.of(place)));
    }

    /// Sets where a compiled form is kept.
    public Builder cached(@Nullable String file) {
      cached = file;
      return this;
    }

    /// The spec.
    public ModuleSpec build() {
      return new ModuleSpec(this);
    }
  }
}
