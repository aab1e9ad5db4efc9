/** What a node needs, a class a check. */
@NullMarked
package dev.presence.doctor;

import org.jspecify.annotations.NullMarked;
