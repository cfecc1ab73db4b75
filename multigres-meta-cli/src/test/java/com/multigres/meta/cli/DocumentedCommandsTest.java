package com.multigres.meta.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import com.multigres.meta.cli.output.Console;
import com.multigres.meta.cli.run.Context;
import com.multigres.meta.cli.run.Interruption;
import com.multigres.meta.testservers.PostgresExtension;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** The session that docs/cli.md shows, line by line. */
class DocumentedCommandsTest {
  private static final String PROMPT = "$ multigres-meta ";
  // What lasts until it is interrupted, and what starts servers or runs for minutes: other tests
  // do.
  private static final Set<String> NOT_IN_THE_SESSION =
      Set.of(
          "demo",
          "conformance",
          "topo watch",
          "catalog watch",
          "bridge run",
          "bridge plan",
          "bridge confirm",
          "bridge release",
          "bridge adopt");
  private static final Pattern SESSION =
      Pattern.compile("(?s)## One of each\\n.*?```yaml\\n(.*?)```.*?```console\\n(.*?)```");
  private static final Pattern REFUSED = Pattern.compile("(.*?)  +# exit (\\d): ([A-Z_]+)");

  @RegisterExtension static final PostgresExtension POSTGRES = PostgresExtension.shared();

  @TempDir Path folder;

  private static Matcher session() throws IOException {
    Matcher found = SESSION.matcher(Files.readString(Path.of("..", "docs", "cli.md")));
    assertThat(found.find()).as("the page has a manifest and a session").isTrue();
    return found;
  }

  private static List<String> commands() throws IOException {
    return session()
        .group(2)
        .lines()
        .filter(line -> line.startsWith(PROMPT))
        .map(line -> line.substring(PROMPT.length()))
        .toList();
  }

  @Test
  void everyLineOfTheSessionEndsAsThePageSays() throws IOException {
    Files.writeString(folder.resolve("cluster.yaml"), session().group(1));
    PostgresStores stores = new PostgresStores(POSTGRES.freshDatabase());
    SoftAssertions all = new SoftAssertions();
    for (String line : commands()) {
      Matcher refused = REFUSED.matcher(line);
      boolean fails = refused.matches();
      Run run = stores.caller().run(Run.words(asTheShell(stores, fails ? refused.group(1) : line)));
      all.assertThat(run.status())
          .as("%s: %s%s", line, run.err(), run.out())
          .isEqualTo(fails ? Integer.parseInt(refused.group(2)) : 0);
      if (fails) {
        all.assertThat(run.err()).as(line).contains(refused.group(3) + ": ").hasLineCount(1);
      }
    }
    all.assertAll();
  }

  /** The line as it is after the shell: in another folder, and with the variables' values. */
  private String asTheShell(PostgresStores stores, String line) {
    return line.replaceAll("(?<= )(cluster\\.yaml|catalog\\.json)", folder + "/$1")
        .replace("\"$MULTIGRES_TOPO\"", stores.topo())
        .replace("\"$MULTIGRES_CATALOG#/copy\"", stores.catalog() + "#/copy");
  }

  @Test
  void everyCommandIsInTheSession() throws IOException {
    Set<String> missing = new TreeSet<>(leaves());
    missing.removeAll(NOT_IN_THE_SESSION);
    for (String line : commands()) {
      missing.removeIf(command -> line.equals(command) || line.startsWith(command + " "));
    }
    assertThat(missing).isEmpty();
  }

  /** They serve until interrupted, or need an API server: their words are checked, no more. */
  @Test
  void everyLineOfTheBridgesPageIsACommand() throws IOException {
    List<String> lines =
        Files.readString(Path.of("..", "docs", "bridge.md"))
            .lines()
            .filter(line -> line.startsWith(PROMPT))
            .map(line -> line.substring(PROMPT.length()).replaceAll(" +#.*", ""))
            .toList();
    assertThat(lines).hasSizeGreaterThan(3);
    for (String line : lines) {
      assertThatCode(() -> root().parseArgs(Run.words(line))).as(line).doesNotThrowAnyException();
    }
  }

  private static List<String> leaves() {
    List<String> leaves = new ArrayList<>();
    collect(root(), "", leaves);
    return leaves;
  }

  private static CommandLine root() {
    PrintStream nowhere =
        new PrintStream(OutputStream.nullOutputStream(), true, StandardCharsets.UTF_8);
    return MultigresMeta.commandLine(
        new Context(
            new Console(nowhere, nowhere, false),
            InputStream.nullInputStream(),
            Map.of(),
            new Interruption()));
  }

  private static void collect(CommandLine command, String name, List<String> leaves) {
    if (command.getSubcommands().isEmpty()) {
      leaves.add(name.strip());
    }
    command.getSubcommands().forEach((word, below) -> collect(below, name + " " + word, leaves));
  }
}
