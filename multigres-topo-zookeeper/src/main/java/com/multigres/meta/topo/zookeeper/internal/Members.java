package com.multigres.meta.topo.zookeeper.internal;

import com.multigres.meta.store.HostPort;
import java.net.InetSocketAddress;
import java.util.Collection;
import java.util.List;
import org.apache.zookeeper.client.HostProvider;
import org.apache.zookeeper.client.StaticHostProvider;

/**
 * The ensemble's members, in an order of their own for each client. Between two rounds through all
 * of them the client library waits for a second, which is most of a short time to live: here it
 * waits no longer than it takes to be no burden.
 */
final class Members implements HostProvider {
  private static final long LONGEST_MILLIS = 100;

  private final StaticHostProvider inTurn;

  Members(List<HostPort> members) {
    this.inTurn =
        new StaticHostProvider(
            members.stream()
                .map(
                    member ->
                        InetSocketAddress.createUnresolved(
                            member.host(), member.port().orElseThrow()))
                .toList());
  }

  @Override
  public int size() {
    return inTurn.size();
  }

  @Override
  public InetSocketAddress next(long pauseMillis) {
    return inTurn.next(Math.min(pauseMillis, LONGEST_MILLIS));
  }

  @Override
  public void onConnected() {
    inTurn.onConnected();
  }

  @Override
  public boolean updateServerList(
      Collection<InetSocketAddress> members, InetSocketAddress current) {
    return inTurn.updateServerList(members, current);
  }
}
