package com.multigres.meta.topology.internal.record;

import com.multigres.meta.model.component.Gateway;
import com.multigres.meta.topology.internal.wire.Multigateway;

/** {@code clustermetadata.Multigateway}. */
public final class GatewayMessage {
  private GatewayMessage() {}

  public static Gateway read(Multigateway message) {
    return new Gateway(
        IdMessage.read(message.getId()),
        message.getHostname(),
        message.getPortMapMap(),
        Integer.toUnsignedLong(message.getPidPrefix()));
  }

  public static Multigateway write(Multigateway before, Gateway gateway) {
    return before.toBuilder()
        .setId(IdMessage.write(before.getId(), gateway.id()))
        .setHostname(gateway.hostname())
        .clearPortMap()
        .putAllPortMap(PortMap.write(before.getPortMapMap(), gateway.ports()))
        .setPidPrefix((int) gateway.pidPrefix())
        .build();
  }
}
