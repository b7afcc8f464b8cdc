/**
 * An unreal world for real gateways: a virtual clock, a network that loses, copies, reorders and forges, and a judge.
 * Begin with {@link dev.parley.simulator.World}. The same seed gives the same transcript, octet for octet.
 */
@Export(substitution = Export.Substitution.NOIMPORT)
@Version("0.1.0")
package dev.parley.simulator;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
