package com.multigres.meta.view;

import static com.multigres.meta.view.LiveCluster.awaitView;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import com.multigres.meta.model.CatalogChange.CreateDatabase;
import com.multigres.meta.model.component.Pooler;
import com.multigres.meta.view.ViewFileException.Code;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Views that are saved, and views that start from what was saved. */
class ViewFileTest {
  private static final Pooler P1 = Views.primary("a", "p1", Views.HOME, 1);
  private static final Pooler P2 = Views.pooler("b", "p2", Views.HOME);

  @TempDir Path folder;
  @RegisterExtension final LiveCluster cluster = new LiveCluster();

  private Path file() {
    return folder.resolve("c1.view");
  }

  private ClusterView start() {
    return cluster.closing(cluster.view().file(file()).start());
  }

  /** Lives once, and leaves a file of a cluster with two poolers and a database. */
  private ClusterSnapshot liveOnce() {
    cluster.register(P1);
    cluster.register(P2);
    cluster.apply(CreateDatabase.named("db1"));
    try (ClusterView view = cluster.view().file(file()).start()) {
      awaitView(view, v -> v.isCurrent() && v.poolers(Views.HOME).all().size() == 2);
      return view.snapshot();
    }
  }

  private void stopEverything() {
    cluster.globalServer.stop();
    cluster.server("a").stop();
    cluster.server("b").stop();
    cluster.line.cut();
  }

  private void startEverything() {
    cluster.globalServer.start();
    cluster.server("a").start();
    cluster.server("b").start();
    cluster.line.restore();
  }

  @Test
  void aViewStartsFromItsFileWhileNothingCanBeReached() {
    ClusterSnapshot before = liveOnce();
    Instant saved = Instant.now();
    stopEverything();
    ClusterView view = start();

    ClusterSnapshot known = view.snapshot();
    assertThat(known.route("", "default", new byte[0]).orElseThrow().primary()).contains(P1);
    assertThat(known.catalog().map(c -> c.catalog()))
        .isEqualTo(before.catalog().map(c -> c.catalog()));
    assertThat(known.catalog().map(c -> c.position()))
        .isEqualTo(before.catalog().map(c -> c.position()));
    assertThat(known.cell("a").orElseThrow().record())
        .isEqualTo(before.cell("a").orElseThrow().record());
    assertThat(known.staleCells()).containsOnlyKeys("a", "b");
    for (Freshness part :
        List.of(known.topologyFreshness(), known.catalogFreshness(), known.staleCells().get("a"))) {
      assertThat(part)
          .isInstanceOfSatisfying(
              Freshness.Stale.class,
              stale ->
                  assertThat(stale.since()).isBetween(saved.minusSeconds(60), saved.plusMillis(1)));
    }
  }

  @Test
  void aViewThatStartedFromItsFileFollowsOnceEverythingIsBack() {
    liveOnce();
    cluster.cell("b").poolers().delete(P2.id());
    Pooler third = Views.pooler("b", "p3", Views.HOME);
    cluster.register(third);
    stopEverything();
    ClusterView view = start();
    assertThat(view.snapshot().component(P2.id())).contains(P2);

    startEverything();

    awaitView(view, ClusterSnapshot::isCurrent);
    assertThat(view.snapshot().poolers(Views.HOME).all()).containsExactly(P1, third);
  }

  @Test
  void aCellIsFollowedFromTheFileWhileTheGlobalTopologyIsAway() {
    liveOnce();
    cluster.globalServer.stop();
    ClusterView view = start();
    awaitView(view, v -> v.staleCells().isEmpty());
    Pooler third = Views.pooler("b", "p3", Views.HOME);
    cluster.register(third);
    awaitView(view, v -> v.component(third.id()).isPresent());
    assertThat(view.snapshot().topologyFreshness()).isInstanceOf(Freshness.Stale.class);
  }

  @Test
  void aCellOfTheFileThatIsNoMoreGoes() {
    liveOnce();
    cluster.global.cells().delete("b");
    ClusterView view = start();
    awaitView(view, v -> v.isCurrent() && v.cell("b").isEmpty());
    assertThat(view.snapshot().component(P2.id())).isEmpty();
  }

  @Test
  void generationsOfTheFileThatWereLostMeanwhileAreNotKept() {
    long kept = cluster.catalogs.read().position().generation();
    liveOnce();
    cluster.loseAfter(kept);
    ClusterView view = start();
    awaitView(view, ClusterSnapshot::isCurrent);
    assertThat(view.snapshot().database("db1")).isEmpty();
    assertThat(view.snapshot().catalog().orElseThrow().position().generation()).isEqualTo(kept);
  }

  @Test
  void theFirstStartNeedsNoFile() {
    ClusterView view = start();
    awaitView(view, ClusterSnapshot::isCurrent);
    await().until(() -> Files.exists(file()));
  }

  @Test
  void theFileFollowsWhatIsLearned() {
    ClusterView view =
        cluster.closing(cluster.view().file(file()).saveEvery(Duration.ofMillis(50)).start());
    awaitView(view, ClusterSnapshot::isCurrent);
    cluster.register(P1);
    awaitView(view, v -> v.component(P1.id()).isPresent());
    await().until(() -> saved().cell("a").orElseThrow().component(P1.id()).isPresent());
  }

  private Parts saved() {
    return SavedView.read(file(), Views.empty(), Instant.now()).orElse(Views.empty());
  }

  @Test
  void aViewThatLearnsNothingWritesNothing() throws IOException {
    liveOnce();
    stopEverything();
    try (ClusterView view = cluster.view().file(file()).saveEvery(Duration.ofMillis(20)).start()) {
      Files.delete(file());
      awaitView(view, v -> v.catalogFreshness().toString().contains("cut"));
    }
    assertThat(file()).doesNotExist();
  }

  @Test
  void theFileOfAnotherClusterIsRefusedWhateverWasAskedFor() {
    liveOnce();
    ViewFileException refused =
        catchThrowableOfType(
            ViewFileException.class,
            () -> cluster.view("c2").file(file()).evenWithoutFile().start());
    assertThat(refused.code()).isEqualTo(Code.OTHER_CLUSTER);
    assertThat(refused).hasMessageContaining("'c1'").hasMessageContaining("'c2'");
  }

  @Test
  void theFileOfANewerLibraryIsRefusedWithBothFormats() throws IOException {
    liveOnce();
    byte[] bytes = Files.readAllBytes(file());
    bytes[11] = 9;
    Files.write(file(), bytes);
    ViewFileException refused = catchThrowableOfType(ViewFileException.class, this::start);
    assertThat(refused.code()).isEqualTo(Code.TOO_NEW);
    assertThat(refused).hasMessageContaining("format 9").hasMessageContaining("up to 1");
  }

  @Test
  void noTruncationAndNoFlippedBitGoesUnnoticed() throws IOException {
    liveOnce();
    byte[] whole = Files.readAllBytes(file());
    for (int at = 0; at < whole.length; at++) {
      Files.write(file(), Arrays.copyOf(whole, at));
      assertCorrupt("cut at " + at);
      byte[] flipped = whole.clone();
      flipped[at] ^= 0x40;
      Files.write(file(), flipped);
      assertCorrupt("flipped at " + at);
    }
    Files.write(file(), Arrays.copyOf(whole, whole.length + 1));
    assertCorrupt("longer by one");
  }

  private void assertCorrupt(String how) {
    assertThatThrownBy(this::saved)
        .as(how)
        .isInstanceOfSatisfying(
            ViewFileException.class,
            e -> {
              assertThat(e.code()).isIn(Code.CORRUPT, Code.TOO_NEW);
              assertThat(e.file()).isEqualTo(file());
              assertThat(e.offset()).isPresent();
              assertThat(e).hasMessageContaining(file() + " at byte ");
            });
  }

  @Test
  void aStartMayGoOnWithoutAFileThatCannotBeUsed() throws IOException {
    Files.writeString(file(), "no view at all");
    assertThatThrownBy(this::start).isInstanceOf(ViewFileException.class);
    ClusterView view = cluster.closing(cluster.view().file(file()).evenWithoutFile().start());
    awaitView(view, ClusterSnapshot::isCurrent);
    await().ignoreExceptions().until(() -> saved().cell("a").isPresent());
  }

  @Test
  void whatIsHalfWrittenIsNeverTheFile() throws IOException {
    liveOnce();
    String leftover = "c1.view." + ProcessHandle.current().pid() + ".tmp";
    Files.write(folder.resolve(leftover), new byte[] {1, 2, 3});
    try (ClusterView view = start()) {
      awaitView(view, ClusterSnapshot::isCurrent);
    }
    assertThat(saved().cell("a")).isPresent();
    assertThat(folder.toFile().list()).containsExactly("c1.view");
  }

  @Test
  void aFolderThatIsNotThereIsNamed() {
    ClusterView view = cluster.startCurrent();
    Path nowhere = folder.resolve("nowhere").resolve("file");
    ViewFileException refused =
        catchThrowableOfType(ViewFileException.class, () -> view.save(nowhere));
    assertThat(refused.code()).isEqualTo(Code.IO);
    assertThat(refused).hasMessageContaining(nowhere.toString());
  }

  @Test
  void aSaveThatFailsLeavesTheViewWorking() {
    Path nowhere = folder.resolve("nowhere").resolve("file");
    ClusterView view =
        cluster.closing(cluster.view().file(nowhere).saveEvery(Duration.ofMillis(10)).start());
    awaitView(view, ClusterSnapshot::isCurrent);
    cluster.register(P1);
    awaitView(view, v -> v.component(P1.id()).isPresent());
  }

  @Test
  void aClockThatWasSetBackMakesNothingYoungerThanNow() {
    liveOnce();
    Instant past = Instant.parse("2001-01-01T00:00:00Z");
    Parts read = SavedView.read(file(), Views.empty(), past).orElseThrow();
    assertThat(read.topology())
        .isInstanceOfSatisfying(
            Freshness.Stale.class, stale -> assertThat(stale.since()).isEqualTo(past));
  }
}
