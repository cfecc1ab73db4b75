package com.multigres.meta.topo.etcd;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import com.multigres.meta.topo.TopoPath;
import com.multigres.meta.topo.etcd.internal.EtcdKeys;
import io.etcd.jetcd.api.KeyValue;
import io.etcd.jetcd.api.RangeResponse;
import org.junit.jupiter.api.Test;

/** How many nodes are asked for at a time. */
class PageSizesTest {
  private static final int FOUR_MIB = 4 << 20;

  private final EtcdKeys keys = new EtcdKeys("", TopoPath.parse("root"));
  private final EtcdKeys.Span span = keys.below(TopoPath.parse("poolers"));
  private final PageSizes sizes = new PageSizes();

  private RangeResponse page(int nodes, int bytesEach, long count) {
    RangeResponse.Builder page = RangeResponse.newBuilder().setCount(count);
    KeyValue node =
        KeyValue.newBuilder()
            .setKey(span.from())
            .setValue(ByteString.copyFrom(new byte[bytesEach]))
            .build();
    for (int i = 0; i < nodes; i++) {
      page.addKvs(node);
    }
    return page.build();
  }

  /** Lists once, as pages of 200 bytes a node, and answers how long the first page is next time. */
  private int firstAfter(long count) {
    int unused = sizes.next(span, false, page(256, 200, count), 1);
    unused = sizes.next(span, false, page(2_000, 200, count - 256), 2);
    return sizes.first(span, false);
  }

  @Test
  void ofWhatIsUnknownAFewAreAskedFor() {
    assertThat(sizes.first(span, false)).isEqualTo(256);
  }

  @Test
  void whatIsKnownToFitIntoOnePageIsAskedForInOne() {
    assertThat(firstAfter(10_000)).isBetween(10_001, FOUR_MIB / 220);
  }

  @Test
  void whatDoesNotFitIntoOnePageBeginsWithASmallOne() {
    assertThat(firstAfter(100_000)).isBetween(256, 3_000);
  }

  @Test
  void whereSomeNodesAreLargeAllAreTakenForLarge() {
    int unused = sizes.next(span, false, page(256, 20_000, 10_000), 1);
    unused = sizes.next(span, false, page(9_744, 20, 9_744), 2);
    assertThat(sizes.first(span, false) * 20_000L).isLessThan(FOUR_MIB);
  }

  @Test
  void whatWasTooLargeForOneMessageIsUnknownAgain() {
    int known = firstAfter(10_000);
    sizes.forget(span);
    assertThat(sizes.first(span, false)).isEqualTo(256).isLessThan(known);
  }
}
