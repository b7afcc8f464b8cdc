/** The host: runs negotiations in the real world, or in whatever world a {@link dev.parley.engine.Host} is. */
@Export(substitution = Export.Substitution.NOIMPORT)
@Version("0.1.0")
package dev.parley.engine;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
