package dev.parley.ikev1.phase1;

import dev.parley.isakmp.wire.Bytes;

/**
 * What one side has said in phase 1: bodies of payloads, empty until they are said.
 *
 * @param id of the ID payload
 */
record Half(Bytes ke, Bytes nonce, Bytes id) {
    static final Half SILENT = new Half(Bytes.EMPTY, Bytes.EMPTY, Bytes.EMPTY);

    Half withKe(Bytes said) {
        return new Half(said.compact(), nonce, id);
    }

    Half withNonce(Bytes said) {
        return new Half(ke, said.compact(), id);
    }

    Half withId(Bytes said) {
        return new Half(ke, nonce, said.compact());
    }
}
