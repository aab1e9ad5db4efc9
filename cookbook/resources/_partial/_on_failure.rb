# What to do when the list cannot be had.

property :on_failure, Symbol,
  equal_to: %i(keep raise),
  default: lazy { Presence::Settings.read(node, 'on_failure') },
  coerce: proc { |policy| policy.is_a?(String) ? policy.to_sym : policy },
  desired_state: false,
  description: 'What a failure means: :keep what was there before and say so at the end of the log, or :raise an error.'
