/** What an algorithm must do to be negotiable: ciphers, PRFs, integrity, hash functions, key exchange; keys and secrets. */
@Export(substitution = Export.Substitution.NOIMPORT)
@Version("0.1.0")
@DeclaresPoint("key-exchange")
@DeclaresPoint("cipher")
@DeclaresPoint("prf")
@DeclaresPoint("integrity")
@DeclaresPoint("digest")
package dev.parley.crypto;

import dev.parley.isakmp.extension.DeclaresPoint;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
