package com.multigres.meta.testservers.tls;

import java.nio.file.Path;
import javax.net.ssl.SSLContext;

/**
 * Somebody who has a certificate and trusts one authority.
 *
 * @param authority the certificate of whom to trust, as PEM
 * @param certificate the own certificate, as PEM
 * @param key its private key, as PEM (PKCS #8)
 * @param context the same for Java
 */
public record TlsIdentity(Path authority, Path certificate, Path key, SSLContext context) {}
