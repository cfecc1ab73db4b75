package com.multigres.meta.testkit;

import com.multigres.meta.store.Subscription;
import com.multigres.meta.testkit.history.JudgedHistory;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/**
 * What a test proved beside passing, told to whoever reports a run: on the test's own thread, while
 * it runs. Thread-safe.
 */
public final class Evidence {
  private static final List<Consumer<Proof>> LISTENERS = new CopyOnWriteArrayList<>();

  private Evidence() {}

  /** One thing that a test proved. */
  public sealed interface Proof
      permits RefusalChecked, FaultArranged, FaultsInjected, HistoryJudged, StoreTested {}

  /**
   * A test has a store.
   *
   * @param kind {@code topology} or {@code catalog}
   * @param store its class
   * @param capabilities every capability that there may be, and whether the store has it
   * @param whyNot why each accident cannot be arranged; empty for one that can
   */
  public record StoreTested(
      String kind, Class<?> store, Map<String, Boolean> capabilities, Map<Fault, String> whyNot)
      implements Proof {

    // Copies the maps.
    public StoreTested {
      capabilities = Map.copyOf(capabilities);
      whyNot = Map.copyOf(whyNot);
    }

    /**
     * A test has a store.
     *
     * @param kind {@code topology} or {@code catalog}
     * @param store its class
     * @param all every capability that there may be
     * @param present those that the store has
     * @param faults what can be arranged
     * @return the proof
     */
    public static StoreTested of(
        String kind,
        Class<?> store,
        Enum<?>[] all,
        Set<? extends Enum<?>> present,
        ServerFaults<?> faults) {
      Map<String, Boolean> capabilities = new HashMap<>();
      for (Enum<?> capability : all) {
        capabilities.put(capability.name(), present.contains(capability));
      }
      Map<Fault, String> whyNot = new EnumMap<>(Fault.class);
      for (Fault fault : Fault.values()) {
        whyNot.put(fault, faults.offered().contains(fault) ? "" : faults.whyNot(fault));
      }
      return new StoreTested(kind, store, capabilities, whyNot);
    }
  }

  /**
   * The store refused, as it must, what needs a capability that it lacks.
   *
   * @param capability the missing one
   */
  public record RefusalChecked(Enum<?> capability) implements Proof {}

  /**
   * The test lets this accident happen.
   *
   * @param fault the accident
   */
  public record FaultArranged(Fault fault) implements Proof {}

  /**
   * These accidents happened while clients worked.
   *
   * @param counts how often each of them
   */
  public record FaultsInjected(Map<Fault, Integer> counts) implements Proof {

    // Copies the map.
    public FaultsInjected {
      counts = Map.copyOf(counts);
    }
  }

  /**
   * What clients did was recorded and judged. The accidents that were told since the history before
   * happened in this one.
   *
   * @param history what was found out
   */
  public record HistoryJudged(JudgedHistory history) implements Proof {}

  /**
   * Asks to be told.
   *
   * @param listener is told of every proof
   * @return ends the asking
   */
  public static Subscription listen(Consumer<Proof> listener) {
    LISTENERS.add(listener);
    return () -> LISTENERS.remove(listener);
  }

  /**
   * Tells of a proof.
   *
   * @param proof what was proved
   */
  public static void of(Proof proof) {
    LISTENERS.forEach(listener -> listener.accept(proof));
  }
}
