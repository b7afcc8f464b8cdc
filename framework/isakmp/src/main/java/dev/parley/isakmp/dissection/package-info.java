/** How protocols read what others said: messages out of captures, field by field, decrypted where keys are at hand. */
@Export(substitution = Export.Substitution.NOIMPORT)
@Version("0.1.0")
@DeclaresPoint("dissector")
package dev.parley.isakmp.dissection;

import dev.parley.isakmp.extension.DeclaresPoint;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
