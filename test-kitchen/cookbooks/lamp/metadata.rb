name 'lamp'
maintainer 'The presence authors'
maintainer_email 'cookbook@presence.dev'
license 'Apache-2.0'
description 'A LAMP stack whose machines find each other on the presence list'
version '0.1.0'
source_url 'https://presence.dev/source'
issues_url 'https://presence.dev/issues'
chef_version '>= 16.10.7'

supports 'debian', '>= 12.0'

depends 'presence'
