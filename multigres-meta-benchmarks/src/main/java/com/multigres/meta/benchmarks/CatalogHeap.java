package com.multigres.meta.benchmarks;

import com.multigres.meta.model.Catalog;
import com.multigres.meta.model.CatalogChange;
import com.multigres.meta.model.ChangeResult;
import com.multigres.meta.model.TableName;
import java.io.PrintStream;
import java.util.Locale;
import org.openjdk.jol.info.GraphLayout;

/**
 * Prints the heap that the largest catalogs hold, and what one change to them adds: what the next
 * catalog does not share with the one before.
 */
public final class CatalogHeap {
  private static final int TABLES = 1_000_000;

  private CatalogHeap() {}

  /**
   * Prints; takes some seconds.
   *
   * @param args none
   */
  public static void main(String[] args) {
    Catalog shards = LargeCatalog.ofShards();
    shards.shardOf(LargeCatalog.databaseName(1), "tg", new byte[] {1}); // builds the name index
    CatalogChange rename =
        new CatalogChange.RenameDatabase(LargeCatalog.databaseName(1), "renamed");
    print(
        System.out,
        LargeCatalog.DATABASES + " databases, " + LargeCatalog.SHARDS + " shards",
        shards,
        rename);

    Catalog tables = LargeCatalog.ofTables(TABLES);
    CatalogChange place =
        new CatalogChange.PlaceTable(
            LargeCatalog.databaseName(0), TableName.of("one_more"), "default", false);
    print(System.out, TABLES + " tables in one database", tables, place);
  }

  private static void print(PrintStream out, String what, Catalog catalog, CatalogChange change) {
    if (!catalog.check().isEmpty()) {
      throw new IllegalStateException("the catalog breaks rules: " + catalog.check().get(0));
    }
    GraphLayout before = GraphLayout.parseInstance(catalog);
    if (!(catalog.apply(change) instanceof ChangeResult.Changed changed)) {
      throw new IllegalStateException("not applied: " + change);
    }
    long both = GraphLayout.parseInstance(catalog, changed.catalog()).totalSize();
    out.printf(
        Locale.ROOT,
        "%s: %.1f MB, one change (%s) adds %.1f kB%n",
        what,
        before.totalSize() / 1e6,
        change.getClass().getSimpleName(),
        (both - before.totalSize()) / 1e3);
  }
}
