package com.multigres.meta.k8s.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import com.multigres.meta.catalog.ApplyOptions;
import com.multigres.meta.catalog.CatalogException;
import com.multigres.meta.catalog.CatalogException.Code;
import com.multigres.meta.catalog.CatalogSnapshot;
import com.multigres.meta.catalog.CatalogStore;
import com.multigres.meta.model.CatalogChange;
import com.multigres.meta.model.CatalogChange.CreateDatabase;
import com.multigres.meta.store.Outcome;
import com.multigres.meta.testkit.Patience;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** How many entries one object holds, and what happens above it. */
@Tag("long")
class CapacityTest extends ClusterTest {
  private static final Logger log = LoggerFactory.getLogger(CapacityTest.class);

  /** What the documentation promises. */
  private static final int PROMISED = 3000;

  /** What is too many for etcd's own limit, as it comes. */
  private static final int TOO_MANY = 6000;

  private static List<CatalogChange> databases(int from, int to) {
    return IntStream.range(from, to)
        .<CatalogChange>mapToObj(number -> CreateDatabase.named("database-%05d".formatted(number)))
        .toList();
  }

  @Test
  void someThousandEntriesFitAndAboveThemNothingPartialIsWritten() {
    String cluster = cluster("");
    CatalogStore store = store(cluster).withTimeout(Duration.ofMinutes(1));
    store.initialise();
    store.apply(databases(0, PROMISED), ApplyOptions.none());
    CatalogSnapshot before = store.read();
    assertThat(store(cluster).read()).isEqualTo(before);
    CatalogException error =
        refused(
            Code.UNSUPPORTED,
            () -> store.apply(databases(PROMISED, TOO_MANY), ApplyOptions.none()));
    assertThat(error).hasMessageContaining("cannot hold");
    assertThat(error.outcome()).isEqualTo(Outcome.NOT_APPLIED);
    assertThat(store(cluster).read()).isEqualTo(before);
    Duration one = Patience.taken(() -> apply(store, CreateDatabase.named("one-more")));
    Duration read = Patience.taken(() -> store.read());
    log.info(
        "{} databases are {} characters; one more takes {} ms, a read that finds no change {} ms; above: {}",
        PROMISED,
        clusters().read(cluster).toString().length(),
        one.toMillis(),
        read.toMillis(),
        error.getMessage());
  }
}
