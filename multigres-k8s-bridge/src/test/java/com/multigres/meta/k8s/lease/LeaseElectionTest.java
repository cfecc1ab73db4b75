package com.multigres.meta.k8s.lease;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.multigres.meta.k8s.Admin;
import com.multigres.meta.k8s.server.ApiCall;
import com.multigres.meta.k8s.server.ApiServer;
import com.multigres.meta.store.Deadline;
import com.multigres.meta.testkit.LibraryThreads;
import com.multigres.meta.testkit.Patience;
import com.multigres.meta.testkit.proxy.Direction;
import com.multigres.meta.testkit.proxy.TcpProxy;
import com.multigres.meta.testservers.kubernetes.KubernetesExtension;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Several candidates on a real API server. */
class LeaseElectionTest {
  private static final LeaseTimes BRISK =
      new LeaseTimes(Duration.ofSeconds(3), Duration.ofMillis(200));
  private static final Duration LONG = Duration.ofSeconds(30);

  @RegisterExtension static final KubernetesExtension KUBERNETES = KubernetesExtension.shared();

  private final LibraryThreads threads = LibraryThreads.remembered();
  private final List<LeaseElection> elections = new ArrayList<>();
  private final List<ApiServer> servers = new ArrayList<>();
  private final List<TcpProxy> ways = new ArrayList<>();
  private String namespace = "";

  @BeforeEach
  void prepare() {
    namespace = KUBERNETES.freshNamespace().name();
  }

  @AfterEach
  void tidy() {
    ways.forEach(TcpProxy::heal);
    elections.forEach(LeaseElection::close);
    servers.forEach(ApiServer::release);
    ways.forEach(TcpProxy::close);
    Patience.eventually().untilAsserted(threads::assertNoneMore);
  }

  private ApiServer server(Optional<String> address) {
    ApiServer server = Admin.at(KUBERNETES.server(), address.orElse(KUBERNETES.server().url()));
    servers.add(server);
    return server;
  }

  private LeaseElection candidate(String name) {
    return candidate(name, Optional.empty());
  }

  private LeaseElection candidate(String name, Optional<String> address) {
    LeaseElection election = LeaseElection.start(server(address), namespace, "bridge", name, BRISK);
    elections.add(election);
    return election;
  }

  private TcpProxy way() {
    URI url = URI.create(KUBERNETES.server().url());
    TcpProxy way = TcpProxy.to(url.getHost(), url.getPort());
    ways.add(way);
    return way;
  }

  private static Optional<String> through(TcpProxy way) {
    return Optional.of("https://" + way.host() + ":" + way.port());
  }

  private static long leads(LeaseElection candidate) throws InterruptedException {
    OptionalLong token = candidate.await(LONG);
    assertThat(token).isPresent();
    return token.getAsLong();
  }

  @Test
  void theFirstLeadsAndTheSecondDoesNot() throws InterruptedException {
    LeaseElection first = candidate("first");
    assertThat(leads(first)).isEqualTo(1);
    LeaseElection second = candidate("second");
    assertThat(second.await(Duration.ofSeconds(4))).isEmpty();
    assertThat(first.token()).hasValue(1);
  }

  @Test
  void whoGivesUpIsFollowedAtOnceUnderALargerToken() throws InterruptedException {
    LeaseElection first = candidate("first");
    long token = leads(first);
    LeaseElection second = candidate("second");
    first.close();
    assertThat(first.token()).isEmpty();
    assertThat(leads(second)).isGreaterThan(token);
  }

  @Test
  void whoIsCutOffStopsLeadingBeforeTheNextBegins() throws InterruptedException {
    TcpProxy way = way();
    LeaseElection first = candidate("first", through(way));
    long token = leads(first);
    LeaseElection second = candidate("second");
    way.refuse();
    way.cut();
    OptionalLong next = OptionalLong.empty();
    while (next.isEmpty()) {
      next = second.await(Duration.ofMillis(20));
      assertThat(next.isPresent() && first.token().isPresent()).as("two leaders").isFalse();
    }
    assertThat(next.getAsLong()).isGreaterThan(token);
    way.heal();
    assertThat(first.await(Duration.ofSeconds(1))).isEmpty();
    assertThat(second.token()).isPresent();
  }

  @Test
  void aLeaderWhoSleptFindsThatHeLeadsNoMore() throws InterruptedException {
    TcpProxy way = way();
    LeaseElection first = candidate("first", through(way));
    leads(first);
    way.stall(Direction.TO_SERVER);
    LeaseElection second = candidate("second");
    long token = leads(second);
    way.flow(Direction.TO_SERVER);
    assertThat(first.await(Duration.ofSeconds(1))).isEmpty();
    assertThat(second.token()).hasValue(token);
  }

  @Test
  void aCutConnectionOfAMomentCostsNoLeadership() throws InterruptedException {
    TcpProxy way = way();
    LeaseElection first = candidate("first", through(way));
    long token = leads(first);
    LeaseElection second = candidate("second");
    for (int i = 0; i < 5; i++) {
      way.cut();
      assertThat(second.await(Duration.ofMillis(300))).isEmpty();
    }
    assertThat(first.token()).hasValue(token);
  }

  @Test
  void ofManyAtMostOneLeadsAtAnyTime() throws InterruptedException {
    for (int i = 0; i < 6; i++) {
      candidate("candidate" + i);
    }
    List<Long> tokens = new ArrayList<>();
    while (tokens.size() < 6) {
      LeaseElection leader =
          Patience.eventually().until(this::onlyLeader, Optional::isPresent).orElseThrow();
      tokens.add(leader.token().orElseThrow());
      leader.close();
      elections.remove(leader);
    }
    assertThat(tokens).isSorted().doesNotHaveDuplicates();
  }

  private Optional<LeaseElection> onlyLeader() {
    Map<LeaseElection, Long> leaders = new LinkedHashMap<>();
    elections.forEach(one -> one.token().ifPresent(token -> leaders.put(one, token)));
    // Whoever led before and after all were asked, under one token, led all the time.
    leaders.entrySet().removeIf(one -> one.getKey().token().orElse(0) != one.getValue());
    assertThat(leaders).hasSizeLessThanOrEqualTo(1);
    return leaders.keySet().stream().findFirst();
  }

  @Test
  void aLeaseThatSomebodyDeletedIsMadeAnewAboveTheFenceThatStandsInATarget()
      throws InterruptedException {
    LeaseElection first = candidate("first");
    leads(first);
    assertThatThrownBy(() -> first.outrank(1L << 31)).isInstanceOf(IllegalArgumentException.class);
    first.outrank(40);
    assertThat(first.token().orElse(41)).isEqualTo(41);
    assertThat(leads(first)).isEqualTo(41);
    deleteLease();
    Patience.eventually().until(() -> first.token().isPresent() && leaseStands());
    LeaseElection second = candidate("second");
    first.close();
    assertThat(leads(second)).isGreaterThan(41);
  }

  private void deleteLease() {
    send(new ApiCall("DELETE", lease(), "application/json", "application/json", Optional.empty()));
  }

  private boolean leaseStands() {
    return send(ApiCall.get("apis/coordination.k8s.io/v1/namespaces/" + namespace + "/leases"))
        .contains("first_");
  }

  private String lease() {
    return "apis/coordination.k8s.io/v1/namespaces/" + namespace + "/leases/bridge";
  }

  private String send(ApiCall call) {
    return server(Optional.empty()).send(call, Deadline.after(LONG));
  }
}
