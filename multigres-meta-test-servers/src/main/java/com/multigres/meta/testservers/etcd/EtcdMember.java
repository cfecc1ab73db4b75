package com.multigres.meta.testservers.etcd;

/**
 * One member's place.
 *
 * @param number from one
 * @param clientPort where clients connect to
 * @param peerPort where the other members do
 */
record EtcdMember(int number, int clientPort, int peerPort) {

  String name() {
    return "member" + number;
  }

  String peerUrl() {
    return "http://127.0.0.1:" + peerPort;
  }
}
