package com.multigres.meta.cli.sql;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.multigres.meta.catalog.sql.Answer.Changed;
import com.multigres.meta.catalog.sql.Answer.Databases;
import com.multigres.meta.catalog.sql.Answer.Shards;
import com.multigres.meta.catalog.sql.Answer.TableGroups;
import com.multigres.meta.catalog.sql.Answer.Tables;
import com.multigres.meta.catalog.sql.Answers;
import com.multigres.meta.catalog.sql.Statement.CreateTable;
import com.multigres.meta.catalog.sql.Statements;
import com.multigres.meta.cli.catalog.document.CatalogListing;
import com.multigres.meta.cli.change.Changing;
import com.multigres.meta.cli.change.Selection;
import com.multigres.meta.cli.output.Answer;
import com.multigres.meta.cli.output.Json;
import com.multigres.meta.cli.output.Paint;
import com.multigres.meta.cli.output.Shown;
import com.multigres.meta.model.Database;
import com.multigres.meta.model.TableGroup;
import java.util.ArrayList;
import java.util.List;

/** The answers to statements in both forms. */
final class SqlAnswer {
  private SqlAnswer() {}

  static Answer of(Answers answers) {
    return Answer.of(() -> json(answers), paint -> text(answers, paint));
  }

  private static ObjectNode json(Answers answers) {
    ObjectNode json = Json.object();
    json.set("position", Changing.position(answers.position()));
    json.put("changed", answers.changed());
    return json.set("statements", Json.array(answers.answers(), SqlAnswer::statement));
  }

  private static ObjectNode statement(com.multigres.meta.catalog.sql.Answer answer) {
    ObjectNode json = Json.object().put("statement", Statements.print(answer.statement()));
    if (answer.statement() instanceof CreateTable create) {
      return json.put("plain", create.plain());
    }
    if (answer instanceof Changed) {
      return json;
    }
    CatalogListing listing = listing(answer);
    return json.set(listing.key(), listing.json().get());
  }

  private static List<String> text(Answers answers, Paint paint) {
    List<String> lines = new ArrayList<>();
    int changes = 0;
    for (com.multigres.meta.catalog.sql.Answer answer : answers.answers()) {
      if (answer instanceof Changed) {
        changes++;
        if (answer.statement() instanceof CreateTable create) {
          lines.add("for the shards to run: " + Shown.line(create.plain()));
        }
      } else {
        lines.addAll(listing(answer).text().apply(paint));
      }
    }
    if (changes > 0) {
      String done = answers.changed() ? "done" : "nothing to change";
      lines.add(0, done + "; the catalog is at " + answers.position());
    }
    return lines;
  }

  private static CatalogListing listing(com.multigres.meta.catalog.sql.Answer answer) {
    if (answer instanceof Databases all) {
      return CatalogListing.databases(all.databases());
    }
    if (answer instanceof TableGroups groups) {
      return CatalogListing.tableGroups(selected(groups.database(), groups.tableGroups()));
    }
    if (answer instanceof Shards shards) {
      return CatalogListing.shards(selected(shards.database(), shards.tableGroups()));
    }
    Tables tables = (Tables) answer;
    return CatalogListing.tables(selected(tables.database(), tables.tableGroups()));
  }

  private static List<Selection> selected(Database database, List<TableGroup> groups) {
    return groups.stream().map(group -> new Selection(database, group)).toList();
  }
}
