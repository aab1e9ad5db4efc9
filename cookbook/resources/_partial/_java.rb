# How the Java program is started.

property :java, [String, nil],
  default: lazy { Presence::Settings.read(node, 'java') },
  desired_state: false,
  description: 'The java command to run, version 17 or newer; nil: the one in JAVA_HOME, else the one on the PATH.'

property :jar, [String, nil],
  default: lazy { Presence::Settings.read(node, 'jar') },
  desired_state: false,
  description: 'The program to run; nil: the one that presence_install installed, where it is the same as the one in this cookbook, else that one.'

action_class do
  include Presence::Runner
end
