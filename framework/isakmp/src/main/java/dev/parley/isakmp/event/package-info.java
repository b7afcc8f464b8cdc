/** What negotiations tell the world: events, observers, key logs, transcripts. */
@Export(substitution = Export.Substitution.NOIMPORT)
@Version("0.1.0")
@DeclaresPoint("observer")
@DeclaresPoint("key-log")
package dev.parley.isakmp.event;

import dev.parley.isakmp.extension.DeclaresPoint;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
