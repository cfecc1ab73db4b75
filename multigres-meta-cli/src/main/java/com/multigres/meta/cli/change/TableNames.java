package com.multigres.meta.cli.change;

import com.multigres.meta.cli.output.Shown;
import com.multigres.meta.cli.run.CliException;
import com.multigres.meta.model.TableName;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads {@code [SCHEMA.]TABLE}. Names are taken as they are, without folding to lower case; in
 * double quotes they may hold dots.
 */
public final class TableNames {
  private static final String NAME = "(?:\"((?:[^\"]|\"\")+)\"|([^\".]+))";
  private static final Pattern FORM =
      Pattern.compile("(?:" + NAME + "\\.)?" + NAME, Pattern.DOTALL);

  private TableNames() {}

  /** Reads one. */
  public static TableName parse(String text) {
    Matcher matcher = FORM.matcher(text);
    if (!matcher.matches()) {
      throw CliException.badInput(Shown.name(text) + " does not read [SCHEMA.]TABLE");
    }
    String table = name(matcher, 3);
    boolean qualified = matcher.group(1) != null || matcher.group(2) != null;
    return qualified ? new TableName(name(matcher, 1), table) : TableName.of(table);
  }

  /** Reads several. */
  public static List<TableName> parseAll(List<String> texts) {
    return texts.stream().map(TableNames::parse).toList();
  }

  private static String name(Matcher matcher, int quoted) {
    String inQuotes = matcher.group(quoted);
    return inQuotes != null
        ? inQuotes.replace("\"\"", "\"")
        : String.valueOf(matcher.group(quoted + 1));
  }
}
