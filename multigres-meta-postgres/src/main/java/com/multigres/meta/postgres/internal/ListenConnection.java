package com.multigres.meta.postgres.internal;

import com.multigres.meta.postgres.internal.ConnectionPool.Lane;
import com.multigres.meta.store.Deadline;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.postgresql.PGNotification;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one connection of this process that listens to a database. It lives while somebody listens,
 * reconnects by itself, and proves each channel with a notification that travels through the pool
 * like everybody's writes do.
 */
final class ListenConnection implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(ListenConnection.class);
  private static final String PROBE = "probe:";
  // It must not wait for a synchronous standby: until its commit it holds the lock that every
  // commit
  // of the server with a notification needs.
  private static final String PROBE_STATEMENT =
      "SELECT pg_catalog.set_config('synchronous_commit', 'off', true), pg_catalog.pg_notify(?, ?)";
  private static final Duration PROBE_EVERY = Duration.ofSeconds(30);
  private static final Duration PROBE_TIMEOUT = Duration.ofSeconds(5);
  private static final int WAIT_MILLIS = 500;
  private static final Duration MAX_PAUSE = Duration.ofSeconds(2);

  private final PostgresConfig config;
  private final Connector connector;
  private final ConnectionPool pool;
  private final String nonce = PROBE + UUID.randomUUID();
  private final Map<String, Channel> channels = new ConcurrentHashMap<>();
  private final ReentrantLock lock = new ReentrantLock();
  private final CountDownLatch closing = new CountDownLatch(1);
  private volatile boolean closed;
  private volatile @Nullable Connection current;
  private @Nullable Thread thread;

  ListenConnection(PostgresConfig config, Connector connector, ConnectionPool pool) {
    this.config = config;
    this.connector = connector;
    this.pool = pool;
  }

  private static final class Channel {
    final String name;
    final List<Runnable> listeners = new CopyOnWriteArrayList<>();
    volatile boolean proven;
    volatile boolean listening;
    long probedAt;
    boolean probePending;

    Channel(String name) {
      this.name = name;
    }
  }

  ListenChannel listen(String name, Runnable wake) {
    Channel channel;
    lock.lock();
    try {
      channel = channels.computeIfAbsent(name, Channel::new);
      channel.listeners.add(wake);
      if (thread == null) {
        thread = new Thread(this::run, "multigres-postgres-listen");
        thread.setDaemon(true);
        thread.start();
      }
    } finally {
      lock.unlock();
    }
    AtomicBoolean left = new AtomicBoolean();
    return new ListenChannel() {
      @Override
      public boolean proven() {
        return channel.proven;
      }

      @Override
      public void close() {
        if (left.compareAndSet(false, true)) {
          channel.listeners.remove(wake);
        }
      }
    };
  }

  private void run() {
    Duration pause = Duration.ofMillis(50);
    while (!closed) {
      try (Connection connection = connector.getConnection()) {
        current = connection;
        pause = Duration.ofMillis(50);
        follow(connection, connection.unwrap(PGConnection.class));
      } catch (SQLException lost) {
        if (!closed) {
          log.debug(
              "the listening connection to {} is away: {}", config.where(), lost.getMessage());
        }
      } catch (RuntimeException unexpected) {
        // Whatever a password's supplier or a driver throws: listening goes on as soon as it can.
        if (!closed) {
          log.warn("the listening connection to {} failed", config.where(), unexpected);
        }
      } finally {
        current = null;
        channels.values().forEach(ListenConnection::forget);
      }
      pauseBeforeReconnect(pause);
      pause = pause.multipliedBy(2).compareTo(MAX_PAUSE) < 0 ? pause.multipliedBy(2) : MAX_PAUSE;
    }
  }

  private static void forget(Channel channel) {
    channel.proven = false;
    channel.listening = false;
    channel.probePending = false;
    wake(channel);
  }

  private void follow(Connection connection, PGConnection postgres) throws SQLException {
    while (!closed) {
      for (Channel channel : channels.values()) {
        if (!channel.listening) {
          begin(connection, channel);
        }
        probe(channel);
      }
      connection.setNetworkTimeout(Runnable::run, 0);
      PGNotification[] arrived = postgres.getNotifications(WAIT_MILLIS);
      if (arrived != null) {
        for (PGNotification notification : arrived) {
          dispatch(notification);
        }
      }
    }
  }

  private void begin(Connection connection, Channel channel) throws SQLException {
    connection.setNetworkTimeout(Runnable::run, (int) config.connectTimeout().toMillis());
    try (Statement statement = connection.createStatement()) {
      statement.execute("LISTEN \"" + channel.name.replace("\"", "\"\"") + "\"");
    }
    channel.listening = true;
    channel.probedAt = System.nanoTime() - PROBE_EVERY.toNanos();
    // What was written before we listened was not announced to us.
    wake(channel);
  }

  private void probe(Channel channel) throws SQLException {
    long since = System.nanoTime() - channel.probedAt;
    if (channel.probePending && since > PROBE_TIMEOUT.toNanos()) {
      channel.probePending = false;
      boolean wasProven = channel.proven;
      channel.proven = false;
      if (wasProven) {
        throw new SQLException("notifications stopped to arrive", "08006");
      }
    }
    if (!channel.probePending && since >= PROBE_EVERY.toNanos()) {
      channel.probedAt = System.nanoTime();
      channel.probePending = true;
      sendProbe(channel);
    }
  }

  private void sendProbe(Channel channel) {
    Connection connection;
    try {
      connection = pool.borrow(Lane.CALLS, Deadline.after(Duration.ofSeconds(1)));
    } catch (PostgresFailure busy) {
      log.debug("no connection to probe channel {}: {}", channel.name, busy.getMessage());
      return;
    }
    boolean broken = false;
    try (PreparedStatement statement = connection.prepareStatement(PROBE_STATEMENT)) {
      connection.setNetworkTimeout(Runnable::run, (int) PROBE_TIMEOUT.toMillis());
      statement.setString(1, channel.name);
      statement.setString(2, nonce);
      statement.execute();
    } catch (SQLException failed) {
      broken = true;
      log.debug("the probe of channel {} failed: {}", channel.name, failed.getMessage());
    } finally {
      pool.giveBack(Lane.CALLS, connection, broken);
    }
  }

  private void dispatch(PGNotification notification) {
    Channel channel = channels.get(notification.getName());
    if (channel == null) {
      return;
    }
    String payload = notification.getParameter();
    if (nonce.equals(payload)) {
      channel.proven = true;
      channel.probePending = false;
    } else if (payload == null || !payload.startsWith(PROBE)) {
      wake(channel);
    }
  }

  private static void wake(Channel channel) {
    for (Runnable listener : channel.listeners) {
      listener.run();
    }
  }

  private void pauseBeforeReconnect(Duration pause) {
    try {
      closing.await(pause.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException ended) {
      Thread.currentThread().interrupt();
      closed = true;
    }
  }

  @Override
  public void close() {
    closed = true;
    closing.countDown();
    Thread running;
    lock.lock();
    try {
      running = thread;
    } finally {
      lock.unlock();
    }
    Connection connection = current;
    if (connection != null) {
      try {
        connection.abort(Runnable::run);
      } catch (SQLException closing) {
        log.debug("while closing the listening connection: {}", closing.getMessage());
      }
    }
    join(running);
  }

  private static void join(@Nullable Thread running) {
    if (running == null || running == Thread.currentThread()) {
      return;
    }
    try {
      running.join(Duration.ofSeconds(5).toMillis());
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
