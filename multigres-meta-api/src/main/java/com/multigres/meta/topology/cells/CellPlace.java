package com.multigres.meta.topology.cells;

import com.multigres.meta.model.component.Component;
import com.multigres.meta.model.component.ComponentId;
import com.multigres.meta.topo.Registration;
import com.multigres.meta.topo.RegistrationOptions;
import com.multigres.meta.topology.CellTopology;
import com.multigres.meta.topology.ComponentRegistration;
import com.multigres.meta.topology.Entry;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Consumer;

/** Where a component is registered: in a leased store, which stays open until the place is left. */
final class CellPlace<T extends Component> implements AutoCloseable {
  private final CellLease lease;
  private final ComponentRegistration<T> registration;
  private final Ear ear;

  /** Hears no more once the place is left: what happens there then is no news. */
  private static final class Ear implements Consumer<Registration.Event> {
    private final Consumer<Registration.Event> listener;
    private volatile boolean closed;

    Ear(Consumer<Registration.Event> listener) {
      this.listener = listener;
    }

    @Override
    public void accept(Registration.Event event) {
      if (!closed) {
        listener.accept(event);
      }
    }
  }

  private CellPlace(
      CellLease lease,
      RegistrationOptions options,
      BiFunction<CellTopology, RegistrationOptions, ComponentRegistration<T>> how) {
    this.lease = lease;
    this.ear = new Ear(options.listener());
    this.registration = how.apply(lease.topology(), options.listener(ear));
  }

  /** Registers a component; the lease stays the caller's when that fails. */
  static <T extends Component> CellPlace<T> first(
      CellLease lease, T component, RegistrationOptions options) {
    return new CellPlace<>(
        lease, options, (topology, heard) -> topology.register(component, heard));
  }

  /** Registers the component of this place in another; the lease stays the caller's as well. */
  CellPlace<T> next(CellLease to, RegistrationOptions options) {
    return new CellPlace<>(
        to, options, (topology, heard) -> topology.carryOver(registration, heard));
  }

  CellLease lease() {
    return lease;
  }

  ComponentRegistration<T> registration() {
    return registration;
  }

  /** The record of a component as it stands in a store. */
  static Optional<? extends Entry<? extends Component>> standing(CellLease there, ComponentId id) {
    return there.topology().components(id.type()).get(id);
  }

  boolean isLeft() {
    return ear.closed;
  }

  /** Leaves the place. Leaving twice is harmless. */
  @Override
  public void close() {
    ear.closed = true;
    try {
      registration.close();
    } finally {
      lease.close();
    }
  }
}
