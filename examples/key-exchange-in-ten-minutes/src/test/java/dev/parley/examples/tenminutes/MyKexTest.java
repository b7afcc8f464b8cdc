package dev.parley.examples.tenminutes;

import dev.parley.crypto.KeyExchangeMethod;
import dev.parley.testkit.KeyExchangeMethodContract;

class MyKexTest extends KeyExchangeMethodContract {
    @Override
    protected KeyExchangeMethod method() {
        return MyKexComponent.METHOD;
    }
}
