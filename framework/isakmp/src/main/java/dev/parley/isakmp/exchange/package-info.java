/**
 * ISAKMP's own ground (RFC 2408 sections 4 and 5): exchanges as tables by version, DOI and number, what walks them, lock step, the
 * front door by cookies, and the Informational exchange.
 */
@Export(substitution = Export.Substitution.NOIMPORT)
@Version("0.1.0")
@DeclaresPoint("exchange-rules")
package dev.parley.isakmp.exchange;

import dev.parley.isakmp.extension.DeclaresPoint;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
