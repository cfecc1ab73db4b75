package com.multigres.meta.topo.zookeeper.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.apache.zookeeper.CreateMode;
import org.apache.zookeeper.KeeperException;
import org.apache.zookeeper.Op;
import org.apache.zookeeper.OpResult;
import org.apache.zookeeper.ZooDefs;
import org.junit.jupiter.api.Test;

/** Which transactions travel together, and what becomes of each. */
class WriteLaneTest {
  private record Request(List<Op> ops, CompletableFuture<List<OpResult>> answer) {
    List<String> znodes() {
      return ops.stream().map(Op::getPath).toList();
    }

    void done() {
      answer.complete(ops.stream().<OpResult>map(op -> new OpResult.CheckResult()).toList());
    }

    void refused(KeeperException.Code code) {
      List<OpResult> each = new ArrayList<>();
      ops.forEach(op -> each.add(new OpResult.ErrorResult(code.intValue())));
      answer.complete(each);
    }
  }

  private final List<Request> sent = new ArrayList<>();
  private final WriteLane lane = new WriteLane(this::send);

  private CompletableFuture<List<OpResult>> send(List<Op> ops) {
    Request request = new Request(List.copyOf(ops), new CompletableFuture<>());
    sent.add(request);
    return request.answer;
  }

  private Wire.Sending set(String znode) {
    return lane.add(List.of(Op.setData(znode, new byte[0], 1)), 100);
  }

  private Wire.Sending lane(Op... ops) {
    return lane.add(List.of(ops), 100);
  }

  private static Op make(String znode) {
    return Op.create(znode, new byte[0], ZooDefs.Ids.OPEN_ACL_UNSAFE, CreateMode.PERSISTENT);
  }

  /** Two are under way, so that what comes now waits. */
  private void busy() {
    var unused = Stream.of("/busy/1", "/busy/2").map(this::set).toList();
    assertThat(sent).hasSize(2);
  }

  private void firstTwoDone() {
    sent.get(0).done();
    sent.get(1).done();
  }

  @Test
  void whoComesAloneIsSentAtOnce() {
    Wire.Sending one = set("/a");
    assertThat(sent).singleElement().extracting(Request::znodes).isEqualTo(List.of("/a"));
    sent.get(0).done();
    assertThat(one.answer()).isCompletedWithValueMatching(results -> results.size() == 1);
  }

  @Test
  void whatWaitsTravelsTogetherAndEachIsToldItsOwn() {
    busy();
    Wire.Sending one = set("/a");
    Wire.Sending two = lane(Op.check("/b/mark", -1), Op.setData("/b", new byte[0], 1));
    sent.get(0).done();
    assertThat(sent.get(2).znodes()).containsExactly("/a", "/b/mark", "/b");
    assertThat(one.answer()).isNotDone();
    sent.get(2).done();
    assertThat(one.answer()).isCompletedWithValueMatching(results -> results.size() == 1);
    assertThat(two.answer()).isCompletedWithValueMatching(results -> results.size() == 2);
  }

  @Test
  void whatIsRefusedTogetherIsSentAgainEachAlone() {
    busy();
    Wire.Sending one = set("/a");
    Wire.Sending two = set("/b");
    firstTwoDone();
    sent.get(2).refused(KeeperException.Code.BADVERSION);
    assertThat(one.answer()).isNotDone();
    assertThat(sent.subList(3, 5))
        .extracting(Request::znodes)
        .containsExactly(List.of("/a"), List.of("/b"));
    sent.get(3).refused(KeeperException.Code.BADVERSION);
    sent.get(4).done();
    assertThat(one.answer().join()).first().isInstanceOf(OpResult.ErrorResult.class);
    assertThat(two.answer().join()).first().isInstanceOf(OpResult.CheckResult.class);
  }

  @Test
  void whatEndsTheConnectionIsToldToAll() {
    busy();
    Wire.Sending one = set("/a");
    Wire.Sending two = set("/b");
    firstTwoDone();
    sent.get(2).answer.completeExceptionally(new KeeperException.ConnectionLossException());
    assertThat(one.answer()).isCompletedExceptionally();
    assertThat(two.answer()).isCompletedExceptionally();
    assertThat(sent).hasSize(3);
  }

  @Test
  void whatIsWithdrawnBeforeItIsSentNeverIs() {
    busy();
    Wire.Sending one = set("/a");
    Wire.Sending two = set("/b");
    assertThat(one.withdraw()).isTrue();
    firstTwoDone();
    assertThat(sent.get(2).znodes()).containsExactly("/b");
    assertThat(two.withdraw()).isFalse();
  }

  @Test
  void whereAllThatWaitedIsWithdrawnTheNextIsSentAtOnce() {
    busy();
    assertThat(set("/a").withdraw()).isTrue();
    firstTwoDone();
    assertThat(sent).hasSize(2);
    var unused = set("/b");
    assertThat(sent.get(2).znodes()).containsExactly("/b");
  }

  private void travelApart(Op first, Op second) {
    busy();
    var one = lane(first);
    var two = lane(second);
    firstTwoDone();
    assertThat(sent.subList(2, 4))
        .extracting(Request::znodes)
        .containsExactly(List.of(first.getPath()), List.of(second.getPath()));
    sent.get(2).done();
    sent.get(3).done();
    assertThat(one.answer()).isDone();
    assertThat(two.answer()).isDone();
  }

  @Test
  void twoChangesOfOneZnodeTravelApart() {
    travelApart(Op.setData("/a", new byte[0], 1), Op.delete("/a", 1));
  }

  @Test
  void whatIsMadeTravelsApartFromWhatItIsMadeIn() {
    travelApart(make("/a"), make("/a/b"));
  }

  @Test
  void whatIsRemovedTravelsApartFromWhatLiesBelow() {
    travelApart(Op.delete("/a/b", -1), Op.delete("/a", -1));
  }

  @Test
  void whatIsProvenTravelsApartFromWhatChangesIt() {
    travelApart(Op.check("/a", 1), Op.setData("/a", new byte[0], 1));
  }

  @Test
  void whatIsChangedTravelsApartFromWhatProvesIt() {
    travelApart(Op.delete("/a", 1), Op.check("/a", -1));
  }

  @Test
  void twoProofsOfOneZnodeTravelTogether() {
    busy();
    var unused = List.of(lane(Op.check("/a", 1)), lane(Op.check("/a", 1)), lane(make("/d/x")));
    var unusedToo = lane(make("/d/y"));
    firstTwoDone();
    assertThat(sent.get(2).znodes()).containsExactly("/a", "/a", "/d/x", "/d/y");
  }

  @Test
  void aRequestIsBounded() {
    busy();
    for (int i = 0; i < 10; i++) {
      var unused = lane.add(List.of(Op.setData("/n" + i, new byte[0], 1)), 40 << 10);
    }
    firstTwoDone();
    assertThat(sent.get(2).ops).hasSize(3);
  }
}
