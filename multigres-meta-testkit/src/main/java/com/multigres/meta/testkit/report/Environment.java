package com.multigres.meta.testkit.report;

import com.multigres.meta.testkit.Evidence;
import java.util.Optional;

/**
 * On what it was tested.
 *
 * @param kit the version of the testkit
 * @param java the version of the JVM
 * @param vm its name and vendor
 * @param system the operating system
 * @param processors how many processors the JVM has
 */
public record Environment(String kit, String java, String vm, String system, int processors) {

  /** This JVM. */
  public static Environment here() {
    return new Environment(
        versionOf(Evidence.class).orElse("a development build"),
        System.getProperty("java.version", ""),
        System.getProperty("java.vm.name", "") + ", " + System.getProperty("java.vendor", ""),
        System.getProperty("os.name", "")
            + " "
            + System.getProperty("os.version", "")
            + ", "
            + System.getProperty("os.arch", ""),
        Runtime.getRuntime().availableProcessors());
  }

  /** The version that the jar of a class names. */
  public static Optional<String> versionOf(Class<?> type) {
    return Optional.ofNullable(type.getPackage().getImplementationVersion());
  }
}
