package com.multigres.meta.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.multigres.meta.testservers.PostgresExtension;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class PostgresBadInputTest {
  @RegisterExtension static final PostgresExtension POSTGRES = PostgresExtension.shared();

  @Test
  void aWrongPasswordIsSaidWithTheAddress() {
    PostgresStores stores = new PostgresStores(POSTGRES.freshDatabase());
    Map<String, String> wrong =
        Map.of(
            "MULTIGRES_TOPO",
            stores.topo(),
            "MULTIGRES_CATALOG",
            stores.catalog(),
            "MULTIGRES_TOPO_PASSWORD",
            "sesame",
            "MULTIGRES_CATALOG_PASSWORD",
            "sesame");

    for (String[] words : new String[][] {{"topo", "ls"}, {"catalog", "show"}}) {
      Run run = new Run.Caller(wrong, List.of()).run(words);

      assertThat(run.status()).isEqualTo(1);
      assertThat(run.err())
          .hasLineCount(1)
          .contains("ACCESS_DENIED", stores.database().host() + ":" + stores.database().port())
          .doesNotContain("sesame");
    }
  }

  @Test
  void aServerThatIsNotThereIsSaidWithTheAddress() {
    for (String[] words :
        new String[][] {
          {"--topo", "postgresql://127.0.0.1:1/db#/r", "topo", "ls"},
          {"--catalog", "postgresql://127.0.0.1:1/db", "catalog", "show"}
        }) {
      Run run = Run.Caller.bare().run(words);

      assertThat(run.status()).isEqualTo(1);
      assertThat(run.err()).hasLineCount(1).contains("127.0.0.1:1");
    }
  }

  @Test
  void aCatalogThatWasNeverMadeIsNotInitialised() {
    PostgresStores stores = new PostgresStores(POSTGRES.freshDatabase());

    Run run = stores.caller().runJson("catalog", "show");

    assertThat(run.status()).isEqualTo(1);
    assertThat(run.document().at("/error/code").asText()).isEqualTo("NOT_INITIALISED");
  }
}
