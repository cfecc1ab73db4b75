package com.multigres.meta.testkit.catalog.internal;

import com.multigres.meta.catalog.CatalogStore;
import com.multigres.meta.testkit.LibraryThreads;
import com.multigres.meta.testkit.Patience;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BiFunction;
import java.util.function.Consumer;

/** What one test opened, and the check that it left nothing behind. */
public final class OpenedCatalogs {
  /** A retention that no test reaches. */
  private static final int PLENTY = 10_000;

  private final BiFunction<String, Integer, CatalogStore> opener;
  private final Consumer<String> discard;
  private final String name = "c" + UUID.randomUUID().toString().substring(0, 8);
  private final LibraryThreads threads = LibraryThreads.remembered();
  private final List<CatalogStore> opened = new CopyOnWriteArrayList<>();
  private final CatalogStore store;

  public OpenedCatalogs(
      BiFunction<String, Integer, CatalogStore> opener, Consumer<String> discard) {
    this.opener = opener;
    this.discard = discard;
    this.store = another();
    store.initialise();
  }

  public String name() {
    return name;
  }

  public CatalogStore store() {
    return store;
  }

  public CatalogStore another() {
    return keeping(PLENTY);
  }

  public CatalogStore keeping(int generations) {
    return open(name, generations);
  }

  /** On a second catalog, which nobody initialised. */
  public CatalogStore fresh() {
    return open(second(), PLENTY);
  }

  private String second() {
    return name + "f";
  }

  private CatalogStore open(String catalog, int generations) {
    CatalogStore one = opener.apply(catalog, generations);
    opened.add(one);
    return one;
  }

  public void close() {
    opened.forEach(CatalogStore::close);
    discard.accept(name);
    discard.accept(second());
    Patience.eventually().untilAsserted(threads::assertNoneMore);
  }
}
