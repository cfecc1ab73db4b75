package com.multigres.meta.testkit.documented;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import com.multigres.meta.memory.topo.MemoryTopoServer;
import com.multigres.meta.testkit.history.ClientLog;
import com.multigres.meta.testkit.history.HistoryRecorder;
import com.multigres.meta.testkit.history.Result;
import com.multigres.meta.testkit.history.TopoCall;
import com.multigres.meta.testkit.history.Verdict;
import com.multigres.meta.testkit.history.check.HistoryChecker;
import com.multigres.meta.topo.Expect;
import com.multigres.meta.topo.TopoPath;
import com.multigres.meta.topo.TopoStore;
import com.multigres.meta.topo.TopoStores;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** How the page about conformance records a history. */
class RecordingByHandTest {
  @Test
  void anOperationIsRecordedAndJudged() {
    TopoPath path = TopoPath.of("a");
    ByteString value = ByteString.copyFromUtf8("x");
    Expect expect = Expect.absent();
    try (MemoryTopoServer server = MemoryTopoServer.named("documented");
        TopoStore store = TopoStores.open("memory://documented/recording")) {
      assertThat(server).isNotNull();
      HistoryRecorder recorder = new HistoryRecorder();
      ClientLog log = recorder.client("c1");
      log.record(
          TopoCall.put(path, value, expect),
          () -> store.write(path, value, expect),
          version -> new Result.Written(Map.of(path, version)));
      Map<String, Verdict> verdicts =
          new HistoryChecker(Duration.ofSeconds(60)).check(recorder.history());

      assertThat(verdicts).containsEntry("nodes", new Verdict.Passed());
    }
  }
}
