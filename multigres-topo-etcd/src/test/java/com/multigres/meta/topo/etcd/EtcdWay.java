package com.multigres.meta.topo.etcd;

import com.multigres.meta.testkit.proxy.TcpProxy;
import com.multigres.meta.testservers.etcd.EtcdProcess;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * One store's way to its servers: a proxy before each.
 *
 * @param proxies in the order of the servers
 */
record EtcdWay(List<TcpProxy> proxies) implements AutoCloseable {

  static EtcdWay to(List<EtcdProcess> servers) {
    return new EtcdWay(
        servers.stream().map(server -> TcpProxy.to(server.host(), server.port())).toList());
  }

  /** The hosts of a store's address. */
  String entrances() {
    return proxies.stream()
        .map(proxy -> proxy.host() + ":" + proxy.port())
        .collect(Collectors.joining(","));
  }

  void each(Consumer<TcpProxy> what) {
    proxies.forEach(what);
  }

  void lead(List<EtcdProcess> servers) {
    for (int i = 0; i < proxies.size(); i++) {
      proxies.get(i).redirect(servers.get(i).host(), servers.get(i).port());
      proxies.get(i).cut();
    }
  }

  void leadThrough(List<GrpcRelay> relays) {
    for (int i = 0; i < proxies.size(); i++) {
      proxies.get(i).redirect(relays.get(i).host(), relays.get(i).port());
      proxies.get(i).cut();
    }
  }

  @Override
  public void close() {
    each(TcpProxy::close);
  }
}
