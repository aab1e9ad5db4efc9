# The interface over which the machines reach each other; nil: the one of the default route.
default['lamp']['interface'] = nil

# How the apps log in to the database.
default['lamp']['user'] = 'lamp'
default['lamp']['password'] = 'kitchen'
