package dev.parley.ipsec;

import dev.parley.isakmp.negotiation.Endpoint;
import dev.parley.isakmp.negotiation.Wish;
import java.util.Optional;

/**
 * A wish for the SAs of a policy.
 *
 * @param child one child of the policy, or all of it
 */
public record IpsecWish(Policy policy, Optional<String> child) implements Wish {
    @Override
    public String connection() {
        return policy.name();
    }

    @Override
    public String protocol() {
        return policy.protocol();
    }

    @Override
    public Endpoint local() {
        return policy.local().endpoint();
    }

    @Override
    public Endpoint remote() {
        return policy.remote().endpoint();
    }
}
