package com.multigres.meta.topology;

import com.google.protobuf.ByteString;
import com.multigres.meta.model.component.Component;
import com.multigres.meta.model.component.ComponentId;
import com.multigres.meta.topo.Registration;
import com.multigres.meta.topo.RegistrationOptions;
import com.multigres.meta.topo.TopoException;
import com.multigres.meta.topo.TopoStore;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * A component whose record stands as long as it lives. Others may write into the record too: an
 * orchestrator appoints a pooler in it. What they wrote comes through every update, and through the
 * loss of a session: restored is the record as it last stood as far as this process can know, the
 * appointment to primary included. Whether an appointment still holds is decided by its rule
 * number, and a later appointment always has a higher one. Safe for any number of threads.
 *
 * @param <T> the kind of component
 */
public final class ComponentRegistration<T extends Component> implements AutoCloseable {
  private final Records<ComponentId, T> records;
  private final Registration registration;
  private volatile T readable;

  private ComponentRegistration(
      Records<ComponentId, T> records, Registration registration, T component) {
    this.records = records;
    this.registration = registration;
    this.readable = component;
  }

  static <T extends Component> ComponentRegistration<T> start(
      TopoStore store, Records<ComponentId, T> records, T component, RegistrationOptions options) {
    ByteString value = records.valueOver(records.path(component.id()), component);
    return start(store, records, component, value, options);
  }

  private static <T extends Component> ComponentRegistration<T> start(
      TopoStore store,
      Records<ComponentId, T> records,
      T component,
      ByteString value,
      RegistrationOptions options) {
    Registration made = store.register(records.path(component.id()), value, options);
    return new ComponentRegistration<>(records, made, component);
  }

  /** Registers the same component elsewhere as well, with every field of its record. */
  ComponentRegistration<T> startAgain(
      TopoStore store, Records<ComponentId, T> there, RegistrationOptions options) {
    return start(store, there, component(), registration.value(), options);
  }

  /**
   * What the record says: as it last stood as far as this process knows, with the updates that are
   * still to be written. A record that somebody made unreadable says what it said before.
   *
   * @return the component
   */
  public T component() {
    return read(registration.value()).orElse(readable);
  }

  private Optional<T> read(ByteString value) {
    Optional<T> read = records.read(registration.path(), readable.id(), value);
    read.ifPresent(component -> readable = component);
    return read;
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
   * Changes the record, now and for every later session: what stands is read, changed, and written
   * on condition that nobody else did meanwhile. While the session is lost the change is kept, and
   * made to what is then restored.
   *
   * @param change makes the new record of the old one; with the same id; called any number of
   *     times, on any thread
   * @throws TopoException {@code BAD_INPUT} when the id changes; {@code CLOSED} when the
   *     registration is over; else as {@link Registration#change}
   */
  public void update(UnaryOperator<T> change) {
    registration.change(value -> changed(value, change));
  }

  private ByteString changed(ByteString value, UnaryOperator<T> change) {
    Optional<T> before = read(value);
    T after = change.apply(before.orElse(readable));
    if (!after.id().equals(readable.id())) {
      throw TopoException.badInput(
          registration.path(), "an update of " + readable.id() + " cannot make it " + after.id());
    }
    return before
        .map(standing -> records.valueOver(registration.path(), value, standing, after))
        .orElseGet(() -> records.creating(after).value());
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
