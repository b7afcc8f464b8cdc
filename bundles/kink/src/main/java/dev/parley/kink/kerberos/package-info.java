/** Kerberos as KINK needs it: principals, keys, tickets, and the AP exchange at a given time (RFC 3961, 3962, 4120, 8009). */
@Export(substitution = Export.Substitution.NOIMPORT)
@Version("0.1.0")
package dev.parley.kink.kerberos;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
