package com.multigres.meta.benchmarks.etcd;

import com.multigres.meta.benchmarks.topo.TopoPeer;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.apache.pulsar.metadata.api.MetadataStoreConfig;
import org.apache.pulsar.metadata.api.MetadataStoreException;
import org.apache.pulsar.metadata.api.Stat;
import org.apache.pulsar.metadata.api.extended.CreateOption;
import org.apache.pulsar.metadata.api.extended.MetadataStoreExtended;

/**
 * Apache Pulsar's metadata store. It lists names alone, so that a list is these and a read for
 * each, and has no atomic batch: its ten writes are ten.
 */
public final class PulsarPeer implements TopoPeer {
  private static final String ROOT = "/pulsar/";
  private static final byte[] VALUE = new byte[200];
  private static final long ABSENT = -1;

  private final MetadataStoreExtended store;

  private PulsarPeer(String url, boolean batching) {
    MetadataStoreConfig config =
        MetadataStoreConfig.builder().batchingEnabled(batching).metadataStoreName("peer").build();
    try {
      store = MetadataStoreExtended.create(url, config);
    } catch (MetadataStoreException unreached) {
      throw new IllegalStateException(unreached);
    }
  }

  /**
   * Many calls together, within 5 ms.
   *
   * @param url as Pulsar writes addresses
   * @return the peer
   */
  public static PulsarPeer batching(String url) {
    return new PulsarPeer(url, true);
  }

  /**
   * Each call by itself.
   *
   * @param url as Pulsar writes addresses
   * @return the peer
   */
  public static PulsarPeer plain(String url) {
    return new PulsarPeer(url, false);
  }

  private String path(String name) {
    return ROOT + System.identityHashCode(this) + "/" + name;
  }

  private static <T> T await(CompletableFuture<T> asked) {
    try {
      return asked.get();
    } catch (InterruptedException | ExecutionException failed) {
      throw new IllegalStateException(failed);
    }
  }

  private CompletableFuture<Stat> put(String name, Optional<Long> expected) {
    return store.put(path(name), VALUE, expected);
  }

  @Override
  public void fill(int nodes) {
    List<CompletableFuture<Stat>> all = new ArrayList<>();
    for (int i = 0; i < nodes; i++) {
      all.add(put("nodes/n" + i, Optional.empty()));
    }
    all.forEach(PulsarPeer::await);
  }

  @Override
  public void get(int number) {
    if (await(store.get(path("nodes/n" + number))).isEmpty()) {
      throw new IllegalStateException("not filled");
    }
  }

  private int read(String directory, String node) {
    List<CompletableFuture<?>> all = new ArrayList<>();
    for (String child : await(store.getChildren(path(directory)))) {
      all.add(store.get(path(directory + "/" + child + node)));
    }
    all.forEach(PulsarPeer::await);
    return all.size();
  }

  @Override
  public int list() {
    return read("nodes", "");
  }

  @Override
  public Caller caller(int number) {
    String own = "own/c" + number;
    long first = await(put(own, Optional.empty())).getVersion();
    return new Caller() {
      private long version = first;

      @Override
      public void replace() {
        version = await(put(own, Optional.of(version))).getVersion();
      }

      @Override
      public void batch() {
        List<CompletableFuture<Stat>> ten = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
          ten.add(put("ten/c" + number + "/" + i, Optional.empty()));
        }
        ten.forEach(PulsarPeer::await);
      }
    };
  }

  @Override
  public void register(int number) {
    var unused =
        await(
            store.put(
                path("poolers/p" + number + "/Pooler"),
                VALUE,
                Optional.of(ABSENT),
                EnumSet.of(CreateOption.Ephemeral)));
  }

  @Override
  public int discover() {
    return read("poolers", "/Pooler");
  }

  @Override
  public void watch(Runnable told) {
    String watched = path("watched");
    store.registerListener(
        change -> {
          if (change.getPath().equals(watched)) {
            told.run();
          }
        });
  }

  @Override
  public void change() {
    var unused = await(put("watched", Optional.empty()));
  }

  @Override
  public void close() {
    try {
      store.close();
    } catch (Exception failed) {
      throw new IllegalStateException(failed);
    }
  }
}
