package dev.parley.launcher;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Folders whose jars are the bundles. */
record BundleFolder(List<Path> folders) {
    BundleFolder {
        folders = List.copyOf(folders);
    }

    /**
     * All jars, folder by folder, by name within each.
     *
     * @throws IOException if a folder cannot be read
     */
    List<Path> jars() throws IOException {
        List<Path> jars = new ArrayList<>();
        for (Path folder : folders) {
            if (!Files.isDirectory(folder)) {
                throw new IOException("there is no folder of bundles at " + folder);
            }
            try (Stream<Path> files = Files.list(folder)) {
                files.filter(file -> file.toString().endsWith(".jar")).sorted().forEach(jars::add);
            }
        }
        return jars;
    }
}
