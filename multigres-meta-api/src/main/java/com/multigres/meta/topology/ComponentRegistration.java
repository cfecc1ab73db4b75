package com.multigres.meta.topology;

import com.google.protobuf.ByteString;
import com.multigres.meta.model.component.Component;
import com.multigres.meta.model.component.ComponentId;
import com.multigres.meta.topo.Registration;
import com.multigres.meta.topo.RegistrationOptions;
import com.multigres.meta.topo.TopoException;
import com.multigres.meta.topo.TopoPath;
import com.multigres.meta.topo.TopoStore;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.UnaryOperator;

/**
 * A component whose record stands as long as it lives. Safe for any number of threads.
 *
 * @param <T> the kind of component
 */
public final class ComponentRegistration<T extends Component> implements AutoCloseable {
  private final Records<ComponentId, T> records;
  private final Registration registration;
  private final ReentrantLock updating = new ReentrantLock();
  private volatile T component;

  private ComponentRegistration(
      Records<ComponentId, T> records, Registration registration, T component) {
    this.records = records;
    this.registration = registration;
    this.component = component;
  }

  static <T extends Component> ComponentRegistration<T> start(
      TopoStore store, Records<ComponentId, T> records, T component, RegistrationOptions options) {
    TopoPath path = records.path(component.id());
    ByteString value = records.valueOver(path, component);
    return new ComponentRegistration<>(records, store.register(path, value, options), component);
  }

  /**
   * What the component last said about itself.
   *
   * @return the component
   */
  public T component() {
    return component;
  }

  /**
   * Whether the record is thought to stand now.
   *
   * @return false while a lost session is being replaced, and once the registration is over
   */
  public boolean isRegistered() {
    return registration.isRegistered();
  }

  /**
   * Changes the record, now and for every later session.
   *
   * @param change makes the new record of the old one; with the same id
   * @throws TopoException {@code BAD_INPUT} when the id changes; {@code CLOSED} when the
   *     registration is over
   */
  public void update(UnaryOperator<T> change) {
    updating.lock();
    try {
      T changed = change.apply(component);
      if (!changed.id().equals(component.id())) {
        throw TopoException.badInput(
            registration.path(),
            "an update of " + component.id() + " cannot make it " + changed.id());
      }
      registration.update(records.valueOver(registration.path(), changed));
      component = changed;
    } finally {
      updating.unlock();
    }
  }

  /**
   * Ends the registration and removes the record, unless somebody else took it over. Closing twice
   * is harmless.
   *
   * @throws TopoException as {@link Registration#close}
   */
  @Override
  public void close() {
    registration.close();
  }
}
