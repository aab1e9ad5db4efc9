/** One child process, bounded in time together with all it starts. */
@NullMarked
package dev.presence.command;

import org.jspecify.annotations.NullMarked;
