/**
 * Captures of network traffic as files: pcap and pcapng read, pcapng written, and the IP and UDP headers in between. Knows no
 * protocol above UDP.
 */
@Export(substitution = Export.Substitution.NOIMPORT)
@Version("0.1.0")
package dev.parley.capture;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
