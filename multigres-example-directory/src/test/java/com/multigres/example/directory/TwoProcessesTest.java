package com.multigres.example.directory;

import static com.multigres.meta.testkit.Patience.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import com.multigres.meta.testkit.Patience;
import com.multigres.meta.testkit.Rule;
import com.multigres.meta.testkit.topo.WatchRecorder;
import com.multigres.meta.topo.Expect;
import com.multigres.meta.topo.TopoPath;
import com.multigres.meta.topo.TopoStore;
import com.multigres.meta.topo.TopoStores;
import com.multigres.meta.topo.WatchOptions;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The point of a directory: processes that know nothing of each other share a topology. */
@Timeout(120)
class TwoProcessesTest {
  private static final int TIMES = 150;

  @TempDir private Path folder;
  private TopoStore store;

  @BeforeEach
  void openStore() {
    store = TopoStores.open(address());
  }

  @AfterEach
  void closeStore() {
    store.close();
  }

  private String address() {
    return "directory://" + folder + "#/shared";
  }

  private void end(Process other) throws InterruptedException {
    long seconds = Patience.longest().multipliedBy(2).toSeconds();
    assertThat(other.waitFor(seconds, TimeUnit.SECONDS)).as("the other process ended").isTrue();
    assertThat(other.exitValue()).isZero();
  }

  @Test
  @Rule({"T5", "T9", "T13"})
  void noIncrementOfAnyProcessIsLostAndAWatchHearsThemInOrder() throws Exception {
    store.write(OtherProcess.COUNTER, ByteString.copyFromUtf8("0"), Expect.absent());
    WatchRecorder heard = new WatchRecorder();
    store.watch(TopoPath.root(), WatchOptions.tree(), heard);
    List<Process> others =
        List.of(
            OtherProcess.start(address(), "increment", "" + TIMES),
            OtherProcess.start(address(), "increment", "" + TIMES));
    OtherProcess.increment(store, TIMES);
    for (Process other : others) {
      end(other);
    }
    String last = "" + 3 * TIMES;
    assertThat(store.read(OtherProcess.COUNTER).orElseThrow().value().toStringUtf8())
        .isEqualTo(last);
    heard.awaitState(Map.of("counter", last));
    assertThat(heard.storyOf(OtherProcess.COUNTER).stream().map(Integer::valueOf))
        .doesNotHaveDuplicates()
        .isSorted();
  }

  @Test
  @Rule({"T18", "T19"})
  void whatAProcessBoundGoesWhenItIsKilledAndNotBefore() throws IOException {
    Process other = OtherProcess.start(address(), "bind");
    try {
      eventually().until(() -> store.read(OtherProcess.BOUND).isPresent());
      long begun = System.nanoTime();
      eventually()
          .failFast("the node is gone", () -> store.read(OtherProcess.BOUND).isEmpty())
          .until(() -> System.nanoTime() - begun > OtherProcess.TTL.multipliedBy(2).toNanos());
    } finally {
      other.destroyForcibly();
    }
    eventually().until(() -> store.read(OtherProcess.BOUND).isEmpty());
    assertThat(store.list(TopoPath.root())).isEmpty();
  }
}
