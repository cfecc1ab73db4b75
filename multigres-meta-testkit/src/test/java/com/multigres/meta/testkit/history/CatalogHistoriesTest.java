package com.multigres.meta.testkit.history;

import static org.assertj.core.api.Assertions.assertThat;

import com.multigres.meta.catalog.CatalogCapability;
import com.multigres.meta.catalog.CatalogEvent.Full.Reason;
import com.multigres.meta.catalog.ChangeId;
import com.multigres.meta.catalog.Position;
import com.multigres.meta.catalog.ReadOptions.Source;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What catalogs can show. */
class CatalogHistoriesTest {
  private final Script script = new Script();

  @BeforeEach
  void twoChanges() {
    read("c0", 0, 1, at(1, "init"));
    applied("c1", 10, 11, Optional.of("p"), at(2, "p"));
    applied("c2", 20, 25, Optional.empty(), at(3, "q"));
  }

  private static Position at(long generation, String change) {
    return new Position(generation, new ChangeId(change));
  }

  private void read(String client, long from, long to, Position position) {
    read(client, from, to, Source.PRIMARY, position, "content" + position);
  }

  private void read(
      String client, long from, long to, Source source, Position position, String content) {
    script
        .when(client, from, to)
        .did(
            new CatalogCall.Read(source, Optional.empty()),
            new Ending.Done(new Result.Stood(position, false, content)));
  }

  private void applied(String client, long from, long to, Optional<String> id, Position position) {
    script
        .when(client, from, to)
        .did(
            new CatalogCall.Apply(id, "change", Optional.empty()),
            new Ending.Done(new Result.Stood(position, true, "")));
  }

  private void apply(String client, long from, long to, Optional<String> id, Ending ending) {
    script
        .when(client, from, to)
        .did(new CatalogCall.Apply(id, "change", Optional.empty()), ending);
  }

  private void told(long time, CatalogNews news) {
    script.when("s", time, time).wasTold(new CatalogCall.Told("s1", news));
  }

  private void subscribed() {
    script.when("s", 30, 31).wasTold(new CatalogCall.Subscribe("s1", Optional.empty()));
  }

  private void subscribedFrom(Position position) {
    script.when("s", 30, 31).wasTold(new CatalogCall.Subscribe("s1", Optional.of(position)));
  }

  private void settled(long time) {
    script.when("s", time, time + 1).wasTold(new Call.Settled("s1"));
  }

  private void declares(CatalogCapability capability) {
    script.when("c1", 0, 0).wasTold(new CatalogCall.Opened(Set.of(capability)));
  }

  private String rule() {
    return script.violated("catalog").rule();
  }

  @Test
  void changesInTurnArePassed() {
    read("c3", 22, 23, at(2, "p"));
    read("c3", 26, 27, at(3, "q"));
    assertThat(script.verdict("catalog")).isEqualTo(new Verdict.Passed());
  }

  @Test
  void aReadOfADeposedPrimaryIsStale() {
    read("c3", 26, 27, at(2, "p"));
    assertThat(rule()).isEqualTo("C6");
    assertThat(script.violated("catalog").smallest()).hasSize(2);
  }

  @Test
  void readsDoNotGoBackAcrossClients() {
    read("c3", 21, 22, at(3, "q"));
    read("c4", 23, 24, at(2, "p"));
    assertThat(rule()).isEqualTo("C6");
  }

  @Test
  void nothingIsSeenBeforeItWasAskedFor() {
    read("c3", 12, 13, at(3, "q"));
    assertThat(rule()).isEqualTo("C6");
  }

  @Test
  void aLostGenerationIsNotHidden() {
    read("c3", 30, 31, at(3, "other"));
    assertThat(rule()).isEqualTo("C9");
  }

  @Test
  void aGenerationThatNobodyMadeIsNoticed() {
    read("c3", 30, 31, at(4, "ghost"));
    assertThat(rule()).isEqualTo("C5");
  }

  @Test
  void aSkippedGenerationIsNoticed() {
    applied("c3", 30, 31, Optional.empty(), at(5, "r"));
    assertThat(rule()).isEqualTo("C5");
  }

  @Test
  void anUnknownChangeMayBeTheGenerationBetween() {
    apply("c4", 26, 90, Optional.empty(), new Ending.Unknown("TIMEOUT"));
    applied("c3", 30, 31, Optional.empty(), at(5, "r"));
    assertThat(script.verdict("catalog")).isEqualTo(new Verdict.Passed());
  }

  @Test
  void anUnknownChangeIsAppliedAtMostOnce() {
    apply("c4", 26, 90, Optional.of("u"), new Ending.Unknown("TIMEOUT"));
    read("c3", 30, 31, at(4, "u"));
    read("c3", 32, 33, at(5, "u"));
    assertThat(rule()).isEqualTo("C5");
  }

  @Test
  void aCommitReportedAsNotAppliedTooEarlyIsNoticed() {
    apply("c4", 26, 27, Optional.of("u"), Ending.failed("TIMEOUT"));
    read("c3", 30, 31, at(4, "u"));
    assertThat(rule()).isEqualTo("C11");
  }

  @Test
  void aChangeIsToldAPositionOfItsOwn() {
    applied("c4", 26, 27, Optional.empty(), at(3, "q"));
    assertThat(rule()).isEqualTo("C5");
  }

  @Test
  void aRepeatUnderTheSameIdAnswersForTheFirst() {
    applied("c1", 40, 41, Optional.of("p"), at(2, "p"));
    assertThat(script.verdict("catalog")).isEqualTo(new Verdict.Passed());
  }

  @Test
  void onePositionShowsOneCatalog() {
    read("c3", 30, 31, Source.PRIMARY, at(3, "q"), "whole");
    read("c3", 32, 33, Source.PRIMARY, at(3, "q"), "torn");
    assertThat(rule()).isEqualTo("C6");
  }

  @Test
  void cachedReadsMayBeOldButDoNotGoBack() {
    read("c3", 30, 31, Source.CACHED, at(2, "p"), "");
    assertThat(script.verdict("catalog")).isEqualTo(new Verdict.Passed());
    read("c3", 32, 33, Source.CACHED, at(1, "init"), "");
    assertThat(rule()).isEqualTo("C6");
  }

  @Test
  void aSubscriptionThatSkipsIsNoticed() {
    subscribed();
    told(32, new CatalogNews.Full(at(1, "init"), Reason.FIRST, ""));
    told(33, new CatalogNews.Changed(at(3, "q"), ""));
    assertThat(rule()).isEqualTo("C7");
  }

  @Test
  void aSubscriptionTellsTheLastGeneration() {
    subscribed();
    told(32, new CatalogNews.Full(at(1, "init"), Reason.FIRST, ""));
    told(33, new CatalogNews.Changed(at(2, "p"), ""));
    settled(40);
    assertThat(rule()).isEqualTo("C7");
  }

  @Test
  void aSubscriptionThatTellsNothingIsNoticed() {
    subscribed();
    settled(40);
    assertThat(rule()).isEqualTo("C7");
  }

  @Test
  void aSubscriptionFromAPositionThatStaysSilentIsNoticed() {
    subscribedFrom(at(2, "p"));
    settled(40);
    assertThat(rule()).isEqualTo("C7");
  }

  @Test
  void aSubscriptionFromTheLastPositionNeedSayNothing() {
    subscribedFrom(at(3, "q"));
    settled(40);
    assertThat(script.verdict("catalog")).isEqualTo(new Verdict.Passed());
  }

  @Test
  void whatIsMadeWhileASubscriptionSettlesItNeedNotTell() {
    subscribedFrom(at(3, "q"));
    applied("c1", 39, 41, Optional.empty(), at(4, "r"));
    settled(40);
    assertThat(script.verdict("catalog")).isEqualTo(new Verdict.Passed());
  }

  @Test
  void aSubscriptionDoesNotEndByItself() {
    subscribed();
    told(32, new CatalogNews.Ended("UNAVAILABLE"));
    assertThat(rule()).isEqualTo("C7");
  }

  @Test
  void whereAccessIsRefusedASubscriptionEndsAndOwesNothingMore() {
    subscribed();
    told(32, new CatalogNews.Ended("ACCESS_DENIED"));
    settled(40);
    assertThat(script.verdict("catalog")).isEqualTo(new Verdict.Passed());
  }

  private void aLostHistoryIsTold() {
    subscribed();
    told(32, new CatalogNews.Full(at(3, "q"), Reason.FIRST, ""));
    told(33, new CatalogNews.Full(at(2, "other"), Reason.LOST_HISTORY, ""));
    read("c3", 40, 41, at(2, "other"));
  }

  @Test
  void whatMayBeGoneAfterALostHistoryNobodyKnows() {
    aLostHistoryIsTold();
    assertThat(script.verdict("catalog")).isInstanceOf(Verdict.Undecided.class);
    declares(CatalogCapability.HISTORY);
    assertThat(script.verdict("catalog")).isInstanceOf(Verdict.Undecided.class);
  }

  @Test
  void aLostHistoryBreaksTheRuleWhereTheStoreDeclaresToKeepIt() {
    declares(CatalogCapability.DURABLE_FAILOVER);
    assertThat(script.verdict("catalog")).isEqualTo(new Verdict.Passed());
    aLostHistoryIsTold();
    assertThat(rule()).isEqualTo("C9");
  }

  @Test
  void aLostHistoryThatARefusalTellsOfIsOneToo() {
    declares(CatalogCapability.DURABLE_FAILOVER);
    apply("c1", 40, 41, Optional.empty(), Ending.failed("LOST_HISTORY"));
    assertThat(rule()).isEqualTo("C9");
  }

  @Test
  void afterALostHistoryCachedReadsMayGoBack() {
    read("c3", 30, 31, Source.CACHED, at(3, "q"), "");
    aLostHistoryIsTold();
    read("c3", 50, 51, Source.CACHED, at(2, "other"), "");
    assertThat(script.verdict("catalog")).isInstanceOf(Verdict.Undecided.class);
  }

  @Test
  void aSubscriptionDoesNotStepBackInSilence() {
    subscribed();
    told(32, new CatalogNews.Full(at(3, "q"), Reason.FIRST, ""));
    told(33, new CatalogNews.Full(at(2, "p"), Reason.LOG_TRIMMED, ""));
    assertThat(rule()).isEqualTo("C7");
  }

  @Test
  void aPageOfTheHistoryHasNoGap() {
    script
        .when("c3", 40, 41)
        .did(
            new CatalogCall.Page(Long.MAX_VALUE, 10),
            new Ending.Done(new Result.Entries(List.of(at(3, "q"), at(1, "init")))));
    assertThat(rule()).isEqualTo("C8");
  }
}
