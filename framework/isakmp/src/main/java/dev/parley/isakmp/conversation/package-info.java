/** What parties say to each other and how it ends: turns, refusals by blame, randomness. */
@Export(substitution = Export.Substitution.NOIMPORT)
@Version("0.1.0")
package dev.parley.isakmp.conversation;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
