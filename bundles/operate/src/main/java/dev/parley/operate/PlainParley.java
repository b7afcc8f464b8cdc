package dev.parley.operate;

import dev.parley.engine.Engine;
import dev.parley.operate.command.Parley;
import dev.parley.operate.command.Surroundings;
import java.util.List;
import java.util.concurrent.Callable;

/** The command, as the launcher finds it on a plain class path. */
public final class PlainParley implements Callable<Integer> {
    @Override
    public Integer call() {
        return Parley.run(System.getProperty("parley.args", ""), Surroundings.ofProcess(Engine::plain, List::of));
    }
}
