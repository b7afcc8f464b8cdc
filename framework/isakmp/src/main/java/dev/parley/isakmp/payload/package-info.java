/** The payloads of RFC 2408 section 3, one a file: record, codec and the RFC's drawing. */
@Export(substitution = Export.Substitution.NOIMPORT)
@Version("0.1.0")
package dev.parley.isakmp.payload;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
