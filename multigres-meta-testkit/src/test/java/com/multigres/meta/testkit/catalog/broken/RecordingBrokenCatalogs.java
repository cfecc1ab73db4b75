package com.multigres.meta.testkit.catalog.broken;

import com.multigres.meta.catalog.CatalogStore;
import com.multigres.meta.catalog.CatalogStores;
import com.multigres.meta.testkit.Patience;
import com.multigres.meta.testkit.broken.Defect;
import com.multigres.meta.testkit.broken.RecordingBrokenStores;
import com.multigres.meta.testkit.workload.CatalogWorkload;
import com.multigres.meta.testkit.workload.Ledger;
import com.multigres.meta.testkit.workload.Workload;
import com.multigres.meta.testkit.workload.WorkloadPlan;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/**
 * {@code RecordingBrokenCatalogs FOLDER} records a history of each catalog that is broken in a way
 * which histories show in peace, and of a good one.
 */
public final class RecordingBrokenCatalogs {
  private static final String PEACE = "whatClientsDidInPeaceIsOneHistory";

  private RecordingBrokenCatalogs() {}

  /** Records all of them, and says where. */
  public static void main(String[] arguments) throws IOException {
    System.setProperty(Patience.PROPERTY, "1");
    RecordingBrokenStores recording = new RecordingBrokenStores(Path.of(arguments[0]));
    System.out.println(
        recording.record("a good catalog", Set.of(), making(UnaryOperator.identity())));
    List<Defect<CatalogStore>> defects =
        Stream.of(BrokenRecorded.all(), BrokenRecordedRefusals.all())
            .flatMap(List::stream)
            .filter(defect -> defect.tests().contains(PEACE))
            .toList();
    for (Defect<CatalogStore> defect : defects) {
      System.out.println(
          recording
              .record(defect.name(), defect.judgements(), making(defect.opening()))
              .map(Path::toString)
              .orElse("no small history shows that " + defect.name()));
    }
    System.exit(0);
  }

  private static BiFunction<WorkloadPlan, Ledger, Workload> making(
      UnaryOperator<Function<String, CatalogStore>> opening) {
    return (plan, ledger) -> {
      String name = "memory://recording-" + UUID.randomUUID();
      Function<String, CatalogStore> opener = opening.apply(CatalogStores::open);
      opener.apply(name).initialise();
      List<CatalogStore> stores =
          Stream.generate(() -> opener.apply(name)).limit(plan.clients()).toList();
      return new CatalogWorkload(plan, stores, ledger);
    };
  }
}
