# How the apps log in to the database.
default['lamp']['user'] = 'lamp'
default['lamp']['password'] = 'kitchen'

# Seconds between two beats of the load balancer.
default['lamp']['interval'] = 60
