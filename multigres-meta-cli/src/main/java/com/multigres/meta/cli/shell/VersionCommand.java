package com.multigres.meta.cli.shell;

import com.multigres.meta.cli.output.Answer;
import com.multigres.meta.cli.output.Json;
import com.multigres.meta.cli.run.Context;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** {@code version}. */
@Command(name = "version", description = "Show the version of this command and of its JVM.")
public final class VersionCommand implements Callable<Integer> {
  private final Context context;

  VersionCommand(Context context) {
    this.context = context;
  }

  @Override
  public Integer call() {
    String version =
        Optional.ofNullable(VersionCommand.class.getPackage().getImplementationVersion())
            .orElse("unpackaged");
    String java =
        System.getProperty("java.version") + " (" + System.getProperty("java.vm.name") + ")";
    return context.answer(
        Answer.line(
            () -> Json.object().put("version", version).put("java", java),
            "multigres-meta " + version + " on Java " + java));
  }
}
