package dev.parley.examples.realpeers;

/** Choices of algorithms beside those of {@link Suite}, in the words of both sides; a child's later pairs have a key exchange. */
enum FurtherSuite {
    CHACHA20_ECP256("""
            {"encryption": ["chacha20-poly1305"], "prf": ["hmac-sha2-256"], "keyExchange": ["ecp-256"]}""", """
            {"encryption": ["chacha20-poly1305"], "keyExchange": ["ecp-256"]}""", "chacha20poly1305-prfsha256-ecp256", "chacha20poly1305-ecp256"),
    CBC_SHA384_ECP384("""
            {"encryption": ["aes-cbc:256"], "integrity": ["hmac-sha2-384-192"], "prf": ["hmac-sha2-384"], "keyExchange": ["ecp-384"]}""", """
            {"encryption": ["aes-cbc:256"], "integrity": ["hmac-sha2-384-192"], "keyExchange": ["ecp-384"]}""", "aes256-sha384-prfsha384-ecp384", "aes256-sha384-ecp384"),
    CBC_SHA512_MODP3072("""
            {"encryption": ["aes-cbc:256"], "integrity": ["hmac-sha2-512-256"], "prf": ["hmac-sha2-512"], "keyExchange": ["modp-3072"]}""", """
            {"encryption": ["aes-cbc:192"], "integrity": ["hmac-sha2-512-256"], "keyExchange": ["modp-3072"]}""", "aes256-sha512-prfsha512-modp3072", "aes192-sha512-modp3072"),
    CBC_SHA1_MODP4096("""
            {"encryption": ["aes-cbc:128"], "integrity": ["hmac-sha1-96"], "prf": ["hmac-sha1"], "keyExchange": ["modp-4096"]}""", """
            {"encryption": ["aes-cbc:128"], "integrity": ["hmac-sha1-96"], "keyExchange": ["modp-4096"]}""", "aes128-sha1-prfsha1-modp4096", "aes128-sha1-modp4096"),
    GCM256_SHA512_ECP521("""
            {"encryption": ["aes-gcm-16:256"], "prf": ["hmac-sha2-512"], "keyExchange": ["ecp-521"]}""", """
            {"encryption": ["aes-gcm-16:256"], "keyExchange": ["ecp-521"]}""", "aes256gcm16-prfsha512-ecp521", "aes256gcm16-ecp521");

    private final String parleyIke;
    private final String parleyEsp;
    private final String charonIke;
    private final String charonEsp;

    FurtherSuite(String parleyIke, String parleyEsp, String charonIke, String charonEsp) {
        this.parleyIke = parleyIke;
        this.parleyEsp = parleyEsp;
        this.charonIke = charonIke;
        this.charonEsp = charonEsp;
    }

    /** Wireshark 4.0 has no ChaCha20-Poly1305 in its tables of keys, and reads none of them if one line is strange to it. */
    boolean isKnownToTshark() {
        return this != CHACHA20_ECP256;
    }

    ParleyConfig ours() {
        return ParleyConfig.of(Suite.GCM_CURVE25519).withIke(parleyIke).withEsp(parleyEsp);
    }

    CharonConfig theirs() {
        return CharonConfig.of(Side.B, Suite.GCM_CURVE25519)
                .with("ike", charonIke)
                .with("esp", charonEsp);
    }
}
