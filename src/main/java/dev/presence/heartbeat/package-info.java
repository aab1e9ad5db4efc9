/** The halves of a beat: saying what this node is, and seeing what is new. */
@NullMarked
package dev.presence.heartbeat;

import org.jspecify.annotations.NullMarked;
