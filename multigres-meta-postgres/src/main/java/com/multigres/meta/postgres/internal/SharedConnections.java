package com.multigres.meta.postgres.internal;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/**
 * The connections of this process to one database: a pool and a listening connection, for all
 * stores with the same servers, database and credentials (rule P4). The last one to let go closes
 * them. Thread-safe.
 */
final class SharedConnections {
  private static final ReentrantLock LOCK = new ReentrantLock();
  private static final Map<Key, SharedConnections> OPEN = new HashMap<>();

  private final Key key;
  private final Connector connector;
  private final ConnectionPool pool;
  private final ListenConnection listener;
  private int holders;

  /** What makes two stores share their connections. */
  record Key(
      String where,
      Optional<String> user,
      Optional<String> password,
      TlsSettings tls,
      int poolSize,
      int prepare) {

    static Key of(PostgresConfig config) {
      return new Key(
          config.where(),
          config.user(),
          config.password().map(Supplier::get),
          config.tls(),
          config.poolSize(),
          config.prepareThreshold());
    }

    /** Says where, and no password. */
    @Override
    public String toString() {
      return where;
    }
  }

  private SharedConnections(Key key, PostgresConfig config) {
    this.key = key;
    this.connector = new Connector(config);
    this.pool = new ConnectionPool(config, connector);
    this.listener = new ListenConnection(config, connector, pool);
  }

  /** The connections for a key, made where there are none; the caller releases them. */
  static SharedConnections hold(Key key, PostgresConfig config) {
    LOCK.lock();
    try {
      SharedConnections shared =
          OPEN.computeIfAbsent(key, absent -> new SharedConnections(absent, config));
      shared.holders++;
      return shared;
    } finally {
      LOCK.unlock();
    }
  }

  /** Whether open connections for a key were accepted before. */
  static boolean everAccepted(Key key) {
    LOCK.lock();
    try {
      SharedConnections shared = OPEN.get(key);
      return shared != null && shared.connector.everAccepted();
    } finally {
      LOCK.unlock();
    }
  }

  Connector connector() {
    return connector;
  }

  ConnectionPool pool() {
    return pool;
  }

  ListenConnection listener() {
    return listener;
  }

  /** Lets go, once for each time they were held. */
  void release() {
    boolean last;
    LOCK.lock();
    try {
      last = --holders == 0;
      if (last) {
        OPEN.remove(key);
      }
    } finally {
      LOCK.unlock();
    }
    if (last) {
      listener.close();
      pool.close();
      connector.close();
    }
  }
}
