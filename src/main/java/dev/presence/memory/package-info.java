/** What this node remembers between two runs. Losing it costs time, never correctness. */
@NullMarked
package dev.presence.memory;

import org.jspecify.annotations.NullMarked;
