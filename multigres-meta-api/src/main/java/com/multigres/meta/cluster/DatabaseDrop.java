package com.multigres.meta.cluster;

import com.multigres.meta.catalog.ApplyOptions;
import com.multigres.meta.catalog.CatalogStore;
import com.multigres.meta.cluster.bridge.BridgeReport;
import com.multigres.meta.cluster.bridge.BridgeTarget;
import com.multigres.meta.cluster.plan.EntryPath;
import com.multigres.meta.cluster.plan.Finding;
import com.multigres.meta.model.CatalogChange;
import com.multigres.meta.model.CatalogChange.DropDatabase;
import com.multigres.meta.model.Database;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Step 8 of a cluster's life: a database is dropped. It becomes {@code DROPPING} and is not routed
 * to any more; then it leaves the copies, and last the catalog forgets it.
 *
 * <p>Where a bridge serves the cluster (its fence stands beside a copy) the rest is the bridge's.
 * Where none does, both happen here, once no registered pooler serves the database, or at once when
 * that is asked for. Idempotent under the same operation id. Thread-safe.
 */
public final class DatabaseDrop {
  private final CatalogStore catalogs;
  private final CatalogCarrier carrier;

  /**
   * A drop.
   *
   * @param catalogs the catalog
   * @param copies its copies, as far as this process reaches them
   * @param servers asks the cells for their poolers
   */
  public DatabaseDrop(
      CatalogStore catalogs, List<BridgeTarget> copies, Supplier<ShardServers> servers) {
    this.catalogs = catalogs;
    carrier = new CatalogCarrier(catalogs, copies, servers);
  }

  /** How far a drop came. */
  public enum Progress {
    /** The catalog has forgotten the database. */
    FORGOTTEN,
    /** The database is {@code DROPPING}; a bridge takes it from there. */
    LEFT_TO_BRIDGE,
    /** The database is {@code DROPPING}; poolers still serve it. */
    STILL_SERVED,
    /** The database is {@code DROPPING}; a copy has it in a way that a person must look at. */
    HELD,
    /**
     * A database of that name stands and is not being dropped: it was made since the drop that this
     * one repeats, or the operation's id was given to another change before.
     */
    STANDS
  }

  /**
   * What a drop did.
   *
   * @param progress how far it came
   * @param findings what holds it
   */
  public record Result(Progress progress, List<Finding> findings) {
    /** Makes a result with a copy of the list. */
    public Result {
      findings = List.copyOf(findings);
    }
  }

  /**
   * Drops a database.
   *
   * @param operation the operation
   * @param name the database's name
   * @param ifExists whether a missing one is no error
   * @param forget whether to go through with it although poolers serve it, and a bridge may
   * @return how far that came
   */
  public Result drop(OperationId operation, String name, boolean ifExists, boolean forget) {
    CatalogChange change = new DropDatabase(name, ifExists);
    catalogs.apply(List.of(change), ApplyOptions.as(operation.step("drop-database")));
    return goOn(name, forget);
  }

  /**
   * Goes on with databases that were dropped before.
   *
   * @param name the name of one of them, to tell how far it came
   * @param forget whether to go through with it although poolers serve it, and a bridge may
   * @return how far that came
   */
  public Result goOn(String name, boolean forget) {
    Optional<Database> database = database(name);
    if (database.filter(Database::isDropping).isEmpty()) {
      return ended(database);
    }
    EntryPath path = EntryPath.of(database.get().externalName());
    Optional<BridgeReport> report = forget ? Optional.of(carrier.insistOn(path)) : carrier.carry();
    return report
        .map(run -> result(name, path, run))
        .orElseGet(() -> new Result(Progress.LEFT_TO_BRIDGE, List.of()));
  }

  private Result result(String name, EntryPath path, BridgeReport report) {
    Optional<Database> database = database(name);
    if (database.filter(Database::isDropping).isEmpty()) {
      return ended(database);
    }
    boolean served =
        report.findings().stream()
            .anyMatch(
                finding ->
                    finding.kind() == Finding.Kind.STILL_SERVED && finding.path().equals(path));
    return new Result(served ? Progress.STILL_SERVED : Progress.HELD, report.findings());
  }

  private Optional<Database> database(String name) {
    return catalogs.read().catalog().database(name);
  }

  /** A database of that name that is not being dropped is another. */
  private static Result ended(Optional<Database> database) {
    return new Result(database.isPresent() ? Progress.STANDS : Progress.FORGOTTEN, List.of());
  }
}
