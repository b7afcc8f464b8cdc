/**
 * The Domain of Interpretation as an extension point (RFC 2408 section 2.1): who gives meaning to situations, proposals,
 * transforms and their attributes, and those as values. What only a DOI knows reaches payload codecs through the registry.
 */
@Export(substitution = Export.Substitution.NOIMPORT)
@Version("0.1.0")
@DeclaresPoint("domain-of-interpretation")
package dev.parley.isakmp.doi;

import dev.parley.isakmp.extension.DeclaresPoint;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
