/** The IPsec Domain of Interpretation (RFC 2407): its numbers, what they mean, and suites and identities in them. */
@Export(substitution = Export.Substitution.NOIMPORT)
@Version("0.1.0")
package dev.parley.ipsec.doi;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
