/** What rides along in other exchanges: NAT detection. */
package dev.parley.ikev2.extension;
