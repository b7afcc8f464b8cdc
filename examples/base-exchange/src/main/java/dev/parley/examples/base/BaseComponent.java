package dev.parley.examples.base;

import dev.parley.ipsec.IpsecWish;
import dev.parley.ipsec.PeerAuthorizationDatabase;
import dev.parley.ipsec.Policy;
import dev.parley.isakmp.conversation.Blame;
import dev.parley.isakmp.conversation.Refusal;
import dev.parley.isakmp.conversation.Role;
import dev.parley.isakmp.event.Text;
import dev.parley.isakmp.exchange.ExchangeDefinition;
import dev.parley.isakmp.exchange.ExchangeRules;
import dev.parley.isakmp.exchange.IsakmpExchanges;
import dev.parley.isakmp.exchange.SoleExchangeProtocol;
import dev.parley.isakmp.extension.Contributes;
import dev.parley.isakmp.extension.Contribution;
import dev.parley.isakmp.extension.Extension;
import dev.parley.isakmp.message.Slot;
import dev.parley.isakmp.negotiation.Datagram;
import dev.parley.isakmp.negotiation.Effect;
import dev.parley.isakmp.negotiation.Environment;
import dev.parley.isakmp.negotiation.Wish;
import dev.parley.isakmp.payload.IsakmpPayloads;
import java.util.List;
import java.util.Optional;
import org.osgi.service.component.annotations.Component;

/** Contributes the toy DOI, RFC 2408's Base Exchange completed for it, and a protocol of nothing else. */
@Component
@Contributes(point = "negotiation-protocol", key = "base")
@Contributes(point = "domain-of-interpretation", key = "toy")
@Contributes(point = "exchange-rules", key = "base")
public final class BaseComponent implements Contribution, SoleExchangeProtocol.Cast<Walker> {
    static final ToyDoi TOY = new ToyDoi("toy", 0xba5e);
    static final ExchangeDefinition BASE = IsakmpExchanges.BASE.completed(
            TOY.number(),
            (n, rule) -> n < 3 ? rule : rule.replace("AUTH", List.of(Slot.one(IsakmpPayloads.HASH, "AUTH"))));

    record Completed(String key, List<ExchangeDefinition> exchanges) implements ExchangeRules {}

    private final List<Extension> extensions =
            List.of(TOY, new Completed("base", List.of(BASE)), new SoleExchangeProtocol<>("base", BASE, this));

    public List<Extension> extensions() {
        return extensions;
    }

    public Walker initiator(Wish wish, Environment env) throws Refusal {
        Policy policy = ((IpsecWish) wish).policy();
        policy.secret().orElseThrow(() -> new Refusal(Blame.LOCAL_FAILURE, "write a secret into " + policy.name()));
        return Walker.of(policy, env, Role.INITIATOR);
    }

    public Optional<Walker> responder(Datagram first, Environment env) {
        var peers = env.database(PeerAuthorizationDatabase.class).at("base", first.local(), first.remote());
        var able = peers.stream().filter(policy -> policy.secret().isPresent());
        return able.findFirst().map(policy -> Walker.of(policy, env, Role.RESPONDER));
    }

    public List<Effect> established(Walker walker) {
        return List.of(
                new Effect.Proven(walker.policy().remote().identity().toString()),
                new Effect.LogKey("base", Text.of(walker.key().reveal().toString())));
    }
}
