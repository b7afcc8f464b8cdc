/** Octets between peers: what a transport bundle implements. */
@Export(substitution = Export.Substitution.NOIMPORT)
@Version("0.1.0")
@DeclaresPoint("transport")
package dev.parley.engine.transport;

import dev.parley.isakmp.extension.DeclaresPoint;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
