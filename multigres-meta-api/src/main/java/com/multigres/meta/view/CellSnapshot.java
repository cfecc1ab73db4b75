package com.multigres.meta.view;

import com.multigres.meta.model.component.Cell;
import com.multigres.meta.model.component.Component;
import com.multigres.meta.model.component.ComponentId;
import com.multigres.meta.model.component.ComponentType;
import com.multigres.meta.model.component.Gateway;
import com.multigres.meta.model.component.Orchestrator;
import com.multigres.meta.model.component.Pooler;
import com.multigres.meta.model.internal.PersistentMap;
import com.multigres.meta.topo.TopoPath;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What a view knows of one cell. Immutable. */
public final class CellSnapshot {
  private static final Freshness NOT_READ = new Freshness.Unknown("not read yet");

  private final Cell record;
  private final Freshness freshness;
  private final PersistentMap<ComponentId, Component> components;
  private final SortedMap<TopoPath, String> unreadable; // unmodifiable

  private CellSnapshot(
      Cell record,
      Freshness freshness,
      PersistentMap<ComponentId, Component> components,
      SortedMap<TopoPath, String> unreadable) {
    this.record = record;
    this.freshness = freshness;
    this.components = components;
    this.unreadable = unreadable;
  }

  static CellSnapshot of(Cell record) {
    return of(record, List.of());
  }

  static CellSnapshot of(Cell record, Collection<? extends Component> components) {
    PersistentMap.Builder<ComponentId, Component> byId = PersistentMap.builder(components.size());
    for (Component component : components) {
      byId.put(component.id(), component);
    }
    return new CellSnapshot(record, NOT_READ, byId.build(), Collections.emptySortedMap());
  }

  CellSnapshot with(Cell next) {
    return new CellSnapshot(next, freshness, components, unreadable);
  }

  CellSnapshot with(Freshness next) {
    return new CellSnapshot(record, next, components, unreadable);
  }

  CellSnapshot with(Component component) {
    return new CellSnapshot(
        record, freshness, components.with(component.id(), component), unreadable);
  }

  CellSnapshot without(ComponentId id) {
    return new CellSnapshot(record, freshness, components.without(id), unreadable);
  }

  CellSnapshot withUnreadable(TopoPath path, String reason) {
    TreeMap<TopoPath, String> next = new TreeMap<>(unreadable);
    next.put(path, reason);
    return withUnreadable(next);
  }

  CellSnapshot withoutUnreadable(TopoPath path) {
    if (!unreadable.containsKey(path)) {
      return this;
    }
    TreeMap<TopoPath, String> next = new TreeMap<>(unreadable);
    next.remove(path);
    return withUnreadable(next);
  }

  /** Without what lay below a directory and was not named again. */
  CellSnapshot withoutUnreadable(TopoPath directory, Set<TopoPath> named) {
    TreeMap<TopoPath, String> next = new TreeMap<>(unreadable);
    next.keySet().removeIf(path -> path.isBelow(directory) && !named.contains(path));
    return next.size() == unreadable.size() ? this : withUnreadable(next);
  }

  private CellSnapshot withUnreadable(SortedMap<TopoPath, String> next) {
    return new CellSnapshot(record, freshness, components, Collections.unmodifiableSortedMap(next));
  }

  boolean knowsTheSameAs(CellSnapshot other) {
    return components == other.components && record.equals(other.record);
  }

  @Nullable Component componentOrNull(ComponentId id) {
    return components.get(id);
  }

  List<ComponentId> ids(ComponentType type) {
    List<ComponentId> ids = new ArrayList<>();
    components.forEach(
        (id, component) -> {
          if (id.type().equals(type)) {
            ids.add(id);
          }
        });
    return ids;
  }

  PersistentMap<ComponentId, Component> byId() {
    return components;
  }

  /**
   * The cell's name.
   *
   * @return the name
   */
  public String name() {
    return record.name();
  }

  /**
   * What the global topology says of it.
   *
   * @return the record as it was last seen
   */
  public Cell record() {
    return record;
  }

  /**
   * How far the cell's components can be relied on.
   *
   * @return current, stale since some moment, or never read
   */
  public Freshness freshness() {
    return freshness;
  }

  /**
   * One component of the cell.
   *
   * @param id who it is
   * @return what it last said of itself; empty when it is not registered
   */
  public Optional<Component> component(ComponentId id) {
    return Optional.ofNullable(components.get(id));
  }

  /**
   * Everybody who is registered in the cell.
   *
   * @return the components, sorted by id
   */
  public List<Component> components() {
    return components.values().stream()
        .sorted(Comparator.comparing((Component component) -> component.id().text()))
        .toList();
  }

  /**
   * The cell's poolers, also those that serve nothing.
   *
   * @return the poolers, sorted by id
   */
  public List<Pooler> poolers() {
    return components(Pooler.class);
  }

  /**
   * The cell's gateways.
   *
   * @return the gateways, sorted by id
   */
  public List<Gateway> gateways() {
    return components(Gateway.class);
  }

  /**
   * The cell's orchestrators.
   *
   * @return the orchestrators, sorted by id
   */
  public List<Orchestrator> orchestrators() {
    return components(Orchestrator.class);
  }

  private <T extends Component> List<T> components(Class<T> kind) {
    return components().stream().filter(kind::isInstance).map(kind::cast).toList();
  }

  /**
   * What stands in the cell's store and cannot be read; what stood there before is not shown.
   *
   * @return why not, by path
   */
  public Map<TopoPath, String> unreadable() {
    return unreadable;
  }

  /** The cell's name, freshness, and how many components it has. */
  @Override
  public String toString() {
    return "CellSnapshot[" + name() + " " + freshness + ", " + components.size() + " components]";
  }
}
