package com.multigres.meta.testkit.history;

import static com.multigres.meta.testkit.history.Script.at;
import static com.multigres.meta.testkit.history.Script.bytes;
import static com.multigres.meta.testkit.history.Script.path;
import static com.multigres.meta.testkit.history.Script.version;
import static org.assertj.core.api.Assertions.assertThat;

import com.multigres.meta.topo.Batch;
import com.multigres.meta.topo.Expect;
import org.junit.jupiter.api.Test;

/** What batches and lists of one moment can show. */
class BatchHistoriesTest {
  private final Script script = new Script();

  private static Batch both(String value) {
    return Batch.builder()
        .put(path("a"), bytes(value), Expect.any())
        .put(path("b"), bytes(value), Expect.any())
        .build();
  }

  @Test
  void aBatchIsSeenWhole() {
    script.when("c1", 0, 1).committed(both("x"), "a=x@1", "b=x@1");
    script.when("c1", 2, 9).committed(both("y"), "a=y@2", "b=y@2");
    script.when("c2", 3, 4).read("a=x@1");
    script.when("c2", 5, 6).read("b=y@2");
    assertThat(script.verdict("batches")).isEqualTo(new Verdict.Passed());
  }

  @Test
  void aBatchIsNeverSeenInHalves() {
    script.when("c1", 0, 1).committed(both("x"), "a=x@1", "b=x@1");
    script.when("c1", 2, 9).committed(both("y"), "a=y@2", "b=y@2");
    script.when("c2", 3, 4).read("b=y@2");
    script.when("c2", 5, 6).read("a=x@1");
    assertThat(script.violated("batches").rule()).isEqualTo("T5");
  }

  @Test
  void anUnknownBatchIsNotAppliedInHalvesEither() {
    script.when("c1", 0, 9).did(new TopoCall.Commit(both("x")), new Ending.Unknown("TIMEOUT"));
    script.when("c2", 10, 11).read("a=x@1");
    script.when("c2", 12, 13).readAbsent("b");
    assertThat(script.violated("batches").smallest()).hasSize(3);
  }

  @Test
  void comparisonsThatAllSeeTheStateBeforeAreNoticed() {
    script.when("c0", 0, 1).committed(both("x"), "a=x@1", "b=x@1");
    Batch left =
        Batch.builder()
            .when(new Batch.Condition.HasVersion(path("b"), version("b", "1")))
            .put(path("a"), bytes("l"), at("a", "1"))
            .build();
    Batch right =
        Batch.builder()
            .when(new Batch.Condition.HasVersion(path("a"), version("a", "1")))
            .put(path("b"), bytes("r"), at("b", "1"))
            .build();
    script.when("c1", 2, 5).committed(left, "a=l@2");
    script.when("c2", 2, 5).committed(right, "b=r@3");
    assertThat(script.violated("batches").smallest()).hasSize(3);
  }

  @Test
  void aListOfOneMomentShowsNoMixture() {
    script.when("c1", 0, 1).committed(both("x"), "a=x@1", "b=x@1");
    script.when("c1", 2, 9).committed(both("y"), "a=y@2", "b=y@2");
    script.when("c2", 3, 8).listed(true, "a=x@1", "b=y@2");
    assertThat(script.violated("batches").rule()).isEqualTo("T6");
  }

  @Test
  void aListOfManyMomentsMayShowAMixture() {
    script.when("c1", 0, 1).committed(both("x"), "a=x@1", "b=x@1");
    script.when("c1", 2, 9).committed(both("y"), "a=y@2", "b=y@2");
    script.when("c2", 3, 8).listed(false, "a=x@1", "b=y@2");
    assertThat(script.verdict("batches")).isEqualTo(new Verdict.Passed());
  }

  @Test
  void aListShowsWhatIsAbsent() {
    script.when("c1", 0, 1).wrote("a=x@1", Expect.any());
    script.when("c1", 2, 3).wrote("b=x@1", Expect.any());
    script.when("c2", 4, 8).listed(true, "b=x@1");
    assertThat(script.violated("batches").rule()).isEqualTo("T6");
  }

  @Test
  void aBatchIsRefusedForAReasonThatItCanHave() {
    script.when("c1", 0, 1).committed(both("x"), "a=x@1", "b=x@1");
    Batch batch =
        Batch.builder()
            .when(new Batch.Condition.Missing(path("a")))
            .put(path("b"), bytes("y"), at("b", "1"))
            .build();
    script.when("c2", 2, 3).did(new TopoCall.Commit(batch), Ending.failed("NODE_EXISTS"));
    assertThat(script.verdict("batches")).isEqualTo(new Verdict.Passed());
    script.when("c2", 4, 5).did(new TopoCall.Commit(batch), Ending.failed("BAD_VERSION"));
    assertThat(script.violated("batches").smallest()).hasSize(2);
  }

  @Test
  void aBatchIsToldAVersionForEachNode() {
    script.when("c1", 0, 1).committed(both("x"), "a=x@1");
    assertThat(script.violated("nodes").rule()).isEqualTo("T7");
  }

  @Test
  void whatCouldHaveHappenedInTooManyWaysIsUndecided() {
    Batch.Builder batch = Batch.builder();
    for (int i = 0; i < 40; i++) {
      batch.put(path("p" + i), bytes("x"), Expect.any());
      script.when("c2", 2, 3).read("p" + i + "=x@1");
    }
    TopoCall unknown = new TopoCall.Commit(batch.build());
    script.when("c1", 0, 1).did(unknown, new Ending.Unknown("TIMEOUT"));
    assertThat(script.verdict("batches")).isInstanceOf(Verdict.Undecided.class);
  }
}
