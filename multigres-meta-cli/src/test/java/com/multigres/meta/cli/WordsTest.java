package com.multigres.meta.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.multigres.meta.cli.output.Console;
import com.multigres.meta.cli.run.Context;
import com.multigres.meta.cli.run.Interruption;
import java.io.ByteArrayInputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import picocli.CommandLine;

/** Options, help and completion. */
class WordsTest {
  @RegisterExtension final MemoryStores stores = new MemoryStores();

  private final Run.Caller bare = Run.Caller.bare();

  @Test
  void globalOptionsStandBeforeOrBehindTheCommand() {
    bare.run("--topo", stores.topo(), "topo", "put", "a", "1").requireDone();

    Run before = bare.run("--topo", stores.topo(), "--output", "json", "topo", "ls");
    Run between = bare.run("topo", "--topo", stores.topo(), "ls", "--output=json");
    Run behind = bare.run("topo", "ls", "--output", "json", "--topo", stores.topo());

    assertThat(before.document()).isEqualTo(behind.document()).isEqualTo(between.document());
    assertThat(behind.document().get("nodes")).hasSize(1);
  }

  @Test
  void anOptionWinsOverItsVariable() {
    Run.Caller caller = new Run.Caller(Map.of("MULTIGRES_TOPO", "ftp://elsewhere/x"), List.of());

    assertThat(caller.run("topo", "ls").status()).isEqualTo(2);
    assertThat(caller.run("topo", "ls", "--topo", stores.topo()).status()).isZero();
  }

  @Test
  void everyCommandHasHelpWithItsOptionsApart() {
    for (CommandLine command : all(root())) {
      String path = command.getCommandSpec().qualifiedName();
      List<String> words = new ArrayList<>(List.of(path.split(" ", -1)));
      words.remove(0);
      words.add("--help");

      Run run = bare.run(words.toArray(String[]::new));

      assertThat(run.status()).as(path).isZero();
      assertThat(run.out()).as(path).startsWith("Usage: " + path).contains("--catalog=URI");
      assertThat(command.getCommandSpec().usageMessage().description()).as(path).isNotEmpty();
    }
  }

  private static CommandLine root() {
    PrintStream nowhere =
        new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8);
    Console console = new Console(nowhere, nowhere, false);
    return MultigresMeta.commandLine(
        new Context(console, new ByteArrayInputStream(new byte[0]), Map.of(), new Interruption()));
  }

  private static List<CommandLine> all(CommandLine command) {
    List<CommandLine> all = new ArrayList<>(List.of(command));
    command.getSubcommands().values().forEach(below -> all.addAll(all(below)));
    return all;
  }

  @Test
  void helpOfACommandIsWhatItsHelpOptionShows() {
    assertThat(bare.run("help", "topo", "get").out())
        .isEqualTo(bare.run("topo", "get", "--help").out());
  }

  @Test
  void theVersionIsShown() {
    JsonNode version = bare.json("version");

    assertThat(version.get("java").asText()).startsWith(System.getProperty("java.version"));
    assertThat(bare.run("version").out()).startsWith("multigres-meta ").hasLineCount(1);
  }

  @Test
  void everyShellsCompletionKnowsTheCommands() {
    for (String shell : List.of("bash", "zsh", "fish")) {
      assertThat(bare.run("completion", shell).requireDone().out())
          .as(shell)
          .contains("tablegroup", "set-state", "if-not-exists", "password-file");
    }
    assertThat(bare.run("completion", "tcsh").status()).isEqualTo(2);
  }

  @Test
  void plainTextHasNoEscapeSequences() {
    stores.caller().withoutTopology().run("catalog", "init").requireDone();

    assertThat(stores.caller().withoutTopology().run("catalog", "show").out())
        .doesNotContain("\u001b");
  }

  @Test
  void aNameCannotSteerTheTerminal() {
    stores.caller().withoutTopology().run("catalog", "init").requireDone();
    stores.caller().withoutTopology().run("database", "create", "a\u001b[31mb\nc").requireDone();

    assertThat(stores.caller().withoutTopology().run("database", "list").out())
        .doesNotContain("\u001b")
        .contains("\"a\\x1b[31mb\\x0ac\"");
  }
}
