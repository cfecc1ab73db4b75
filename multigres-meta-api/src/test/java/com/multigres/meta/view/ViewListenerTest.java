package com.multigres.meta.view;

import static com.multigres.meta.view.LiveCluster.awaitView;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.multigres.meta.model.CatalogChange.CreateDatabase;
import com.multigres.meta.model.component.Pooler;
import com.multigres.meta.store.Subscription;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class ViewListenerTest {
  private static final Pooler P1 = Views.pooler("a", "p1", Views.HOME);

  @RegisterExtension final LiveCluster cluster = new LiveCluster();

  private final List<ViewChange> told = new CopyOnWriteArrayList<>();

  private static Pooler pooler(int number) {
    return Views.pooler("a", "n" + number, Views.HOME);
  }

  private ClusterSnapshot lastTold() {
    return told.get(told.size() - 1).after();
  }

  @Test
  void aListenerIsToldWhoCameWentAndChanged() {
    ClusterView view = cluster.startCurrent();
    view.onChange(view.snapshot(), told::add);
    cluster.register(P1);
    awaitView(view, v -> v.component(P1.id()).isPresent());
    await().until(() -> told.size() == 1);
    assertThat(told.get(0).components())
        .containsExactly(new ComponentChange(P1.id(), Optional.empty(), Optional.of(P1)));

    cluster.cell("a").poolers().delete(P1.id());
    await().until(() -> told.size() == 2);
    assertThat(told.get(1).components())
        .containsExactly(new ComponentChange(P1.id(), Optional.of(P1), Optional.empty()));
    assertThat(told.get(1).isCatalogChanged()).isFalse();

    cluster.apply(CreateDatabase.named("db1"));
    await().until(() -> told.size() == 3);
    assertThat(told.get(2).isCatalogChanged()).isTrue();
    assertThat(told.get(2).components()).isEmpty();
  }

  @Test
  void everyChangeBeginsWhereTheOneBeforeEnded() {
    ClusterView view = cluster.startCurrent();
    ClusterSnapshot known = view.snapshot();
    view.onChange(known, told::add);
    for (int i = 0; i < 200; i++) {
      cluster.register(pooler(i));
    }
    await().until(() -> !told.isEmpty() && lastTold().poolers(Views.HOME).all().size() == 200);
    assertThat(told.get(0).before()).isSameAs(known);
    for (int i = 1; i < told.size(); i++) {
      assertThat(told.get(i).before()).isSameAs(told.get(i - 1).after());
    }
    assertThat(told.stream().flatMap(change -> change.components().stream())).hasSize(200);
  }

  @Test
  void whoKnowsAnOldSnapshotIsToldTheDifferenceAtOnce() {
    ClusterView view = cluster.startCurrent();
    ClusterSnapshot known = view.snapshot();
    cluster.register(P1);
    awaitView(view, v -> v.component(P1.id()).isPresent());
    view.onChange(known, told::add);
    await().until(() -> told.size() == 1);
    assertThat(told.get(0).before()).isSameAs(known);
    assertThat(told.get(0).components()).hasSize(1);
  }

  @Test
  void aSlowListenerDelaysNobodyAndIsToldTheRestAtOnce() {
    ClusterView view = cluster.startCurrent();
    CountDownLatch slow = new CountDownLatch(1);
    List<ViewChange> slowly = new CopyOnWriteArrayList<>();
    view.onChange(
        view.snapshot(),
        change -> {
          slowly.add(change);
          awaitLatch(slow);
        });
    view.onChange(view.snapshot(), told::add);
    for (int i = 0; i < 100; i++) {
      cluster.register(pooler(i));
    }
    await().until(() -> !told.isEmpty() && lastTold().poolers(Views.HOME).all().size() == 100);
    assertThat(slowly).hasSize(1);
    slow.countDown();
    await().until(() -> slowly.size() == 2);
    assertThat(slowly.get(1).after()).isSameAs(view.snapshot());
  }

  private static void awaitLatch(CountDownLatch latch) {
    try {
      assertThat(latch.await(20, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void aThrowingListenerIsToldOfTheNextChange() {
    ClusterView view = cluster.startCurrent();
    view.onChange(
        view.snapshot(),
        change -> {
          told.add(change);
          throw new IllegalStateException("the listener's own fault");
        });
    cluster.register(pooler(1));
    await().until(() -> told.size() == 1);
    cluster.register(pooler(2));
    await().until(() -> told.size() == 2);
    assertThat(told.get(1).before()).isSameAs(told.get(0).after());
  }

  @Test
  void whoHasClosedIsNotToldAgain() {
    ClusterView view = cluster.startCurrent();
    Subscription subscription = view.onChange(view.snapshot(), told::add);
    view.onChange(view.snapshot(), change -> {});
    subscription.close();
    subscription.close();
    cluster.register(P1);
    awaitView(view, v -> v.component(P1.id()).isPresent());
    assertThat(told).isEmpty();
  }

  @Test
  void aListenerMayCloseItself() {
    ClusterView view = cluster.startCurrent();
    CompletableFuture<Subscription> own = new CompletableFuture<>();
    own.complete(
        view.onChange(
            view.snapshot(),
            change -> {
              told.add(change);
              own.join().close();
            }));
    cluster.register(pooler(1));
    await().until(() -> told.size() == 1);
    cluster.register(pooler(2));
    awaitView(view, v -> v.component(pooler(2).id()).isPresent());
    assertThat(told).hasSize(1);
  }

  @Test
  void aListenerMayCloseTheView() {
    ClusterView view = cluster.startCurrent();
    CountDownLatch closed = new CountDownLatch(1);
    view.onChange(
        view.snapshot(),
        change -> {
          view.close();
          closed.countDown();
        });
    cluster.register(P1);
    awaitLatch(closed);
    assertThat(view.snapshot().isCurrent()).isFalse();
  }

  @Test
  void nobodyIsToldAfterTheViewWasClosed() {
    ClusterView view = cluster.startCurrent();
    view.onChange(view.snapshot(), told::add);
    view.close();
    assertThat(told).isEmpty();
    view.onChange(view.snapshot(), told::add);
    assertThat(told).isEmpty();
  }
}
