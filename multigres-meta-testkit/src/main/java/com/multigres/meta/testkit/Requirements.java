package com.multigres.meta.testkit;

import com.multigres.meta.testkit.workload.StoreAddress;
import java.util.Optional;

/** What a test needs of the backend or its tests, and the reason that is told when it has not. */
public final class Requirements {
  private Requirements() {}

  /**
   * Ends a test as not run where an accident cannot be arranged.
   *
   * @param faults what can be arranged
   * @param needed what the test needs
   */
  public static void offered(ServerFaults<?> faults, Fault... needed) {
    for (Fault fault : needed) {
      if (!faults.offered().contains(fault)) {
        throw new NotRun(NotRun.Lack.FAULT, fault.name(), faults.whyNot(fault));
      }
    }
    for (Fault fault : needed) {
      Evidence.of(new Evidence.FaultArranged(fault));
    }
  }

  /**
   * Ends a test as not run where no other process can open the store.
   *
   * @param address by which one would, if it can
   * @return the address
   */
  public static StoreAddress addressed(Optional<StoreAddress> address) {
    return address.orElseThrow(
        () ->
            new NotRun(
                NotRun.Lack.ADDRESS,
                "address",
                "the store's tests name no address for other processes (their method address())"));
  }

  /**
   * Ends a test as not run where the store lacks what it is about.
   *
   * @param there whether the store has it
   * @param capability what is needed
   * @param refusal which test checks that the store refuses what needs it; empty where there is
   *     nothing to refuse
   */
  public static void capable(boolean there, Enum<?> capability, String refusal) {
    if (!there) {
      String checked =
          refusal.isEmpty() ? "there is nothing to refuse" : refusal + " checks its refusal";
      throw new NotRun(
          NotRun.Lack.CAPABILITY,
          capability.name(),
          "the capability " + capability + " is declared missing; " + checked);
    }
  }
}
