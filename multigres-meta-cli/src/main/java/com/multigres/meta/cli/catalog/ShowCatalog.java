package com.multigres.meta.cli.catalog;

import com.multigres.meta.catalog.CatalogSnapshot;
import com.multigres.meta.catalog.CatalogStore;
import com.multigres.meta.cli.catalog.document.CatalogJson;
import com.multigres.meta.cli.catalog.document.CatalogTree;
import com.multigres.meta.cli.output.Answer;
import com.multigres.meta.cli.output.Paint;
import com.multigres.meta.cli.output.TextTree;
import com.multigres.meta.cli.run.Context;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code catalog show}. */
@Command(name = "show", description = "Show the catalog as a tree.")
final class ShowCatalog implements Callable<Integer> {
  private final Context context;

  @Option(names = "--at", paramLabel = "GENERATION", description = "As it was then.")
  private Optional<Long> generation = Optional.empty();

  ShowCatalog(Context context) {
    this.context = context;
  }

  @Override
  public Integer call() {
    try (CatalogStore store = context.stores().openCatalog()) {
      CatalogSnapshot shown = generation.map(store::readAt).orElseGet(store::read);
      return context.answer(
          Answer.of(
              () -> CatalogJson.of(context.stores().cluster(), shown),
              paint -> tree(shown, paint)));
    }
  }

  private static List<String> tree(CatalogSnapshot shown, Paint paint) {
    String label = "catalog at " + shown.position() + ", authority " + shown.catalog().authority();
    TextTree tree = new TextTree(paint.strong(label));
    new CatalogTree(paint, true).grow(tree, shown.catalog());
    return tree.lines();
  }
}
