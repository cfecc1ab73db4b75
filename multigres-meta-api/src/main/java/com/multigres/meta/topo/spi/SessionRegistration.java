package com.multigres.meta.topo.spi;

import com.google.protobuf.ByteString;
import com.multigres.meta.store.Deadline;
import com.multigres.meta.store.Subscription;
import com.multigres.meta.topo.Registration;
import com.multigres.meta.topo.RegistrationOptions;
import com.multigres.meta.topo.TopoException;
import com.multigres.meta.topo.TopoException.Code;
import com.multigres.meta.topo.TopoPath;
import com.multigres.meta.topo.TopoStore;
import com.multigres.meta.topo.Version;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A registration over the sessions of any store (rules T20 and T21). It watches its node and its
 * session; whenever one of them is not as it should be, it looks and repairs, in the background and
 * for as long as the errors are such that pass. A node that somebody else bound, or unbound, is
 * theirs. Thread-safe.
 */
public final class SessionRegistration implements Registration {
  private static final Logger log = LoggerFactory.getLogger(SessionRegistration.class);
  private static final Duration FIRST_PAUSE = Duration.ofMillis(50);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(2);

  private final TopoStore store;
  private final CallbackThreads threads;
  private final Duration timeout;
  private final Consumer<Registration> onClose;
  private final RegisteredNode node;
  private final Broadcast<Event> events;
  private final Subscription listening;
  private final BackgroundTask repair;
  // Held by whoever reads or changes the node; blocking calls are made under it.
  private final ReentrantLock acting = new ReentrantLock();
  private final AtomicBoolean closed = new AtomicBoolean();
  private volatile boolean over;
  private Duration pause = FIRST_PAUSE;
  private @Nullable RegisteredNodeWatch watch;

  private SessionRegistration(
      TopoStore store,
      CallbackThreads threads,
      Duration timeout,
      TopoPath path,
      ByteString value,
      RegistrationOptions options,
      Consumer<Registration> onClose) {
    this.store = store;
    this.threads = threads;
    this.timeout = timeout;
    this.onClose = onClose;
    this.node = new RegisteredNode(store, path, value, options.ttl(), this::sessionLost);
    this.events = new Broadcast<>(threads);
    this.listening = events.subscribe(options.listener());
    this.repair = new BackgroundTask(threads, this::repair);
  }

  /**
   * Registers a node; returns once it stands.
   *
   * @param store the store, whose calls take at most {@code timeout} each
   * @param threads where listeners run and repairs are made
   * @param timeout how long {@link #update} and {@link #close} may take, and this call
   * @param path the node
   * @param value its first value
   * @param options the session's time to live, and what to do on conflict
   * @param onClose called when the registration has been closed
   * @return the registration
   */
  public static SessionRegistration start(
      TopoStore store,
      CallbackThreads threads,
      Duration timeout,
      TopoPath path,
      ByteString value,
      RegistrationOptions options,
      Consumer<Registration> onClose) {
    SessionRegistration registration =
        new SessionRegistration(store, threads, timeout, path, value, options, onClose);
    try {
      registration.begin(options.conflict(), Deadline.after(timeout));
      return registration;
    } catch (RuntimeException | Error failure) {
      registration.over = true;
      registration.letGo();
      throw failure;
    }
  }

  private void begin(RegistrationOptions.Conflict conflict, Deadline deadline) {
    acting.lock();
    try {
      node.establish(conflict, deadline);
      watch = new RegisteredNodeWatch(store, node, repair);
    } finally {
      acting.unlock();
    }
  }

  @Override
  public TopoPath path() {
    return node.path();
  }

  @Override
  public boolean isRegistered() {
    return !over && node.isStanding();
  }

  private void sessionLost() {
    if (!over) {
      events.tell(new Event.SessionLost());
      repair.request();
    }
  }

  /** Looks and puts right, in the background. */
  private void repair() {
    acting.lock();
    try {
      if (over) {
        return;
      }
      settle();
      pause = FIRST_PAUSE;
    } catch (TopoException error) {
      if (RegistrationErrors.passes(error)) {
        tryLater(error);
      } else {
        end(error.code() == Code.CLOSED ? Optional.empty() : Optional.of(new Event.Failed(error)));
      }
    } finally {
      acting.unlock();
    }
  }

  private void settle() {
    RegisteredNode.Result result = node.settle();
    if (result instanceof RegisteredNode.Result.Stands stands) {
      stands.restored().ifPresent(version -> events.tell(new Event.Restored(version)));
    } else {
      end(Optional.of(new Event.TakenOver(node.path())));
    }
  }

  private void tryLater(TopoException error) {
    log.debug("registration of {}: trying again in {}: {}", path(), pause, error.getMessage());
    threads.schedule(repair::request, pause);
    pause = pause.multipliedBy(2);
    if (pause.compareTo(LONGEST_PAUSE) > 0) {
      pause = LONGEST_PAUSE;
    }
  }

  private void end(Optional<Event> why) {
    over = true;
    why.ifPresent(events::tell);
    letGo();
  }

  @Override
  public ByteString value() {
    return node.value().wanted();
  }

  @Override
  public void update(ByteString value) {
    make(() -> node.value().replace(value));
  }

  @Override
  public void change(UnaryOperator<ByteString> change) {
    make(() -> node.value().change(change));
  }

  private void make(Supplier<RegisteredValue.Change> wish) {
    if (over) {
      throw RegistrationErrors.over(path());
    }
    RegisteredValue.Change change = wish.get();
    if (node.hasSession()) {
      write();
    } else {
      repair.request();
    }
    if (change.failure().isPresent()) {
      throw change.failure().get();
    }
    if (over) {
      throw RegistrationErrors.over(path());
    }
  }

  private void write() {
    Deadline deadline = Deadline.after(timeout);
    try {
      Waits.lock(acting, deadline, "update of " + path());
    } catch (TopoException busy) {
      repair.request();
      throw RegistrationErrors.kept(path(), busy);
    }
    try {
      if (!over) {
        settle();
      }
    } catch (TopoException error) {
      if (!RegistrationErrors.passes(error)) {
        throw error;
      }
      tryLater(error);
      if (RegistrationErrors.keeps(error)) {
        throw RegistrationErrors.kept(path(), error);
      }
    } finally {
      acting.unlock();
    }
  }

  @Override
  public void close() {
    if (!closed.compareAndSet(false, true)) {
      return;
    }
    over = true;
    repair.stop();
    listening.close();
    onClose.accept(this);
    try {
      Waits.lock(acting, Deadline.after(timeout), "closing the registration of " + path());
    } catch (TopoException busy) {
      threads.execute(this::letGoWhenFree);
      throw RegistrationErrors.notLetGoYet(path(), busy);
    }
    try {
      giveBack();
    } finally {
      acting.unlock();
    }
  }

  private void giveBack() {
    try {
      if (watch != null) {
        watch.close();
      }
    } finally {
      node.remove();
    }
  }

  /** Whoever holds the lock may open a session yet, which nobody else would end. */
  private void letGoWhenFree() {
    acting.lock();
    try {
      letGo();
    } finally {
      acting.unlock();
    }
  }

  /** Gives back what was taken, without a complaint: the node goes by its time to live at last. */
  private void letGo() {
    // An interrupted caller must not leave its node behind, so the interruption waits.
    boolean interrupted = Thread.interrupted();
    try {
      giveBack();
    } catch (TopoException error) {
      log.warn("registration of {}: {}", path(), error.getMessage());
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  @Override
  public String toString() {
    Optional<Version> version = node.version();
    return "registration of " + path() + version.map(v -> " at " + v).orElse("");
  }
}
