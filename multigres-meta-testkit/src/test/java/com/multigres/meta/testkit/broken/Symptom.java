package com.multigres.meta.testkit.broken;

import com.multigres.meta.catalog.CatalogException;
import com.multigres.meta.testkit.Patience;
import com.multigres.meta.topo.TopoException;
import com.multigres.meta.topo.TopoException.Code;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.awaitility.core.ConditionTimeoutException;
import org.awaitility.core.TerminalFailureException;

/**
 * How a test of a broken store failed. That counts as noticing only where the test itself found
 * what it was looking for: not where its preparation failed, where it hung, where the store threw
 * something of its own, or where only the look at what was left behind failed.
 */
final class Symptom {
  private static final String KIT = "com.multigres.meta.testkit.";

  private static final String LACKING = "what clients did breaks no rule";
  private static final Pattern SEPARATOR = Pattern.compile("[ ,]+");

  /** The theme of workloads, which judges what they recorded. */
  private static final String RECORDED = "RecordedRules";

  private static final Pattern JUDGED = Pattern.compile("what clients did breaks ([TC0-9, ]+) \\(");

  private final Throwable failure;
  // Where it was thrown, then where other threads waited for it.
  private final List<StackTraceElement> trace;

  Symptom(Throwable failed) {
    Throwable told = failed;
    List<StackTraceElement> waiters = new ArrayList<>();
    while (told instanceof CompletionException && told.getCause() != null) {
      waiters.addAll(List.of(told.getStackTrace()));
      told = told.getCause();
    }
    this.failure = told;
    this.trace = new ArrayList<>(List.of(told.getStackTrace()));
    trace.addAll(waiters);
  }

  /** Whether it is about time alone, so that a busy machine may have caused it. */
  boolean isLateness() {
    return waitedInVain()
        || trace.stream().anyMatch(at -> at.getClassName().equals(Patience.class.getName()));
  }

  /**
   * Why it does not show that the test noticed the defect.
   *
   * @param defect what the store does wrong
   * @param theme the class in which the test stands
   * @return nothing where it does
   */
  Optional<String> doubt(Defect<?> defect, Class<?> theme) {
    boolean after = in(at -> at.getMethodName().equals("closeStores"));
    if (defect.leaves() != after) {
      return Optional.of(
          after ? "only what was left behind shows it" : "it shows before anything is left behind");
    }
    if (!after && !in(at -> isRule(at, theme))) {
      return Optional.of("no statement of " + theme.getSimpleName() + " failed");
    }
    if (!after && judges(theme) && !isJudged(defect)) {
      return Optional.of("the history was not judged by what the defect breaks");
    }
    return waitedInVain()
        ? Optional.empty()
        : code().map(code -> doubtOfError(code, defect)).orElseGet(this::doubtOfAssertion);
  }

  /** The test's own statement, or one of the fixture's threads. */
  private static boolean isRule(StackTraceElement at, Class<?> theme) {
    return at.getClassName().startsWith(theme.getPackageName() + ".")
        && !at.getClassName().contains(".broken.")
        && !at.getMethodName().equals("openStore");
  }

  /** Whether a theme's tests judge what clients did, who meet by chance in spite of the seed. */
  static boolean judges(Class<?> theme) {
    return theme.getSimpleName().equals(RECORDED);
  }

  /** Whether the judgement names one of the defect's rules, or what it says that is missing. */
  private boolean isJudged(Defect<?> defect) {
    String told = String.valueOf(failure.getMessage());
    if (defect.lacks().isPresent()) {
      return told.startsWith(LACKING) && told.contains(defect.lacks().get());
    }
    Matcher judgement = JUDGED.matcher(told);
    return judgement.find()
        && SEPARATOR.splitAsStream(judgement.group(1)).anyMatch(defect.judgements()::contains);
  }

  private boolean in(Predicate<StackTraceElement> place) {
    return trace.stream().anyMatch(place);
  }

  /** The code where the store's own error ended the test. */
  private Optional<String> code() {
    if (failure instanceof TopoException error) {
      return Optional.of(error.code().name());
    }
    return failure instanceof CatalogException error
        ? Optional.of(error.code().name())
        : Optional.empty();
  }

  private static Optional<String> doubtOfError(String code, Defect<?> defect) {
    return defect.errors().contains(code)
        ? Optional.empty()
        : Optional.of("the store's own error " + code + " ended it, which the defect does not say");
  }

  /** The test's patience ended, or that of a call which it had wait for a lock. */
  private boolean waitedInVain() {
    return failure instanceof ConditionTimeoutException
        || code().filter(Code.TIMEOUT.name()::equals).isPresent();
  }

  private Optional<String> doubtOfAssertion() {
    if (failure instanceof TerminalFailureException) {
      return Optional.empty();
    }
    if (!(failure instanceof AssertionError)) {
      return Optional.of("it is no finding but a " + failure.getClass().getName());
    }
    return thrower().getClassName().startsWith(KIT)
            && !thrower().getClassName().contains(".broken.")
        ? Optional.empty()
        : Optional.of("it was not the test that threw it but " + thrower());
  }

  /** Who made the assertion that failed. */
  private StackTraceElement thrower() {
    return trace.stream()
        .filter(at -> Stream.of("org.", "java.", "jdk.").noneMatch(at.getClassName()::startsWith))
        .findFirst()
        .orElseThrow(() -> new AssertionError("nobody's failure", failure));
  }

  @Override
  public String toString() {
    return failure.getClass().getSimpleName()
        + " at "
        + trace.stream()
            .filter(at -> at.getClassName().startsWith(KIT))
            .filter(at -> at.getClassName().endsWith("Rules"))
            .findFirst()
            .map(StackTraceElement::toString)
            .orElse("no rule")
        + ": "
        + String.valueOf(failure.getMessage()).strip().replaceAll("\\s+", " ");
  }
}
