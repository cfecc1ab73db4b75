package com.multigres.example.directory;

import static org.assertj.core.api.Assertions.assertThat;

import com.multigres.meta.testkit.history.History;
import com.multigres.meta.testkit.history.Verdict;
import com.multigres.meta.testkit.history.check.HistoryChecker;
import com.multigres.meta.testkit.history.file.HistoryFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What the kit found out about this store while it was written, kept for good. */
class FoundHistoriesTest {
  private static final Path FOUND = Path.of("src", "test", "resources", "histories");

  /**
   * A delete found no file, as the directory had just been taken away, and was called done; with
   * the directory the node came back.
   */
  @Test
  void aDeleteThatCameBackIsSeen() throws IOException {
    History history = HistoryFile.read(List.of(FOUND.resolve("a-delete-that-came-back.jsonl")));
    assertThat(new HistoryChecker().check(history).get("nodes"))
        .isInstanceOfSatisfying(
            Verdict.Violated.class,
            violated -> {
              assertThat(violated.rule()).contains("T5");
              assertThat(violated.smallest()).hasSize(3);
            });
  }
}
