package dev.parley.examples.realpeers;

/** One of the two namespaces, with who and what lives there. Parley lives in A, strongSwan in B. */
enum Side {
    A("10.99.0.1", "10.91.1.1", "psk-a.example"),
    B("10.99.0.2", "10.91.2.1", "psk-b.example");

    final String address;
    final String inner;
    final String identity;

    Side(String address, String inner, String identity) {
        this.address = address;
        this.inner = inner;
        this.identity = identity;
    }

    Side other() {
        return this == A ? B : A;
    }

    /** The inner address as a traffic selector. */
    String selector() {
        return inner + "/32";
    }
}
