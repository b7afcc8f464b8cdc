package dev.parley.oakley;

import dev.parley.crypto.KeyExchangeMethod;
import dev.parley.testkit.KeyExchangeMethodContract;

class ModpContractTest extends KeyExchangeMethodContract {
    @Override
    protected KeyExchangeMethod method() {
        return Modp.groups().get(0);
    }
}
