package com.multigres.meta.testkit.history.check;

import com.multigres.meta.store.DurationText;
import com.multigres.meta.testkit.history.History;
import com.multigres.meta.testkit.history.Verdict;
import com.multigres.meta.testkit.history.file.HistoryFile;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/**
 * Judges a history that was written to a file, or to one file by each process: {@code check-history
 * [--think TIME] FILE…}. Prints the verdict of each theme; ends with 0 when all are passed, with 1
 * when one is violated, and with 2 when one is undecided, a file cannot be read or says nothing.
 */
public final class HistoryCheck {
  private static final String THINK = "--think";
  private static final int PASSED = 0;
  private static final int VIOLATED = 1;
  private static final int UNDECIDED = 2;

  private HistoryCheck() {}

  /**
   * Judges.
   *
   * @param arguments the files, perhaps after {@code --think} and for how long
   * @param out where the verdicts go
   * @param errors where goes why nothing was judged
   * @return the code to exit with
   */
  public static int run(List<String> arguments, PrintStream out, PrintStream errors) {
    boolean timed = arguments.size() > 1 && arguments.get(0).equals(THINK);
    List<String> files = timed ? arguments.subList(2, arguments.size()) : arguments;
    if (files.isEmpty()) {
      errors.println("which history? give the files that it was written to");
      return UNDECIDED;
    }
    try {
      Duration cap = timed ? duration(arguments.get(1)) : HistoryChecker.DEFAULT_CAP;
      History history = HistoryFile.read(files.stream().map(Path::of).toList());
      return print(history, new HistoryChecker(cap).check(history), out);
    } catch (IOException unreadable) {
      errors.println("the history cannot be read: " + unreadable);
    } catch (IllegalArgumentException nonsense) {
      errors.println("the history cannot be judged: " + nonsense.getMessage());
    }
    return UNDECIDED;
  }

  private static Duration duration(String text) {
    return DurationText.parse(text)
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "%s takes a duration like %s, not '%s'"
                        .formatted(THINK, DurationText.EXAMPLES, text)));
  }

  private static int print(History history, Map<String, Verdict> verdicts, PrintStream out) {
    out.println(history.size() + " operations");
    verdicts.forEach((theme, verdict) -> out.println(theme + ": " + text(verdict)));
    return status(verdicts.values());
  }

  /**
   * A verdict as text.
   *
   * @param verdict the verdict
   * @return one line, and for a violation one more for each operation that shows it
   */
  public static String text(Verdict verdict) {
    if (verdict instanceof Verdict.Violated violated) {
      StringBuilder text = new StringBuilder("VIOLATED " + violated.rule() + ": ");
      text.append(violated.why());
      violated
          .smallest()
          .forEach(one -> text.append(System.lineSeparator()).append("  ").append(one));
      return text.toString();
    }
    return verdict instanceof Verdict.Undecided undecided
        ? "UNDECIDED: " + undecided.why()
        : "passed";
  }

  /**
   * The exit status that tells verdicts.
   *
   * @param verdicts of all themes of a history
   * @return 0 when all are passed, 1 when one is violated, else 2
   */
  public static int status(Collection<Verdict> verdicts) {
    if (verdicts.stream().anyMatch(Verdict.Violated.class::isInstance)) {
      return VIOLATED;
    }
    boolean passed =
        !verdicts.isEmpty() && verdicts.stream().allMatch(Verdict.Passed.class::isInstance);
    return passed ? PASSED : UNDECIDED;
  }
}
