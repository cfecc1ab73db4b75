package com.multigres.meta.topology;

import com.multigres.meta.model.component.Component;
import com.multigres.meta.model.component.ComponentId;
import com.multigres.meta.model.component.ComponentType;
import com.multigres.meta.model.component.Gateway;
import com.multigres.meta.model.component.Lifecycle;
import com.multigres.meta.model.component.LifecycleStatus;
import com.multigres.meta.model.component.Orchestrator;
import com.multigres.meta.model.component.Pooler;
import com.multigres.meta.topo.RegistrationOptions;
import com.multigres.meta.topo.TopoException;
import com.multigres.meta.topo.TopoStore;
import java.time.Instant;
import java.util.List;

/**
 * The topology of one cell: which components run there. Each component writes its own record;
 * everyone else reads. Only components whose id names this cell are seen, whatever else lies in its
 * folders. Safe for any number of threads. Does not own its store.
 */
public final class CellTopology {
  private final String cell;
  private final TopoStore store;
  private final Records<ComponentId, Pooler> poolers;
  private final Records<ComponentId, Gateway> gateways;
  private final Records<ComponentId, Orchestrator> orchestrators;

  private CellTopology(String cell, TopoStore store, TopoLayout layout) {
    this.cell = cell;
    this.store = store;
    poolers = records(layout, ComponentType.POOLER, RecordCodecs.POOLER);
    gateways = records(layout, ComponentType.GATEWAY, RecordCodecs.GATEWAY);
    orchestrators = records(layout, ComponentType.ORCHESTRATOR, RecordCodecs.ORCHESTRATOR);
  }

  /**
   * The topology of a cell in a store.
   *
   * @param cell the cell's name
   * @param store a store whose root is the cell's; closing it is the caller's business
   * @param layout where its records lie
   * @return the topology
   */
  public static CellTopology of(String cell, TopoStore store, TopoLayout layout) {
    return new CellTopology(cell, store, layout);
  }

  private <T extends Component> Records<ComponentId, T> records(
      TopoLayout layout, ComponentType type, RecordCodec<T> codec) {
    return new Records<>(store, new ComponentKind<>(layout, cell, type, codec));
  }

  /**
   * Which cell it is.
   *
   * @return the cell's name
   */
  public String cell() {
    return cell;
  }

  /**
   * The store below, for its connection's state, locks and raw nodes.
   *
   * @return the store that this topology was made with
   */
  public TopoStore store() {
    return store;
  }

  /**
   * The cell's poolers.
   *
   * @return their records, by id
   */
  public Records<ComponentId, Pooler> poolers() {
    return poolers;
  }

  /**
   * The cell's gateways.
   *
   * @return their records, by id
   */
  public Records<ComponentId, Gateway> gateways() {
    return gateways;
  }

  /**
   * The cell's orchestrators.
   *
   * @return their records, by id
   */
  public Records<ComponentId, Orchestrator> orchestrators() {
    return orchestrators;
  }

  /**
   * The cell's components of one type.
   *
   * @param type the type
   * @return their records, by id
   * @throws TopoException {@code BAD_INPUT} for a type that has no place in a topology
   */
  public Records<ComponentId, ? extends Component> components(ComponentType type) {
    return switch (type.number()) {
      case 1 -> poolers;
      case 2 -> gateways;
      case 3 -> orchestrators;
      default ->
          throw TopoException.badInput(
              "components of type " + type + " have no place in a topology");
    };
  }

  /**
   * Reads all components of the cell.
   *
   * @return poolers, gateways and orchestrators, in this order
   */
  public Listing<Component> components() {
    return Listing.concat(List.of(poolers.list(), gateways.list(), orchestrators.list()));
  }

  /**
   * Registers a component until somebody removes its record. Where its record of an earlier life
   * stands, it goes on from there.
   *
   * @param <T> the kind of component
   * @param component the component, of this cell
   * @return what that did
   * @throws TopoException {@code BAD_INPUT} for a component of another cell; {@code NODE_EXISTS}
   *     when the record is bound to a session, or when another component has the same text of id
   */
  public <T extends Component> PutResult<T> register(T component) {
    return recordsOf(component).put(component, CellTopology::requirePersistent);
  }

  /**
   * Registers a component for as long as it lives: in sessions of its own, anew after each loss.
   * Where the options say to take over, what its record of an earlier life says beyond this
   * library's fields comes through.
   *
   * @param <T> the kind of component
   * @param component the component, of this cell
   * @param options time to live, what to do when a record stands there already, whom to tell
   * @return the registration; closing it removes the record
   * @throws TopoException {@code BAD_INPUT} for a component of another cell; {@code NODE_EXISTS}
   *     when a record stands there and the options say to fail, or when it is that of another
   *     component
   */
  public <T extends Component> ComponentRegistration<T> register(
      T component, RegistrationOptions options) {
    return ComponentRegistration.start(store, recordsOf(component), component, options);
  }

  /**
   * Registers a component here as it is registered elsewhere, with every field of its record, for
   * instance because its cell moved to another store.
   *
   * @param <T> the kind of component
   * @param earlier the registration to go on from; closing it stays the caller's business
   * @param options time to live, what to do when a record stands there already, whom to tell
   * @return the registration; closing it removes the record
   * @throws TopoException as {@link #register(Component, RegistrationOptions)}
   */
  public <T extends Component> ComponentRegistration<T> carryOver(
      ComponentRegistration<T> earlier, RegistrationOptions options) {
    return earlier.startAgain(store, recordsOf(earlier.component()), options);
  }

  /**
   * Says that a component stops in good order: a pooler's record stays and says {@link
   * LifecycleStatus#SHUTDOWN}, any other record goes. Repeating it is harmless.
   *
   * @param id the component, of this cell
   * @param reason why, for people
   * @return whether there was a record
   * @throws TopoException {@code BAD_INPUT} for a component of another cell
   */
  public boolean signOff(ComponentId id, String reason) {
    if (!id.type().equals(ComponentType.POOLER)) {
      return components(id.type()).delete(id);
    }
    try {
      poolers.update(id, pooler -> shutDown(pooler, reason));
      return true;
    } catch (TopoException e) {
      if (e.code() == TopoException.Code.NO_NODE) {
        return false;
      }
      throw e;
    }
  }

  private static Pooler shutDown(Pooler pooler, String reason) {
    if (pooler.lifecycle().status().equals(LifecycleStatus.SHUTDOWN)) {
      return pooler;
    }
    return pooler.toBuilder()
        .lifecycle(new Lifecycle(LifecycleStatus.SHUTDOWN, reason, Instant.now()))
        .build();
  }

  /** The records of a component's own type: what it is decides, so the cast holds. */
  @SuppressWarnings("unchecked")
  private <T extends Component> Records<ComponentId, T> recordsOf(T component) {
    return (Records<ComponentId, T>) components(component.id().type());
  }

  private static void requirePersistent(Entry<? extends Component> entry) {
    if (entry.node().ephemeral()) {
      throw TopoException.refused(
          TopoException.Code.NODE_EXISTS,
          entry.path(),
          "the record is bound to a session and would go with it");
    }
  }
}
