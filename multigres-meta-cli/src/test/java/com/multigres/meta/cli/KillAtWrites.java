package com.multigres.meta.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.multigres.meta.cli.halting.HaltPoint;
import com.multigres.meta.testservers.PostgresDatabase;
import com.multigres.meta.testservers.PostgresExtension;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Steps 1 to 9 on Postgres for both stores: a process is killed before each of its writes in turn,
 * then the same is done again, and the end is the same as without the kill.
 */
abstract class KillAtWrites {
  @RegisterExtension static final PostgresExtension POSTGRES = PostgresExtension.shared();

  private static int writes;
  private static Map<String, String> undisturbed = Map.of();

  @BeforeAll
  static void tellItUndisturbed() {
    try (PostgresDatabase database = POSTGRES.server().freshDatabase()) {
      PostgresStores stores = new PostgresStores(database);
      try (CommandProcess story = story(stores, 0)) {
        assertThat(story.awaitExit()).as("%s", story.err()).isZero();
        String counted = story.awaitLine(line -> line.startsWith("writes "));
        writes = Integer.parseInt(counted.substring("writes ".length()));
      }
      undisturbed = EndState.of(stores);
    }
    assertThat(writes).as("writes of the story").isGreaterThan(40);
  }

  static Stream<Integer> every(int step, int first) {
    return IntStream.iterate(first, write -> write <= writes, write -> write + step).boxed();
  }

  @ParameterizedTest(name = "killed before write {0}")
  @MethodSource("writes")
  void theSameCommandAgainComesToTheSameEnd(int write) {
    try (PostgresDatabase database = POSTGRES.server().freshDatabase()) {
      PostgresStores stores = new PostgresStores(database);
      try (CommandProcess killed = story(stores, write)) {
        assertThat(killed.awaitExit()).as("%s", killed.err()).isEqualTo(HaltPoint.STATUS);
      }

      StoryProcess.tell(stores.topo(), stores.catalog(), stores.options());

      assertThat(EndState.of(stores)).isEqualTo(undisturbed);
    }
  }

  private static CommandProcess story(PostgresStores stores, int haltAt) {
    return CommandProcess.start(
        StoryProcess.class,
        List.of("-D" + HaltPoint.PROPERTY + "=" + haltAt),
        stores.environment(),
        "halting-" + stores.topo(),
        "halting-" + stores.catalog());
  }
}
