package com.multigres.meta.testkit.history;

import static org.assertj.core.api.Assertions.assertThat;

import com.multigres.meta.catalog.ApplyOptions;
import com.multigres.meta.catalog.ChangeId;
import com.multigres.meta.catalog.Position;
import com.multigres.meta.model.Catalog;
import com.multigres.meta.model.CatalogChange;
import com.multigres.meta.model.CatalogChange.CreateDatabase;
import com.multigres.meta.model.CatalogChange.RenameDatabase;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Which refusals by a rule histories show to be wrong. */
class CatalogRefusalsTest {
  private static final CatalogChange CREATE = CreateDatabase.named("d");
  private static final CatalogChange OTHER = CreateDatabase.named("o");
  private static final CatalogChange RENAME = new RenameDatabase("d", "e");

  private final Script script = new Script();

  @BeforeEach
  void theFirstCatalogIsShown() {
    script.when("c0", 0, 0).wasTold(new CatalogCall.Known(at(1, "init"), Catalog.initial()));
  }

  private static Position at(long generation, String change) {
    return new Position(generation, new ChangeId(change));
  }

  private void asked(long from, long to, String id, CatalogChange change, Ending ending) {
    ApplyOptions options = ApplyOptions.as(new ChangeId(id));
    script.when("c" + id, from, to).did(CatalogCall.Apply.of(List.of(change), options), ending);
  }

  private void made(long from, long to, Position position, CatalogChange change) {
    Ending done = new Ending.Done(new Result.Stood(position, true, ""));
    asked(from, to, position.changeId().value(), change, done);
  }

  private void refused(long from, long to, CatalogChange change) {
    asked(from, to, "r" + from, change, Ending.failed("ALREADY_EXISTS"));
  }

  private void isPassed() {
    assertThat(script.verdict("catalog")).isEqualTo(new Verdict.Passed());
  }

  private String rule() {
    return script.violated("catalog").rule();
  }

  @Test
  void aChangeThatBreaksARuleMayBeRefused() {
    made(10, 11, at(2, "p"), CREATE);
    refused(12, 13, CREATE);
    isPassed();
  }

  @Test
  void aChangeThatBreaksNoneMayNot() {
    made(10, 11, at(2, "p"), CREATE);
    refused(12, 13, OTHER);
    assertThat(rule()).isEqualTo("C4");
    assertThat(script.violated("catalog").smallest()).hasSize(1);
  }

  @Test
  void aChangeThatWouldAlterNothingBreaksNone() {
    made(10, 11, at(2, "p"), CREATE);
    refused(12, 13, CreateDatabase.named("d", true));
    assertThat(rule()).isEqualTo("C4");
  }

  @Test
  void whatBreaksARuleInAnyCatalogOfItsTimeMayBeRefused() {
    made(10, 20, at(2, "p"), CREATE);
    made(11, 21, at(3, "q"), RENAME);
    refused(19, 22, CREATE);
    isPassed();
  }

  @Test
  void whatWasRefusedTooLateToBreakARuleIsNoticed() {
    made(10, 11, at(2, "p"), CREATE);
    made(12, 13, at(3, "q"), RENAME);
    refused(14, 15, CREATE);
    assertThat(rule()).isEqualTo("C4");
  }

  @Test
  void whatWasRefusedTooSoonToBreakARuleIsNoticed() {
    refused(8, 9, CREATE);
    made(10, 11, at(2, "p"), CREATE);
    assertThat(rule()).isEqualTo("C4");
  }

  @Test
  void aChangeThatNobodySawMayBeTheReason() {
    asked(8, 9, "u", CREATE, new Ending.Unknown("TIMEOUT"));
    refused(10, 11, CREATE);
    isPassed();
  }

  @Test
  void aChangeThatWasAskedForLaterIsNone() {
    refused(10, 11, CREATE);
    asked(12, 13, "u", CREATE, new Ending.Unknown("TIMEOUT"));
    assertThat(rule()).isEqualTo("C4");
  }

  @Test
  void whereNobodyKnowsWhatStoodNothingIsSaid() {
    script
        .when("c1", 10, 11)
        .did(
            new CatalogCall.Apply(Optional.of("p"), "anything", Optional.empty()),
            new Ending.Done(new Result.Stood(at(2, "p"), true, "")));
    refused(12, 13, CREATE);
    isPassed();
  }

  @Test
  void aRefusalForAnotherReasonIsNotARulesBusiness() {
    asked(10, 11, "n", CREATE, Ending.failed("NOT_ALLOWED"));
    asked(12, 13, "b", CREATE, Ending.failed("UNAVAILABLE"));
    isPassed();
  }

  @Test
  void aRepeatOfWhatWasDoneIsNotRefused() {
    made(10, 11, at(2, "p"), CREATE);
    asked(12, 13, "p", CREATE, Ending.failed("ALREADY_EXISTS"));
    assertThat(rule()).isEqualTo("C5");
  }

  private void page(long from, long before, Position... positions) {
    script
        .when("h", from, from + 1)
        .did(
            new CatalogCall.Page(before, 10),
            new Ending.Done(new Result.Entries(List.of(positions))));
  }

  @Test
  void aPageBeginsWithTheNewestGenerationThatWasThere() {
    made(10, 11, at(2, "p"), CREATE);
    made(12, 15, at(3, "q"), RENAME);
    page(14, Long.MAX_VALUE, at(2, "p"), at(1, "init"));
    page(16, Long.MAX_VALUE, at(3, "q"), at(2, "p"));
    page(16, 3, at(2, "p"), at(1, "init"));
    isPassed();
    page(18, Long.MAX_VALUE, at(2, "p"), at(1, "init"));
    assertThat(rule()).isEqualTo("C8");
  }

  @Test
  void aPageBelowAGenerationBeginsRightBelowIt() {
    made(10, 11, at(2, "p"), CREATE);
    made(12, 13, at(3, "q"), RENAME);
    page(14, 3, at(1, "init"));
    assertThat(rule()).isEqualTo("C8");
  }

  @Test
  void anEmptyPageSaysThatItWasTrimmedAndTheLastGenerationNeverIs() {
    made(10, 11, at(2, "p"), CREATE);
    made(12, 13, at(3, "q"), RENAME);
    page(14, 3);
    isPassed();
    page(16, Long.MAX_VALUE);
    assertThat(rule()).isEqualTo("C8");
  }
}
