package com.multigres.meta.testkit.topo;

import com.multigres.meta.testkit.Evidence;
import com.multigres.meta.testkit.Evidence.StoreTested;
import com.multigres.meta.testkit.topo.internal.OpenedStores;
import com.multigres.meta.testkit.workload.StoreAddress;
import com.multigres.meta.topo.Capability;
import com.multigres.meta.topo.TopoStore;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Timeout;

/**
 * Every rule of a topology store, nested by theme. A backend extends it and says how to open a
 * store; tests of one class may run one after the other only. Around every test it looks for what
 * was left behind: threads named {@code multigres-…}, sessions' nodes, nodes.
 */
@Timeout(120)
public abstract class TopoStoreContract {
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

  /**
   * The address by which another process of this machine opens a store, where one can.
   *
   * @param root as given to {@link #open}
   * @return nothing, unless a backend says otherwise
   */
  protected Optional<StoreAddress> address(String root) {
    return Optional.empty();
  }

  /**
   * What the backend cannot do. A store must have exactly the other capabilities; of these it is
   * checked that it refuses what needs them.
   *
   * @return nothing, unless a backend says otherwise
   */
  protected Set<Capability> missing() {
    return Set.of();
  }

  /**
   * Counts the sessions that the server holds, whosesoever: after a test there must be as many as
   * before.
   *
   * @return nothing where nobody can tell
   */
  protected OptionalLong sessions() {
    return OptionalLong.empty();
  }

  @BeforeEach
  final void openStore() {
    OpenedStores stores = new OpenedStores(this::open, this::sessions);
    opened = stores;
    TopoStore store = stores.store();
    Evidence.of(
        StoreTested.of(
            "topology",
            store.getClass(),
            Capability.values(),
            store.capabilities().present(),
            faults()));
  }

  @AfterEach
  final void closeStores() {
    faults().repair();
    // Nothing is open where the test was ended before it had a store.
    OpenedStores stores = opened;
    if (stores != null) {
      stores.close();
    }
  }

  private OpenedStores current() {
    return Objects.requireNonNull(opened, "no test runs");
  }

  /** The rules about paths, implicit directories and roots. */
  @Nested
  final class Paths extends Theme implements PathRules {}

  /** The rules about single nodes. */
  @Nested
  final class Nodes extends Theme implements NodeRules {}

  /** The rules about lists. */
  @Nested
  final class Lists extends Theme implements ListRules {}

  /** The rules about batches and many independent writes. */
  @Nested
  final class Batches extends Theme implements BatchRules {}

  /** The rules about what a watch tells. */
  @Nested
  final class Watches extends Theme implements WatchRules {}

  /** The rules about watches under load. */
  @Nested
  final class WatchLoad extends Theme implements WatchLoadRules {}

  /** The rules about sessions and the nodes bound to them. */
  @Nested
  final class Sessions extends Theme implements SessionRules {}

  /** The rules about registrations. */
  @Nested
  final class Registrations extends Theme implements RegistrationRules {}

  /** The rules about locks in peace. */
  @Nested
  final class Locks extends Theme implements LockRules {}

  /** The rules about how locks are lost or taken from their holders, and how not. */
  @Nested
  final class LockLosses extends Theme implements LockLossRules {}

  /** The rules about writes that a lock guards. */
  @Nested
  final class Guards extends Theme implements GuardRules {}

  /** The rules about elections in peace. */
  @Nested
  final class Elections extends Theme implements ElectionRules {}

  /** The rules about how an office is lost, and how not. */
  @Nested
  final class ElectionLosses extends Theme implements ElectionLossRules {}

  /** The rules about the life of a store. */
  @Nested
  final class StoreLife extends Theme implements StoreLifeRules {}

  /** The rules about many at once, of one thing and of everything. */
  @Nested
  final class Concurrency extends Theme implements ConcurrencyRules {}

  /** The rules about what happens when the server or the way to it fails. */
  @Nested
  final class Outages extends Theme implements OutageRules {}

  /** The rules about what ends without a farewell. */
  @Nested
  final class Crashes extends Theme implements CrashRules {}

  /** The rules about random steps, compared with the reference. */
  @Nested
  final class Model extends Theme implements ModelRules {}

  /** The rules about what operators do, and about cells with stores of their own. */
  @Nested
  final class Operations extends Theme implements OperationRules {}

  /** The rules that recorded histories show. */
  @Nested
  final class Recorded extends Theme implements RecordedRules {}

  /** What the rules of one theme work with. */
  abstract class Theme implements TopoFixture {

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
    public final Optional<StoreAddress> address() {
      return TopoStoreContract.this.address(current().root());
    }

    @Override
    public final Set<Capability> declaredMissing() {
      return missing();
    }

    @Override
    public final Faults arrangedFaults() {
      return TopoStoreContract.this.faults();
    }
  }
}
