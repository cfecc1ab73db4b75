package com.multigres.meta.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import com.multigres.meta.catalog.CatalogException;
import com.multigres.meta.catalog.CatalogSnapshot;
import com.multigres.meta.catalog.Position;
import com.multigres.meta.cluster.TestCluster.Client;
import com.multigres.meta.cluster.internal.SideNode;
import com.multigres.meta.model.Catalog;
import com.multigres.meta.model.component.Lifecycle;
import com.multigres.meta.model.component.Pooler;
import com.multigres.meta.topo.Node;
import com.multigres.meta.topo.TopoPath;
import com.multigres.meta.topology.RecordCodecs;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.IntFunction;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The process dies at every single write of a cluster's life, before it takes effect and after;
 * then the same command is given again. In the end everything is as if nobody had died.
 */
class CrashAtEveryWriteTest {

  /** How the process meets its stores, and how long the story goes on. */
  private record Story(
      String name,
      BiFunction<TestCluster, CrashPoint, Client> start,
      List<Consumer<Client>> commands) {
    @Override
    public String toString() {
      return name;
    }
  }

  static Stream<Story> stories() {
    return Stream.of(
        new Story("up to a drop", TestCluster::start, whole()),
        new Story("without batches", TestCluster::startWithoutBatches, whole()),
        new Story("up to the end", TestCluster::start, destroyed()),
        new Story("led by a bridge", TestCluster::start, ClusterStory.LED_BY_A_BRIDGE),
        new Story(
            "led by a bridge, without batches",
            TestCluster::startWithoutBatches,
            ClusterStory.LED_BY_A_BRIDGE));
  }

  /** Everything that is left, without what chance decides: times and random change ids. */
  private record Outcome(
      Catalog catalog, long generation, SortedMap<TopoPath, Object> nodes, int writes) {

    Outcome without(int someWrites) {
      return new Outcome(catalog, generation, nodes, someWrites);
    }
  }

  @ParameterizedTest
  @MethodSource("stories")
  void theSameCommandAgainLeadsToTheSameEnd(Story story) {
    Outcome undisturbed = run(story);
    assertThat(undisturbed.writes()).isGreaterThan(12);
    for (IntFunction<CrashPoint> crash :
        List.<IntFunction<CrashPoint>>of(CrashPoint::before, CrashPoint::after)) {
      for (int write = 1; write <= undisturbed.writes(); write++) {
        CrashPoint point = crash.apply(write);
        assertThat(run(story, point).without(0)).as("%s", point).isEqualTo(undisturbed.without(0));
      }
    }
  }

  @Test
  void everyCommandTwiceChangesNothingMore() {
    try (TestCluster cluster = new TestCluster()) {
      for (Consumer<Client> command : whole()) {
        give(cluster, command);
        List<Node> nodes = cluster.everything().list(TopoPath.root());
        Optional<Position> position = position(cluster);
        give(cluster, command);
        assertThat(cluster.everything().list(TopoPath.root())).isEqualTo(nodes);
        assertThat(position(cluster)).isEqualTo(position);
      }
      assertThat(outcome(cluster, 0)).isEqualTo(run(stories().toList().get(0)).without(0));
    }
  }

  private static void give(TestCluster cluster, Consumer<Client> command) {
    try (Client client = cluster.start()) {
      command.accept(client);
    }
  }

  private static Optional<Position> position(TestCluster cluster) {
    try {
      return Optional.of(cluster.catalogs().read().position());
    } catch (CatalogException e) {
      assertThat(e.code()).isEqualTo(CatalogException.Code.NOT_INITIALISED);
      return Optional.empty();
    }
  }

  private static Outcome run(Story story) {
    return run(story, CrashPoint.never());
  }

  private static Outcome run(Story story, CrashPoint crash) {
    try (TestCluster cluster = new TestCluster()) {
      for (Consumer<Client> command : story.commands()) {
        try (Client client = story.start().apply(cluster, crash)) {
          command.accept(client);
        } catch (CrashPoint.Crash dead) {
          try (Client again = story.start().apply(cluster, crash)) {
            command.accept(again);
          }
        }
      }
      return outcome(cluster, crash.writes());
    }
  }

  private static Outcome outcome(TestCluster cluster, int writes) {
    CatalogSnapshot end = cluster.catalogs().read();
    SortedMap<TopoPath, Object> nodes = new TreeMap<>();
    for (Node node : cluster.everything().list(TopoPath.root())) {
      nodes.put(node.path(), content(node));
    }
    return new Outcome(end.catalog(), end.position().generation(), nodes, writes);
  }

  private static Object content(Node node) {
    if (node.path().names().contains("poolers")) {
      Pooler pooler = RecordCodecs.POOLER.decode(node.path(), node.value());
      Lifecycle timeless =
          new Lifecycle(pooler.lifecycle().status(), pooler.lifecycle().reason(), Instant.EPOCH);
      return pooler.toBuilder().lifecycle(timeless).build();
    }
    if (node.path().names().contains("multigres-meta") && node.path().name().equals("databases")) {
      SideNode side = SideNode.CODEC.decode(node.path(), node.value());
      return side.applied()
          .map(
              applied ->
                  List.of(
                      side.fence(),
                      applied.position().generation(),
                      applied.base(),
                      applied.retained()))
          .orElseThrow();
    }
    return node.value();
  }

  private static List<Consumer<Client>> whole() {
    return Stream.concat(ClusterStory.COMMANDS.stream(), ClusterStory.DROP.stream()).toList();
  }

  private static List<Consumer<Client>> destroyed() {
    Consumer<Client> destroy =
        client -> new ClusterDestroyer(client.global, client.cells).destroy(true);
    return Stream.concat(whole().stream(), Stream.of(destroy)).toList();
  }
}
