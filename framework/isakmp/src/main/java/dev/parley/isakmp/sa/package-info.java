/** What comes out of a negotiation: Security Associations, and who takes them. */
@Export(substitution = Export.Substitution.NOIMPORT)
@Version("0.1.0")
@DeclaresPoint("sa-sink")
package dev.parley.isakmp.sa;

import dev.parley.isakmp.extension.DeclaresPoint;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
