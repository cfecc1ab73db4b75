package com.multigres.meta.testkit.run;

import com.multigres.meta.testkit.Rule;
import com.multigres.meta.testkit.report.TestResult;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.platform.engine.TestSource;
import org.junit.platform.engine.support.descriptor.MethodSource;

/**
 * A test of the contract.
 *
 * @param theme the nested class that it stands in
 * @param name the method, with what tells its repetitions apart
 * @param rules the rules that it cites
 */
record ContractTest(String theme, String name, List<String> rules) {

  /** The test behind what JUnit found; null for what is no test. */
  static @Nullable ContractTest of(Optional<TestSource> source, String display) {
    if (source.isPresent() && source.get() instanceof MethodSource method) {
      String className = method.getClassName();
      String theme = className.substring(className.lastIndexOf('$') + 1);
      Rule rule = method.getJavaMethod().getAnnotation(Rule.class);
      String plain = method.getMethodName();
      String name = display.startsWith(plain + "(") ? plain : plain + " " + display;
      return new ContractTest(
          theme.substring(theme.lastIndexOf('.') + 1),
          name,
          rule == null ? List.of() : List.of(rule.value()));
    }
    return null;
  }

  /** Whether a result is this test's, or one of its repetitions'. */
  boolean isTold(TestResult result) {
    return result.theme().equals(theme)
        && (result.name().equals(name) || result.name().startsWith(name + " "));
  }
}
