package dev.parley.oakley;

import dev.parley.crypto.KeyExchangeMethod;
import dev.parley.testkit.KeyExchangeMethodContract;

class EcpContractTest extends KeyExchangeMethodContract {
    @Override
    protected KeyExchangeMethod method() {
        return Ecp.groups().get(0);
    }
}
