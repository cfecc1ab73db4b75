package com.multigres.meta.topo.zookeeper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.google.protobuf.ByteString;
import com.multigres.meta.testkit.LentProperties;
import com.multigres.meta.testkit.LibraryThreads;
import com.multigres.meta.testkit.Patience;
import com.multigres.meta.testservers.zookeeper.ZooKeeperProcess;
import com.multigres.meta.testservers.zookeeper.ZooKeeperSetup;
import com.multigres.meta.topo.Expect;
import com.multigres.meta.topo.Session;
import com.multigres.meta.topo.TopoException;
import com.multigres.meta.topo.TopoException.Code;
import com.multigres.meta.topo.TopoPath;
import com.multigres.meta.topo.TopoStore;
import com.multigres.meta.topo.TopoStores;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import javax.security.auth.login.AppConfigurationEntry;
import javax.security.auth.login.AppConfigurationEntry.LoginModuleControlFlag;
import javax.security.auth.login.Configuration;
import org.apache.zookeeper.server.auth.DigestLoginModule;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Logins by what the process's JAAS configuration says (T29). */
class ZooKeeperSaslTest {
  private static final TopoPath NODE = TopoPath.of("node");
  private static final Map<String, String> PASSWORDS =
      Map.of("Client", "right", "Mistaken", "wrong");

  @TempDir static Path folder;
  private static ZooKeeperProcess server;
  private static LentProperties fips;

  @BeforeAll
  static void start() throws IOException {
    Path jaas =
        Files.writeString(
            folder.resolve("server.jaas"),
            "Server { %s required user_alice=\"right\"; };\n"
                .formatted(DigestLoginModule.class.getName()));
    server =
        ZooKeeperSetup.temporary()
            .setting(
                "authProvider.1", "org.apache.zookeeper.server.auth.SASLAuthenticationProvider")
            .property("java.security.auth.login.config", jaas.toString())
            .setting("fips-mode", "false")
            .start();
    Configuration.setConfiguration(new Sections());
    // Otherwise ZooKeeper takes DIGEST-MD5 from nobody.
    fips = LentProperties.of(Map.of("zookeeper.fips-mode", "false"));
  }

  @AfterAll
  static void stop() {
    Configuration.setConfiguration(null);
    fips.close();
    server.close();
  }

  /** What a file would say that the process is given. */
  private static final class Sections extends Configuration {
    @Override
    @SuppressWarnings("NullAway") // Null is how a configuration says that it has no such section.
    public AppConfigurationEntry[] getAppConfigurationEntry(String name) {
      String password = PASSWORDS.get(name);
      return password == null
          ? null
          : new AppConfigurationEntry[] {
            new AppConfigurationEntry(
                DigestLoginModule.class.getName(),
                LoginModuleControlFlag.REQUIRED,
                Map.of("username", "alice", "password", password))
          };
    }
  }

  private static String uri(String more) {
    return server.uri("/sasl") + ZooKeeperFaults.SETTINGS + more;
  }

  @Test
  void whatIsCreatedBelongsToWhoeverLoggedIn() {
    LibraryThreads before = LibraryThreads.remembered();
    try (TopoStore store = TopoStores.open(uri("&sasl=Client"));
        Session session = store.openSession(Duration.ofSeconds(10))) {
      store.write(NODE, ByteString.EMPTY, Expect.any());
      session.create(TopoPath.of("bound"), ByteString.EMPTY);
      assertThat(store.list(TopoPath.root())).hasSize(2);
      assertRefused(uri(""));
    }
    Patience.eventually().untilAsserted(before::assertNoneMore);
  }

  @Test
  void aSectionThatIsMissingIsARefusal() {
    refusedWithoutALeak(uri("&sasl=Nobody"));
  }

  @Test
  void aWrongPasswordIsARefusal() {
    refusedWithoutALeak(uri("&sasl=Mistaken"));
  }

  /** Only where no store is open whose threads may become more meanwhile. */
  private static void refusedWithoutALeak(String uri) {
    LibraryThreads before = LibraryThreads.remembered();
    assertRefused(uri);
    Patience.eventually().untilAsserted(before::assertNoneMore);
  }

  private static void assertRefused(String uri) {
    TopoException refused =
        catchThrowableOfType(TopoException.class, () -> TopoStores.open(uri).close());
    assertThat(refused).as("the refusal").isNotNull();
    assertThat(refused.code()).as(refused.getMessage()).isEqualTo(Code.ACCESS_DENIED);
  }
}
