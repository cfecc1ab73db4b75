package com.multigres.meta.testkit.run;

import com.multigres.meta.catalog.CatalogException;
import com.multigres.meta.testkit.history.check.HistoryCheck;
import com.multigres.meta.testkit.report.Ink;
import com.multigres.meta.testkit.report.Report;
import com.multigres.meta.testkit.report.ReportFiles;
import com.multigres.meta.testkit.report.ReportJson;
import com.multigres.meta.testkit.report.ReportText;
import com.multigres.meta.topo.TopoException;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Runs the contract from a command line: {@code java -jar multigres-meta-testkit-…-standalone.jar
 * --class-path their-store.jar --topo theirs://…}. Exit status: 0 all that ran passed, 1 a rule is
 * broken, 2 wrong usage, or the store cannot be reached, 4 undecided or untested. With {@code
 * check-history FILE…} it judges once more what clients did.
 */
public final class ConformanceMain {
  private static final String CHECK = "check-history";
  private static final int BROKEN = 1;
  private static final int USAGE = 2;
  private static final Duration CLEAN_UP = Duration.ofSeconds(30);

  private final PrintStream out;
  private final PrintStream err;
  private final CountDownLatch ended = new CountDownLatch(1);

  private ConformanceMain(PrintStream out, PrintStream err) {
    this.out = out;
    this.err = err;
  }

  /** Runs it and ends the process. */
  public static void main(String[] words) {
    // Whoever wants the log puts a logger on the class path.
    if (System.getProperty("slf4j.internal.verbosity") == null) {
      System.setProperty("slf4j.internal.verbosity", "ERROR");
    }
    PrintStream out = stream(FileDescriptor.out);
    PrintStream err = stream(FileDescriptor.err);
    int status;
    try {
      status = status(List.of(words), out, err);
    } catch (IllegalArgumentException senseless) {
      err.println("conformance: " + senseless.getMessage());
      status = USAGE;
    }
    out.flush();
    err.flush();
    System.exit(status);
  }

  private static int status(List<String> words, PrintStream out, PrintStream err) {
    if (!words.isEmpty() && words.get(0).equals(CHECK)) {
      return HistoryCheck.run(words.subList(1, words.size()), out, err);
    }
    Words parsed = Words.parse(words);
    return parsed.has("--class-path")
        ? WiderClassPath.run(parsed.all("--class-path"), words.toArray(String[]::new))
        : new ConformanceMain(out, err).run(parsed);
  }

  /** Runs it inside a class loader that {@link WiderClassPath} made. */
  static int inside(String[] words) {
    return new ConformanceMain(stream(FileDescriptor.out), stream(FileDescriptor.err))
        .run(Words.parse(List.of(words)));
  }

  private static PrintStream stream(FileDescriptor descriptor) {
    return new PrintStream(new FileOutputStream(descriptor), true, StandardCharsets.UTF_8);
  }

  private int run(Words words) {
    if (words.has("--help")) {
      out.print(Help.TEXT);
      return 0;
    }
    Conformance run;
    try {
      run = Request.open(words);
    } catch (TopoException | CatalogException unreachable) {
      err.println("conformance: " + oneLine(String.valueOf(unreachable.getMessage())));
      return USAGE;
    }
    Thread hook = new Thread(() -> cancel(run), "multigres-conformance-end");
    Runtime.getRuntime().addShutdownHook(hook);
    try {
      Report found = run.run(progress(words));
      show(words, found);
      return found.notes().isEmpty() ? found.verdict().exitStatus() : BROKEN;
    } catch (IOException unwritable) {
      err.println("conformance: the report cannot be written: " + unwritable);
      return BROKEN;
    } finally {
      ended.countDown();
      removeHook(hook);
    }
  }

  private SpokenProgress progress(Words words) {
    return new SpokenProgress(line -> err.println(oneLine(line)), words.has("--verbose"));
  }

  private void show(Words words, Report found) throws IOException {
    if (words.one("--output").orElse("text").equals("json")) {
      out.print(ReportJson.of(found));
    } else {
      ReportText.of(found, Ink.none()).forEach(out::println);
    }
    if (words.has("--report")) {
      for (Path file : ReportFiles.write(found, Path.of(words.one("--report").orElse(".")))) {
        err.println("wrote " + file);
      }
    }
  }

  /** Removes what was written, and lets the report be shown, before the JVM ends. */
  private void cancel(Conformance run) {
    run.cancel();
    try {
      ended.await(CLEAN_UP.toSeconds(), TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void removeHook(Thread hook) {
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException endingAlready) {
      // The hook runs by now, and has been told above that this run ended.
    }
  }

  private static String oneLine(String text) {
    return text.strip().replaceAll("\\s*\\R\\s*", "; ");
  }
}
