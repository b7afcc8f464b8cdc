package dev.parley.examples.realpeers;

/** A choice of algorithms in the words of Parley, of strongSwan and of Wireshark. */
enum Suite {
    GCM_CURVE25519(
            """
            {"encryption": ["aes-gcm-16:128"], "prf": ["hmac-sha2-256"], "keyExchange": ["x25519"]}""",
            """
            {"encryption": ["aes-gcm-16:128"]}""",
            "aes128gcm16-prfsha256-x25519",
            "aes128gcm16",
            "AES-GCM-128 with 16 octet ICV [RFC5282]",
            "NONE [RFC4306]",
            "AES-GCM [RFC4106]",
            "NULL"),
    CBC_MODP2048(
            """
            {"encryption": ["aes-cbc:256"], "integrity": ["hmac-sha2-256-128"], "prf": ["hmac-sha2-256"], "keyExchange": ["modp-2048"]}""",
            """
            {"encryption": ["aes-cbc:128"], "integrity": ["hmac-sha2-256-128"]}""",
            "aes256-sha256-modp2048",
            "aes128-sha256",
            "AES-CBC-256 [RFC3602]",
            "HMAC_SHA2_256_128 [RFC4868]",
            "AES-CBC [RFC3602]",
            "HMAC-SHA-256-128 [RFC4868]");

    final String parleyIke;
    final String parleyEsp;
    final String charonIke;
    final String charonEsp;
    final String wiresharkIkeCipher;
    final String wiresharkIkeIntegrity;
    final String wiresharkEspCipher;
    final String wiresharkEspIntegrity;

    Suite(
            String parleyIke,
            String parleyEsp,
            String charonIke,
            String charonEsp,
            String wiresharkIkeCipher,
            String wiresharkIkeIntegrity,
            String wiresharkEspCipher,
            String wiresharkEspIntegrity) {
        this.parleyIke = parleyIke;
        this.parleyEsp = parleyEsp;
        this.charonIke = charonIke;
        this.charonEsp = charonEsp;
        this.wiresharkIkeCipher = wiresharkIkeCipher;
        this.wiresharkIkeIntegrity = wiresharkIkeIntegrity;
        this.wiresharkEspCipher = wiresharkEspCipher;
        this.wiresharkEspIntegrity = wiresharkEspIntegrity;
    }
}
