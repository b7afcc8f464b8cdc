/** What is protected, how, and with which SAs (RFC 4301): policies, peers, selectors, and the three databases. */
@Export(substitution = Export.Substitution.NOIMPORT)
@Version("0.1.0")
package dev.parley.ipsec;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
