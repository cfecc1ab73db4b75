package com.multigres.meta.cli.catalog;

import com.multigres.meta.catalog.CatalogStore;
import com.multigres.meta.cli.output.Answer;
import com.multigres.meta.cli.output.Json;
import com.multigres.meta.cli.output.Paint;
import com.multigres.meta.cli.run.Context;
import com.multigres.meta.cli.run.ExitStatus;
import com.multigres.meta.model.Violation;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** {@code catalog check}. */
@Command(
    name = "check",
    description = "Check everything that is stored against every rule; exit 1 where one is broken.")
final class CheckCatalog implements Callable<Integer> {
  private final Context context;

  CheckCatalog(Context context) {
    this.context = context;
  }

  @Override
  public Integer call() {
    try (CatalogStore store = context.stores().openCatalog()) {
      List<Violation> violations = store.check();
      context.answer(
          Answer.of(
              () ->
                  Json.object()
                      .set(
                          "violations",
                          Json.array(
                              violations,
                              found ->
                                  Json.object()
                                      .put("rule", found.rule())
                                      .put("message", found.message()))),
              paint -> lines(violations, paint)));
      return violations.isEmpty() ? ExitStatus.DONE : ExitStatus.FAILED;
    }
  }

  private static List<String> lines(List<Violation> violations, Paint paint) {
    return violations.isEmpty()
        ? List.of(paint.good("every rule holds"))
        : violations.stream()
            .map(found -> paint.bad(found.rule()) + ": " + found.message())
            .toList();
  }
}
