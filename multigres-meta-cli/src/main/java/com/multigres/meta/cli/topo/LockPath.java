package com.multigres.meta.cli.topo;

import com.multigres.meta.cli.lock.LockedCommand;
import com.multigres.meta.cli.run.Context;
import com.multigres.meta.topo.TopoPath;
import com.multigres.meta.topo.TopoStore;
import com.multigres.meta.topo.lock.LockOptions;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code topo lock}. */
@Command(
    name = "lock",
    description = {
      "Hold a lock while a command runs; its exit status is that of the command.",
      "The command finds the fencing token in MULTIGRES_LOCK_TOKEN, and gets SIGTERM when the lock"
          + " is lost."
    })
final class LockPath implements Callable<Integer> {
  private final Context context;

  @Parameters(index = "0", paramLabel = "PATH", description = "What to lock.")
  private String path = "";

  @Option(names = "--exclusive", description = "Lock by one node at the path, not by a queue.")
  private boolean exclusive;

  @Parameters(
      index = "1..*",
      arity = "1..*",
      paramLabel = "COMMAND",
      description = "What to run, behind '--', so that its options are its own.")
  private List<String> command = List.of();

  @Mixin private final LockedCommand locked = new LockedCommand();

  LockPath(Context context) {
    this.context = context;
  }

  @Override
  public Integer call() {
    TopoPath target = TopoPath.parse(path);
    try (TopoStore store = context.stores().openTopo()) {
      return locked.run(
          context,
          command,
          options -> {
            LockOptions kind = exclusive ? options.exclusive() : options;
            return locked.tryOnly()
                ? store.locks().tryLock(target, kind)
                : store.locks().lock(target, kind);
          });
    }
  }
}
