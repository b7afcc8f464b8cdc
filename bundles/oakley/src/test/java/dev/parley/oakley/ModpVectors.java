package dev.parley.oakley;

import dev.parley.isakmp.wire.Bytes;

/**
 * Two exponents, their public values and their secret in group 14, computed by OpenSSL 3.0.19 ({@code openssl pkeyutl
 * -derive -pkeyopt pad:1}). The secret begins with a zero octet.
 */
final class ModpVectors {
    static final Bytes INITIATOR = Bytes.hex("d9eb3cb130074f7b1ddb99c8fe14f27e1dbca735bb3da82e1ff0305340a32419");

    static final Bytes FIRST = Bytes.hex("""
            6b49857c41f733c0c2c5fa402dfea6262b1a98ac94950e68ed37750fe4c993ca
            dc4e4dee56fca2dbb03a4c3d98bc841c9bfae6ea3648afd64898a75ceb3fb3f2
            6d5cd2ec3cfe8722a52c02f585ee35bf4cbf40aea50a564a068ea7f175ac0ff3
            56ff00bb753abcbcdf2a91f88f869215f35a71770bd96afc5bdb74d7bdbf2b90
            9f822d8dff8f6cf2c6ad0621f69d00f839ad79e1598952e4294fb36572122541
            29c2fc7de536f0801b7d0b1781ea5cb49da929f757fa7b01d9cfe3c87f7a333e
            b4238754870e9a38af9f8c5416f8f544cfa28d125f77631f024693c7524894c7
            dcdd609000894a05d3a572f203f656a9a709bb9deb2bb52b1bf0437869f35441
            """);
    static final Bytes RESPONDER = Bytes.hex("f3bdc38b7c6524ddb8476b1332c5f720c0f906190e2a741858e5a301ab7c33ce");
    static final Bytes ANSWER = Bytes.hex("""
            2450c2e496ca100da0ee9146b55764cdc01b499cae7d86a3be2c1e105bedb61f
            cf1cd5c738c6e9b6187ca571c596a80fa1f8228dc54e65a738299d25f221af88
            21e8bec0addbb0549b2de43f006d680484b7819705ffffc3ebd653ad6a3268a4
            aea52e2a4959f906cf0c44f051708f48cbc7636c493982fd8ed63134bdd2d9f4
            bfa8cebce6676c8f3081f9376873806ad5684d3864e3f2ad4ebfe10e5bdb4e56
            2f002361409ea2e7dd12e8d3b2e1b428e4576654c368ad361421be56a14c3f0e
            127f47b072992322578ae386f5b63fe2cfb7bf7338c1dc1de4b98fce987a4abc
            3faf912862ae61206ec8c731ceb4c84f6f4c053b4346eec3bd56afac0a85313d
            """);
    static final Bytes SECRET = Bytes.hex("""
            0019550462c58ff3956ef661c99b0d2efd02a252837038496625c78104f6e792
            3555f8af7e59bc55679a5046c98d09caac55aeeb06ee3ec9e124efecb08a3a2c
            3e468eede9247027b8983f2ae7356a2d649581492ae0b5f7d5a60172ca256707
            39de9cee2ee7d4c8907468f180eb08156a0842a44d77d96a9f00ee427a06dc25
            fce82a8d4fc0a7e88dc0370cdf575f958ed221d8307b8485aa492e3035daff68
            d555a92abb545538f25fdad7e23df011aa8594da8af7299c05ef7368c15a5bac
            61c867fbf9ec8625821f20d3776106654a8edee025579debd87330e3c83bcf0b
            72b0aca6dc8321b5c41c6be1aed9469703233473ec4fe68f14f2be611c2d4978
            """);

    private ModpVectors() {}
}
