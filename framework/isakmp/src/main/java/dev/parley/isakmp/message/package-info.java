/** Messages: the header, payloads by number space, the registry of their codecs, and composition rules as tables. */
@Export(substitution = Export.Substitution.NOIMPORT)
@Version("0.1.0")
@DeclaresPoint("payload-codecs")
package dev.parley.isakmp.message;

import dev.parley.isakmp.extension.DeclaresPoint;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
