# How the apps log in to the database.
default['lamp']['user'] = 'lamp'
default['lamp']['password'] = 'kitchen'

# Seconds between two beats of a machine.
default['lamp']['interval'] = 60
