package com.multigres.meta.testkit.workload;

import com.multigres.meta.testkit.history.HistoryRecorder;

/**
 * Where a workload's clients write down what they do, and whom they tell before they do it.
 * Thread-safe.
 *
 * @param recorder keeps the history
 * @param announce runs before each operation, such as one that counts them to arrange an accident
 */
public record Ledger(HistoryRecorder recorder, Runnable announce) {

  /**
   * A ledger that tells nobody.
   *
   * @param recorder keeps the history
   */
  public Ledger(HistoryRecorder recorder) {
    this(recorder, () -> {});
  }

  Notes notes(String client) {
    return new Notes(recorder.client(client), announce);
  }
}
