package com.multigres.meta.testkit.history;

import static com.multigres.meta.testkit.history.Script.LOCK;
import static com.multigres.meta.testkit.history.Script.at;
import static com.multigres.meta.testkit.history.Script.bytes;
import static com.multigres.meta.testkit.history.Script.guard;
import static com.multigres.meta.testkit.history.Script.path;
import static com.multigres.meta.testkit.history.Script.token;
import static com.multigres.meta.testkit.history.Script.version;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.multigres.meta.catalog.ApplyOptions;
import com.multigres.meta.catalog.CatalogCapability;
import com.multigres.meta.catalog.CatalogEvent.Full.Reason;
import com.multigres.meta.catalog.ChangeId;
import com.multigres.meta.catalog.Position;
import com.multigres.meta.catalog.ReadOptions.Source;
import com.multigres.meta.testkit.history.check.HistoryCheck;
import com.multigres.meta.testkit.history.file.HistoryFile;
import com.multigres.meta.testkit.history.file.HistoryJournal;
import com.multigres.meta.topo.Batch;
import com.multigres.meta.topo.Capability;
import com.multigres.meta.topo.Expect;
import com.multigres.meta.topo.TopoPath;
import com.multigres.meta.topo.WatchEvent.Resync;
import com.multigres.meta.topo.lock.FencingToken;
import com.multigres.meta.topo.lock.LockKind;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Histories are kept in files as they were, and judged again from there. */
class HistoryFileTest {
  private static final Ending DONE = new Ending.Done(new Result.Nothing());
  private static final Optional<FencingToken> NOBODY = Optional.empty();
  private static final Position POSITION = new Position(7, new ChangeId("id-7"));

  private final Script script = new Script();

  @TempDir Path folder;

  private Path file() {
    return folder.resolve("history.jsonl");
  }

  private int check(Path... files) {
    return check(new ByteArrayOutputStream(), files);
  }

  private static int check(ByteArrayOutputStream printed, Path... files) {
    PrintStream out = new PrintStream(printed, true, StandardCharsets.UTF_8);
    return HistoryCheck.run(List.of(files).stream().map(Path::toString).toList(), out, out);
  }

  private void staysTheSame() throws IOException {
    HistoryFile.write(file(), script.history());
    assertThat(HistoryFile.read(List.of(file()))).isEqualTo(script.history());
  }

  @Test
  void whatHappenedToNodesIsKept() throws IOException {
    Batch batch =
        Batch.builder()
            .when(new Batch.Condition.Exists(path("e")))
            .when(new Batch.Condition.Missing(path("m")))
            .when(new Batch.Condition.HasVersion(path("v"), version("v", "1")))
            .when(guard(4))
            .put(path("a"), bytes("x"), at("a", "0"))
            .delete(path("b"), Expect.any())
            .build();
    TopoPath odd = TopoPath.of("/", "%", "a\"b\\", "ü\n\u2028");
    script.when("c1", 0, 1).committed(batch, "a=x@1");
    script.when("c1", 2, 3).read("a=x@1");
    script.when("c1", 2, 3).did(new TopoCall.Get(odd), Script.nodes());
    script.when("c1", 2, 3).listed(true, "a=@1", "b=ÿ@2");
    script.when("c1", 4, Operation.NEVER).mayHaveWritten("a", "", Expect.absent());
    script.when("c1", 5, 6).failedToWrite("a", "z", Expect.any(), "UNAVAILABLE");
    staysTheSame();
  }

  @Test
  void whatWatchesAndLocksToldIsKept() throws IOException {
    script.when("w", 0, 1).did(new TopoCall.Watch("w1", path("a"), true, false), DONE);
    script
        .when("w", 1, 1)
        .did(new TopoCall.Watch("w2", path("a"), false, true, Optional.of("w1")), DONE);
    script.when("w", 2, 2).sawNode("w1", "a=x@1");
    script.when("w", 3, 3).saw("w1", new WatchNews.Deleted(path("a")));
    script.when("w", 4, 4).saw("w1", new WatchNews.Resync(Resync.Kind.DIFFERENCE));
    script.when("w", 5, 5).saw("w1", new WatchNews.InSync());
    script.when("w", 6, 6).saw("w1", new WatchNews.Ended("ACCESS_DENIED"));
    script.when("w", 7, 8).did(new Call.Settled("w1"), DONE);
    script.when("c", 9, 9).wasGranted(4);
    script.when("c", 10, 10).stillHeld(4);
    script.when("c", 11, 11).did(new TopoCall.Release(LOCK, LockKind.EXCLUSIVE, token(4)), DONE);
    script.when("c", 12, 12).did(new TopoCall.Lost(LOCK, LockKind.QUEUE, token(4)), DONE);
    script.when("c", 12, 13).did(new TopoCall.SessionClosed(path("a")), DONE);
    Duration time = Duration.ofSeconds(2);
    script.when("f", 12, 13).did(new TopoCall.SessionsEnded(time), DONE);
    script.when("f", 12, 13).did(new TopoCall.SessionsEnded(Optional.of("c"), time), DONE);
    script.when("f", 12, 13).did(new TopoCall.Opened(Set.of(Capability.LOCKS)), DONE);
    script
        .when("c", 13, 13)
        .did(
            new TopoCall.Acquire(
                LOCK, LockKind.EXCLUSIVE, Optional.of(new TopoCall.Theft(Duration.ZERO, time))),
            Ending.failed("LOCK_HELD"));
    script.when("c", 13, 13).did(new TopoCall.Follow("f", LOCK, LockKind.QUEUE), DONE);
    for (Optional<FencingToken> token : List.of(Optional.of(token(4)), NOBODY)) {
      script.when("c", 13, 13).did(new TopoCall.HolderTold("f", LOCK, LockKind.QUEUE, token), DONE);
    }
    script
        .when("c", 13, 13)
        .did(new TopoCall.HolderSeen("o", LOCK, LockKind.QUEUE, Optional.of(token(4))), DONE);
    script
        .when("c", 14, 14)
        .did(new TopoCall.HolderSeen("o", LOCK, LockKind.QUEUE, Optional.empty()), DONE);
    staysTheSame();
  }

  @Test
  void whatHappenedToTheCatalogIsKept() throws IOException {
    Ending stood = new Ending.Done(new Result.Stood(POSITION, true, "content"));
    script
        .when("c", 0, 1)
        .did(new CatalogCall.Apply(Optional.of("id"), "create d", Optional.of(POSITION)), stood);
    script
        .when("c", 2, 3)
        .did(
            new CatalogCall.Apply(Optional.empty(), "", Optional.empty()),
            new Ending.Failed("STALE_POSITION", Optional.empty(), Optional.of(POSITION)));
    script
        .when("c", 2, 3)
        .did(CatalogCall.Apply.of(ChangesOfAllKinds.list(), ApplyOptions.none()), stood);
    script.when("c", 2, 3).did(new CatalogCall.Opened(Set.of(CatalogCapability.HISTORY)), DONE);
    script.when("c", 2, 3).did(new CatalogCall.Known(POSITION, ChangesOfAllKinds.catalog()), DONE);
    script.when("c", 4, 5).did(new CatalogCall.Read(Source.STANDBY, Optional.of(POSITION)), stood);
    script
        .when("c", 6, 7)
        .did(
            new CatalogCall.Page(Long.MAX_VALUE, 3),
            new Ending.Done(new Result.Entries(List.of(POSITION))));
    script.when("s", 8, 9).did(new CatalogCall.Subscribe("s1", Optional.of(POSITION)), DONE);
    told(new CatalogNews.Changed(POSITION, "content"));
    told(new CatalogNews.Full(POSITION, Reason.LOG_TRIMMED, ""));
    told(new CatalogNews.Ended("SCHEMA_TOO_NEW"));
    staysTheSame();
  }

  private void told(CatalogNews news) {
    script.when("s", 10, 10).did(new CatalogCall.Told("s1", news), DONE);
  }

  @Test
  void aJournalRemembersWhatWasGoingOnWhenItsProcessWasKilled() throws IOException {
    HistoryJournal journal = new HistoryJournal(file());
    HistoryRecorder recorder = new HistoryRecorder(journal);
    recorder.client("c1").record(new TopoCall.Get(path("a")), () -> 1, one -> new Result.Nothing());
    recorder.client("c1").begin(TopoCall.put(path("a"), bytes("x"), Expect.any()));
    journal.close();
    Files.writeString(file(), Files.readString(file()) + "{\"id\":3,\"client\":\"c1\",\"inv");
    assertThat(HistoryFile.read(List.of(file()))).isEqualTo(recorder.history());
    assertThat(recorder.history().operations().get(1).ending())
        .isEqualTo(new Ending.Unknown("IN_FLIGHT"));
  }

  @Test
  void aLineThatIsNoOperationIsNamed() throws IOException {
    script.when("c1", 2, 3).read("a=x@1");
    HistoryFile.write(file(), script.history());
    Files.writeString(file(), "{\"client\":\"c1\"}\n" + Files.readString(file()));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> HistoryFile.read(List.of(file())))
        .withMessageContaining("line 1 of " + file())
        .withMessageContaining("'id' is missing");
    assertThat(check(file())).isEqualTo(2);
  }

  @Test
  void aCallThatNobodyKnowsIsNamed() throws IOException {
    script.when("c", 12, 12).did(new TopoCall.Lost(LOCK, LockKind.QUEUE, token(4)), DONE);
    HistoryFile.write(file(), script.history());
    Files.writeString(file(), Files.readString(file()).replace("\"lost\"", "\"forgotten\""));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> HistoryFile.read(List.of(file())))
        .withMessageContaining("no call: forgotten");
  }

  @Test
  void aGoodHistoryIsPassedAgainFromTheFilesOfItsProcesses() throws IOException {
    script.when("c1", 0, 1).wrote("a=x@1", Expect.any());
    HistoryFile.write(file(), script.history());
    Script other = new Script();
    other.when("c2", 2, 3).read("a=x@1");
    HistoryFile.write(folder.resolve("other"), other.history());
    assertThat(check(file(), folder.resolve("other"))).isZero();
    assertThat(check(folder.resolve("other"))).isEqualTo(1);
  }

  @Test
  void aBadHistoryIsPrintedWithWhatShowsIt() throws IOException {
    script.when("c1", 0, 1).wrote("a=x@1", Expect.any());
    script.when("c2", 2, 3).readAbsent("a");
    HistoryFile.write(file(), script.history());
    ByteArrayOutputStream printed = new ByteArrayOutputStream();
    assertThat(check(printed, file())).isEqualTo(1);
    assertThat(printed.toString(StandardCharsets.UTF_8))
        .contains("2 operations", "nodes: VIOLATED T5", "[0 … 1] c1", "[2 … 3] c2");
  }

  @Test
  void howLongToThinkIsADurationAsEverywhere() throws IOException {
    script.when("c1", 0, 1).wrote("a=x@1", Expect.any());
    HistoryFile.write(file(), script.history());
    ByteArrayOutputStream printed = new ByteArrayOutputStream();
    assertThat(check(printed, Path.of("--think"), Path.of("5s"), file())).isZero();
    assertThat(check(printed, Path.of("--think"), Path.of("5"), file())).isEqualTo(2);
    assertThat(printed.toString(StandardCharsets.UTF_8))
        .contains("--think takes a duration like")
        .contains("not '5'");
  }

  @Test
  void nothingIsNotPassed() throws IOException {
    HistoryFile.write(file(), new History(List.of()));
    assertThat(check(file())).isEqualTo(2);
    assertThat(check()).isEqualTo(2);
    assertThat(check(folder.resolve("missing"))).isEqualTo(2);
  }
}
