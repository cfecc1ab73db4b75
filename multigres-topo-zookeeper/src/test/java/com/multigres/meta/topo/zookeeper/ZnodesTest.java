package com.multigres.meta.topo.zookeeper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.multigres.meta.topo.TopoException;
import com.multigres.meta.topo.TopoPath;
import com.multigres.meta.topo.zookeeper.internal.Stamp;
import com.multigres.meta.topo.zookeeper.internal.Znodes;
import org.junit.jupiter.api.Test;

/** Where things lie. */
class ZnodesTest {
  private final Znodes znodes = new Znodes(TopoPath.of("multigres", "c1"));
  private final Znodes top = new Znodes(TopoPath.root());

  @Test
  void aPlainNameStandsAsItIsAndAnyOtherComesBack() {
    assertThat(znodes.node(TopoPath.of("cells", "zone-1_a.b")))
        .isEqualTo("/multigres/c1/cells/zone-1_a.b");
    for (String name : new String[] {"..", ".", "a/b", "!locks", "a!b", "\u007f", " "}) {
      TopoPath path = TopoPath.of("x", name);
      assertThat(znodes.path(znodes.node(path))).contains(path);
    }
  }

  @Test
  void whatAStoreKeepsForItselfIsNobodysNode() {
    TopoPath path = TopoPath.of("a");
    assertThat(znodes.path(znodes.life())).isEmpty();
    assertThat(znodes.path(znodes.locks(path) + "/e")).isEmpty();
    assertThat(znodes.path(znodes.mark(path, new Stamp("f", 0, true)))).isEmpty();
    assertThat(znodes.path(znodes.mark(path, new Stamp("f", 0, false)))).isEmpty();
    assertThat(znodes.path("/multigres/c10/a")).isEmpty();
  }

  @Test
  void storesWithNestedRootsMeanTheSameQueue() {
    Znodes outer = new Znodes(TopoPath.of("multigres"));
    String queue = znodes.locks(TopoPath.of("a", "b"));
    assertThat(queue).isEqualTo(outer.locks(TopoPath.of("c1", "a", "b")));
    assertThat(queue).isNotEqualTo(znodes.locks(TopoPath.of("a/b")));
    assertThat(Znodes.queueOf(queue + "/entry")).contains(queue);
    assertThat(Znodes.queueOf("/multigres/c1/a")).isEmpty();
  }

  @Test
  void whatTheServersKeepForThemselvesIsNobodysEither() {
    TopoPath servers = TopoPath.of("zookeeper", "config");
    assertThatThrownBy(() -> top.node(servers)).isInstanceOf(TopoException.class);
    assertThat(top.path("/zookeeper/config")).isEmpty();
    assertThat(top.path("/a")).contains(TopoPath.of("a"));
    assertThat(znodes.node(servers)).isEqualTo("/multigres/c1/zookeeper/config");
  }

  @Test
  void directoriesAreMadeFromTheTop() {
    assertThat(Znodes.downTo("/a/b/c")).containsExactly("/a", "/a/b", "/a/b/c");
    assertThat(Znodes.downTo("/")).isEmpty();
    assertThat(Znodes.parent("/a")).isEqualTo("/");
  }
}
