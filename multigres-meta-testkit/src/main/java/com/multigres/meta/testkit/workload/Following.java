package com.multigres.meta.testkit.workload;

import java.util.List;

/** What one client is told of its own accord, by one watch or subscription at a time. */
interface Following {

  /** Begins anew, or where the last one ended. */
  void begin(boolean resume);

  /** Goes on where the last one ended, if there was one and it has ended. */
  void goOn();

  /**
   * Gives the last one the time to catch up with what stands, and ends it.
   *
   * @return what did not come about, in words
   */
  List<String> settle();

  /** Ends it. */
  void close();
}
