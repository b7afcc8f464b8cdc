package dev.parley.examples.realpeers;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** A wall clock that is off, for the processes that go by it ({@code rig/clock.c}). */
final class Clock {
    private final Path shim;
    private final Path offset;

    /** As right as the machine's. */
    Clock(RunFolder run, String name) {
        shim = run.path(name + ".so");
        offset = run.path(name + ".offset");
        Path source = Namespaces.RIG.resolve("clock.c");
        Shell.run(List.of("gcc", "-shared", "-fPIC", "-O2", "-o", shim.toString(), source.toString(), "-ldl"))
                .orFail("compiling " + source);
        set(Duration.ZERO);
    }

    /** From now on it is so much ahead. */
    void set(Duration ahead) {
        ByteBuffer octets = ByteBuffer.allocate(Long.BYTES).order(ByteOrder.nativeOrder());
        try {
            // never shorter than that: who goes by it has it mapped into memory
            Files.write(
                    offset,
                    octets.putLong(ahead.toSeconds()).array(),
                    StandardOpenOption.CREATE,
                    StandardOpenOption.WRITE);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** {@code command}, to go by this clock. */
    List<String> around(List<String> command) {
        List<String> inside = new ArrayList<>(List.of("env", "CLOCK=" + offset, "LD_PRELOAD=" + shim));
        inside.addAll(command);
        return inside;
    }
}
