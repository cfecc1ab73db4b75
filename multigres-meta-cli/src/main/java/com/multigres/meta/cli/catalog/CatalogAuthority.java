package com.multigres.meta.cli.catalog;

import com.multigres.meta.catalog.CatalogStore;
import com.multigres.meta.cli.change.ChangeOptions;
import com.multigres.meta.cli.change.Changing;
import com.multigres.meta.cli.output.Answer;
import com.multigres.meta.cli.output.Json;
import com.multigres.meta.cli.run.Context;
import com.multigres.meta.model.Authority;
import com.multigres.meta.model.CatalogChange.SetAuthority;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code catalog authority}. */
@Command(
    name = "authority",
    description = "Show, or set, who decides where the catalog and Kubernetes differ.")
final class CatalogAuthority implements Callable<Integer> {
  private final Context context;

  @Parameters(
      paramLabel = "AUTHORITY",
      arity = "0..1",
      description = "CATALOG, KUBERNETES or MERGE.")
  private Optional<Authority> authority = Optional.empty();

  @Mixin private final ChangeOptions options = new ChangeOptions();

  CatalogAuthority(Context context) {
    this.context = context;
  }

  @Override
  public Integer call() {
    if (authority.isPresent()) {
      String done = "the authority is " + authority.get();
      return Changing.apply(context, options, done, new SetAuthority(authority.get()));
    }
    try (CatalogStore store = context.stores().openCatalog()) {
      String decides = store.read().catalog().authority().name();
      return context.answer(Answer.line(() -> Json.object().put("authority", decides), decides));
    }
  }
}
