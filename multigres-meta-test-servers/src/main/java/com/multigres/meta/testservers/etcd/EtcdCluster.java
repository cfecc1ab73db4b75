package com.multigres.meta.testservers.etcd;

import com.multigres.meta.testservers.internal.Steps;
import com.multigres.meta.testservers.process.ServerFolder;
import com.multigres.meta.testservers.process.ServerGroup;
import com.multigres.meta.testservers.process.ServerProgram;
import com.multigres.meta.testservers.tls.TlsIdentity;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Three members on the loopback address, each of which tests may stop, kill, pause and start again.
 * Thread-safe.
 */
public final class EtcdCluster extends ServerGroup<EtcdProcess> {

  static final int SIZE = 3;

  private EtcdCluster(List<EtcdProcess> members) {
    super(members);
  }

  static EtcdCluster start(ServerProgram.Found program, EtcdSetup setup, List<EtcdMember> places) {
    ServerFolder first = ServerFolder.temporary("etcd");
    EtcdAccess access = first.keptBy(() -> EtcdAccess.of(setup, first));
    List<EtcdProcess> members =
        prepared(
            places,
            place -> {
              ServerFolder folder =
                  place.equals(places.get(0)) ? first : ServerFolder.temporary("etcd");
              return folder.keptBy(
                  () -> new EtcdProcess(program, setup, place, places, folder, access));
            });
    EtcdCluster cluster = new EtcdCluster(members);
    return Steps.orUndo(
        () -> {
          cluster.start();
          access.login().ifPresent(root -> EtcdGateway.protect(cluster.leader(), root));
          return cluster;
        },
        cluster::close);
  }

  @Override
  protected Optional<EtcdProcess> agreedLeader() {
    record Answer(EtcdProcess member, EtcdGateway.View view) {}
    List<Answer> answers =
        members().stream()
            .flatMap(member -> member.view().map(view -> new Answer(member, view)).stream())
            .toList();
    Map<String, Long> votes =
        answers.stream()
            .map(answer -> answer.view().leader())
            .collect(Collectors.groupingBy(Function.identity(), Collectors.counting()));
    return answers.stream()
        .filter(answer -> isMajority(votes.getOrDefault(answer.view().member(), 0L)))
        .map(Answer::member)
        .findFirst();
  }

  /** The addresses of all members, as etcd's clients write them. */
  public List<String> endpoints() {
    return members().stream().map(EtcdProcess::endpoint).toList();
  }

  /** Who may do everything, where the members ask for a user. */
  public Optional<EtcdLogin> login() {
    return member(0).login();
  }

  /** What a client needs, where the members speak TLS. */
  public Optional<TlsIdentity> tls() {
    return member(0).tls();
  }

  /** The address of a topology store with a root on all members, without credentials. */
  public String uri(String root) {
    String hosts =
        members().stream()
            .map(member -> member.host() + ":" + member.port())
            .collect(Collectors.joining(","));
    return (tls().isPresent() ? "etcds://" : "etcd://") + hosts + root;
  }

  /** A prefix that nobody else has; closing it deletes its keys. */
  public EtcdRoot freshRoot() {
    return EtcdRoot.on(this);
  }

  EtcdGateway gateway() {
    return EtcdGateway.to(leader());
  }
}
