package com.multigres.meta.testkit;

import com.multigres.meta.store.Subscription;
import java.util.List;
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
  public sealed interface Proof permits RefusalChecked, FaultArranged {}

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
