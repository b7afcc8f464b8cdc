/** Messages of IKEv2 (RFC 7296 section 3): payloads and their codecs, numbers with their names, composition rules. */
package dev.parley.ikev2.message;
