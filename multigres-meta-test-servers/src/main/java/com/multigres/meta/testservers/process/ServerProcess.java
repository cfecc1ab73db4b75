package com.multigres.meta.testservers.process;

import com.multigres.meta.testservers.ServerStartException;
import com.multigres.meta.testservers.internal.RunningServers;
import com.multigres.meta.testservers.internal.Steps;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A server of our own on the loopback address, which can be stopped, killed and paused, and keeps
 * its data until it is closed. It goes with the JVM, also when the JVM is killed. Thread-safe; the
 * calls that change its state wait for each other.
 */
public abstract class ServerProcess implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(ServerProcess.class);
  private static final Duration START_LIMIT = Duration.ofMinutes(2);
  private static final Duration STOP_LIMIT = Duration.ofSeconds(20);
  private static final Duration POLL = Duration.ofMillis(20);

  private final ServerFolder folder;
  private final ReentrantLock lifecycle = new ReentrantLock();

  private Optional<Daemon> daemon = Optional.empty();
  private long saidBefore;
  private boolean paused;
  private boolean closed;

  /**
   * Prepares a server that does not run yet.
   *
   * @param folder its folder, which is removed when it is closed
   */
  protected ServerProcess(ServerFolder folder) {
    this.folder = folder;
  }

  /** What is run: a program in the foreground and its arguments. No secret: everybody sees it. */
  protected abstract List<String> command();

  /** Whether it takes requests; asked again and again after its start, so it must not wait long. */
  protected abstract boolean ready();

  /** The folder of its data and its log, which goes when it is closed. */
  public final ServerFolder folder() {
    return folder;
  }

  /** Starts it unless it runs, with the data it had, and waits until it takes requests. */
  public final void start() {
    exclusively(
        () -> {
          if (!running()) {
            launch();
            awaitReady();
          }
        });
  }

  /** Starts it unless it runs, and does not wait. */
  protected final void launch() {
    exclusively(
        () -> {
          if (closed) {
            throw new IllegalStateException(this + " is closed");
          }
          if (!running()) {
            saidBefore = folder.said();
            daemon = Optional.of(Daemon.launch(command(), folder));
            paused = false;
            RunningServers.add(this, this::close);
          }
        });
  }

  /** Waits until it takes requests; one that ends or is not ready in time is killed. */
  protected final void awaitReady() {
    exclusively(
        () -> {
          try {
            awaitReady(daemon.orElseThrow());
          } catch (RuntimeException e) {
            kill();
            throw e;
          }
        });
  }

  private void awaitReady(Daemon started) {
    long begun = System.nanoTime();
    while (!ready()) {
      requireRunning(started);
      if (System.nanoTime() - begun > START_LIMIT.toNanos()) {
        throw unstarted("was not ready after " + START_LIMIT.toSeconds() + " s");
      }
    }
    // Somebody else's server may answer on the port that ours did not get.
    requireRunning(started);
    log.info(
        "{}, process {}, took requests after {} ms",
        this,
        started.pid(),
        (System.nanoTime() - begun) / 1_000_000);
  }

  private void requireRunning(Daemon started) {
    if (started.ended(POLL)) {
      throw unstarted("did not start (exit " + started.exit() + ")");
    }
  }

  private ServerStartException unstarted(String how) {
    return new ServerStartException(this + " " + how + ": " + folder.complaint(saidBefore));
  }

  /** The number of its process. */
  public final long pid() {
    return locked(
        () ->
            daemon
                .filter(Daemon::alive)
                .map(Daemon::pid)
                .orElseThrow(() -> new IllegalStateException(this + " does not run")));
  }

  /** Whether its process lives; a paused one does. */
  public final boolean running() {
    return locked(() -> daemon.filter(Daemon::alive).isPresent());
  }

  /** Whether it lives and is not paused. */
  public final boolean answering() {
    return locked(() -> running() && !paused);
  }

  /** Ends it in order; {@link #start()} brings it back with its data. Idempotent. */
  public final void stop() {
    exclusively(
        () -> {
          if (daemon.isPresent() && !daemon.get().stop(STOP_LIMIT)) {
            log.warn("{} does not end by itself and is killed", this);
            kill();
          }
          ended();
        });
  }

  /** Kills it at once, as a crash would. Idempotent. */
  public final void kill() {
    exclusively(
        () -> {
          if (daemon.isPresent() && !daemon.get().kill(STOP_LIMIT)) {
            throw new ServerStartException(this + " does not end");
          }
          ended();
        });
  }

  private void ended() {
    daemon = Optional.empty();
    paused = false;
  }

  /** Ends it in order, unless it is down, and starts it again with the same data. */
  public final void restart() {
    exclusively(
        () -> {
          stop();
          start();
        });
  }

  /** Halts it: connections stay open, the system takes new ones, nobody answers. */
  public final void pause() {
    exclusively(
        () -> {
          daemon.orElseThrow(() -> new IllegalStateException(this + " does not run")).pause();
          paused = true;
        });
  }

  /** Lets it go on after {@link #pause()}. */
  public final void resume() {
    exclusively(
        () -> {
          daemon.ifPresent(Daemon::resume);
          paused = false;
        });
  }

  /** Kills it and removes its data. Idempotent. */
  @Override
  public void close() {
    exclusively(
        () -> {
          if (!closed) {
            closed = true;
            Steps.takeAll(this::kill, folder::release, () -> RunningServers.remove(this));
          }
        });
  }

  private void exclusively(Runnable action) {
    locked(
        () -> {
          action.run();
          return this;
        });
  }

  private <T> T locked(Supplier<T> action) {
    lifecycle.lock();
    try {
      return action.get();
    } finally {
      lifecycle.unlock();
    }
  }
}
