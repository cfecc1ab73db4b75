package com.multigres.meta.benchmarks.topo;

import com.google.protobuf.ByteString;
import com.multigres.meta.topo.Batch;
import com.multigres.meta.topo.Expect;
import com.multigres.meta.topo.Mutation;
import com.multigres.meta.topo.Session;
import com.multigres.meta.topo.TopoPath;
import com.multigres.meta.topo.TopoStore;
import com.multigres.meta.topo.TopoStores;
import com.multigres.meta.topo.Version;
import com.multigres.meta.topo.WatchEvent;
import com.multigres.meta.topo.WatchOptions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** This library. */
public final class LibraryPeer implements TopoPeer {
  private static final TopoPath NODES = TopoPath.parse("nodes");
  private static final TopoPath WATCHED = TopoPath.parse("watched");
  private static final TopoPath POOLERS = TopoPath.parse("poolers");
  private static final ByteString VALUE = ByteString.copyFrom(new byte[200]);

  private final TopoStore store;
  private final Session session;

  /**
   * Opens a store.
   *
   * @param uri its address, with a root of its own
   * @param ttl of the session that components are bound to
   */
  public LibraryPeer(String uri, Duration ttl) {
    store = TopoStores.open(uri);
    session = store.openSession(ttl);
  }

  @Override
  public void fill(int nodes) {
    List<Mutation> all = new ArrayList<>();
    for (int i = 0; i < nodes; i++) {
      all.add(Mutation.put(NODES.child("n" + i), VALUE, Expect.any()));
    }
    var unused = store.writeAll(all);
  }

  @Override
  public void get(int number) {
    if (store.read(NODES.child("n" + number)).isEmpty()) {
      throw new IllegalStateException("not filled");
    }
  }

  @Override
  public int list() {
    return store.list(NODES).size();
  }

  @Override
  public Caller caller(int number) {
    TopoPath own = TopoPath.parse("own").child("c" + number);
    TopoPath ten = TopoPath.parse("ten").child("c" + number);
    return new Caller() {
      private Version version = store.write(own, VALUE, Expect.any());

      @Override
      public void replace() {
        version = store.write(own, VALUE, Expect.version(version));
      }

      @Override
      public void batch() {
        Batch.Builder batch = Batch.builder();
        for (int i = 0; i < 10; i++) {
          batch.put(ten.child("" + i), VALUE, Expect.any());
        }
        var unused = store.commit(batch.build());
      }
    };
  }

  @Override
  public void register(int number) {
    var unused = session.create(POOLERS.child("p" + number).child("Pooler"), VALUE);
  }

  @Override
  public int discover() {
    return store.list(POOLERS).size();
  }

  @Override
  public void watch(Runnable told) {
    var unused =
        store.watch(
            WATCHED,
            WatchOptions.node(),
            event -> {
              if (event instanceof WatchEvent.Put) {
                told.run();
              }
            });
  }

  @Override
  public void change() {
    var unused = store.write(WATCHED, VALUE, Expect.any());
  }

  @Override
  public void close() {
    store.close();
  }
}
