package dev.parley.kink.dissection;

import dev.parley.isakmp.dissection.Overheard;
import dev.parley.isakmp.negotiation.Endpoint;
import dev.parley.isakmp.wire.WireException;
import dev.parley.kink.kerberos.ApRequest;
import dev.parley.kink.kerberos.KerberosException;
import dev.parley.kink.kerberos.KerberosKey;
import dev.parley.kink.message.ApReqPayload;
import dev.parley.kink.message.KinkHeader;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** The session keys of the transactions of a capture: a command's ticket holds one, its REPLY is under the same (RFC 4430 section 4). */
final class Sessions {
    /** Transactions that may wait for their REPLY. */
    private static final int MAX_TRANSACTIONS = 10_000;

    private record Transaction(Endpoint asks, Endpoint answers, long xid) {}

    /** A session key, or why there is none. */
    record Found(Optional<KerberosKey> key, String why) {
        private static Found nothing(String why) {
            return new Found(Optional.empty(), why);
        }
    }

    private final Keytab keytab;
    private final Map<Transaction, KerberosKey> transactions = new LinkedHashMap<>();

    Sessions(Keytab keytab) {
        this.keytab = keytab;
    }

    /** The session key of a command or an ACK. */
    Found begun(Overheard datagram, KinkHeader header, ApReqPayload payload) {
        Found found = open(payload);
        found.key().ifPresent(key -> {
            transactions.put(new Transaction(datagram.from(), datagram.to(), header.xid()), key);
            if (transactions.size() > MAX_TRANSACTIONS) {
                transactions.remove(transactions.keySet().iterator().next());
            }
        });
        return found;
    }

    /** The session key of a REPLY. */
    Found answered(Overheard datagram, KinkHeader header) {
        return Optional.ofNullable(transactions.get(new Transaction(datagram.to(), datagram.from(), header.xid())))
                .map(key -> new Found(Optional.of(key), ""))
                .orElseGet(() -> Found.nothing("no session key: what it answers is not in the capture, or not opened"));
    }

    private Found open(ApReqPayload payload) {
        ApRequest request;
        try {
            request = ApRequest.read(payload.der());
        } catch (WireException malformed) {
            return Found.nothing("no session key: " + malformed.getMessage());
        }
        String ticket = "the ticket for " + request.service() + ", encryption type " + request.type();
        if (keytab.isEmpty()) {
            return Found.nothing("no " + KinkDissector.KEYTAB + " among the keys: nothing opens " + ticket);
        }
        String why = "no key of " + KinkDissector.KEYTAB + " opens " + ticket;
        for (KerberosKey key : keytab.keys(request.service(), request.type())) {
            try {
                return new Found(Optional.of(request.open(key).key()), "");
            } catch (KerberosException no) {
                why = ticket + ", does not open: " + no.getMessage();
            }
        }
        return Found.nothing(why);
    }
}
