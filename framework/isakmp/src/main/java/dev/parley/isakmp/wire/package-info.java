/** Octets: immutable values, and a reader and a writer that name every field they touch. Everything else stands on these. */
@Export(substitution = Export.Substitution.NOIMPORT)
@Version("0.1.0")
package dev.parley.isakmp.wire;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
