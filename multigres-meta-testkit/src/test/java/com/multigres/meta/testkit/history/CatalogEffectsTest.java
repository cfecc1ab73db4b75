package com.multigres.meta.testkit.history;

import static org.assertj.core.api.Assertions.assertThat;

import com.multigres.meta.catalog.ApplyOptions;
import com.multigres.meta.catalog.ChangeId;
import com.multigres.meta.catalog.Position;
import com.multigres.meta.catalog.ReadOptions.Source;
import com.multigres.meta.model.Catalog;
import com.multigres.meta.model.CatalogChange;
import com.multigres.meta.model.CatalogChange.CreateDatabase;
import com.multigres.meta.model.CatalogChange.DropDatabase;
import com.multigres.meta.model.CatalogChange.RenameDatabase;
import com.multigres.meta.model.ChangeResult;
import com.multigres.meta.testkit.history.file.CatalogContent;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What changes do to a catalog, as histories show it. */
class CatalogEffectsTest {
  private static final CatalogChange CREATE = CreateDatabase.named("d");
  private static final CatalogChange RENAME = new RenameDatabase("d", "e");
  private static final CatalogChange AGAIN = CreateDatabase.named("d", true);

  private final Script script = new Script();

  @BeforeEach
  void theFirstCatalogIsShown() {
    script.when("c0", 0, 0).wasTold(new CatalogCall.Known(at(1, "init"), Catalog.initial()));
  }

  private static Position at(long generation, String change) {
    return new Position(generation, new ChangeId(change));
  }

  private static Catalog after(CatalogChange... changes) {
    return ((ChangeResult.Changed) Catalog.initial().apply(List.of(changes))).catalog();
  }

  private void applied(long time, String id, CatalogChange change, Ending ending) {
    ApplyOptions options = ApplyOptions.as(new ChangeId(id));
    script.when("c1", time, time + 1).did(CatalogCall.Apply.of(List.of(change), options), ending);
  }

  private void made(long time, Position position, CatalogChange change) {
    String id = position.changeId().value();
    applied(time, id, change, new Ending.Done(new Result.Stood(position, true, "")));
  }

  private void idle(long time, Position position, CatalogChange change) {
    applied(time, "idle", change, new Ending.Done(new Result.Stood(position, false, "")));
  }

  private void read(long time, Position position, Catalog catalog) {
    script
        .when("c2", time, time + 1)
        .did(
            new CatalogCall.Read(Source.PRIMARY, Optional.empty()),
            new Ending.Done(new Result.Stood(position, false, CatalogContent.of(catalog))));
  }

  private String rule() {
    return script.violated("catalog").rule();
  }

  private void isPassed() {
    assertThat(script.verdict("catalog")).isEqualTo(new Verdict.Passed());
  }

  @Test
  void whatChangesMakeIsPassed() {
    made(10, at(2, "p"), CREATE);
    made(12, at(3, "q"), RENAME);
    idle(14, at(3, "q"), CreateDatabase.named("e", true));
    read(16, at(3, "q"), after(CREATE, RENAME));
    isPassed();
  }

  @Test
  void aChangeThatIsAcknowledgedHasItsEffect() {
    made(10, at(2, "p"), CREATE);
    read(12, at(2, "p"), Catalog.initial());
    assertThat(rule()).isEqualTo("C3");
  }

  @Test
  void aChangeHasNoOtherEffect() {
    made(10, at(2, "p"), CREATE);
    read(12, at(2, "p"), after(CREATE, new DropDatabase("d", false)));
    assertThat(rule()).isEqualTo("C3");
  }

  @Test
  void anEffectThatNobodyReadShowsInTheNext() {
    made(10, at(2, "p"), CREATE);
    made(12, at(3, "q"), CreateDatabase.named("e"));
    read(14, at(3, "q"), after(CreateDatabase.named("e")));
    assertThat(rule()).isEqualTo("C3");
  }

  @Test
  void anUnknownChangeThatIsSeenHasItsEffectToo() {
    applied(10, "u", CREATE, new Ending.Unknown("TIMEOUT"));
    read(12, at(2, "u"), after(CREATE));
    isPassed();
    made(14, at(3, "q"), CreateDatabase.named("e"));
    read(16, at(3, "q"), after(CreateDatabase.named("e")));
    assertThat(rule()).isEqualTo("C3");
  }

  @Test
  void aChangeThatBreaksARuleIsNotAccepted() {
    made(10, at(2, "p"), CREATE);
    made(12, at(3, "q"), CREATE);
    assertThat(rule()).isEqualTo("C4");
  }

  @Test
  void aChangeThatAltersNothingMakesNoGeneration() {
    made(10, at(2, "p"), CREATE);
    made(12, at(3, "q"), AGAIN);
    assertThat(rule()).isEqualTo("C5");
  }

  @Test
  void aChangeThatShouldAlterSomethingIsNotSaidToAlterNothing() {
    idle(12, at(1, "init"), CREATE);
    assertThat(rule()).isEqualTo("C5");
  }

  @Test
  void aChangeThatShouldBeRefusedIsNotSaidToAlterNothing() {
    idle(12, at(1, "init"), RENAME);
    assertThat(rule()).isEqualTo("C4");
  }

  @Test
  void whereNobodyKnowsWhoMadeAGenerationTheNextKnownCatalogIsBelieved() {
    script
        .when("c1", 10, 11)
        .did(
            new CatalogCall.Apply(Optional.of("p"), "anything", Optional.empty()),
            new Ending.Done(new Result.Stood(at(2, "p"), true, "")));
    read(12, at(2, "p"), after(CreateDatabase.named("anything")));
    script.when("c2", 13, 13).wasTold(new CatalogCall.Known(at(2, "p"), after(CREATE, RENAME)));
    made(14, at(3, "q"), CREATE);
    assertThat(rule()).isEqualTo("C3");
  }
}
