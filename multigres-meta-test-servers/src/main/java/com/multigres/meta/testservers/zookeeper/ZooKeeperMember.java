package com.multigres.meta.testservers.zookeeper;

/**
 * One member's place.
 *
 * @param number from one
 * @param clientPort where clients connect to
 * @param peerPort where followers connect to the leader
 * @param electionPort where leaders are elected
 */
record ZooKeeperMember(int number, int clientPort, int peerPort, int electionPort) {

  String line() {
    return "server." + number + "=127.0.0.1:" + peerPort + ":" + electionPort;
  }
}
