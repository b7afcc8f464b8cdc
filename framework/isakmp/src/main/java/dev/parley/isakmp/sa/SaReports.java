package dev.parley.isakmp.sa;

import org.osgi.annotation.versioning.ProviderType;

/** What a sink has to say of the SAs of one gateway (RFC 4301 sections 4.4.1 and 4.4.2.1). From any thread; never blocks. */
@ProviderType
public interface SaReports {
    /** There is traffic for {@code connection}, and no SA that could carry it. */
    void acquire(String connection);

    /** {@code sa} is nearly used up, by octets, packets or time: it is to be replaced. One that is not installed is no error. */
    void softExpired(SecurityAssociation sa);

    /** {@code sa} is used up: it is to be deleted, at both ends. */
    void hardExpired(SecurityAssociation sa);
}
