package com.multigres.meta.testkit.catalog;

import com.multigres.meta.catalog.CatalogStore;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;

/**
 * Every rule of a catalog store. A backend extends it and says how to open a store; tests of one
 * class may run one after the other only.
 */
@Timeout(120)
public abstract class CatalogStoreContract
    implements InitialisationRules,
        DatabaseRules,
        TableGroupRules,
        ReshardingRules,
        TableRules,
        NameRules,
        PositionRules,
        ReadRules,
        SubscriptionRules,
        HistoryRules,
        LostHistoryRules,
        AuthorityRules,
        ConcurrencyRules,
        StoreLifeRules {
  /** A retention that no test reaches. */
  private static final int PLENTY = 10_000;

  private final List<CatalogStore> opened = new ArrayList<>();
  private String catalog = "";
  private @Nullable CatalogStore store;

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

  @BeforeEach
  final void openStore() {
    catalog = "c" + UUID.randomUUID().toString().substring(0, 8);
    store = opened(catalog, PLENTY);
    store.initialise();
  }

  @AfterEach
  final void closeStores() {
    opened.forEach(CatalogStore::close);
  }

  private CatalogStore opened(String name, int retention) {
    CatalogStore one = open(name, retention);
    opened.add(one);
    return one;
  }

  /** The store under test. */
  @Override
  public final CatalogStore store() {
    return Objects.requireNonNull(store, "no test runs");
  }

  @Override
  public final CatalogStore another() {
    return opened(catalog, PLENTY);
  }

  @Override
  public final CatalogStore anotherKeeping(int generations) {
    return opened(catalog, generations);
  }

  @Override
  public final CatalogStore fresh() {
    return opened(catalog + "f", PLENTY);
  }

  @Override
  public final CatalogStore freshAgain() {
    return opened(catalog + "f", PLENTY);
  }

  @Override
  public final Backup backup() {
    return backup(catalog);
  }
}
