/** One child process, bounded in time together with all it starts; the class archive. */
@NullMarked
package dev.presence.process;

import org.jspecify.annotations.NullMarked;
