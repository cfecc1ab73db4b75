package com.multigres.meta.testservers.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.multigres.meta.testservers.ServerStartException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The order of the search, on programs that only say their version. */
class ServerProgramTest {

  private static final ServerProgram ETCD =
      new ServerProgram("etcd", new ServerVersion(3, 6, 16), "TEST_ETCD_PROGRAM");

  @TempDir Path folder;

  private final List<String> tried = new ArrayList<>();
  private BuildScript withoutGo = new BuildScript(Path.of("/"), Map.of());

  @BeforeEach
  void hideGo() throws IOException {
    withoutGo = new BuildScript(folder.resolve("cache"), Programs.environment(folder, ""));
  }

  @Test
  void theProgramOfTheVariableIsTakenWhateverItsVersion() throws IOException {
    Path old = Programs.thatSays(folder.resolve("old"), "etcd Version: 3.4.23");
    Programs.thatSays(folder.resolve("bin/etcd"), "etcd Version: 3.6.16");

    Optional<ServerProgram.Found> found =
        find(Map.of("TEST_ETCD_PROGRAM", old.toString(), "PATH", folder.resolve("bin").toString()));

    assertThat(found).contains(new ServerProgram.Found(old, new ServerVersion(3, 4, 23)));
  }

  @Test
  void aVariableThatNamesNoSuchProgramIsAnError() {
    String nowhere = folder.resolve("nowhere").toString();

    assertThatThrownBy(() -> find(Map.of("TEST_ETCD_PROGRAM", nowhere)))
        .isInstanceOf(ServerStartException.class)
        .hasMessage(
            "TEST_ETCD_PROGRAM names %s, which does not say that it is a version of etcd", nowhere);
  }

  @Test
  void aProgramOnThePathIsTakenBeforeOneThatWasBuilt() throws IOException {
    Path onPath = Programs.thatSays(folder.resolve("bin/etcd"), "etcd Version: 3.6.2");
    Programs.thatSays(withoutGo.place(ETCD), "etcd Version: 3.6.16");

    assertThat(find(Map.of("PATH", folder.resolve("bin").toString())))
        .map(ServerProgram.Found::file)
        .contains(onPath);
  }

  @Test
  void anOlderProgramOnThePathIsPassedBy() throws IOException {
    Path old = Programs.thatSays(folder.resolve("bin/etcd"), "etcd Version: 3.4.23");
    Path built = Programs.thatSays(withoutGo.place(ETCD), "etcd Version: 3.6.16");

    assertThat(find(Map.of("PATH", folder.resolve("bin").toString())))
        .map(ServerProgram.Found::file)
        .contains(built);
    assertThat(tried)
        .containsExactly(
            "TEST_ETCD_PROGRAM is not set", "PATH: " + old + " is 3.4.23, older than 3.6.16");
  }

  @Test
  void whereNothingIsFoundAndThereIsNoGoEachWayIsListed() {
    assertThat(find(Map.of())).isEmpty();

    assertThat(tried)
        .hasSize(3)
        .contains("TEST_ETCD_PROGRAM is not set", "PATH: no etcd")
        .last()
        .asString()
        .startsWith("built: etcd 3.6.16 needs Go 1.24 or newer to be built");
  }

  @Test
  void whatWasBuiltBeforeAndDoesNotRunHereIsBuiltAnew() throws IOException {
    Programs.thatSays(withoutGo.place(ETCD), "of another machine");

    assertThat(find(Map.of())).isEmpty();
    assertThat(tried).hasSize(3);
  }

  @Test
  void theVersionsOfThisProjectAreKnown() {
    assertThat(ServerProgram.of("etcd", "X").version()).isEqualTo(ETCD.version());
    assertThat(ServerProgram.of("kube-apiserver", "X").version().major()).isEqualTo(1);
  }

  private Optional<ServerProgram.Found> find(Map<String, String> environment) {
    return ETCD.find(environment, withoutGo, tried);
  }
}
