package com.multigres.meta.cli.shell;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** Writes the completion of a command and all below it for the fish shell. */
final class FishCompletion {
  private final String name;
  private final String function;
  private final List<String> lines = new ArrayList<>();

  private FishCompletion(String name) {
    this.name = name;
    this.function = "__" + name.replace('-', '_');
  }

  static String of(CommandSpec root) {
    FishCompletion script = new FishCompletion(root.name());
    script.preamble();
    script.command(root, "");
    return String.join("\n", script.lines) + "\n";
  }

  /**
   * Two functions over the words typed so far, options aside: whether they are exactly a path, so
   * that the commands below it come next, and whether they start with it, so that its options do.
   */
  private void preamble() {
    lines.add("# fish completion of " + name);
    lines.add("function " + function + "_words");
    lines.add("  for word in (commandline -opc)[2..-1]");
    lines.add("    string match -q -- '-*' $word; or echo $word");
    lines.add("  end");
    lines.add("end");
    lines.add("function " + function + "_at");
    lines.add("  set -l path (" + function + "_words)");
    lines.add("  test \"$path\" = \"$argv\"");
    lines.add("end");
    lines.add("function " + function + "_in");
    lines.add("  set -l path (" + function + "_words)");
    lines.add("  test (count $path) -ge (count $argv)");
    lines.add("  and test \"$path[1..\"(count $argv)\"]\" = \"$argv\"");
    lines.add("end");
    lines.add("complete -c " + name + " -f");
  }

  private void command(CommandSpec command, String path) {
    for (Map.Entry<String, CommandLine> below : command.subcommands().entrySet()) {
      CommandSpec spec = below.getValue().getCommandSpec();
      String word = below.getKey();
      add("_at", path, "-a " + word, spec.usageMessage().description());
      command(spec, path.isEmpty() ? word : path + " " + word);
    }
    command.options().stream()
        .filter(option -> !option.inherited())
        .forEach(option -> option(option, path));
  }

  private void option(OptionSpec option, String path) {
    StringBuilder words = new StringBuilder();
    for (String spelled : option.names()) {
      words.append(spelled.startsWith("--") ? " -l " : " -s ");
      words.append(spelled.replaceFirst("^-+", ""));
    }
    if (!option.typeInfo().isBoolean()) {
      words.append(
          option.typeInfo().getClassName().equals(Path.class.getName()) ? " -r -F" : " -x");
    }
    if (option.completionCandidates() != null) {
      words.append(" -a ").append(quoted(String.join(" ", option.completionCandidates())));
    }
    add("_in", path, words.toString().strip(), option.description());
  }

  private void add(String test, String path, String what, String[] description) {
    String text = description.length == 0 ? "" : " -d " + quoted(firstSentence(description[0]));
    boolean everywhere = path.isEmpty() && test.equals("_in");
    String condition = everywhere ? "" : " -n " + quoted((function + test + " " + path).strip());
    lines.add("complete -c " + name + condition + " " + what + text);
  }

  private static String firstSentence(String description) {
    int end = description.indexOf(". ");
    return end < 0 ? description : description.substring(0, end + 1);
  }

  private static String quoted(String text) {
    return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'";
  }
}
