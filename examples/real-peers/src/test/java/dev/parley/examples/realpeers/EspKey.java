package dev.parley.examples.realpeers;

/** The keys of one ESP SA, in lower-case hexadecimal; a GCM key includes its salt, and integrity is then empty. */
record EspKey(String source, String destination, String encryption, String integrity) {}
