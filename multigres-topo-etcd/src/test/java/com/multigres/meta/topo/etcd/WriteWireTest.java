package com.multigres.meta.topo.etcd;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import com.multigres.meta.topo.Batch;
import com.multigres.meta.topo.Expect;
import com.multigres.meta.topo.Mutation;
import com.multigres.meta.topo.SessionId;
import com.multigres.meta.topo.TopoPath;
import com.multigres.meta.topo.etcd.internal.EtcdHistory;
import com.multigres.meta.topo.etcd.internal.EtcdKeys;
import com.multigres.meta.topo.etcd.internal.Lane;
import com.multigres.meta.topo.etcd.internal.WriteWire;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Which writes may share a transaction: etcd compares everything before it applies anything. */
class WriteWireTest {
  private static final int OPS = 128;

  private final EtcdKeys keys = new EtcdKeys("", TopoPath.parse("/root"));
  private final EtcdHistory history = new EtcdHistory();
  private final Lane.Group<WriteWire.Write> group = WriteWire.packing(OPS);

  private WriteWire.Write write(Mutation mutation) {
    Batch alone = new Batch(List.of(), List.of(mutation));
    Commit commit = Commit.of(keys, history, alone, Commit.Learnt.NOTHING);
    return WriteWire.Write.of(commit.txn());
  }

  private WriteWire.Write put(String path, Expect expect) {
    return write(Mutation.put(TopoPath.parse(path), ByteString.copyFromUtf8("v"), expect));
  }

  @Test
  void writesOfDifferentNodesTravelTogether() {
    assertThat(group.add(put("a/x", Expect.absent()))).isTrue();
    assertThat(group.add(put("a/y", Expect.any()))).isTrue();
    assertThat(group.add(write(Mutation.delete(TopoPath.parse("a/z"), Expect.any())))).isTrue();
  }

  @Test
  void twoWritesOfOneNodeDoNot() {
    assertThat(group.add(put("a", Expect.any()))).isTrue();
    assertThat(group.add(put("a", Expect.any()))).isFalse();
    assertThat(group.add(write(Mutation.delete(TopoPath.parse("a"), Expect.any())))).isFalse();
  }

  @Test
  void aWriteBelowANodeThatAnotherWritesDoesNotJoin() {
    // It looks whether that node is bound to a session, and would see it as it was before.
    assertThat(group.add(put("a", Expect.absent()))).isTrue();
    assertThat(group.add(put("a/b", Expect.absent()))).isFalse();
  }

  @Test
  void aWriteOfANodeThatAnotherLooksAtDoesNotJoin() {
    assertThat(group.add(put("a/b", Expect.absent()))).isTrue();
    assertThat(group.add(put("a", Expect.absent()))).isFalse();
  }

  private WriteWire.Write bound(String path) {
    SessionId session = new SessionId("5");
    return write(Mutation.createBound(TopoPath.parse(path), ByteString.EMPTY, session));
  }

  @Test
  void boundNodesOfDifferentPathsTravelTogether() {
    assertThat(group.add(bound("d/a"))).isTrue();
    assertThat(group.add(bound("d/b"))).isTrue();
    assertThat(group.add(put("d/bc", Expect.any()))).isTrue();
  }

  @Test
  void aWriteBelowANodeThatIsBoundDoesNotJoin() {
    // Who is bound looks whether anything lies below, and would not see it.
    assertThat(group.add(bound("d/a"))).isTrue();
    assertThat(group.add(write(Mutation.delete(TopoPath.parse("d/a/b/c"), Expect.any()))))
        .isFalse();
  }

  @Test
  void aNodeIsNotBoundWhereAnotherWritesBelow() {
    assertThat(group.add(write(Mutation.delete(TopoPath.parse("d/a/b/c"), Expect.any())))).isTrue();
    assertThat(group.add(bound("d/a"))).isFalse();
  }

  @Test
  void whatMustTravelAloneDoes() {
    assertThat(group.add(put("a", Expect.any()))).isTrue();
    assertThat(group.add(put("b", Expect.any()).byItself())).isFalse();

    Lane.Group<WriteWire.Write> other = WriteWire.packing(OPS);
    assertThat(other.add(put("b", Expect.any()).byItself())).isTrue();
    assertThat(other.full()).isTrue();
  }

  @Test
  void noTransactionIsWiderThanTheServersTake() {
    int count = 0;
    while (!group.full() && group.add(put("d/n" + count, Expect.any()))) {
      count++;
    }
    // Each compares itself and its directory.
    assertThat(count).isBetween(OPS - 4, OPS - 2);
  }
}
