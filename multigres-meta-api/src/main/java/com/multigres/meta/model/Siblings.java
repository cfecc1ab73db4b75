package com.multigres.meta.model;

import com.multigres.meta.model.internal.SortedChunks;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Databases of a catalog or tablegroups of a database, by name and by external name. Immutable. */
record Siblings<T extends Siblings.Named>(
    SortedChunks<String, T> byName, SortedChunks<String, T> byExternalName) {

  static <T extends Siblings.Named> Siblings<T> of(Collection<T> all) {
    List<Map.Entry<String, T>> names = new ArrayList<>(all.size());
    List<Map.Entry<String, T>> externalNames = new ArrayList<>(all.size());
    boolean alike = true;
    for (T one : all) {
      names.add(Map.entry(one.name(), one));
      externalNames.add(Map.entry(one.externalName(), one));
      alike &= one.externalName().equals(one.name());
    }
    SortedChunks<String, T> byName = SortedChunks.of(names);
    return new Siblings<>(byName, alike ? byName : SortedChunks.of(externalNames));
  }

  @Nullable T named(String name) {
    return byName.get(name);
  }

  @Nullable T externallyNamed(String externalName) {
    return byExternalName.get(externalName);
  }

  boolean hasExternalName(String externalName) {
    return byExternalName.get(externalName) != null;
  }

  /** With one more, or with a new value of the one that has this name. */
  Siblings<T> with(T one) {
    return new Siblings<>(
        byName.with(one.name(), one), byExternalName.with(one.externalName(), one));
  }

  Siblings<T> without(T one) {
    return new Siblings<>(byName.without(one.name()), byExternalName.without(one.externalName()));
  }

  Collection<T> all() {
    return byName.values();
  }

  /** By content; the second index follows from the first. */
  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Siblings<?> that && byName.equals(that.byName);
  }

  @Override
  public int hashCode() {
    return byName.hashCode();
  }

  /** What databases and tablegroups have in common. */
  interface Named {
    String name();

    String externalName();
  }
}
