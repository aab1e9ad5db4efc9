# For those who use Policyfiles: paths only, so nothing is looked up anywhere.
name 'presence'
run_list 'presence::default'
cookbook 'presence', path: '.'
