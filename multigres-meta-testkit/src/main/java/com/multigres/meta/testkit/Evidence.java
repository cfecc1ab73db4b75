package com.multigres.meta.testkit;

import com.multigres.meta.store.Subscription;
import com.multigres.meta.testkit.history.JudgedHistory;
import java.util.List;
import java.util.Map;
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
      permits RefusalChecked, FaultArranged, FaultsInjected, HistoryJudged {}

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
