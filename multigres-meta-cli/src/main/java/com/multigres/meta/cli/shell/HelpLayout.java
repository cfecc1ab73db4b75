package com.multigres.meta.cli.shell;

import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Help;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.UsageMessageSpec;

/** Help texts whose own options stand apart from those that every command takes. */
public final class HelpLayout {
  private HelpLayout() {}

  /** Lays out the help of a command and of all below it. */
  public static void apply(CommandLine command) {
    command.setUsageHelpWidth(100);
    command.getHelpSectionMap().put(UsageMessageSpec.SECTION_KEY_OPTION_LIST, HelpLayout::options);
    command.getHelpSectionMap().put(UsageMessageSpec.SECTION_KEY_SYNOPSIS, HelpLayout::synopsis);
    command.getSubcommands().values().forEach(HelpLayout::apply);
  }

  private static String synopsis(Help help) {
    StringBuilder line = new StringBuilder(help.commandSpec().qualifiedName());
    for (OptionSpec option : own(help)) {
      String spelled = option.longestName() + label(option);
      line.append(option.required() ? " " + spelled : " [" + spelled + "]");
    }
    help.commandSpec()
        .positionalParameters()
        .forEach(
            parameter -> {
              String label = parameter.paramLabel() + (parameter.arity().max() > 1 ? "..." : "");
              line.append(parameter.arity().min() == 0 ? " [" + label + "]" : " " + label);
            });
    if (!help.commandSpec().subcommands().isEmpty()) {
      line.append(" COMMAND");
    }
    return line.append(System.lineSeparator()).toString();
  }

  private static String label(OptionSpec option) {
    return option.typeInfo().isBoolean() ? "" : "=" + option.paramLabel();
  }

  private static String options(Help help) {
    List<OptionSpec> own = own(help);
    List<OptionSpec> shared =
        help.commandSpec().options().stream().filter(option -> !own.contains(option)).toList();
    String separator = System.lineSeparator();
    String first = own.isEmpty() ? "" : "Options:" + separator + list(help, own);
    return first + "Options of every command:" + separator + list(help, shared);
  }

  private static List<OptionSpec> own(Help help) {
    return help.commandSpec().options().stream()
        .filter(
            option -> !option.inherited() && option.scopeType() != CommandLine.ScopeType.INHERIT)
        .toList();
  }

  private static String list(Help help, List<OptionSpec> options) {
    Help.Layout layout = help.createDefaultLayout(options, List.of(), help.colorScheme());
    return help.optionListExcludingGroups(
        options, layout, help.createDefaultOptionSort(), help.parameterLabelRenderer());
  }
}
