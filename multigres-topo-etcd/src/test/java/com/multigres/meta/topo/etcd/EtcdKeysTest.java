package com.multigres.meta.topo.etcd;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import com.multigres.meta.topo.TopoPath;
import com.multigres.meta.topo.etcd.internal.EtcdKeys;
import io.etcd.jetcd.api.KeyValue;
import org.junit.jupiter.api.Test;

/** Keys as the other components write and read them. */
class EtcdKeysTest {
  private final EtcdKeys keys = new EtcdKeys("", TopoPath.parse("/multigres/global"));

  private static ByteString bytes(String text) {
    return ByteString.copyFromUtf8(text);
  }

  @Test
  void plainNamesAreStoredAsTheyAre() {
    assertThat(keys.key(TopoPath.of("cells", "zone-1_a.b", "Cell")))
        .isEqualTo(bytes("/multigres/global/cells/zone-1_a.b/Cell"));
    assertThat(keys.path(bytes("/multigres/global/cells/zone1/Cell")))
        .contains(TopoPath.of("cells", "zone1", "Cell"));
  }

  @Test
  void otherNamesAreEncodedAndComeBack() {
    TopoPath path = TopoPath.of("a/b", "..", "é");
    assertThat(keys.path(keys.key(path))).contains(path);
  }

  @Test
  void whatOthersWroteThatIsNoPathIsNotOne() {
    assertThat(keys.path(bytes("/multigres/global//x"))).isEmpty();
    assertThat(keys.path(bytes("/multigres/global/x/"))).isEmpty();
    assertThat(keys.path(bytes("/multigres/global/%zz"))).isEmpty();
    assertThat(keys.path(bytes("/multigres/global/a b"))).isEmpty();
    assertThat(keys.path(bytes("/multigres/global/"))).isEmpty();
    assertThat(keys.path(bytes("/multigres/globe/x"))).isEmpty();
    assertThat(keys.path(bytes("/multigres/global/x/./y"))).isEmpty();
    assertThat(keys.path(bytes("/multigres/global/.."))).isEmpty();
    assertThat(keys.path(bytes("/multigres/global/" + "x".repeat(256)))).isEmpty();
  }

  @Test
  void aNamespaceComesBeforeTheRoot() {
    EtcdKeys named = new EtcdKeys("/team", TopoPath.parse("/r"));
    assertThat(named.key(TopoPath.of("x"))).isEqualTo(bytes("/team/r/x"));
    assertThat(new EtcdKeys("", TopoPath.root()).key(TopoPath.of("x"))).isEqualTo(bytes("/x"));
  }

  @Test
  void anEntryOfAQueueIsKnownByItsExactShape() {
    assertThat(entry("/multigres/global/d/locks/123", 123)).isTrue();
    assertThat(entry("/multigres/global/d/locks/123", 124)).isFalse();
    assertThat(entry("/multigres/global/d/locks/123", 0)).isFalse();
    assertThat(entry("/multigres/global/d/locks/x/123", 123)).isFalse();
    assertThat(entry("/multigres/global/d/unlocks/123", 123)).isFalse();
    assertThat(entry("/multigres/global/locks/9223372036854775807", Long.MAX_VALUE)).isTrue();
    assertThat(entry("/multigres/global/locks/92233720368547758079", 7)).isFalse();
  }

  private static boolean entry(String key, long lease) {
    return EtcdKeys.isQueueEntry(KeyValue.newBuilder().setKey(bytes(key)).setLease(lease).build());
  }
}
