package com.multigres.meta.view;

import static com.multigres.meta.view.LiveCluster.awaitView;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.multigres.meta.catalog.Position;
import com.multigres.meta.model.CatalogChange.CreateDatabase;
import com.multigres.meta.model.CatalogChange.DropDatabase;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class ViewCatalogTest {
  @RegisterExtension final LiveCluster cluster = new LiveCluster();

  private static Predicate<ClusterSnapshot> at(Position position) {
    return view -> view.catalog().filter(c -> c.position().equals(position)).isPresent();
  }

  private static boolean stale(ClusterSnapshot view) {
    return view.catalogFreshness() instanceof Freshness.Stale;
  }

  @Test
  void everyGenerationArrives() {
    ClusterView view = cluster.startCurrent();
    awaitView(view, at(cluster.apply(CreateDatabase.named("db1"))));
    assertThat(view.snapshot().database("db1")).isPresent();
    awaitView(view, at(cluster.apply(new DropDatabase("db1", false))));
    assertThat(view.snapshot().database("db1")).isEmpty();
  }

  @Test
  void whileTheCatalogIsAwayItsLastGenerationStaysAndIsDated() {
    ClusterView view = cluster.startCurrent();
    Position last = cluster.apply(CreateDatabase.named("db1"));
    awaitView(view, at(last));
    cluster.line.cut();
    awaitView(view, ViewCatalogTest::stale);
    Freshness.Stale since = (Freshness.Stale) view.snapshot().catalogFreshness();
    assertThat(since.reason()).contains("the line is cut");
    assertThat(view.snapshot().database("db1")).isPresent();
    assertThat(view.snapshot().isCurrent()).isFalse();
    assertThat(view.snapshot().staleCells()).isEmpty();

    Position unseen = cluster.apply(CreateDatabase.named("db2"));
    cluster.line.restore();
    awaitView(view, at(unseen).and(ClusterSnapshot::isCurrent));
  }

  @Test
  void aCatalogThatWasNeverReadIsWaitedFor() {
    cluster.line.cut();
    ClusterView view = cluster.start();
    awaitView(
        view,
        v ->
            v.catalogFreshness() instanceof Freshness.Unknown unknown
                && unknown.reason().contains("cut"));
    assertThat(view.snapshot().route("", "default", new byte[0])).isEmpty();
    cluster.line.restore();
    awaitView(view, ClusterSnapshot::isCurrent);
    assertThat(view.snapshot().route("", "default", new byte[0])).isPresent();
  }

  @Test
  void generationsThatWereLostAreNotKeptAndTheLossIsTold() {
    ClusterView view = cluster.startCurrent();
    Position kept = cluster.apply(CreateDatabase.named("db1"));
    awaitView(view, at(cluster.apply(CreateDatabase.named("db2"))));
    List<ViewChange> told = new CopyOnWriteArrayList<>();
    view.onChange(view.snapshot(), told::add);

    cluster.loseAfter(kept.generation());

    awaitView(view, at(kept));
    assertThat(view.snapshot().database("db2")).isEmpty();
    await().until(() -> told.stream().anyMatch(ViewChange::isHistoryLost));
    awaitView(view, at(cluster.apply(CreateDatabase.named("db3"))));
    awaitView(view, ClusterSnapshot::isCurrent);
  }

  @Test
  void aSubscriptionThatFallsSilentIsNoticedAndReplaced() {
    ClusterView view = cluster.startCurrent();
    Position known = view.snapshot().catalog().orElseThrow().position();
    cluster.line.mute();
    Position unseen = cluster.apply(CreateDatabase.named("db1"));
    awaitView(view, at(unseen).and(ClusterSnapshot::isCurrent));
    assertThat(cluster.line.subscribed()).containsExactly(Optional.empty(), Optional.of(known));
  }

  @Test
  void aCatalogWithoutSubscriptionsIsPolled() {
    cluster.line.pollOnly();
    ClusterView view = cluster.startCurrent();
    awaitView(view, at(cluster.apply(CreateDatabase.named("db1"))));
    assertThat(view.snapshot().database("db1")).isPresent();
  }

  @Test
  void aViewMayDoWithoutACatalog() {
    ClusterView view = cluster.closing(cluster.viewWithoutCatalog().start());
    awaitView(view, ClusterSnapshot::isCurrent);
    assertThat(view.snapshot().catalogFreshness()).isEqualTo(new Freshness.NotFollowed());
    assertThat(view.snapshot().route("", "default", new byte[0])).isEmpty();
  }
}
