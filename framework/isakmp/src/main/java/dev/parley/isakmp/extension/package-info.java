/** The extension registry: what a bundle adds, where it can be added, and an immutable picture of what is there. */
@Export(substitution = Export.Substitution.NOIMPORT)
@Version("0.1.0")
package dev.parley.isakmp.extension;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
