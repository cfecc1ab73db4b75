package com.multigres.meta.k8s.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.multigres.meta.store.StoreOptions;
import io.fabric8.kubernetes.client.Config;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ApiConfigsTest {
  private static final String PROPERTY = Config.KUBERNETES_OAUTH_TOKEN_SYSTEM_PROPERTY;

  @BeforeEach
  void giveTheEnvironmentAToken() {
    System.setProperty(PROPERTY, "ambient");
  }

  @AfterEach
  void takeItAway() {
    System.clearProperty(PROPERTY);
  }

  private static Config of(Optional<String> server) {
    return ApiConfigs.of(
        ApiSettings.of(
            Optional.empty(),
            Optional.empty(),
            server,
            StoreOptions.defaults(),
            ApiSettings.CONNECT_TIMEOUT));
  }

  @Test
  void theEnvironmentsCredentialsAreUsedWhereNothingIsSaid() {
    assertThat(of(Optional.empty()).getAutoOAuthToken()).isEqualTo("ambient");
  }

  @Test
  void aServerThatIsNamedGetsNoneOfTheEnvironmentsCredentials() {
    Config config = of(Optional.of("http://other.example"));
    assertThat(config.getAutoOAuthToken()).isNull();
    assertThat(config.getOauthToken()).isNull();
    assertThat(config.getClientKeyFile()).isNull();
  }
}
