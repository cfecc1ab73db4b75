package com.multigres.meta.view;

import com.multigres.meta.model.ShardKey;
import com.multigres.meta.model.component.Cell;
import com.multigres.meta.model.component.Component;
import com.multigres.meta.model.component.ComponentId;
import com.multigres.meta.model.component.Pooler;
import com.multigres.meta.model.internal.PersistentMap;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * What a snapshot consists of, and how the next one is made: each change copies a path of some
 * small arrays and shares the rest.
 *
 * @param cluster the cluster's name
 * @param order which cells are near
 * @param topology how far the list of cells can be relied on
 * @param cells the cells by name
 * @param poolers the registered poolers by shard
 * @param catalog the catalog
 */
record Parts(
    String cluster,
    CellOrder order,
    Freshness topology,
    PersistentMap<String, CellSnapshot> cells,
    PersistentMap<ShardKey, ShardPoolers> poolers,
    CatalogPart catalog) {

  static Parts empty(String cluster, CellOrder order, Freshness topology, Freshness catalog) {
    return new Parts(
        cluster,
        order,
        topology,
        PersistentMap.empty(),
        PersistentMap.empty(),
        CatalogPart.unknown(catalog));
  }

  /** Many cells at once. */
  static Parts of(
      Parts empty,
      Collection<CellSnapshot> all,
      PersistentMap<ShardKey, ShardPoolers> poolers,
      CatalogPart catalog) {
    PersistentMap.Builder<String, CellSnapshot> cells = PersistentMap.builder(all.size());
    for (CellSnapshot cell : all) {
      cells.put(cell.name(), cell);
    }
    return empty.with(cells.build(), poolers).with(catalog);
  }

  /** The poolers of many cells by shard. */
  static PersistentMap<ShardKey, ShardPoolers> poolersOf(
      Collection<CellSnapshot> cells, CellOrder order) {
    Map<ShardKey, List<Pooler>> members = new HashMap<>();
    for (CellSnapshot cell : cells) {
      for (Component component : cell.byId().values()) {
        if (component instanceof Pooler pooler && pooler.shardKey().isPresent()) {
          ShardKey shard = pooler.shardKey().get();
          members.computeIfAbsent(shard, fresh -> new ArrayList<>(3)).add(pooler);
        }
      }
    }
    PersistentMap.Builder<ShardKey, ShardPoolers> poolers = PersistentMap.builder(members.size());
    for (Map.Entry<ShardKey, List<Pooler>> shard : members.entrySet()) {
      poolers.put(shard.getKey(), ShardPoolers.of(shard.getValue(), order));
    }
    return poolers.build();
  }

  Optional<CellSnapshot> cell(String name) {
    return Optional.ofNullable(cells.get(name));
  }

  Parts with(CatalogPart next) {
    return new Parts(cluster, order, topology, cells, poolers, next);
  }

  Parts with(Freshness next) {
    return new Parts(cluster, order, next, cells, poolers, catalog);
  }

  private Parts with(
      PersistentMap<String, CellSnapshot> nextCells,
      PersistentMap<ShardKey, ShardPoolers> nextPoolers) {
    return new Parts(cluster, order, topology, nextCells, nextPoolers, catalog);
  }

  /** Whether any source is current. */
  boolean follows() {
    return topology instanceof Freshness.Current
        || catalog.freshness() instanceof Freshness.Current
        || cells.values().stream().anyMatch(cell -> cell.freshness() instanceof Freshness.Current);
  }

  /** Whether there is no difference but in how far it can be relied on. */
  boolean knowsTheSameAs(Parts other) {
    boolean[] same = {catalog.position().equals(other.catalog.position())};
    cells.differences(
        other.cells,
        cell -> {
          CellSnapshot left = cell.before();
          CellSnapshot right = cell.after();
          same[0] &= left != null && right != null && left.knowsTheSameAs(right);
        });
    return same[0];
  }

  /** With everything stale that was current. */
  Parts ended(Instant since, String reason) {
    Parts next = with(ended(topology, since, reason));
    next = next.with(catalog.with(ended(catalog.freshness(), since, reason)));
    for (CellSnapshot cell : cells.values()) {
      next =
          next.withCell(cell.name(), known -> known.with(ended(known.freshness(), since, reason)));
    }
    return next;
  }

  private static Freshness ended(Freshness before, Instant since, String reason) {
    return before instanceof Freshness.Current ? new Freshness.Stale(since, reason) : before;
  }

  /** With a cell's record, which may be new. */
  Parts withCell(Cell record) {
    CellSnapshot known = cells.get(record.name());
    if (known != null && known.record().equals(record)) {
      return this;
    }
    CellSnapshot next = known == null ? CellSnapshot.of(record) : known.with(record);
    return with(cells.with(record.name(), next), poolers);
  }

  Parts withoutCell(String name) {
    CellSnapshot gone = cells.get(name);
    if (gone == null) {
      return this;
    }
    Parts emptied = this;
    for (Component component : gone.components()) {
      emptied = emptied.without(component.id());
    }
    return emptied.with(emptied.cells.without(name), emptied.poolers);
  }

  /** With another state of a cell that is there; components are not its business. */
  Parts withCell(String name, UnaryOperator<CellSnapshot> change) {
    CellSnapshot known = cells.get(name);
    CellSnapshot next = known == null ? null : change.apply(known);
    return next == null || next == known ? this : with(cells.with(name, next), poolers);
  }

  /** With a component of a cell that is there. */
  Parts with(Component component) {
    ComponentId id = component.id();
    CellSnapshot cell = cells.get(id.cell());
    if (cell == null) {
      return this;
    }
    return with(
        cells.with(id.cell(), cell.with(component)), moved(cell.componentOrNull(id), component));
  }

  Parts without(ComponentId id) {
    CellSnapshot cell = cells.get(id.cell());
    Component gone = cell == null ? null : cell.componentOrNull(id);
    return cell == null || gone == null
        ? this
        : with(cells.with(id.cell(), cell.without(id)), moved(gone, null));
  }

  private PersistentMap<ShardKey, ShardPoolers> moved(
      @Nullable Component before, @Nullable Component after) {
    PersistentMap<ShardKey, ShardPoolers> next = poolers;
    if (before instanceof Pooler pooler && pooler.shardKey().isPresent()) {
      next = regrouped(next, pooler.shardKey().get(), pooler, null);
    }
    if (after instanceof Pooler pooler && pooler.shardKey().isPresent()) {
      next = regrouped(next, pooler.shardKey().get(), pooler, pooler);
    }
    return next;
  }

  private PersistentMap<ShardKey, ShardPoolers> regrouped(
      PersistentMap<ShardKey, ShardPoolers> from, ShardKey shard, Pooler out, @Nullable Pooler in) {
    ShardPoolers known = from.get(shard);
    List<Pooler> members = new ArrayList<>(known == null ? List.of() : known.all());
    members.removeIf(member -> member.id().equals(out.id()));
    if (in != null) {
      members.add(in);
    }
    return members.isEmpty()
        ? from.without(shard)
        : from.with(shard, ShardPoolers.of(members, order));
  }
}
