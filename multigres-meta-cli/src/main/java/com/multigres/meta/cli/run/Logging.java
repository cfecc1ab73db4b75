package com.multigres.meta.cli.run;

import java.util.List;

/** How much of the library's log is shown, decided before the first logger is made. */
public final class Logging {
  private static final String PREFIX = "org.slf4j.simpleLogger.";

  private Logging() {}

  /** Shows warnings, or with {@code --verbose} what the library does. */
  public static void configure(List<String> words) {
    boolean verbose = words.contains("--verbose") || words.contains("-v");
    set("defaultLogLevel", verbose ? "info" : "warn");
    set("log.com.multigres", verbose ? "debug" : "warn");
    // What a pool has to say about a server that is away, the command says itself.
    set("log.com.zaxxer.hikari", verbose ? "info" : "off");
    set("showDateTime", "true");
    set("dateTimeFormat", "HH:mm:ss.SSS");
    set("logFile", "System.err");
  }

  private static void set(String name, String value) {
    if (System.getProperty(PREFIX + name) == null) {
      System.setProperty(PREFIX + name, value);
    }
  }
}
