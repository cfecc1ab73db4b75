package com.multigres.meta.testkit.history;

/**
 * Is told of every operation when it begins and when it ends, so that nothing is forgotten should
 * the process be killed in between. Called by many threads.
 */
public interface HistorySink {
  /** Forgets everything. */
  HistorySink NONE =
      new HistorySink() {
        @Override
        public void began(long id, String client, Call call, long invoked) {}

        @Override
        public void ended(long id, String client, Ending ending, long returned) {}
      };

  /**
   * An operation is about to begin.
   *
   * @param id tells it from the others of this recorder
   * @param client who
   * @param call what
   * @param invoked when, in nanoseconds
   */
  void began(long id, String client, Call call, long invoked);

  /**
   * An operation ended.
   *
   * @param id the one that was told to begin
   * @param client who
   * @param ending what became of it
   * @param returned when, in nanoseconds
   */
  void ended(long id, String client, Ending ending, long returned);
}
