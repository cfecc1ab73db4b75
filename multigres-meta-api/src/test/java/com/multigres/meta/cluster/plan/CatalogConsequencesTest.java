package com.multigres.meta.cluster.plan;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableSortedMap;
import com.multigres.meta.catalog.CatalogSnapshot;
import com.multigres.meta.cluster.ShardServers;
import com.multigres.meta.cluster.TestCluster;
import com.multigres.meta.cluster.plan.AppliedState.RetainedEntry;
import com.multigres.meta.model.Catalog;
import com.multigres.meta.model.CatalogChange;
import com.multigres.meta.model.CatalogChange.CreateDatabase;
import com.multigres.meta.model.CatalogChange.CreateTableGroup;
import com.multigres.meta.model.CatalogChange.DropDatabase;
import com.multigres.meta.model.CatalogChange.DropTableGroup;
import com.multigres.meta.model.ChangeResult;
import com.multigres.meta.model.ShardKey;
import com.multigres.meta.model.component.Pooler;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** A dropped database is forgotten when its copies are gone or retained. */
class CatalogConsequencesTest {
  private static final ShardKey DB1 = new ShardKey("db1", "default", "0-inf");
  private static final Pooler POOLER = TestCluster.pooler("a", "p1", DB1);

  private static Catalog catalog(CatalogChange... changes) {
    ChangeResult result = Catalog.initial().apply(List.of(changes));
    if (result instanceof ChangeResult.Changed changed) {
      return changed.catalog();
    }
    throw new AssertionError(result);
  }

  private static Catalog dropping() {
    return catalog(CreateDatabase.named("db1"), new DropDatabase("db1", false));
  }

  private static CopyInput copy(boolean has, boolean retains) {
    SortedMap<EntryPath, String> entries = new TreeMap<>();
    SortedMap<EntryPath, RetainedEntry> retained = new TreeMap<>();
    if (has) {
      entries.put(EntryPath.of("db1"), "x");
    }
    if (retains) {
      long id = dropping().database("db1").orElseThrow().id();
      retained.put(EntryPath.of("db1"), new RetainedEntry(id, "db1", 5));
    }
    AppliedState state = new AppliedState(PlanCase.NOW, ImmutableSortedMap.of(), retained);
    return new CopyInput(
        new CopySnapshot(Place.TOPOLOGY, entries, Optional.of(state)),
        ImmutableSortedMap.of(),
        true,
        Set.of(),
        new WriteScope.All());
  }

  private static BridgePlan plan(Catalog catalog, ShardServers servers, CopyInput... copies) {
    CatalogSnapshot snapshot = new CatalogSnapshot(catalog, PlanCase.NOW, Duration.ZERO);
    return CatalogConsequences.of(
        new BridgeInput(snapshot, List.of(copies), servers, BridgePolicy.STANDARD));
  }

  private static List<String> changes(BridgePlan plan) {
    return plan.actions().stream()
        .map(BridgeAction.ChangeCatalog.class::cast)
        .map(action -> action.change().getClass().getSimpleName())
        .toList();
  }

  private static ShardServers nobody() {
    return ShardServers.of(List.of());
  }

  @Test
  void itIsForgottenWhenNoCopyHasIt() {
    assertThat(changes(plan(dropping(), nobody(), copy(false, false))))
        .containsExactly("ForgetDatabase");
  }

  @Test
  void itIsNotForgottenWhileACopyHasIt() {
    BridgePlan plan = plan(dropping(), nobody(), copy(false, false), copy(true, false));
    assertThat(plan.actions()).isEmpty();
  }

  @Test
  void itIsForgottenWhenACopyRetainsItEvenWhileServed() {
    BridgePlan plan = plan(dropping(), ShardServers.of(List.of(POOLER)), copy(true, true));
    assertThat(changes(plan)).containsExactly("ForgetDatabase");
  }

  @Test
  void itIsNotForgottenWhilePoolersServeIt() {
    BridgePlan plan = plan(dropping(), ShardServers.of(List.of(POOLER)), copy(false, false));
    assertThat(plan.actions()).isEmpty();
    assertThat(plan.findings())
        .extracting(Finding::kind)
        .containsExactly(Finding.Kind.STILL_SERVED);
  }

  @Test
  void itIsNotForgottenWhileACellCannotBeAsked() {
    BridgePlan plan = plan(dropping(), ShardServers.partly(List.of()), copy(false, false));
    assertThat(plan.actions()).isEmpty();
    assertThat(plan.findings()).hasSize(1);
  }

  @Test
  void aDroppedTablegroupIsForgottenToo() {
    Catalog catalog =
        catalog(
            new CreateTableGroup("postgres", "tg1", List.of("0-inf"), false),
            new DropTableGroup("postgres", "tg1", false));
    assertThat(changes(plan(catalog, nobody(), copy(false, false))))
        .containsExactly("ForgetTableGroup");
  }

  @Test
  void whatIsNotDroppedIsNeverForgotten() {
    assertThat(plan(catalog(CreateDatabase.named("db1")), nobody(), copy(false, false)).actions())
        .isEmpty();
  }
}
