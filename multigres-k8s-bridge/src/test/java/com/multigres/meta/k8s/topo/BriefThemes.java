package com.multigres.meta.k8s.topo;

import com.multigres.meta.testkit.topo.TopoStoreContract;
import java.lang.reflect.Method;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Leaves the contract's long themes, and the long tests of the others, to the long form, which runs
 * all of them; whatever is left out is reported as not run, with that reason.
 */
final class BriefThemes implements ExecutionCondition {
  private static final ConditionEvaluationResult RUNS = ConditionEvaluationResult.enabled("brief");
  private static final ConditionEvaluationResult LEFT_OUT =
      ConditionEvaluationResult.disabled(
          "NOT RUN: a part of the contract that takes long on Kubernetes;"
              + " bin/verify --long runs it (KubernetesTopoStoreTest)");

  private static final Set<String> THEMES =
      Set.of("Paths", "Nodes", "Lists", "Batches", "Watches", "Sessions", "Locks", "Guards");
  private static final Set<String> LONG_TESTS =
      Set.of(
          "aVersionNeverMatchesAgainOverAThousandLives",
          "aListOfManyPagesIsWhole",
          "whatOneClientWroteEveryOtherReadsAtOnce",
          "whoeverIsInterruptedWhileEnteringTheQueueLeavesNothingBehind",
          "manyContendersNeverHoldTogetherAndTheirTokensGrow",
          "noVersionOfAnEarlierLifeMatchesTheCurrentOne",
          "aSessionOutlivesItsTimeToLiveWhileItsOwnerRenews",
          "changesOfAPathComeInOrderAndNoneTwice");

  @Override
  public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
    Optional<Method> test = context.getTestMethod();
    if (test.isPresent()) {
      return LONG_TESTS.contains(test.get().getName()) ? LEFT_OUT : RUNS;
    }
    Class<?> theme = context.getRequiredTestClass();
    boolean isTheme = theme.getDeclaringClass() == TopoStoreContract.class;
    return isTheme && !THEMES.contains(theme.getSimpleName()) ? LEFT_OUT : RUNS;
  }
}
