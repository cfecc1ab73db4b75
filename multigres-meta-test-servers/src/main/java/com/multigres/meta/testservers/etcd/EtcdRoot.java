package com.multigres.meta.testservers.etcd;

import com.multigres.meta.testservers.internal.Passwords;
import java.util.concurrent.atomic.AtomicBoolean;

/** The keys of one test on a server that others use too. Thread-safe. */
public final class EtcdRoot implements AutoCloseable {

  private final String path;
  private final String uri;
  private final Runnable delete;
  private final AtomicBoolean closed = new AtomicBoolean();

  private EtcdRoot(String path, String uri, Runnable delete) {
    this.path = path;
    this.uri = uri;
    this.delete = delete;
  }

  static EtcdRoot on(EtcdServer server) {
    String path = freshPath();
    return new EtcdRoot(path, server.uri(path), () -> EtcdGateway.to(server).deleteBelow(path));
  }

  static EtcdRoot on(EtcdCluster cluster) {
    String path = freshPath();
    return new EtcdRoot(path, cluster.uri(path), () -> cluster.gateway().deleteBelow(path));
  }

  private static String freshPath() {
    return "/test-" + Passwords.fresh(12);
  }

  /** What all its keys begin with, followed by a slash. */
  public String path() {
    return path;
  }

  /** The address of a topology store in it, without credentials. */
  public String uri() {
    return uri;
  }

  /** Deletes its keys. Idempotent. */
  @Override
  public void close() {
    if (closed.compareAndSet(false, true)) {
      delete.run();
    }
  }

  @Override
  public String toString() {
    return "EtcdRoot[" + uri + "]";
  }
}
