package dev.parley.engine;

import dev.parley.isakmp.sa.SecurityAssociation;
import dev.parley.isakmp.wire.Bytes;

/** What an SA is known by (RFC 4301 section 4.1). */
record SaName(String protocol, Bytes spi, Bytes destination) {
    static SaName of(SecurityAssociation sa) {
        return new SaName(sa.protocol(), sa.spi(), sa.destination());
    }

    @Override
    public String toString() {
        return protocol + " 0x" + spi;
    }
}
