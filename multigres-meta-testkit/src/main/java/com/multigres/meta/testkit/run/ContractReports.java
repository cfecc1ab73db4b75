package com.multigres.meta.testkit.run;

import com.multigres.meta.testkit.catalog.CatalogStoreContract;
import com.multigres.meta.testkit.report.Report;
import com.multigres.meta.testkit.report.ReportFiles;
import com.multigres.meta.testkit.topo.TopoStoreContract;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.support.descriptor.ClassSource;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.TestPlan;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes a report of each contract that somebody's tests inherit, where {@code
 * -Dmultigres.testkit.report=DIR} asks for it: in a folder of the class's name below that one.
 * JUnit finds it by itself; the classes run one after the other.
 */
public final class ContractReports implements TestExecutionListener {
  /** The property that says where reports are written. */
  public static final String PROPERTY = "multigres.testkit.report";

  /** The property that says what stands behind the store, and its version. */
  public static final String SERVER = "multigres.testkit.server";

  private static final Logger log = LoggerFactory.getLogger(ContractReports.class);

  private @Nullable TestPlan plan;
  private @Nullable InheritedRun running;

  /** Made by JUnit. */
  public ContractReports() {}

  @Override
  public void testPlanExecutionStarted(TestPlan begun) {
    plan = begun;
  }

  @Override
  public void executionStarted(TestIdentifier started) {
    InheritedRun run = running;
    if (run != null) {
      run.observer().executionStarted(started);
    } else {
      begin(started);
    }
  }

  private void begin(TestIdentifier begun) {
    String folder = System.getProperty(PROPERTY, "");
    TestPlan whole = plan;
    if (!folder.isEmpty() && whole != null) {
      contract(begun).ifPresent(tests -> running = InheritedRun.begin(whole, begun, tests, folder));
    }
  }

  private static Optional<Class<?>> contract(TestIdentifier started) {
    return started
        .getSource()
        .filter(ClassSource.class::isInstance)
        .<Class<?>>map(source -> ((ClassSource) source).getJavaClass())
        .filter(
            tests ->
                TopoStoreContract.class.isAssignableFrom(tests)
                    || CatalogStoreContract.class.isAssignableFrom(tests));
  }

  @Override
  public void executionSkipped(TestIdentifier skipped, String reason) {
    if (running == null) {
      begin(skipped);
    }
    InheritedRun run = running;
    if (run != null) {
      run.observer().executionSkipped(skipped, reason);
      endWith(skipped, run);
    }
  }

  @Override
  public void executionFinished(TestIdentifier ended, TestExecutionResult result) {
    InheritedRun run = running;
    if (run == null) {
      return;
    }
    run.observer().executionFinished(ended, result);
    endWith(ended, run);
  }

  private void endWith(TestIdentifier ended, InheritedRun run) {
    if (run.isOf(ended)) {
      running = null;
      run.end().ifPresentOrElse(report -> write(report, run.folder()), run::sayNothing);
    }
  }

  private static void write(Report report, Path folder) {
    try {
      ReportFiles.write(report, folder);
      log.info("{} {}: {}", report.subject().address(), report.verdict().words(), folder);
    } catch (IOException unwritable) {
      log.error("the report of {} cannot be written", report.subject().address(), unwritable);
    }
  }
}
