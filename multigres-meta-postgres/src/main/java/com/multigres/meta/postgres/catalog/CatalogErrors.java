package com.multigres.meta.postgres.catalog;

import com.multigres.meta.catalog.CatalogException;
import com.multigres.meta.catalog.CatalogException.Code;
import com.multigres.meta.postgres.internal.PostgresFailure;
import com.multigres.meta.store.Outcome;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The one place that makes a catalog's error of PostgreSQL's. */
final class CatalogErrors {
  private static final Pattern RULE = Pattern.compile("\\b([CP]\\d{1,2}): ");

  private CatalogErrors() {}

  static CatalogException translate(PostgresFailure failure) {
    return translate(failure, failure.outcome());
  }

  static CatalogException translate(PostgresFailure failure, Outcome outcome) {
    String state = failure.sqlState().orElse("");
    return switch (failure.kind()) {
      case UNAVAILABLE, RESOURCE_EXHAUSTED, CONTENDED ->
          error(Code.UNAVAILABLE, null, outcome, failure);
      case TIMEOUT -> error(Code.TIMEOUT, null, outcome, failure);
      case INTERRUPTED -> error(Code.INTERRUPTED, null, outcome, failure);
      case ACCESS_DENIED -> error(Code.ACCESS_DENIED, null, outcome, failure);
      case CLOSED -> error(Code.CLOSED, null, outcome, failure);
      case REJECTED -> rejected(failure, state, outcome);
    };
  }

  private static CatalogException rejected(PostgresFailure failure, String state, Outcome outcome) {
    if (state.equals("42P01") || state.equals("3F000") || state.equals("42883")) {
      return new CatalogException(
          Code.NOT_INITIALISED,
          "C1",
          outcome,
          "C1: there is no catalog in this database yet; initialise it first",
          null,
          failure);
    }
    Matcher rule = RULE.matcher(failure.text());
    return state.startsWith("23") && rule.find()
        ? error(Code.RULE_BROKEN, rule.group(1), outcome, failure)
        : error(Code.INTERNAL, null, outcome, failure);
  }

  private static CatalogException error(
      Code code, @Nullable String rule, Outcome outcome, PostgresFailure failure) {
    return new CatalogException(code, rule, outcome, failure.text(), null, failure);
  }
}
