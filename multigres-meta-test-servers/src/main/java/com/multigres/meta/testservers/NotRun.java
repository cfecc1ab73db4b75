package com.multigres.meta.testservers;

import java.util.Map;
import org.opentest4j.TestAbortedException;

/**
 * What happens to the tests of a server that is not there: they are reported as not run, or they
 * fail where everything has to run.
 */
public final class NotRun {

  /** The property that makes a missing server a failure. */
  static final String ALL_PROPERTY = "multigres.tests.all";

  private NotRun() {}

  /**
   * What an extension throws whose server is not there.
   *
   * @param reason why it is not, and what would provide it
   * @return what JUnit shows as skipped, or the reason itself where everything has to run
   */
  public static RuntimeException because(ServerUnavailableException reason) {
    return because(
        reason, everythingHasToRun(System.getenv(), System.getProperty(ALL_PROPERTY, "")));
  }

  static RuntimeException because(ServerUnavailableException reason, boolean everything) {
    return everything
        ? reason
        : new TestAbortedException("NOT RUN: " + reason.getMessage(), reason);
  }

  /** The property decides where it is set, otherwise whether this is a continuous integration. */
  static boolean everythingHasToRun(Map<String, String> environment, String property) {
    return Boolean.parseBoolean(
        property.isBlank() ? environment.getOrDefault("CI", "false") : property);
  }
}
