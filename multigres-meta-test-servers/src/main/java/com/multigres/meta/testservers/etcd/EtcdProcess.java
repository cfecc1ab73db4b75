package com.multigres.meta.testservers.etcd;

import com.multigres.meta.testservers.internal.Steps;
import com.multigres.meta.testservers.process.ServerFolder;
import com.multigres.meta.testservers.process.ServerProcess;
import com.multigres.meta.testservers.process.ServerProgram;
import com.multigres.meta.testservers.process.ServerVersion;
import com.multigres.meta.testservers.tls.TlsIdentity;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** An etcd of our own, alone or a member of a cluster. Thread-safe. */
public final class EtcdProcess extends ServerProcess implements EtcdServer {

  private static final Duration READY_LIMIT = Duration.ofSeconds(2);

  private final ServerProgram.Found program;
  private final EtcdSetup setup;
  private final EtcdMember self;
  private final List<EtcdMember> members;
  private final EtcdAccess access;
  private final EtcdGateway health;

  EtcdProcess(
      ServerProgram.Found program,
      EtcdSetup setup,
      EtcdMember self,
      List<EtcdMember> members,
      ServerFolder folder,
      EtcdAccess access) {
    super(folder);
    this.program = program;
    this.setup = setup;
    this.self = self;
    this.members = List.copyOf(members);
    this.access = access;
    this.health = new EtcdGateway(endpoint(), access.client(), access.login(), READY_LIMIT);
  }

  static EtcdProcess start(ServerProgram.Found program, EtcdSetup setup, EtcdMember self) {
    ServerFolder folder = ServerFolder.temporary("etcd");
    EtcdProcess server =
        folder.keptBy(
            () -> {
              EtcdAccess access = EtcdAccess.of(setup, folder);
              return new EtcdProcess(program, setup, self, List.of(self), folder, access);
            });
    return Steps.orUndo(
        () -> {
          server.start();
          server.login().ifPresent(root -> EtcdGateway.protect(server, root));
          return server;
        },
        server::close);
  }

  @Override
  protected List<String> command() {
    Map<String, String> arguments = new LinkedHashMap<>(defaults());
    access
        .server()
        .ifPresent(
            identity -> {
              arguments.put("cert-file", identity.certificate().toString());
              arguments.put("key-file", identity.key().toString());
              arguments.put("trusted-ca-file", identity.authority().toString());
              arguments.put("client-cert-auth", "true");
            });
    arguments.putAll(setup.arguments());
    List<String> line = new ArrayList<>(List.of(program.file().toString()));
    arguments.forEach((name, value) -> line.add("--" + name + "=" + value));
    return line;
  }

  private Map<String, String> defaults() {
    Map<String, String> arguments = new LinkedHashMap<>();
    arguments.put("name", self.name());
    arguments.put("data-dir", folder().data().toString());
    arguments.put("listen-client-urls", endpoint());
    arguments.put("advertise-client-urls", endpoint());
    arguments.put("listen-peer-urls", self.peerUrl());
    arguments.put("initial-advertise-peer-urls", self.peerUrl());
    arguments.put(
        "initial-cluster",
        members.stream()
            .map(member -> member.name() + "=" + member.peerUrl())
            .collect(Collectors.joining(",")));
    arguments.put("initial-cluster-token", members.get(0).peerUrl());
    arguments.put("unsafe-no-fsync", "true");
    // The cheapest that there is: each of our own requests proves its password anew.
    arguments.put("bcrypt-cost", "4");
    arguments.put("log-level", "warn");
    return arguments;
  }

  @Override
  protected boolean ready() {
    return health.healthy(members.size() == 1);
  }

  @Override
  public String host() {
    return "127.0.0.1";
  }

  @Override
  public int port() {
    return self.clientPort();
  }

  @Override
  public Optional<EtcdLogin> login() {
    return access.login();
  }

  @Override
  public Optional<TlsIdentity> tls() {
    return access.client();
  }

  /** What its program said of itself. */
  public ServerVersion version() {
    return program.version();
  }

  /** What it knows of its cluster, where it answers. */
  Optional<EtcdGateway.View> view() {
    return answering() ? health.view() : Optional.empty();
  }

  @Override
  public String toString() {
    return "etcd "
        + version()
        + (members.size() > 1 ? ", " + self.name() + "," : "")
        + " on port "
        + port();
  }
}
