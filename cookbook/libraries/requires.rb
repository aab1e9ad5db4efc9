module Presence
  # The parts in node['presence']['requires']. Cookbooks that know nothing of each other add to them, before
  # and after the recipe presence is compiled, and Chef compiles a recipe once.
  module Requires
    # Asks for each part, unless that was done. With compile_time, the default, its peers are there at once.
    def self.ask(recipe)
      asked = Run.of(recipe.run_context).required
      Settings.requires(recipe.node).each do |part, properties|
        next if asked[part] == properties

        asked[part] = properties
        recipe.presence_peers(part) { Settings.apply(self, "node['presence']['requires']['#{part}']", properties) }
      end
    end

    # Asks for what was added since the recipe was compiled.
    def self.late(run_context)
      return unless run_context&.loaded_recipe?('presence::default')
      return if Settings.requires(run_context.node) == Run.of(run_context).required

      ask(Chef::Recipe.new('presence', 'default', run_context))
    end
  end
end
