package com.multigres.example.directory;

import com.google.protobuf.ByteString;
import com.multigres.meta.topo.SessionId;
import java.util.Optional;

/** A node as its file has it. The version is the counter at its last write. */
record StoredNode(ByteString value, String version, Optional<SessionId> session) {}
