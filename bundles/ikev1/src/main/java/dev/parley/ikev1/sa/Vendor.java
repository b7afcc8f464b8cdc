package dev.parley.ikev1.sa;

import dev.parley.isakmp.payload.VendorIdPayload;
import dev.parley.isakmp.wire.Bytes;
import java.util.Arrays;
import java.util.Optional;

/** Vendor IDs that mean something here: both sides say in phase 1 which extensions they know (RFC 2408 section 3.16). */
public enum Vendor {
    /** RFC 3947 section 3.1. */
    NAT_TRAVERSAL("4a131c81070358455c5728f20e95452f"),
    /** RFC 3706 section 5.1; its last two octets are a version. */
    DEAD_PEER_DETECTION("afcad71368a1f1c96b8696fc77570100");

    private final Bytes id;

    Vendor(String id) {
        this.id = Bytes.hex(id);
    }

    public VendorIdPayload payload() {
        return new VendorIdPayload(id);
    }

    /** Empty for one that is not known, which is no reason to refuse anything. */
    public static Optional<Vendor> of(VendorIdPayload said) {
        return Arrays.stream(values()).filter(each -> each.id.equals(said.id())).findFirst();
    }
}
