/** Asks machines whether they are there. Imports the model alone. */
@NullMarked
package dev.presence.probe;

import org.jspecify.annotations.NullMarked;
