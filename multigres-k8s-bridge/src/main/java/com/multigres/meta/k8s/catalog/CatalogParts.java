package com.multigres.meta.k8s.catalog;

import com.multigres.meta.catalog.spi.Follower;
import com.multigres.meta.k8s.resource.ClusterResource;
import com.multigres.meta.k8s.server.ApiServer;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;

/** What all views of one store share. Thread-safe. */
final class CatalogParts implements AutoCloseable {
  private final ApiServer server;
  private final ClusterResource resource;
  private final CatalogReads reads;
  private final CatalogWriter writer;
  private final CatalogFeed feed;
  private final Set<Follower> followers = ConcurrentHashMap.newKeySet();
  private final AtomicBoolean closed = new AtomicBoolean();

  /**
   * The parts of a store.
   *
   * @param server released when this is closed
   * @param resource where the catalog is
   * @param remembered how many change ids stay known
   */
  CatalogParts(ApiServer server, ClusterResource resource, int remembered) {
    this.server = server;
    this.resource = resource;
    this.reads = new CatalogReads(resource);
    this.writer = new CatalogWriter(resource, reads, remembered);
    this.feed = new CatalogFeed(resource, reads);
  }

  ClusterResource resource() {
    return resource;
  }

  CatalogReads reads() {
    return reads;
  }

  CatalogWriter writer() {
    return writer;
  }

  CatalogFeed feed() {
    return feed;
  }

  void follow(Follower follower) {
    followers.add(follower);
    follower.start();
    if (closed.get()) {
      follower.close();
    }
  }

  void forget(Follower follower) {
    followers.remove(follower);
  }

  boolean isClosed() {
    return closed.get();
  }

  @Override
  public void close() {
    if (closed.compareAndSet(false, true)) {
      followers.forEach(Follower::close);
      feed.close();
      server.release();
    }
  }
}
