/** Messages of IKEv2 (RFC 7296 section 3): payloads and their codecs, numbers with their names, which payloads a message holds. */
package dev.parley.ikev2.message;
