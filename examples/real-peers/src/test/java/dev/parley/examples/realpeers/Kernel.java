package dev.parley.examples.realpeers;

/** What does ESP for strongSwan. */
enum Kernel {
    /** User space. strongSwan pretends that a NAT is on the way, so everything after IKE_SA_INIT goes to port 4500. */
    LIBIPSEC,
    /** Nobody: the kernel's refusals are read as success. Everything stays on port 500. */
    NOESP
}
