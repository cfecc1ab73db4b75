package com.multigres.meta.topo.spi;

import com.google.protobuf.ByteString;
import com.multigres.meta.store.Deadline;
import com.multigres.meta.store.ErrorCategory;
import com.multigres.meta.store.Outcome;
import com.multigres.meta.store.Subscription;
import com.multigres.meta.topo.ConnectionState;
import com.multigres.meta.topo.Registration;
import com.multigres.meta.topo.RegistrationOptions;
import com.multigres.meta.topo.TopoException;
import com.multigres.meta.topo.TopoException.Code;
import com.multigres.meta.topo.TopoPath;
import com.multigres.meta.topo.TopoStore;
import com.multigres.meta.topo.Version;
import com.multigres.meta.topo.Watch;
import com.multigres.meta.topo.WatchEvent;
import com.multigres.meta.topo.WatchOptions;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
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
  private volatile boolean over;
  private volatile boolean closed;
  private Duration pause = FIRST_PAUSE;
  private @Nullable Watch watch;
  private @Nullable Subscription states;

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
      states =
          store.onConnectionState(
              state -> {
                if (state == ConnectionState.CONNECTED) {
                  repair.request();
                }
              });
      watch = store.watch(node.path(), WatchOptions.node(), this::seen);
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

  private void seen(WatchEvent event) {
    if (event instanceof WatchEvent.Put put && !node.isOurs(put.node())) {
      repair.request();
    }
    if (event instanceof WatchEvent.Deleted || event instanceof WatchEvent.InSync) {
      repair.request();
    }
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
      if (passes(error)) {
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

  private static boolean passes(TopoException error) {
    return error.category() == ErrorCategory.TRANSIENT
        || error.category() == ErrorCategory.CONFLICT
        || error.code() == Code.INTERRUPTED;
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
  public void update(ByteString value) {
    if (over) {
      throw overError();
    }
    node.want(value);
    Waits.lock(acting, Deadline.after(timeout), "update of " + path());
    try {
      if (over) {
        throw overError();
      }
      if (node.hasSession()) {
        settle();
      } else {
        repair.request();
      }
    } catch (TopoException error) {
      if (!passes(error)) {
        throw error;
      }
      tryLater(error);
      if (error.category() == ErrorCategory.TRANSIENT || error.code() == Code.INTERRUPTED) {
        throw new TopoException(
            error.code(),
            path(),
            Outcome.UNKNOWN,
            path()
                + ": the new value is kept and will be written later; for now: "
                + error.getMessage(),
            error);
      }
    } finally {
      acting.unlock();
    }
    if (over) {
      throw overError();
    }
  }

  private TopoException overError() {
    return TopoException.refused(Code.CLOSED, path(), "its registration is over");
  }

  @Override
  public void close() {
    if (closed) {
      return;
    }
    closed = true;
    over = true;
    repair.stop();
    listening.close();
    onClose.accept(this);
    Waits.lock(acting, Deadline.after(timeout), "closing the registration of " + path());
    try {
      stopWatching();
      node.remove();
    } finally {
      acting.unlock();
    }
  }

  private void stopWatching() {
    if (states != null) {
      states.close();
    }
    if (watch != null) {
      watch.close();
    }
  }

  /** Gives back what was taken, without a complaint: the node goes by its time to live at last. */
  private void letGo() {
    // An interrupted caller must not leave its node behind, so the interruption waits.
    boolean interrupted = Thread.interrupted();
    try {
      stopWatching();
      node.remove();
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
