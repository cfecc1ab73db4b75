package com.multigres.meta.testkit.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.multigres.meta.catalog.Applied;
import com.multigres.meta.catalog.ApplyOptions;
import com.multigres.meta.catalog.CatalogCapability;
import com.multigres.meta.catalog.CatalogException;
import com.multigres.meta.catalog.CatalogException.Code;
import com.multigres.meta.catalog.CatalogStore;
import com.multigres.meta.catalog.Position;
import com.multigres.meta.model.CatalogChange;
import com.multigres.meta.store.Outcome;
import com.multigres.meta.testkit.Evidence;
import com.multigres.meta.testkit.Fault;
import com.multigres.meta.testkit.Requirements;
import com.multigres.meta.testkit.workload.StoreAddress;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/** What the rules share: the store under test, and how to speak about it. */
interface CatalogFixture {
  /** The store under test, on a catalog of this test's own that was initialised. */
  CatalogStore store();

  /** One more store on the same catalog, closed after the test. */
  CatalogStore another();

  /** One more store on the same catalog whose applications keep only so many generations. */
  CatalogStore anotherKeeping(int generations);

  /** A store on another catalog that nobody initialised, closed after the test. */
  CatalogStore fresh();

  /** One more store on the catalog of {@link #fresh()}. */
  CatalogStore freshAgain();

  /** The catalog under test as it is now, to be put back later. */
  Backup backup();

  /** The name of the catalog under test. */
  String catalogName();

  /** By which address another process opens a store of the catalog under test, if one can. */
  Optional<StoreAddress> address();

  /** What the backend's test says that it cannot do. */
  Set<CatalogCapability> declaredMissing();

  /** What accidents can be arranged. */
  CatalogFaults arrangedFaults();

  default CatalogFaults faults(Fault... needed) {
    Requirements.offered(arrangedFaults(), needed);
    return arrangedFaults();
  }

  default boolean has(CatalogCapability capability) {
    return store().capabilities().contains(capability);
  }

  /** Ends a test as not run where the store lacks a capability that it is about. */
  default void needs(CatalogCapability capability, String refusal) {
    Requirements.capable(has(capability), capability, refusal);
  }

  default Applied apply(CatalogChange... changes) {
    return store().apply(List.of(changes), ApplyOptions.none());
  }

  default Position position() {
    return store().read().position();
  }

  /** What must be there, by what it is. */
  static <T> T there(String what, Optional<T> thing) {
    assertThat(thing).as(what).isPresent();
    return thing.get();
  }

  static CatalogException refused(Code code, ThrowingCallable call) {
    CatalogException error = catchThrowableOfType(CatalogException.class, call);
    assertThat(error).as("a refusal with %s", code).isNotNull();
    assertThat(error.code()).as(error.getMessage()).isEqualTo(code);
    assertThat(error.outcome()).isEqualTo(Outcome.NOT_APPLIED);
    assertThat(error.getMessage()).doesNotContain("\n").isNotBlank();
    return error;
  }

  /** Asserts the refusal of what needs a capability that the store lacks. */
  default boolean lacking(CatalogCapability capability, ThrowingCallable call) {
    if (has(capability)) {
      return false;
    }
    refused(Code.UNSUPPORTED, call);
    Evidence.of(new Evidence.RefusalChecked(capability));
    return true;
  }
}
