package com.multigres.meta.testservers.zookeeper;

import com.multigres.meta.testservers.internal.Steps;
import com.multigres.meta.testservers.process.ServerGroup;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Three members on the loopback address, each of which tests may stop, kill, pause and start again.
 * A member takes requests only while another one does. Thread-safe.
 */
public final class ZooKeeperEnsemble extends ServerGroup<ZooKeeperProcess> {

  static final int SIZE = 3;

  private ZooKeeperEnsemble(List<ZooKeeperProcess> members) {
    super(members);
  }

  static ZooKeeperEnsemble start(ZooKeeperSetup setup, List<ZooKeeperMember> places) {
    ZooKeeperEnsemble ensemble =
        new ZooKeeperEnsemble(prepared(places, place -> ZooKeeperProcess.of(setup, place, places)));
    return Steps.orUndo(
        () -> {
          ensemble.start();
          return ensemble;
        },
        ensemble::close);
  }

  /** One that was paused still thinks that it leads, but in an older epoch. */
  @Override
  protected Optional<ZooKeeperProcess> agreedLeader() {
    record Answer(ZooKeeperProcess member, ZooKeeperStatus status) {}
    List<Answer> answers = new ArrayList<>();
    for (ZooKeeperProcess member : members()) {
      member.status().ifPresent(status -> answers.add(new Answer(member, status)));
    }
    return answers.stream()
        .filter(answer -> isMajority(answers.size()) && answer.status().leads())
        .max(Comparator.comparingLong(answer -> answer.status().epoch()))
        .map(Answer::member);
  }

  /** Where to connect to, as ZooKeeper's clients write it: all members. */
  public String connectString() {
    return members().stream().map(ZooKeeperProcess::connectString).collect(Collectors.joining(","));
  }

  /** The address of a topology store with a root on all members. */
  public String uri(String root) {
    return "zk://" + connectString() + root;
  }

  /** A node that nobody else has; closing it deletes what lies below it. */
  public ZooKeeperRoot freshRoot() {
    return ZooKeeperRoot.on(connectString());
  }
}
