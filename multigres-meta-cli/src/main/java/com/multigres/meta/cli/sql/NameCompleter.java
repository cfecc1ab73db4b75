package com.multigres.meta.cli.sql;

import com.multigres.meta.catalog.CatalogException;
import com.multigres.meta.catalog.CatalogStore;
import com.multigres.meta.model.Catalog;
import com.multigres.meta.model.Database;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import org.jline.reader.Candidate;
import org.jline.reader.Completer;
import org.jline.reader.LineReader;
import org.jline.reader.ParsedLine;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Completes keywords, and the names of databases and tablegroups as the catalog has them now. */
final class NameCompleter implements Completer {
  private static final Logger LOG = LoggerFactory.getLogger(NameCompleter.class);
  private static final List<String> KEYWORDS =
      List.of(
          "ALTER",
          "CANCEL",
          "CREATE",
          "DATABASE",
          "DATABASES",
          "DROP",
          "EXISTS",
          "FOR",
          "IF",
          "IN",
          "INTO",
          "MERGE",
          "NOT",
          "OF",
          "RENAME",
          "SET",
          "SHARD",
          "SHARDS",
          "SHOW",
          "SPLIT",
          "STATE",
          "SWITCH",
          "TABLE",
          "TABLEGROUP",
          "TABLEGROUPS",
          "TABLES",
          "TO");

  private final CatalogStore store;

  NameCompleter(CatalogStore store) {
    this.store = store;
  }

  @Override
  public void complete(LineReader reader, ParsedLine line, List<Candidate> candidates) {
    completions(line.word()).forEach(word -> candidates.add(new Candidate(word)));
  }

  /** What can stand instead of a word that was begun, as it was begun: large or small. */
  List<String> completions(String begun) {
    boolean small = !begun.isEmpty() && begun.equals(begun.toLowerCase(Locale.ROOT));
    List<String> words = new ArrayList<>();
    KEYWORDS.forEach(word -> words.add(small ? word.toLowerCase(Locale.ROOT) : word));
    words.addAll(names());
    words.removeIf(word -> !word.startsWith(begun));
    return words;
  }

  private Set<String> names() {
    Set<String> names = new TreeSet<>();
    try {
      Catalog catalog = store.read().catalog();
      for (Database database : catalog.databases()) {
        names.add(written(database.name()));
        database.tableGroups().forEach(group -> names.add(written(group.name())));
      }
    } catch (CatalogException e) {
      LOG.debug("no names to complete", e); // the statement itself will say what is wrong
    }
    return names;
  }

  /** As a statement has to write it. */
  private static String written(String name) {
    boolean plain =
        name.matches("[a-z_][a-z0-9_]*") && !KEYWORDS.contains(name.toUpperCase(Locale.ROOT));
    return plain ? name : '"' + name.replace("\"", "\"\"") + '"';
  }
}
