/** Certificates for servers that speak TLS, made by the JDK's own tool. */
@NullMarked
package com.multigres.meta.testservers.tls;

import org.jspecify.annotations.NullMarked;
