package com.multigres.meta.catalog.sql;

import com.multigres.meta.catalog.Applied;
import com.multigres.meta.catalog.ApplyOptions;
import com.multigres.meta.catalog.CatalogException;
import com.multigres.meta.catalog.CatalogException.Code;
import com.multigres.meta.catalog.CatalogSnapshot;
import com.multigres.meta.catalog.CatalogStore;
import com.multigres.meta.catalog.Position;
import com.multigres.meta.catalog.sql.Statement.Changing;
import com.multigres.meta.catalog.sql.Statement.Showing;
import com.multigres.meta.model.CatalogChange;
import com.multigres.meta.model.Database;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Runs statements on a store, in a database that is meant where a statement names none. Immutable
 * and as thread-safe as the store, which it does not close.
 */
public final class CatalogSession {
  private final CatalogStore store;
  private final Optional<String> database;

  private CatalogSession(CatalogStore store, Optional<String> database) {
    this.store = store;
    this.database = database;
  }

  /**
   * A session in the catalog's default database.
   *
   * @param store the catalog
   * @return the session
   */
  public static CatalogSession on(CatalogStore store) {
    return new CatalogSession(store, Optional.empty());
  }

  /**
   * The same store in another database.
   *
   * @param name the database; whether it is there is found out when a statement needs it
   * @return the session
   */
  public CatalogSession inDatabase(String name) {
    return new CatalogSession(store, Optional.of(name));
  }

  /**
   * Reads statements with semicolons between them, and runs them.
   *
   * @param text catalog statements, and nothing else
   * @param options under which conditions changes are applied
   * @return the answers
   * @throws CatalogException {@code BAD_INPUT} when the text holds no statement, or one that is
   *     malformed or not about the catalog: then nothing was run; what {@link #run(List,
   *     ApplyOptions)} throws
   */
  public Answers run(String text, ApplyOptions options) {
    List<Statement> statements = new ArrayList<>();
    for (Reading reading : Statements.readAll(text)) {
      if (reading instanceof Reading.Mine mine) {
        statements.add(mine.statement());
      } else if (reading instanceof Reading.NotMine other) {
        throw CatalogException.badInput("not a catalog statement: " + shown(other.text()));
      } else if (reading instanceof Reading.Malformed malformed) {
        throw CatalogException.badInput(malformed.error().message());
      }
    }
    return run(statements, options);
  }

  /**
   * Runs statements: those that change the catalog as one change, whole or not at all (rule C3);
   * those that show something after them, of one state of the catalog that has that change in it.
   *
   * @param statements at least one; none that changes anything behind one that shows something
   * @param options under which conditions changes are applied
   * @return the answers
   * @throws CatalogException {@code BAD_INPUT} for another list; {@code NOT_FOUND} when what is to
   *     be shown is not there; what {@link CatalogStore#apply} and {@link CatalogStore#read()}
   *     throw
   */
  public Answers run(List<Statement> statements, ApplyOptions options) {
    List<Changing> changing = changing(statements);
    Optional<Applied> applied =
        changing.isEmpty() ? Optional.empty() : Optional.of(apply(changing, options));
    List<Answer> answers = new ArrayList<>();
    changing.forEach(statement -> answers.add(new Answer.Changed(statement)));
    Optional<Position> position = applied.map(Applied::position);
    if (changing.size() < statements.size()) {
      CatalogSnapshot snapshot = store.read();
      Shows shows = new Shows(snapshot.catalog(), database);
      for (Statement statement : statements.subList(changing.size(), statements.size())) {
        answers.add(shows.answer((Showing) statement));
      }
      position = position.or(() -> Optional.of(snapshot.position()));
    }
    boolean changed = applied.map(Applied::changed).orElse(false);
    return new Answers(position.orElseThrow(), changed, answers);
  }

  private static List<Changing> changing(List<Statement> statements) {
    List<Changing> changing = new ArrayList<>();
    for (int i = 0; i < statements.size(); i++) {
      if (statements.get(i) instanceof Changing change) {
        if (changing.size() < i) {
          throw CatalogException.badInput(
              "a list of statements is one change: put SHOW behind "
                  + shown(Statements.print(change))
                  + ", or run it alone (C3)");
        }
        changing.add(change);
      }
    }
    if (statements.isEmpty()) {
      throw CatalogException.badInput("there is no statement to run");
    }
    return changing;
  }

  private Applied apply(List<Changing> changing, ApplyOptions options) {
    boolean named = changing.stream().allMatch(statement -> statement.database().isPresent());
    String session = named ? "" : sessionDatabase();
    List<CatalogChange> changes =
        changing.stream().map(statement -> statement.change(session)).toList();
    return store.apply(changes, options);
  }

  private String sessionDatabase() {
    return database
        .or(() -> store.read().catalog().defaultDatabase().map(Database::name))
        .orElseThrow(
            () -> CatalogException.refused(Code.NOT_FOUND, "there is no default database (C1)"));
  }

  private static String shown(String text) {
    String line = text.strip().replaceAll("\\s+|\\p{Cntrl}", " ");
    int end = line.offsetByCodePoints(0, Math.min(60, line.codePointCount(0, line.length())));
    return end < line.length() ? line.substring(0, end) + "…" : line;
  }
}
