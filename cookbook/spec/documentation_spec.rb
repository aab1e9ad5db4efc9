require 'chefspec_helper'

# The pages against the code.
RSpec.describe 'The documentation' do
  COOKBOOK = File.expand_path('..', __dir__)
  KITCHEN = File.expand_path('../docs/kitchen.md', COOKBOOK)
  PAGES = [File.join(COOKBOOK, 'README.md'), *Dir[File.join(COOKBOOK, 'documentation/*.md')].sort, KITCHEN].freeze
  RESOURCES = %w(presence_peers presence_announce presence_heartbeat presence_install).freeze
  CONSUMER = Dir[File.join(COOKBOOK, 'test/cookbooks/shop/**/*.{rb,erb,yml,json,cfg}')].map { |file| File.read(file) }.freeze

  # The rows of the table under a heading, each an array of cells.
  def table(page, heading)
    section = page[/^## #{heading}\n(.*?)(?=^## |\z)/m, 1].to_s
    section.lines.grep(/\A\|/).drop(2).map { |row| row.strip.delete_prefix('| ').delete_suffix(' |').split(' | ') }
  end

  def types(property)
    types = Array(property.options[:is])
    names = types.map { |type| { true => 'true', false => 'false', nil => 'nil' }.fetch(type) { type.to_s } }
    names.map { |name| "`#{name}`" }.join(', ')
  end

  # Defaults that depend on the machine and on no attribute, in words.
  FROM_THE_MACHINE = { instance_id: 'from Ohai', address: 'from Ohai', version: 'that of this cookbook', runner: 'by the machine', on_change: "this run's Chef" }.freeze

  # As the page has it; nil for one that is taken from an attribute, which another example looks at.
  def default(property)
    return 'the name' if property.name_property?
    return '`nil`' unless property.has_default?

    property.default.is_a?(Chef::DelayedEvaluator) ? FROM_THE_MACHINE[property.name] : "`#{property.default.inspect}`"
  end

  it 'has a page for each resource' do
    expect(Dir[File.join(COOKBOOK, 'resources/*.rb')].map { |file| "presence_#{File.basename(file, '.rb')}" }).to match_array RESOURCES
  end

  RESOURCES.each do |resource|
    describe "of #{resource}" do
      let(:page) { File.read(File.join(COOKBOOK, "documentation/#{resource}.md")) }
      let(:resource_class) { chef_run && Chef::ResourceResolver.resolve(resource.to_sym) }
      let(:chef_run) { ChefSpec::SoloRunner.new.converge('presence') }
      let(:properties) { resource_class.properties(false).reject { |name, _| name == :name } }

      it 'begins with what the resource says of itself' do
        expect(page).to start_with "# #{resource}\n\n#{resource_class.description}\n"
      end

      it 'names each property, its type, its default and what it means, and no other' do
        documented = table(page, 'Properties').to_h { |name, *cells| [name, cells] }

        expect(documented.keys).to match_array(properties.keys.map { |name| "`#{name}`" })
        properties.each do |name, property|
          type, default, description = documented["`#{name}`"]
          expect([name, type, default, description]).to eq [name, types(property), default(property) || default, property.description]
        end
      end

      it 'names the attribute that a default is taken from' do
        source = Dir[File.join(COOKBOOK, 'resources/**/*.rb')].map { |file| File.read(file) }.join
        table(page, 'Properties').each do |name, _, default|
          next unless default.include?("node['presence']")

          attribute = default[/\['presence'\]\['(\w+)'\]/, 1]
          expect(source).to match(/property :#{name.delete('`')},(?:(?!\nproperty).)*?default: lazy \{ Presence::Settings.read\(node, '#{attribute}'\) \}/m)
        end
      end

      it 'names each action' do
        expect(table(page, 'Actions').map(&:first)).to match_array((resource_class.allowed_actions - [:nothing]).map { |action| "`:#{action}`" })
        resource_class.allowed_actions.each { |action| expect(page).to include resource_class.action_class.action_description(action).to_s }
      end
    end
  end

  it 'names each attribute and its default' do
    attributes = ChefSpec::SoloRunner.new.converge('presence').node.default['presence']
    page = File.read(File.join(COOKBOOK, 'documentation/attributes.md'))

    expect(table(page, 'In').map { |name, default, _| [name.delete('`'), default] })
      .to match_array(attributes.map { |name, value| [name, "`#{value.is_a?(Hash) ? value.to_h.inspect : value.inspect}`"] })
  end

  it 'names each helper' do
    page = File.read(File.join(COOKBOOK, 'documentation/helpers.md'))

    expect(page.scan(/^\| `Presence\.([a-z!_]+)\(/).flatten).to match_array Presence.singleton_methods.map(&:to_s)
  end

  PAGES.each do |page|
    describe File.basename(page) do
      let(:text) { File.read(page) }

      it 'has links that lead somewhere' do
        text.scan(/\]\(([^)]+)\)/).flatten.each do |link|
          file, anchor = link.split('#', 2)
          target = file.empty? ? page : File.expand_path(file, File.dirname(page))
          expect(File).to exist(target), "#{link} leads nowhere"
          next unless anchor

          headings = File.read(target).scan(/^#+ (.*)/).flatten.map { |heading| heading.downcase.gsub(/[^a-z0-9 -]/, '').tr(' ', '-') }
          expect(headings).to include anchor
        end
      end

      it 'has examples that the test cookbook converges' do
        languages = page == KITCHEN ? /\w+/ : /ruby|erb/
        text.scan(/^```#{languages}\n(.*?)^```/m).flatten.each do |example|
          expect(CONSUMER.any? { |file| file.include?(example) }).to be(true), "no file of the cookbook shop has\n#{example}"
        end
      end
    end
  end
end
