package com.multigres.meta.view;

import com.multigres.meta.model.component.Component;
import com.multigres.meta.model.component.ComponentId;
import com.multigres.meta.model.component.ComponentType;
import com.multigres.meta.store.Subscription;
import com.multigres.meta.topo.ConnectionState;
import com.multigres.meta.topo.TopoPath;
import com.multigres.meta.topo.TopoStore;
import com.multigres.meta.topo.Watch;
import com.multigres.meta.topology.CellTopology;
import com.multigres.meta.topology.RecordEvent;
import com.multigres.meta.topology.Records;
import com.multigres.meta.topology.TopoLayout;
import com.multigres.meta.topology.cells.CellFollower;
import com.multigres.meta.topology.cells.CellLease;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/**
 * Carries one cell's components into the view: what a store says replaces what was known of the
 * cell before, record by record, and what it does not name goes when it has said everything. State
 * is guarded by the publishing lock.
 */
final class CellUpdates implements CellFollower {
  private static final List<ComponentType> TYPES =
      List.of(ComponentType.POOLER, ComponentType.GATEWAY, ComponentType.ORCHESTRATOR);

  private final String cell;
  private final TopoLayout layout;
  private final Published published;
  private final Health health;
  private final Consumer<CellUpdates> refused;
  private boolean over;

  /** Calls {@code refused} when a watch has ended because access was refused. */
  CellUpdates(
      String cell,
      TopoLayout layout,
      Published published,
      InstantSource clock,
      Consumer<CellUpdates> refused) {
    this.cell = cell;
    this.layout = layout;
    this.published = published;
    this.health = new Health(clock, TYPES.size());
    this.refused = refused;
  }

  String cell() {
    return cell;
  }

  /** Tells nothing any more. */
  void end() {
    published.update(
        parts -> {
          over = true;
          return parts;
        });
  }

  @Override
  public Subscription begin(CellLease lease) {
    CellTopology topology = lease.topology();
    TopoStore store = topology.store();
    List<AutoCloseable> uses = new ArrayList<>();
    Subscription all =
        () -> {
          uses.forEach(CellUpdates::close);
          update(parts -> restarted(parts, "the cell's store is another one, or is opened again"));
        };
    try {
      uses.add(store.onConnectionState(state -> look(store)));
      look(store);
      for (ComponentType type : TYPES) {
        uses.add(watch(topology.components(type), new KindUpdates(type)));
      }
      return all;
    } catch (RuntimeException e) {
      all.close();
      throw e;
    }
  }

  private static <T extends Component> Watch watch(
      Records<ComponentId, T> records, KindUpdates kind) {
    return records.watch(kind::on);
  }

  /** Watches and subscriptions throw nothing that is checked. */
  private static void close(AutoCloseable use) {
    if (use instanceof Watch watch) {
      watch.close();
    } else if (use instanceof Subscription subscription) {
      subscription.close();
    }
  }

  @Override
  public void unreachable(RuntimeException why) {
    update(parts -> restarted(parts, String.valueOf(why.getMessage())));
  }

  @Override
  public void gone() {
    update(parts -> restarted(parts, "the global topology has no such cell"));
  }

  private Parts restarted(Parts parts, String why) {
    health.restart(why);
    return judged(parts);
  }

  private void look(TopoStore store) {
    update(
        parts -> {
          ConnectionState state = store.connectionState();
          health.connected(state == ConnectionState.CONNECTED, state.name());
          return judged(parts);
        });
  }

  private Parts judged(Parts parts) {
    return parts.withCell(
        cell,
        known -> {
          Freshness next = health.judge(known.freshness());
          return next.equals(known.freshness()) ? known : known.with(next);
        });
  }

  private void update(UnaryOperator<Parts> change) {
    published.update(parts -> over ? parts : change.apply(parts));
  }

  /** The components of one type, in one store. */
  private final class KindUpdates {
    private final ComponentType type;
    private final Set<TopoPath> named = new HashSet<>();
    private boolean complete;

    KindUpdates(ComponentType type) {
      this.type = type;
    }

    void on(RecordEvent<? extends Component> event) {
      if (event instanceof RecordEvent.Ended<? extends Component> ended) {
        update(parts -> restarted(parts, String.valueOf(ended.error().getMessage())));
        refused.accept(CellUpdates.this);
      } else {
        update(parts -> after(parts, event));
      }
    }

    private Parts after(Parts parts, RecordEvent<? extends Component> event) {
      if (event instanceof RecordEvent.Present<? extends Component> present) {
        return present(parts, present.entry().path(), present.entry().record());
      }
      if (event instanceof RecordEvent.Unreadable<? extends Component> unreadable) {
        TopoPath path = unreadable.error().path().orElse(layout.components(type));
        return unreadable(parts, path, String.valueOf(unreadable.error().getMessage()));
      }
      if (event instanceof RecordEvent.Removed<? extends Component> removed) {
        return removed(parts, removed.path(), removed.last().map(Component::id));
      }
      return inSync(parts);
    }

    private Parts present(Parts parts, TopoPath path, Component component) {
      if (!liesAt(path, component.id())) {
        return unreadable(parts, path, "it is the record of " + component.id());
      }
      name(path);
      boolean known =
          parts
              .cell(cell)
              .flatMap(snapshot -> snapshot.component(component.id()))
              .filter(component::equals)
              .isPresent();
      Parts next = known ? parts : parts.with(component);
      return next.withCell(cell, snapshot -> snapshot.withoutUnreadable(path));
    }

    private Parts unreadable(Parts parts, TopoPath path, String reason) {
      name(path);
      return removed(parts, path, Optional.empty())
          .withCell(cell, snapshot -> snapshot.withUnreadable(path, reason));
    }

    /** Without what lies at a path; who that was is told or has to be looked for. */
    private Parts removed(Parts parts, TopoPath path, Optional<ComponentId> told) {
      Optional<ComponentId> gone =
          told.or(() -> known(parts).stream().filter(id -> liesAt(path, id)).findFirst());
      return gone.filter(id -> liesAt(path, id))
          .map(parts::without)
          .orElse(parts)
          .withCell(cell, snapshot -> snapshot.withoutUnreadable(path));
    }

    private boolean liesAt(TopoPath path, ComponentId id) {
      return layout.component(id).equals(path);
    }

    private void name(TopoPath path) {
      if (!complete) {
        named.add(path);
      }
    }

    private List<ComponentId> known(Parts parts) {
      return parts.cell(cell).map(snapshot -> snapshot.ids(type)).orElse(List.of());
    }

    /** The first time, what was known from elsewhere and not named here is gone. */
    private Parts inSync(Parts parts) {
      if (complete) {
        return parts;
      }
      complete = true;
      Parts next = parts;
      for (ComponentId id : known(parts)) {
        if (!named.contains(layout.component(id))) {
          next = next.without(id);
        }
      }
      next = next.withCell(cell, c -> c.withoutUnreadable(layout.components(type), named));
      named.clear();
      health.inSync();
      return judged(next);
    }
  }
}
