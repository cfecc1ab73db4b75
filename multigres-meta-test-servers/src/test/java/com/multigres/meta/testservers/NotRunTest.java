package com.multigres.meta.testservers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.TestExecutionResult.Status;
import org.junit.platform.testkit.engine.EngineTestKit;
import org.junit.platform.testkit.engine.Event;

class NotRunTest {

  private String before = "";

  @BeforeEach
  void rememberTheProperty() {
    before = System.getProperty(NotRun.ALL_PROPERTY, "");
  }

  @AfterEach
  void restoreTheProperty() {
    System.setProperty(NotRun.ALL_PROPERTY, before);
  }

  @Test
  void aClassWithoutItsServerIsReportedWithTheCommandThatWouldProvideIt() {
    System.setProperty(NotRun.ALL_PROPERTY, "false");

    TestExecutionResult result = outcomeOf(NeedsAVersionThatNobodyHas.class);

    assertThat(result.getStatus()).isEqualTo(Status.ABORTED);
    assertThat(result.getThrowable().orElseThrow())
        .hasMessageStartingWith("NOT RUN: no PostgreSQL 10: ")
        .hasMessageContaining("embedded: no jar of that version")
        .hasMessageEndingWith("To provide it: apt-get install postgresql-10");
  }

  @Test
  void whereEverythingHasToRunAMissingServerIsAFailure() {
    System.setProperty(NotRun.ALL_PROPERTY, "true");

    TestExecutionResult result = outcomeOf(NeedsAVersionThatNobodyHas.class);

    assertThat(result.getStatus()).isEqualTo(Status.FAILED);
    assertThat(result.getThrowable().orElseThrow()).isInstanceOf(ServerUnavailableException.class);
  }

  @Test
  void onContinuousIntegrationEverythingHasToRunUnlessThePropertySaysOtherwise() {
    assertThat(NotRun.everythingHasToRun(Map.of("CI", "true"), "")).isTrue();
    assertThat(NotRun.everythingHasToRun(Map.of("CI", "true"), "false")).isFalse();
    assertThat(NotRun.everythingHasToRun(Map.of(), "true")).isTrue();
    assertThat(NotRun.everythingHasToRun(Map.of(), "")).isFalse();
  }

  private static TestExecutionResult outcomeOf(Class<?> suite) {
    return EngineTestKit.engine("junit-jupiter")
        .selectors(selectClass(suite))
        .execute()
        .containerEvents()
        .finished()
        .filter(
            event ->
                event.getTestDescriptor().getUniqueId().toString().contains(suite.getSimpleName()))
        .map(Event::getPayload)
        .map(payload -> (TestExecutionResult) payload.orElseThrow())
        .findFirst()
        .orElseThrow();
  }

  static class NeedsAVersionThatNobodyHas {

    @RegisterExtension
    static final PostgresExtension postgres =
        PostgresExtension.own(PostgresSetup.temporary().version(new PostgresVersion(10)));

    @Test
    void needsTheServer() {
      assertThat(postgres.process().running()).isTrue();
    }
  }
}
