/** What this node is: its facts, its address, its state. */
@NullMarked
package dev.presence.node;

import org.jspecify.annotations.NullMarked;
