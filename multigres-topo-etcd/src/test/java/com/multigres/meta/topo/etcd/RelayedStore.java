package com.multigres.meta.topo.etcd;

import com.multigres.meta.testkit.proxy.TcpProxy;
import com.multigres.meta.testservers.etcd.EtcdServer;
import com.multigres.meta.topo.TopoStore;
import com.multigres.meta.topo.TopoStores;

/**
 * A store whose messages a test sees, loses and holds back, and one beside it that is left alone.
 */
final class RelayedStore implements AutoCloseable {
  // The machine may be busy.
  private static final String PATIENT = "?connectTimeout=20s";

  private final TcpProxy proxy;
  private final GrpcRelay relay;
  private final TopoStore store;
  private final TopoStore direct;

  private RelayedStore(EtcdServer server, String root) {
    this.proxy = TcpProxy.to(server.host(), server.port());
    this.relay = GrpcRelay.to(proxy.host(), proxy.port());
    this.direct = TopoStores.open("etcd://" + server.host() + ":" + server.port() + root + PATIENT);
    this.store = TopoStores.open("etcd://" + relay.host() + ":" + relay.port() + root + PATIENT);
  }

  static RelayedStore to(EtcdServer server, String root) {
    return new RelayedStore(server, root);
  }

  /** The one whose way is watched. */
  TopoStore store() {
    return store;
  }

  TopoStore direct() {
    return direct;
  }

  GrpcRelay relay() {
    return relay;
  }

  /** Behind the relay: what is held back here has been seen there. */
  TcpProxy proxy() {
    return proxy;
  }

  @Override
  public void close() {
    proxy.heal();
    relay.tap(new GrpcRelay.Tap() {});
    store.close();
    direct.close();
    relay.close();
    proxy.close();
  }
}
