package com.multigres.meta.k8s.catalog;

import com.multigres.meta.catalog.CatalogCapability;
import com.multigres.meta.catalog.CatalogException;
import com.multigres.meta.catalog.CatalogException.Code;
import com.multigres.meta.cluster.ClusterException;
import com.multigres.meta.cluster.spec.DatabaseSpec;
import com.multigres.meta.cluster.spec.TableGroupSpec;
import com.multigres.meta.model.CatalogChange;
import java.nio.charset.StandardCharsets;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/** What a resource can hold, and the refusal of the rest. */
final class SupportedChanges {
  private static final int LONGEST_IDENTIFIER = 63;

  /** What this store can do. */
  static final Set<CatalogCapability> CAPABILITIES =
      Set.copyOf(
          EnumSet.of(CatalogCapability.LINEARIZABLE_READS, CatalogCapability.DURABLE_FAILOVER));

  private SupportedChanges() {}

  /** Refuses changes that no resource can hold, whatever it says now. */
  static void check(List<CatalogChange> changes) {
    for (CatalogChange change : changes) {
      lacking(change)
          .ifPresent(
              capability -> {
                throw unsupported(
                    change.getClass().getSimpleName()
                        + " needs "
                        + capability
                        + ", which a MultigresCluster resource has no field for");
              });
      checkName(change);
    }
  }

  private static Optional<CatalogCapability> lacking(CatalogChange change) {
    if (change instanceof CatalogChange.SetShardState) {
      return Optional.of(CatalogCapability.SHARD_STATES);
    }
    if (change instanceof CatalogChange.SplitShard
        || change instanceof CatalogChange.MergeShards
        || change instanceof CatalogChange.SwitchShards
        || change instanceof CatalogChange.CancelShards
        || change instanceof CatalogChange.ForgetShard) {
      return Optional.of(CatalogCapability.PENDING_SHARDS);
    }
    if (change instanceof CatalogChange.PlaceTable
        || change instanceof CatalogChange.MoveTable
        || change instanceof CatalogChange.RemoveTable
        || change instanceof CatalogChange.RenameTable) {
      return Optional.of(CatalogCapability.TABLE_PLACEMENT);
    }
    return Optional.empty();
  }

  private static void checkName(CatalogChange change) {
    if (change instanceof CatalogChange.CreateDatabase create) {
      checkName(create.name(), DatabaseSpec::checkName);
      checkName(create.defaultTableGroup(), TableGroupSpec::checkName);
    } else if (change instanceof CatalogChange.RenameDatabase rename) {
      checkName(rename.newName(), DatabaseSpec::checkName);
    } else if (change instanceof CatalogChange.CreateTableGroup create) {
      checkName(create.name(), TableGroupSpec::checkName);
    } else if (change instanceof CatalogChange.RenameTableGroup rename) {
      checkName(rename.newName(), TableGroupSpec::checkName);
    }
  }

  /** What is no identifier at all is for the model to refuse. */
  private static void checkName(String name, Consumer<String> label) {
    boolean identifier =
        !name.isEmpty()
            && name.indexOf('\0') < 0
            && name.getBytes(StandardCharsets.UTF_8).length <= LONGEST_IDENTIFIER;
    if (!identifier) {
      return;
    }
    try {
      label.accept(name);
    } catch (ClusterException notALabel) {
      throw unsupported(
          "C10: "
              + notALabel.getMessage()
              + " (here "
              + CatalogCapability.ANY_NAME
              + " is missing)");
    }
  }

  static CatalogException unsupported(String message) {
    return CatalogException.refused(Code.UNSUPPORTED, message);
  }
}
