package com.multigres.meta.topo.zookeeper;

import static org.assertj.core.api.Assertions.assertThat;

import com.multigres.meta.topo.TopoPath;
import com.multigres.meta.topo.lock.LockKind;
import com.multigres.meta.topo.zookeeper.internal.Znodes;
import java.util.List;
import org.junit.jupiter.api.Test;

/** How places at a lock are named. */
class GrantsTest {
  private static final String NONCE = "0123456789abcdef";

  private static String entry(int number) {
    return "e-" + NONCE + "-" + "%010d".formatted(number);
  }

  @Test
  void placesStandInTheOrderOfTheirNumbers() {
    assertThat(Grants.inTurn(List.of(entry(12), entry(3), entry(100))))
        .containsExactly(entry(3), entry(12), entry(100));
  }

  @Test
  void theOrderHoldsWhereTheServersNumbersWrapRound() {
    String last = entry(Integer.MAX_VALUE);
    String next = entry(Integer.MIN_VALUE);
    assertThat(Grants.inTurn(List.of(next, last))).containsExactly(last, next);
  }

  @Test
  void whatIsNoPlaceIsPassedOver() {
    assertThat(Grants.inTurn(List.of("somebody's", "e-1-1", entry(1)))).containsExactly(entry(1));
  }

  @Test
  void aGrantThatWasNeverGivenLeadsNowhere() {
    Znodes znodes = new Znodes(TopoPath.of("root"));
    TopoPath path = TopoPath.of("a");
    assertThat(Grants.znode(znodes, path, LockKind.QUEUE, "../../other")).isEmpty();
    assertThat(Grants.znode(znodes, path, LockKind.EXCLUSIVE, NONCE + "/x")).isEmpty();
    assertThat(Grants.znode(znodes, path, LockKind.QUEUE, entry(7)))
        .contains("/root/!locks/root:a:/" + entry(7));
    assertThat(Grants.znode(znodes, path, LockKind.EXCLUSIVE, NONCE)).contains("/root/a!" + NONCE);
  }
}
