package com.multigres.meta.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.multigres.meta.cli.run.Interruption;
import com.multigres.meta.topo.TopoPath;
import com.multigres.meta.topo.TopoStore;
import com.multigres.meta.topo.TopoStores;
import com.multigres.meta.topo.lock.FencingToken;
import com.multigres.meta.topo.lock.LockKind;
import com.multigres.meta.topo.lock.LockOptions;
import com.multigres.meta.topo.lock.TopoLock;
import java.io.ByteArrayOutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

class LockCommandsTest {
  private static final TopoPath LOCKED = TopoPath.of("a", "b");

  @RegisterExtension final MemoryStores stores = new MemoryStores();
  @TempDir Path folder;
  private TopoStore store = TopoStores.open("memory://unused/");

  @BeforeEach
  void open() {
    store.close();
    store = TopoStores.open(stores.topo());
  }

  @AfterEach
  void close() {
    store.close();
  }

  private String file(String name) {
    return folder.resolve(name).toString();
  }

  private boolean held(TopoPath path) {
    return store.locks().holder(path, LockKind.QUEUE).isPresent();
  }

  /** Runs until told to end, and then ends with 5. */
  private String[] untilTold(String... before) {
    String script =
        "trap 'exit 5' TERM; touch " + file("started") + "; while :; do sleep 0.05; done";
    String[] words = Arrays.copyOf(before, before.length + 4);
    System.arraycopy(new String[] {"--", "sh", "-c", script}, 0, words, before.length, 4);
    return words;
  }

  private CompletableFuture<Integer> running(Interruption interruption, String... words) {
    CompletableFuture<Integer> status =
        CompletableFuture.supplyAsync(
            () ->
                stores
                    .caller()
                    .status(
                        "",
                        new ByteArrayOutputStream(),
                        new ByteArrayOutputStream(),
                        interruption,
                        words));
    await().until(() -> status.isDone() || Files.exists(folder.resolve("started")));
    return status;
  }

  @Test
  void theCommandRunsUnderTheLockAndItsExitStatusIsOurs() throws Exception {
    String script = "printf %s \"$MULTIGRES_LOCK_TOKEN\" > " + file("token") + "; exit 7";
    Run run = stores.caller().run("topo", "lock", "a/b", "--", "sh", "-c", script);
    assertThat(run.status()).isEqualTo(7);
    FencingToken token = FencingToken.parse(Files.readString(folder.resolve("token")));
    assertThat(token.backend()).isEqualTo("memory");
    assertThat(held(LOCKED)).isFalse();
    assertThat(store.locks().lock(LOCKED, LockOptions.of("next")).token().isAfter(token)).isTrue();
  }

  @Test
  void aLockThatSomebodyHoldsIsRefusedOrWaitedFor() {
    TopoLock held = store.locks().lock(LOCKED, LockOptions.of("somebody's\nwork"));
    Run tried = stores.caller().runJson("topo", "lock", "a/b", "--try", "--", "touch", file("ran"));
    assertThat(tried.status()).isEqualTo(1);
    JsonNode error = tried.document().get("error");
    assertThat(error.get("code").asText()).isEqualTo("LOCK_HELD");
    String asker = System.getProperty("user.name") + "@" + held.info().content().hostName();
    assertThat(error.get("message").asText())
        .isEqualTo("a/b: " + asker + " holds it for: somebody's work (T22)");
    Run waited =
        stores
            .caller()
            .runJson("topo", "lock", "a/b", "--wait", "100ms", "--", "touch", file("ran"));
    assertThat(waited.document().at("/error/code").asText()).isEqualTo("TIMEOUT");
    assertThat(folder.resolve("ran")).doesNotExist();
    assertThat(store.locks().queue(LOCKED)).hasSize(1);
  }

  @Test
  void theCommandIsToldWhenTheLockIsLost() {
    CompletableFuture<Integer> status =
        running(new Interruption(), untilTold("topo", "lock", "a/b", "--for", "mine"));
    assertThat(store.locks().queue(LOCKED).get(0).content().action()).isEqualTo("mine");
    store.locks().revoke(store.locks().holder(LOCKED, LockKind.QUEUE).orElseThrow());
    await().until(status::isDone);
    assertThat(status.join()).isEqualTo(5);
  }

  @Test
  void whoInterruptsUsEndsTheCommandAndTheLock() {
    Interruption interruption = new Interruption();
    CompletableFuture<Integer> status = running(interruption, untilTold("topo", "lock", "a/b"));
    assertThat(held(LOCKED)).isTrue();
    interruption.ask();
    await().until(status::isDone);
    assertThat(status.join()).isEqualTo(5);
    assertThat(held(LOCKED)).isFalse();
  }

  @Test
  void whoInterruptsOurWaitLeavesNothingBehind() {
    store.locks().lock(LOCKED, LockOptions.of("holder"));
    Interruption interruption = new Interruption();
    CompletableFuture<Integer> status =
        CompletableFuture.supplyAsync(
            () ->
                stores
                    .caller()
                    .status(
                        "",
                        new ByteArrayOutputStream(),
                        new ByteArrayOutputStream(),
                        interruption,
                        "topo",
                        "lock",
                        "a/b",
                        "--",
                        "true"));
    await().until(() -> store.locks().queue(LOCKED).size() == 2);
    interruption.ask();
    await().until(status::isDone);
    assertThat(status.join()).isEqualTo(1);
    assertThat(store.locks().queue(LOCKED)).hasSize(1);
  }

  @Test
  void aLockIsStolenAfterTheGracePeriod() {
    CompletableFuture<Integer> holder =
        running(new Interruption(), untilTold("topo", "lock", "a/b"));
    Run thief = stores.caller().run("topo", "lock", "a/b", "--steal", "200ms", "--", "true");
    assertThat(thief.status()).as(thief.err()).isZero();
    await().until(holder::isDone);
    assertThat(holder.join()).isEqualTo(5);
  }

  @Test
  void aShardThatNobodyKnowsIsLockedOnlyByForce() {
    stores.caller().initialiseCluster();
    stores.caller().run("catalog", "init").requireDone();
    String[] words = {"shard", "lock", "postgres/default/0-8", "--", "touch", file("ran")};

    Run refused = stores.caller().run(words);
    Run blind = stores.caller().withoutCatalog().runJson(words);
    assertThat(folder.resolve("ran")).doesNotExist();
    Run forced =
        stores.caller().run("shard", "lock", "a/b/0-8", "--force", "--", "sh", "-c", "exit 7");

    assertThat(refused.status()).isEqualTo(1);
    assertThat(refused.err())
        .isEqualTo(
            "multigres-meta: NOT_FOUND: nobody knows shard postgres/default/0-8, neither the catalog"
                + " nor a pooler; --force locks it all the same\n");
    assertThat(blind.document().at("/error/code").asText()).isEqualTo("NOT_FOUND");
    assertThat(blind.document().at("/error/message").asText())
        .contains("not asked: the catalog, which no --catalog names; --force");
    assertThat(forced.status()).isEqualTo(7);
  }

  @Test
  void aShardIsKnownByTheCatalogOrByItsPoolersOrByWhatIsWrittenAboutIt() {
    stores.caller().initialiseCluster();
    stores.caller().run("catalog", "init").requireDone();
    String[] pooler = {
      "component",
      "register",
      "--type",
      "pooler",
      "--cell",
      "cell1",
      "--name",
      "p1",
      "--host",
      "h",
      "--database",
      "db1",
      "--tablegroup",
      "tg1",
      "--shard",
      "0-8"
    };
    stores.caller().run(pooler).requireDone();
    stores.caller().run("topo", "put", "databases/db2/tg2/8-inf/note", "x").requireDone();

    for (String shard : new String[] {"postgres/default/0-inf", "db1/tg1/0-8", "db2/tg2/8-inf"}) {
      assertThat(stores.caller().run("shard", "lock", shard, "--", "true").status())
          .as(shard)
          .isZero();
    }
    String away = "postgresql://127.0.0.1:1/nobody";
    Run unasked =
        stores.caller().run("--catalog", away, "shard", "lock", "db1/tg1/0-8", "--", "true");
    Run unknown =
        stores.caller().run("--catalog", away, "shard", "lock", "db1/tg1/8-inf", "--", "true");
    assertThat(unasked.status()).as(unasked.err()).isZero();
    assertThat(unknown.status()).isEqualTo(1);
    assertThat(unknown.err()).contains("NOT_FOUND", "not asked: the catalog (").hasLineCount(1);
  }

  @Test
  void aShardsLockIsTheOneThatOtherComponentsTake() {
    TopoPath shard = TopoPath.parse("databases/db1/tg1/0-8");
    CompletableFuture<Integer> status =
        running(
            new Interruption(),
            untilTold("shard", "lock", "db1/tg1/0-8", "--force", "--ttl", "5s"));
    assertThat(held(shard)).isTrue();
    store.locks().revoke(store.locks().holder(shard, LockKind.QUEUE).orElseThrow());
    await().until(status::isDone);
    assertThat(status.join()).isEqualTo(5);
  }

  @Test
  void whatNamesNoShardIsWrongUsage() {
    for (String target : new String[] {"db1", "db1/tg1", "db1/tg1/locks", "db1//0-8"}) {
      Run run = stores.caller().run("shard", "lock", target, "--force", "--", "true");
      assertThat(run.status()).as(run.err()).isEqualTo(2);
      assertThat(run.err()).contains("BAD_INPUT").hasLineCount(1);
    }
  }

  @Test
  void whoHoldsAndWhoWaitsIsShown() {
    store.locks().lock(LOCKED, LockOptions.of("reshard"));
    store.locks().lock(LOCKED, LockOptions.of("backup").exclusive());
    JsonNode locks = stores.caller().json("topo", "locks", "a/b").get("locks");
    assertThat(locks).hasSize(2);
    assertThat(locks.at("/0/kind").asText()).isEqualTo("queue");
    assertThat(locks.at("/0/action").asText()).isEqualTo("reshard");
    assertThat(locks.at("/0/holds").asBoolean()).isTrue();
    assertThat(locks.at("/0/token").asText()).startsWith("memory:");
    assertThat(locks.at("/0/granted").asText()).isNotBlank();
    assertThat(locks.at("/1/kind").asText()).isEqualTo("exclusive");
    assertThat(stores.caller().run("topo", "locks", "a/b").out()).contains("reshard", "holds");
    assertThat(stores.caller().run("topo", "locks", "a").out()).contains("nobody locks a");
  }

  @Test
  void aCommandThatCannotBeRunLeavesNoLock() {
    Run run = stores.caller().run("topo", "lock", "a/b", "--", file("there is no such"));
    assertThat(run.status()).isEqualTo(1);
    assertThat(run.err()).contains("cannot be run");
    assertThat(held(LOCKED)).isFalse();
  }

  @Test
  void wrongUsageIsToldAsSuch() {
    assertThat(stores.caller().run("topo", "lock", "a/b").status()).isEqualTo(2);
    assertThat(
            stores
                .caller()
                .run("topo", "lock", "a", "--try", "--wait", "1s", "--", "true")
                .status())
        .isEqualTo(2);
  }
}
