package com.multigres.meta.testkit.catalog;

import com.multigres.meta.catalog.CatalogCapability;
import com.multigres.meta.catalog.CatalogStore;
import com.multigres.meta.testkit.Evidence;
import com.multigres.meta.testkit.Evidence.StoreTested;
import com.multigres.meta.testkit.catalog.internal.OpenedCatalogs;
import com.multigres.meta.testkit.workload.StoreAddress;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Timeout;

/**
 * Every rule of a catalog store, nested by theme. A backend extends it and says how to open a
 * store; tests of one class may run one after the other only. After every test no thread named
 * {@code multigres-…} may be left.
 */
@Timeout(120)
public abstract class CatalogStoreContract {
  private @Nullable OpenedCatalogs opened;

  /** Made by JUnit. */
  protected CatalogStoreContract() {}

  /**
   * Opens a store. The first one for a name finds no catalog; all for one name share it.
   *
   * @param name lower-case letters and digits
   * @param retention how many generations the history keeps when this store applies changes
   * @return an open store, which the contract closes
   */
  protected abstract CatalogStore open(String name, int retention);

  /**
   * Keeps a catalog as it is now.
   *
   * @param name as given to {@link #open}
   * @return what puts it back while stores are open
   */
  protected abstract Backup backup(String name);

  /**
   * The accidents that can be arranged for the stores that {@link #open} opened.
   *
   * @return none, unless a backend says otherwise
   */
  protected CatalogFaults faults() {
    return CatalogFaults.none();
  }

  /**
   * The address by which another process of this machine opens a store, where one can.
   *
   * @param name as given to {@link #open}
   * @return nothing, unless a backend says otherwise
   */
  protected Optional<StoreAddress> address(String name) {
    return Optional.empty();
  }

  /**
   * What the backend cannot do. A store must have exactly the other capabilities; of these it is
   * checked that it refuses what needs them.
   *
   * @return nothing, unless a backend says otherwise
   */
  protected Set<CatalogCapability> missing() {
    return Set.of();
  }

  /**
   * Forgets a catalog for good, after the test that had it.
   *
   * @param name as given to {@link #open}; there may be no such catalog
   */
  protected void discard(String name) {}

  @BeforeEach
  final void openStore() {
    OpenedCatalogs stores = new OpenedCatalogs(this::open, this::discard);
    opened = stores;
    CatalogStore store = stores.store();
    Evidence.of(
        StoreTested.of(
            "catalog",
            store.getClass(),
            CatalogCapability.values(),
            store.capabilities(),
            faults()));
  }

  @AfterEach
  final void closeStores() {
    faults().repair();
    // Nothing is open where the test was ended before it had a store.
    OpenedCatalogs stores = opened;
    if (stores != null) {
      stores.close();
    }
  }

  private OpenedCatalogs current() {
    return Objects.requireNonNull(opened, "no test runs");
  }

  /** How a catalog comes to be. */
  @Nested
  final class Initialisation extends Theme implements InitialisationRules {}

  /** Databases. */
  @Nested
  final class Databases extends Theme implements DatabaseRules {}

  /** Tablegroups and the ranges of their shards. */
  @Nested
  final class TableGroups extends Theme implements TableGroupRules {}

  /** Splits and merges. */
  @Nested
  final class Resharding extends Theme implements ReshardingRules {}

  /** Placed tables. */
  @Nested
  final class Tables extends Theme implements TableRules {}

  /** What names may be. */
  @Nested
  final class Names extends Theme implements NameRules {}

  /** Generations, positions, change ids. */
  @Nested
  final class Positions extends Theme implements PositionRules {}

  /** What reads show. */
  @Nested
  final class Reads extends Theme implements ReadRules {}

  /** What a subscription delivers. */
  @Nested
  final class Subscriptions extends Theme implements SubscriptionRules {}

  /** Who changed what, when. */
  @Nested
  final class History extends Theme implements HistoryRules {}

  /** Restores, and failovers that lost something. */
  @Nested
  final class LostHistory extends Theme implements LostHistoryRules {}

  /** Who decides. */
  @Nested
  final class Authorities extends Theme implements AuthorityRules {}

  /** Many at once. */
  @Nested
  final class Concurrency extends Theme implements ConcurrencyRules {}

  /** The life of a store. */
  @Nested
  final class StoreLife extends Theme implements StoreLifeRules {}

  /** When the server or the way to it fails. */
  @Nested
  final class Outages extends Theme implements OutageRules {}

  /** Random changes, compared with the reference. */
  @Nested
  final class Model extends Theme implements ModelRules {}

  /** The rules that recorded histories show. */
  @Nested
  final class Recorded extends Theme implements RecordedRules {}

  /** What the rules of one theme work with. */
  abstract class Theme implements CatalogFixture {

    @Override
    public final CatalogStore store() {
      return current().store();
    }

    @Override
    public final CatalogStore another() {
      return current().another();
    }

    @Override
    public final CatalogStore anotherKeeping(int generations) {
      return current().keeping(generations);
    }

    @Override
    public final CatalogStore fresh() {
      return current().fresh();
    }

    @Override
    public final CatalogStore freshAgain() {
      return current().fresh();
    }

    @Override
    public final Backup backup() {
      return CatalogStoreContract.this.backup(current().name());
    }

    @Override
    public final String catalogName() {
      return current().name();
    }

    @Override
    public final Optional<StoreAddress> address() {
      return CatalogStoreContract.this.address(current().name());
    }

    @Override
    public final Set<CatalogCapability> declaredMissing() {
      return missing();
    }

    @Override
    public final CatalogFaults arrangedFaults() {
      return CatalogStoreContract.this.faults();
    }
  }
}
