name 'presence'
maintainer 'The presence authors'
maintainer_email 'cookbook@presence.dev'
license 'Apache-2.0'
description 'Puts a node on the presence list and gives recipes the peers of the parts they require'
version '0.2.0'
source_url 'https://presence.dev/source'
issues_url 'https://presence.dev/issues'
chef_version '>= 16.10.7'

# What is converged before anything lands; the README says what is known of others.
supports 'debian', '>= 12.0'
