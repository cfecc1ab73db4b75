package com.multigres.meta.testkit.topo.internal;

import static org.assertj.core.api.Assertions.assertThat;

import com.multigres.meta.testkit.Patience;
import com.multigres.meta.topo.Node;
import com.multigres.meta.topo.TopoPath;
import com.multigres.meta.topo.WatchEvent;
import com.multigres.meta.topo.WatchListener;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Hears of nodes whose values only grow, remembers the last of each, and notices steps back. */
public final class OrderWitness implements WatchListener {
  private final Map<TopoPath, Node> last = new ConcurrentHashMap<>();
  private volatile Optional<String> stepBack = Optional.empty();

  /** A witness that heard nothing yet. */
  public OrderWitness() {}

  @Override
  public void onEvent(WatchEvent event) {
    if (event instanceof WatchEvent.Put put) {
      Node before = last.put(put.node().path(), put.node());
      if (before != null && number(before) >= number(put.node())) {
        stepBack = Optional.of(before + " came before " + put.node());
      }
    }
  }

  private static long number(Node node) {
    return Long.parseLong(node.value().toStringUtf8());
  }

  /** Waits until it has heard of exactly these nodes, and checks that none stepped back. */
  public void await(List<Node> expected) {
    Patience.eventually()
        .untilAsserted(
            () -> assertThat(last.values()).containsExactlyInAnyOrderElementsOf(expected));
    assertThat(stepBack).isEmpty();
  }
}
