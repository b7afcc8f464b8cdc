package dev.parley.oakley;

import dev.parley.crypto.KeyExchangeMethod;
import dev.parley.testkit.KeyExchangeMethodContract;

class Curve25519ContractTest extends KeyExchangeMethodContract {
    @Override
    protected KeyExchangeMethod method() {
        return new Curve25519();
    }
}
