package dev.parley.examples.realpeers;

/** The keys that protect one IKE SA (RFC 7296 section 2.14), in lower-case hexadecimal; integrity is empty beside GCM. */
record IkeKeys(String skEi, String skEr, String skAi, String skAr) {}
