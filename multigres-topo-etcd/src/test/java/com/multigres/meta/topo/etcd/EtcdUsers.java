package com.multigres.meta.topo.etcd;

import com.google.protobuf.ByteString;
import com.multigres.meta.testservers.etcd.EtcdLogin;
import com.multigres.meta.testservers.etcd.EtcdServer;
import io.etcd.jetcd.api.AuthGrpc;
import io.etcd.jetcd.api.AuthRoleAddRequest;
import io.etcd.jetcd.api.AuthRoleGrantPermissionRequest;
import io.etcd.jetcd.api.AuthUserAddRequest;
import io.etcd.jetcd.api.AuthUserChangePasswordRequest;
import io.etcd.jetcd.api.AuthUserGrantRoleRequest;
import io.etcd.jetcd.api.AuthenticateRequest;
import io.etcd.jetcd.api.Permission;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.netty.NettyChannelBuilder;
import io.grpc.stub.MetadataUtils;
import java.util.function.Consumer;

/** Users of an etcd who may not do everything. */
final class EtcdUsers {
  private static final Metadata.Key<String> TOKEN =
      Metadata.Key.of("token", Metadata.ASCII_STRING_MARSHALLER);

  private final EtcdServer server;

  private EtcdUsers(EtcdServer server) {
    this.server = server;
  }

  static EtcdUsers of(EtcdServer server) {
    return new EtcdUsers(server);
  }

  private void asRoot(Consumer<AuthGrpc.AuthBlockingStub> work) {
    EtcdLogin root = server.login().orElseThrow();
    ManagedChannel channel =
        NettyChannelBuilder.forAddress(server.host(), server.port()).usePlaintext().build();
    try {
      AuthGrpc.AuthBlockingStub open = AuthGrpc.newBlockingStub(channel);
      Metadata login = new Metadata();
      AuthenticateRequest who =
          AuthenticateRequest.newBuilder()
              .setName(root.user())
              .setPassword(root.password())
              .build();
      login.put(TOKEN, open.authenticate(who).getToken());
      work.accept(open.withInterceptors(MetadataUtils.newAttachHeadersInterceptor(login)));
    } finally {
      channel.shutdownNow();
    }
  }

  /** Adds one who may do everything with the keys that begin so. */
  void add(String name, String password, String prefix) {
    ByteString from = ByteString.copyFromUtf8(prefix);
    int last = from.byteAt(from.size() - 1) + 1;
    ByteString to =
        from.substring(0, from.size() - 1).concat(ByteString.copyFrom(new byte[] {(byte) last}));
    Permission all =
        Permission.newBuilder()
            .setPermType(Permission.Type.READWRITE)
            .setKey(from)
            .setRangeEnd(to)
            .build();
    asRoot(
        auth -> {
          var user = AuthUserAddRequest.newBuilder().setName(name).setPassword(password).build();
          var role = AuthRoleAddRequest.newBuilder().setName(name).build();
          var may = AuthRoleGrantPermissionRequest.newBuilder().setName(name).setPerm(all).build();
          var has = AuthUserGrantRoleRequest.newBuilder().setUser(name).setRole(name).build();
          var unusedUser = auth.userAdd(user);
          var unusedRole = auth.roleAdd(role);
          var unusedPermission = auth.roleGrantPermission(may);
          var unusedGrant = auth.userGrantRole(has);
        });
  }

  /** Gives a user another password; his logins are void. */
  void change(String name, String password) {
    AuthUserChangePasswordRequest request =
        AuthUserChangePasswordRequest.newBuilder().setName(name).setPassword(password).build();
    asRoot(
        auth -> {
          var unused = auth.userChangePassword(request);
        });
  }
}
