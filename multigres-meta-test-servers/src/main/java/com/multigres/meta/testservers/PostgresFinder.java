package com.multigres.meta.testservers;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** Looks for a server in the order that holds everywhere: given, embedded, installed, container. */
final class PostgresFinder {

  private PostgresFinder() {}

  static PostgresServer find() {
    return find(PostgresVersion.DEFAULT, anyVersion -> true);
  }

  static PostgresServer find(PostgresVersion version) {
    return find(version, given -> given.version().equals(version));
  }

  private static PostgresServer find(PostgresVersion version, Predicate<GivenPostgres> suits) {
    List<String> tried = new ArrayList<>();
    Optional<GivenPostgres> given = GivenPostgres.find();
    if (given.filter(suits).isPresent()) {
      return given.get();
    }
    tried.add(
        GivenPostgres.VARIABLE
            + given.map(other -> " names a " + other.version()).orElse(" is not set"));
    Optional<PostgresBinaries> binaries = PostgresBinaries.tryEach(version, tried);
    if (binaries.isPresent()) {
      return PostgresSetup.temporary().version(version).start(binaries.get());
    }
    return ContainerPostgres.start(version, tried)
        .orElseThrow(
            () ->
                new ServerUnavailableException(
                    version.toString(), tried, PostgresBinaries.remedy(version)));
  }
}
