package com.multigres.meta.testservers.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class OrphanGuardTest {

  private static final Path LAST_NUMBER = Path.of("/proc/sys/kernel/ns_last_pid");
  private static final int TRIES = 200;

  private final List<Process> started = new ArrayList<>();

  @AfterEach
  void endAll() {
    started.forEach(Process::destroyForcibly);
  }

  @Test
  void anOrphanIsKilledAndItsFolderGoes() throws Exception {
    OrphanGuard guard = guard();
    Process orphan = sleeper();
    guard.started(orphan.pid());

    forsake(guard);

    assertThat(orphan.waitFor()).isNotZero();
    assertThat(guard.folder()).doesNotExist();
  }

  @Test
  void whoGotTheNumberOfADeadServerIsNotKilledForIt() throws Exception {
    assumeThat(Files.isWritable(LAST_NUMBER)).as("somebody may choose numbers").isTrue();
    OrphanGuard guard = guard();
    Process dead = sleeper();
    // The guard has to have looked at it while it lived.
    awaitHeard(guard, () -> guard.started(dead.pid()));
    dead.destroyForcibly().waitFor();
    Process stranger = withNumber(dead.pid());

    forsake(guard);

    assertThat(guard.folder()).doesNotExist();
    assertThat(stranger.isAlive()).isTrue();
  }

  @Test
  void theEndOfAFormerServerIsNotTakenForThatOfTheNext() throws Exception {
    OrphanGuard guard = guard();
    Process former = sleeper();
    Process next = sleeper();
    guard.started(former.pid());
    guard.started(next.pid());
    guard.ended(former.pid());

    forsake(guard);

    assertThat(next.waitFor()).isNotZero();
    assertThat(former.isAlive()).isTrue();
  }

  @Test
  void aGuardThatIsDismissedGoesAndTouchesNothing() throws Exception {
    OrphanGuard guard = guard();
    Process ended = sleeper();
    guard.started(ended.pid());
    guard.ended(ended.pid());

    guard.dismiss();
    guard.dismiss();
    guard.ended(ended.pid());

    assertThat(guard.shell().waitFor()).isZero();
    assertThat(guard.folder()).isDirectory();
    assertThat(ended.isAlive()).isTrue();
    FileTrees.delete(guard.folder());
  }

  @Test
  void whoeverStillWorksWhenTheGuardIsDismissedIsEnded() throws Exception {
    OrphanGuard guard = guard();
    Process stubborn = sleeper();
    guard.started(stubborn.pid());

    guard.dismiss();

    assertThat(stubborn.waitFor()).isNotZero();
    assertThat(guard.shell().waitFor()).isZero();
    assertThat(guard.folder()).doesNotExist();
  }

  private static OrphanGuard guard() throws IOException {
    return OrphanGuard.ofTemporary("guarded", OrphanGuard.Farewell.KILL);
  }

  /** What the death of this JVM does to a guard. */
  private static void forsake(OrphanGuard guard) throws IOException, InterruptedException {
    guard.shell().getOutputStream().close();
    guard.shell().waitFor();
  }

  /** It has heard when it has read more than before, and waits for the next line again. */
  private static void awaitHeard(OrphanGuard guard, Runnable word) throws IOException {
    awaitListening(guard);
    long before = bytesRead(guard);
    word.run();
    await().atMost(Duration.ofSeconds(20)).until(() -> bytesRead(guard) > before);
    awaitListening(guard);
  }

  /** It waits in a pipe for those whom it asks, too; but then it has a child. */
  private static void awaitListening(OrphanGuard guard) {
    Process shell = guard.shell();
    Path doing = Path.of("/proc", Long.toString(shell.pid()), "wchan");
    await()
        .atMost(Duration.ofSeconds(20))
        .during(Duration.ofMillis(200))
        .until(
            () -> Files.readString(doing).contains("pipe") && shell.children().findAny().isEmpty());
  }

  private static long bytesRead(OrphanGuard guard) throws IOException {
    Path counts = Path.of("/proc", Long.toString(guard.shell().pid()), "io");
    return Files.readAllLines(counts).stream()
        .filter(line -> line.startsWith("rchar:"))
        .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
        .sum();
  }

  private Process sleeper() throws IOException {
    Process process = new ProcessBuilder("sleep", "300").start();
    started.add(process);
    return process;
  }

  private Process withNumber(long wanted) throws IOException {
    for (int turn = 0; turn < TRIES; turn++) {
      Files.writeString(LAST_NUMBER, Long.toString(wanted - 1));
      Process process = sleeper();
      if (process.pid() == wanted) {
        return process;
      }
      process.destroyForcibly();
    }
    throw new AssertionError("no process got the number " + wanted);
  }
}
