/**
 * The use cases: looking at a list, answering, announcing, orders, pruning. Results are values, and
 * nothing here prints.
 */
@NullMarked
package dev.presence.heartbeat;

import org.jspecify.annotations.NullMarked;
