/**
 * The negotiation SPI. A protocol is data in, data out: inputs arrive one at a time, a list of effects comes back. No sockets,
 * threads or clocks are in here; the host has them.
 */
@Export(substitution = Export.Substitution.NOIMPORT)
@Version("0.1.0")
@DeclaresPoint("negotiation-protocol")
package dev.parley.isakmp.negotiation;

import dev.parley.isakmp.extension.DeclaresPoint;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
