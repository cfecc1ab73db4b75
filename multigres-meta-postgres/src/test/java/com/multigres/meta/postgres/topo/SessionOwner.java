package com.multigres.meta.postgres.topo;

import com.google.protobuf.ByteString;
import com.multigres.meta.store.StoreOptions;
import com.multigres.meta.topo.TopoPath;
import com.multigres.meta.topo.TopoStore;
import com.multigres.meta.topo.TopoStores;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;

/** A process of its own that owns a session until it is killed. */
final class SessionOwner {
  private SessionOwner() {}

  public static void main(String[] arguments) throws InterruptedException {
    StoreOptions options =
        StoreOptions.builder().user(arguments[1]).password(() -> arguments[2]).build();
    TopoStore store = TopoStores.open(arguments[0], options);
    store
        .openSession(Duration.ofSeconds(Long.parseLong(arguments[4])))
        .create(TopoPath.parse(arguments[3]), ByteString.copyFromUtf8("owned"));
    new CountDownLatch(1).await();
  }
}
