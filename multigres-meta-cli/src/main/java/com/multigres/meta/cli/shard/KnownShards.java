package com.multigres.meta.cli.shard;

import com.multigres.meta.catalog.CatalogException;
import com.multigres.meta.catalog.CatalogStore;
import com.multigres.meta.cli.output.Shown;
import com.multigres.meta.cli.run.CliException;
import com.multigres.meta.cli.run.Stores;
import com.multigres.meta.model.ShardKey;
import com.multigres.meta.model.component.Pooler;
import com.multigres.meta.topology.GlobalTopology;
import com.multigres.meta.topology.cells.Cells;
import com.multigres.meta.topology.cells.Discovery;
import java.util.ArrayList;
import java.util.List;

/**
 * Who knows a shard: the global topology by what was written about it, the catalog, or a pooler.
 * One is enough, and those that are away are done without: locks are taken when something is wrong.
 */
final class KnownShards {
  private final Stores stores;
  private final GlobalTopology global;
  private final List<String> unasked = new ArrayList<>();

  KnownShards(Stores stores, GlobalTopology global) {
    this.stores = stores;
    this.global = global;
  }

  /** Refuses a shard that nobody knows: its lock would keep nobody from anything. */
  void require(ShardKey shard) {
    if (!isWrittenAbout(shard) && !isInCatalog(shard) && !hasPooler(shard)) {
      throw CliException.notFound(
          "nobody knows shard "
              + Shown.line(shard.toString())
              + ", neither the catalog nor a pooler"
              + (unasked.isEmpty() ? "" : "; not asked: " + String.join(", ", unasked))
              + "; --force locks it all the same");
    }
  }

  private boolean isWrittenAbout(ShardKey shard) {
    return !global.store().children(global.layout().shard(shard)).isEmpty();
  }

  private boolean isInCatalog(ShardKey shard) {
    if (stores.catalogUriIfGiven().isEmpty()) {
      unasked.add("the catalog, which no --catalog names");
      return false;
    }
    try (CatalogStore store = stores.openCatalog()) {
      return store.read().catalog().shard(shard).isPresent();
    } catch (CatalogException e) {
      unasked.add("the catalog (" + Shown.line(String.valueOf(e.getMessage())) + ")");
      return false;
    }
  }

  private boolean hasPooler(ShardKey shard) {
    try (Cells cells = stores.cells(global)) {
      Discovery<Pooler> found = cells.poolers();
      found.unreachableCells().keySet().forEach(cell -> unasked.add("cell " + Shown.name(cell)));
      return found.records().stream()
          .anyMatch(pooler -> pooler.shardKey().filter(shard::equals).isPresent());
    }
  }
}
