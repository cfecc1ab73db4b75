package com.multigres.meta.testkit.topo;

import com.multigres.meta.topo.TopoStore;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;

/**
 * Every rule of a topology store. A backend extends it and says how to open a store; tests of one
 * class may run one after the other only. Around every test it looks for what was left behind:
 * threads named {@code multigres-…}, sessions' nodes, nodes.
 */
@Timeout(120)
public abstract class TopoStoreContract
    implements PathRules,
        NodeRules,
        ListRules,
        BatchRules,
        WatchRules,
        WatchLoadRules,
        SessionRules,
        RegistrationRules,
        StoreLifeRules,
        ConcurrencyRules,
        OutageRules,
        ModelRules {
  private @Nullable OpenedStores opened;

  /** Made by JUnit. */
  protected TopoStoreContract() {}

  /**
   * Opens a store. All stores of one test share their server.
   *
   * @param root an absolute path of plain names, such as {@code /contract-4f2a/inner}
   * @return an open store, which the contract closes
   */
  protected abstract TopoStore open(String root);

  /**
   * The accidents that can be arranged for the stores that {@link #open} opened.
   *
   * @return none, unless a backend says otherwise
   */
  protected Faults faults() {
    return Faults.none();
  }

  @BeforeEach
  final void openStore() {
    opened = new OpenedStores(this::open);
  }

  @AfterEach
  final void closeStores() {
    faults().repair();
    current().close();
  }

  private OpenedStores current() {
    return Objects.requireNonNull(opened, "no test runs");
  }

  @Override
  public final TopoStore store() {
    return current().store();
  }

  @Override
  public final TopoStore another() {
    return current().open("");
  }

  @Override
  public final TopoStore below(String directory) {
    return current().open(directory);
  }

  @Override
  public final <C extends AutoCloseable> C closing(C resource) {
    return current().closing(resource);
  }

  @Override
  public final Faults arrangedFaults() {
    return faults();
  }
}
