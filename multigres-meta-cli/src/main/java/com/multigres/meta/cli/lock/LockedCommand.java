package com.multigres.meta.cli.lock;

import com.multigres.meta.cli.output.Shown;
import com.multigres.meta.cli.run.CliException;
import com.multigres.meta.cli.run.Context;
import com.multigres.meta.cli.run.Interruption;
import com.multigres.meta.topo.lock.LockOptions;
import com.multigres.meta.topo.lock.TopoLock;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import picocli.CommandLine.Option;

/** How to hold a lock while a command runs. */
public final class LockedCommand {
  /** Where the command finds the fencing token. */
  static final String TOKEN = "MULTIGRES_LOCK_TOKEN";

  // Longer than anybody waits.
  private static final Duration UNTIL_INTERRUPTED = Duration.ofDays(365);

  @Option(
      names = "--ttl",
      paramLabel = "TIME",
      description = "How long the lock outlives a killed process; the backend's default else.")
  private Optional<Duration> ttl = Optional.empty();

  @Option(
      names = "--wait",
      paramLabel = "TIME",
      description = "How long to wait for the lock; until interrupted unless given.")
  private Optional<Duration> wait = Optional.empty();

  @Option(names = "--try", description = "Do not wait: fail when somebody holds the lock.")
  private boolean tryOnly;

  @Option(
      names = "--steal",
      paramLabel = "GRACE",
      description = "Take the lock from its holder, who has this time to clean up.")
  private Optional<Duration> steal = Optional.empty();

  @Option(
      names = "--for",
      paramLabel = "TEXT",
      description = "What others read of the lock; the command unless given.")
  private Optional<String> purpose = Optional.empty();

  /** Options that picocli fills. */
  public LockedCommand() {}

  /** Whether to give up at once when somebody holds the lock. */
  public boolean tryOnly() {
    return tryOnly;
  }

  private LockOptions options(List<String> command) {
    if (tryOnly && wait.isPresent()) {
      throw CliException.usage("--try does not wait, --wait does; give one of them");
    }
    LockOptions options =
        LockOptions.of(purpose.orElseGet(() -> String.join(" ", command)))
            .waiting(wait.orElse(UNTIL_INTERRUPTED));
    options = ttl.isPresent() ? options.ttl(ttl.get()) : options;
    return steal.isPresent() ? options.stealing(steal.get()) : options;
  }

  /**
   * Takes the lock, runs the command, and releases the lock.
   *
   * @param command the command and its arguments
   * @param take takes the lock
   * @return the command's exit status
   */
  public int run(Context context, List<String> command, Function<LockOptions, TopoLock> take) {
    LockOptions options = options(command);
    Ending ending = new Ending(Thread.currentThread()::interrupt);
    Interruption.Ending asked = context.interruption().whenAsked(ending::bring);
    try (TopoLock lock = take.apply(options)) {
      Process process = start(command, lock);
      ending.how = process::destroy;
      lock.onLost(
          () -> {
            context.console().note("multigres-meta: the lock of " + lock.path() + " was lost");
            process.destroy();
          });
      return exitOf(process);
    } finally {
      asked.close();
    }
  }

  /** How to end what we are at: the wait for the lock, or the command. */
  private static final class Ending {
    private volatile Runnable how;

    Ending(Runnable first) {
      this.how = first;
    }

    void bring() {
      how.run();
    }
  }

  private static Process start(List<String> command, TopoLock lock) {
    ProcessBuilder builder = new ProcessBuilder(command).inheritIO();
    builder.environment().put(TOKEN, lock.token().toString());
    try {
      return builder.start();
    } catch (IOException e) {
      throw CliException.notFound(
          Shown.name(command.get(0)) + " cannot be run: " + e.getMessage(), e);
    }
  }

  private static int exitOf(Process process) {
    while (true) {
      try {
        return process.waitFor();
      } catch (InterruptedException asked) {
        // Asked to end in the moment of the start: so is the command. The flag would only keep us
        // from releasing the lock.
        process.destroy();
      }
    }
  }
}
