package dev.parley.testkit.architecture;

import java.util.List;
import org.assertj.core.api.ListAssert;
import org.junit.jupiter.api.TestInfo;
import org.opentest4j.AssertionFailedError;

/** Names a library in two signatures, and in a private one that nobody sees. */
public final class ShowsALibrary {
    public List<ListAssert<String>> judged() {
        return List.of();
    }

    public void judge(int[] octets) throws AssertionFailedError {
        hidden();
    }

    private TestInfo hidden() {
        throw new IllegalStateException();
    }
}
