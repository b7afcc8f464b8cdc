/** What rides along in other exchanges: NAT detection, INITIAL_CONTACT. */
package dev.parley.ikev2.extension;
